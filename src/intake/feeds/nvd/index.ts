import type { Feed } from '../contract.ts'
import { readStatements } from '../reading/statements.ts'
import { normaliseNvd } from './normalise.ts'

const FIRST_YEAR = 2002
const base = 'https://nvd.nist.gov/feeds/json/cve/2.0'

/** NVD 2.0: a feed a year, and the modified feed of the last eight days; the newer record wins where both have it. */
export const nvd: Feed = {
  id: 'nvd',
  name: 'NVD',
  publisher: 'NIST',
  licence: 'public domain',
  intervalHours: 6,
  mirror: ['nvd/nvdcve-2.0-*.json*'],
  whole: false,
  official(day) {
    const years = Array.from({ length: Number(day.slice(0, 4)) - FIRST_YEAR + 1 }, (_, index) =>
      String(FIRST_YEAR + index),
    )
    return [...years, 'modified'].map((part) => ({
      name: `nvdcve-2.0-${part}.json.gz`,
      url: `${base}/nvdcve-2.0-${part}.json.gz`,
    }))
  },
  read: (file, sink, limits, signal) =>
    readStatements(file, sink, limits, { source: 'nvd', layout: { level: 2 }, normalise: normaliseNvd }, signal),
}
