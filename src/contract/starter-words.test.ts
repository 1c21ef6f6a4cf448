import { expect, it } from 'vitest'
import { starterWords } from './starter-words.ts'

it.each([
  ['CVSS by starter', 'CVSS by Lunette’s built-in starter knowledge'],
  [
    'starter CVE-2021-44228 speaks about log4j-core in Maven.',
    'Lunette’s built-in starter knowledge CVE-2021-44228 speaks about log4j-core in Maven.',
  ],
  ['spring-boot-starter 2.1 in pkg:npm/starter@1.0', 'spring-boot-starter 2.1 in pkg:npm/starter@1.0'],
  ['CVSS by nvd', 'CVSS by nvd'],
])('%s', (text, words) => expect(starterWords(text)).toBe(words))
