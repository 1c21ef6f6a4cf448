import { expect, test } from 'vitest'
import { searchOddity } from './certificate-search.ts'

test.each([
  ['', undefined],
  ['https://ct.test/?q=%s&output=json', undefined],
  ['https://ct.test/?q=%25.%s&output=json', 'https://ct.test/?q=%s&output=json is enough'],
  ['https://ct.test/?q=%.%s', 'https://ct.test/?q=%s is enough'],
  ['https://ct.test/?q=example.com', 'It has no %s'],
])('the search %j is told to be odd as %j', (template, words) =>
  words === undefined
    ? expect(searchOddity(template)).toBeUndefined()
    : expect(searchOddity(template)).toContain(words),
)
