import { expect, test } from 'vitest'
import { askedWords, unsetWords } from './source-words.ts'

const [certificateSearch, rdap] = ['https://search.example/?q=%s', 'https://rdap.example/']

test('what nobody set is not called asked, and what that costs is said', () => {
  expect(askedWords({ certificateSearch: null, rdap: null })).toBe('name servers')
  expect(askedWords({ certificateSearch, rdap })).toBe('name servers, certificate logs and registries')
  expect(unsetWords({ certificateSearch: null, rdap })).toBe(
    'No certificate search is set: names that only certificate logs tell are not found',
  )
  expect(unsetWords({ certificateSearch: null, rdap: null })).toMatch(
    /^No certificate search and no RDAP service is set/,
  )
  expect(unsetWords({ certificateSearch, rdap: null })).toMatch(/^No RDAP service is set/)
  expect(unsetWords({ certificateSearch, rdap })).toBeUndefined()
})
