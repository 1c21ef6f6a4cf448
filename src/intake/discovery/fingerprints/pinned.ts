import { gunzipSync } from 'node:zlib'
import type { SetReport } from './book.ts'
import { readRetire } from './libraries-book.ts'
import { readEndOfLife } from './lifecycles.ts'
import { type FingerprintFiles, type Fingerprints, loadFingerprints } from './load.ts'
import { readRecog } from './read-recog.ts'
import { readWappalyzer } from './read-wappalyzer.ts'

const MOST_BYTES = 128 * 1024 * 1024
/** A row of the list of routes: first and last address, number. */
const ROUTE = /^[\da-f.:]{2,45}\t[\da-f.:]{2,45}\t\d{1,10}\t/gim

/** Our own fingerprints with pinned sets as feeds keep them: by id, gzip of each set's text. */
export function fingerprintsOf(sets: ReadonlyMap<string, Buffer>): Fingerprints {
  const [recog, wappalyzer, retire, endOfLife] = ['recog', 'wappalyzer', 'retire', 'endoflife'].map((id) =>
    sets.get(id),
  )
  const files: FingerprintFiles = {
    ...(recog && { recog: filesIn(textOf(recog)) }),
    ...(wappalyzer && { wappalyzer }),
    ...(retire && { retire }),
    ...(endOfLife && { endOfLife }),
  }
  return loadFingerprints(files)
}

/** What a set holds: how many rules can be used, and what of it cannot. `undefined` for what is no such set. */
export function reportOf(id: string, content: Buffer): SetReport | undefined {
  const text = textOf(content)
  try {
    if (id === 'recog') return readRecog(filesIn(text)).report
    if (id === 'wappalyzer') return readWappalyzer(JSON.parse(text)).report
    if (id === 'retire') return readRetire(JSON.parse(text)).report
    if (id === 'ip2asn') return { set: id, rules: text.match(ROUTE)?.length ?? 0, dropped: {} }
    return { set: id, rules: [...readEndOfLife(text.split('\n'))].length, dropped: {} }
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}

function textOf(content: Buffer): string {
  return gunzipSync(content, { maxOutputLength: MOST_BYTES }).toString('utf8')
}

function filesIn(text: string): { name: string; text: string }[] {
  const files: unknown = JSON.parse(text)
  return Array.isArray(files) ? files : []
}
