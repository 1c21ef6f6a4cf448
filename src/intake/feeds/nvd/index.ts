import { z } from 'zod'
import type { Feed } from '../contract.ts'
import { readStatements } from '../reading/statements.ts'
import { normaliseNvd } from './normalise.ts'

const FIRST_YEAR = 2002
const base = 'https://nvd.nist.gov/feeds/json/cve/2.0'

/** The modified feed holds what changed in the last eight days; one is left for clocks and for the time it takes to make. */
const MODIFIED_DAYS = 7
const daysByName = z.record(z.string(), z.string())
const nameOf = (part: string) => `nvdcve-2.0-${part}.json.gz`

function daysBetween(from: string | undefined, to: string): number {
  return from === undefined ? Number.POSITIVE_INFINITY : (Date.parse(to) - Date.parse(from)) / 86_400_000
}

/**
 * NVD 2.0: a feed a year, and the modified feed of the last eight days; the newer record wins where both have it. The
 * years are fetched once, and again when the modified feed no longer reaches back to the last time. Should a
 * year not be had then, all are asked for again.
 */
export const nvd: Feed = {
  id: 'nvd',
  name: 'NVD',
  publisher: 'NIST',
  licence: 'public domain',
  intervalHours: 6,
  mirror: ['nvd/nvdcve-2.0-*.json*'],
  whole: false,
  official(day, { confirmed }) {
    const years = Array.from({ length: Number(day.slice(0, 4)) - FIRST_YEAR + 1 }, (_, index) =>
      String(FIRST_YEAR + index),
    )
    const held = daysByName.safeParse(confirmed).data ?? {}
    const bridged = daysBetween(held[nameOf('modified')], day) <= MODIFIED_DAYS
    const needed = bridged ? years.filter((year) => held[nameOf(year)] === undefined) : years
    return [...needed, 'modified'].map((part) => ({
      name: nameOf(part),
      url: `${base}/${nameOf(part)}`,
      // While a year is missing it bridges nothing: all are asked for again.
      ...(part === 'modified' && { restsOnOthers: true }),
    }))
  },
  read: (file, sink, limits, signal) =>
    readStatements(file, sink, limits, { source: 'nvd', layout: { level: 2 }, normalise: normaliseNvd }, signal),
}
