import { expect, test } from 'vitest'
import { provenOtherwise } from './proof-words.ts'

test('a proof that was not found is not missed where another proves the same name', () => {
  const record = { name: 'example.com', method: 'dns-txt', state: 'failed' } as const
  const word = { name: 'example.com', method: 'attestation', state: 'proven' } as const
  expect(provenOtherwise(record, [record, word])).toBe('attestation')
  expect(provenOtherwise(word, [record, word])).toBeUndefined()
  expect(provenOtherwise(record, [record, { ...word, name: 'other.example' }])).toBeUndefined()
})
