import { expect, test } from 'vitest'
import { metadataWords } from './metadata-words.ts'

test('an address that gives out credentials is told of, named by itself and in a range', () => {
  expect(metadataWords(' 169.254.169.254 ')).toMatch(/^169\.254\.169\.254 is where a cloud .*approved by itself\.$/)
  expect(metadataWords('169.254.0.0/16')).toMatch(/^169\.254\.169\.254 in it is where a cloud .*: it stays out/)
  expect(metadataWords('192.0.0.0/24')).toContain('192.0.0.192')
  expect(['169.254.0.0/24', '9.9.9.9', 'example.com', '', '0.0.0.0/0', '::/0'].map(metadataWords)).toEqual(
    Array(6).fill(undefined),
  )
})
