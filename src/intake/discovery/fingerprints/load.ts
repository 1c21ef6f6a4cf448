import { gunzipSync } from 'node:zlib'
import { FingerprintBook, type SetReport } from './book.ts'
import { type LibraryBook, noLibraries, readRetire } from './libraries-book.ts'
import { LifecycleBook, readEndOfLife } from './lifecycles.ts'
import { ownLifecycles, ownRules } from './own/index.ts'
import { readRecog } from './read-recog.ts'
import { readWappalyzer } from './read-wappalyzer.ts'
import type { FingerprintRule } from './rule.ts'

/** Fingerprint sets as their feeds deliver them, each optional; compressed by gzip or plain. */
export interface FingerprintFiles {
  /** The XML files of recog. */
  recog?: Iterable<{ name: string; text: string }>
  wappalyzer?: Buffer
  retire?: Buffer
  /** One JSON document a line. */
  endOfLife?: Buffer
}

/** All that is known of software by its looks, and of its age. */
export interface Fingerprints {
  book: FingerprintBook
  libraries: LibraryBook
  lifecycles: LifecycleBook
}

const MOST_BYTES = 64 * 1024 * 1024

/** Our own fingerprints with those of the given sets. A set that cannot be read is left out and says so in the reports. */
export function loadFingerprints(files: FingerprintFiles = {}): Fingerprints {
  const rules: FingerprintRule[] = [...ownRules]
  const reports: SetReport[] = [{ set: 'lunette', rules: ownRules.length, dropped: {} }]
  const take = (read: { rules: FingerprintRule[]; report: SetReport }): void => {
    for (const rule of read.rules) rules.push(rule)
    reports.push(read.report)
  }
  if (files.recog) take(readRecog(files.recog))
  if (files.wappalyzer) takeJson('wappalyzer', files.wappalyzer, (json) => take(readWappalyzer(json)), reports)
  let libraries = noLibraries
  if (files.retire)
    takeJson(
      'retire',
      files.retire,
      (json) => {
        const read = readRetire(json)
        take(read)
        libraries = read.libraries
      },
      reports,
    )
  const known = files.endOfLife ? [...readEndOfLife(textOf(files.endOfLife).split('\n'))] : []
  if (files.endOfLife) reports.push({ set: 'endoflife', rules: known.length, dropped: {} })
  return {
    book: new FingerprintBook(rules, reports),
    libraries,
    lifecycles: new LifecycleBook([...known, ...ownLifecycles]),
  }
}

function takeJson(set: string, bytes: Buffer, take: (json: unknown) => void, reports: SetReport[]): void {
  try {
    take(JSON.parse(textOf(bytes)))
  } catch (error) {
    reports.push({ set, rules: 0, dropped: { [`cannot be read: ${(error as Error).message.slice(0, 120)}`]: 1 } })
  }
}

function textOf(bytes: Buffer): string {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes
  return plain.toString('utf8')
}
