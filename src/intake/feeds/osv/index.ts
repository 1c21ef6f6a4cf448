import { ok } from '#core/kernel'
import { ecosystems } from '#core/vocabulary'
import type { Feed } from '../contract.ts'
import { readStatements } from '../reading/statements.ts'
import { modifiedList } from './modified-list.ts'
import { normaliseOsv } from './normalise.ts'

/**
 * All ecosystems that components are matched in, and the rebuilds of one vendor that has its own (`Root:npm`). Those OSV
 * has no archive of yet are answered "not there", which is no failure.
 */
const fetched = [...Object.keys(ecosystems), 'Root']

/** OSV: one zip per ecosystem, a folder, or NDJSON; language ecosystems and distributions alike. */
export const osv: Feed = {
  id: 'osv',
  name: 'OSV',
  publisher: 'OSV.dev and the databases it aggregates',
  licence: 'CC-BY-4.0 and the databases’ own',
  intervalHours: 6,
  mirror: ['osv/*.ndjson*', 'osv/*.zip', 'osv/*/all.zip', 'osv/*.json*'],
  whole: false,
  changes: modifiedList,
  official: () =>
    fetched.map((ecosystem) => ({
      name: `${ecosystem}/all.zip`,
      url: `https://osv-vulnerabilities.storage.googleapis.com/${encodeURIComponent(ecosystem)}/all.zip`,
    })),
  wholeOf: (fileName) => (fileName.endsWith('/all.zip') ? ecosystemOfFile(fileName) : undefined),
  async read(file, sink, limits, signal) {
    const read = await readStatements(
      file,
      sink,
      limits,
      { sourceOf: sourceFromBytes, layout: 'lines', normalise: normaliseOsv },
      signal,
    )
    const ecosystem = ecosystemOfFile(file.name)
    if (!read.ok || !ecosystem) return read
    // Many ecosystems' records all come from GitHub; that their file was read is what makes silence mean something.
    return ok({ ...read.value, touched: [...new Set([...read.value.touched, `osv:${ecosystem}`])] })
  },
}

const idPattern = /"id"\s*:\s*"([^"]{1,200})"/
const ecosystemPattern = /"ecosystem"\s*:\s*"([^":]{1,100})/
const WINDOW = 16_384

/** The source of a record without parsing it, so that unchanged ones are met at once; `undefined` when that is not certain. */
function sourceFromBytes(bytes: Buffer): string | undefined {
  const text = bytes.toString('latin1', 0, Math.min(bytes.length, WINDOW))
  if (text.startsWith('{"_meta"')) return undefined
  const id = idPattern.exec(text)?.[1]
  if (id?.startsWith('GHSA-')) return 'osv:GHSA'
  const ecosystem = ecosystemPattern.exec(text)?.[1]
  return id && ecosystem ? `osv:${ecosystem}` : undefined
}

/** `npm/all.zip`, `osv/crates.io.ndjson.gz`: the ecosystem a file is named after. */
function ecosystemOfFile(name: string): string | undefined {
  const word = /^(?:osv\/)?(.+?)(?:\/all\.zip|\.(?:ndjson|zip)(?:\.\w+)?)$/.exec(name)?.[1]?.toLowerCase()
  return fetched.find((ecosystem) => ecosystem.toLowerCase() === word)
}
