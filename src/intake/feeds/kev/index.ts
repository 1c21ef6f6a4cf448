import type { Feed } from '../contract.ts'
import { readKev } from './catalogue.ts'

const CISA = 'CISA'

/** CISA's catalogue of known exploited vulnerabilities, as JSON or CSV. */
export const kev: Feed = {
  id: 'kev',
  name: 'CISA KEV',
  publisher: 'CISA',
  licence: 'CC0-1.0',
  intervalHours: 2,
  maxAgeDays: 14,
  mirror: ['kev/kev.json*', 'kev/known_exploited_vulnerabilities.*'],
  whole: true,
  official: () => [
    {
      name: 'known_exploited_vulnerabilities.json',
      url: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
    },
  ],
  read: (file, sink, limits, signal) => readKev(file, sink, limits, { asserter: CISA, mayBeEmpty: false }, signal),
}
