import { err, problem } from '#core/kernel'
import type { Feed, OfficialFile } from '../contract.ts'
import { readKev } from './catalogue.ts'

/** Catalogues of others in the form of CISA's, each asserted by who its folder is named after: `kev/VulnCheck/kev.json`. */
export const otherCatalogues: Feed = {
  id: 'kev-others',
  name: 'Other catalogues of exploited vulnerabilities',
  publisher: 'as each is named',
  licence: 'as each publisher says',
  intervalHours: 12,
  maxAgeDays: 30,
  mirror: ['kev/*/kev.json*', 'kev/*/kev.csv*'],
  // One file that changed means reading all, so that of two with one asserter always the same stands.
  whole: true,
  independent: true,
  official: () => [],
  async read(file, sink, limits, signal) {
    const asserter = asserterOf(file.name)
    if (asserter === undefined)
      return err(
        problem('no-asserter', `${file.name}: the folder of a catalogue bears its asserter's name, and not CISA's`),
      )
    return readKev(file, sink, limits, { asserter, mayBeEmpty: true }, signal)
  },
}

/** The file of a catalogue that is fetched from its own address. */
export function catalogueFile({ asserter, url }: { asserter: string; url: string }): OfficialFile {
  return { name: `kev/${asserter}/kev.json`, url }
}

function asserterOf(name: string): string | undefined {
  const asserter = /^kev\/(\w[\w.+ -]{0,59})\/[^/]+$/.exec(name)?.[1]?.trim()
  return asserter?.toUpperCase() === 'CISA' ? undefined : asserter
}
