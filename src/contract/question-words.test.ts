import { expect, test } from 'vitest'
import { questionWords } from './question-words.ts'

test('what a server was asked is said as what it is, counted', () => {
  const dns = { via: 'dns', about: 'example.com', outcome: '' } as const
  expect(questionWords({ ...dns, count: 4812 })).toBe('4,812 DNS questions about example.com')
  expect(questionWords({ ...dns, count: 1 })).toBe('1 DNS question about example.com')
  const http = { via: 'http', about: '/domain/example.com', count: 1 } as const
  expect(questionWords({ ...http, outcome: '200' })).toBe('GET /domain/example.com: answered 200')
  expect(questionWords({ ...http, count: 2, outcome: 'host-not-allowed' })).toBe(
    'GET /domain/example.com, 2 times: host not allowed',
  )
})
