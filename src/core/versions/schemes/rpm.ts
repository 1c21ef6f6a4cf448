import { compareDigits, isDigits } from '../digits.ts'
import { compareRpmText } from '../rpm-order.ts'
import { defineScheme } from '../scheme.ts'

interface RpmVersion {
  epoch: string
  version: string
  /** Absent where only a version is named: then releases are not compared. */
  release?: string
}

const MAX_LENGTH = 1_024

/** rpm: epoch, version, release; a missing epoch is 0. Neither part has dashes: with several of them all is version. */
export const rpm = defineScheme<RpmVersion>({
  id: 'rpm',
  source: 'rpm manual, rpm-version(7); rpmvercmp',
  parse(input) {
    const text = input.trim()
    if (text.length > MAX_LENGTH) return undefined
    const colon = text.indexOf(':')
    const stated = colon < 0 ? '' : text.slice(0, colon)
    const epoch = stated === '' || stated === '(none)' ? '0' : stated
    if (!isDigits(epoch)) return undefined
    const rest = text.slice(colon + 1)
    if (/\s/.test(rest)) return undefined
    const dash = rest.indexOf('-')
    return dash < 0 || dash !== rest.lastIndexOf('-')
      ? { epoch, version: rest }
      : { epoch, version: rest.slice(0, dash), release: rest.slice(dash + 1) }
  },
  compare: (a, b) =>
    compareDigits(a.epoch, b.epoch) || compareRpmText(a.version, b.version) || compareReleases(a.release, b.release),
})

/** A missing release is below any: the order stays total. */
function compareReleases(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  return compareRpmText(a, b)
}
