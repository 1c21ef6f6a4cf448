import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createZstdDecompress } from 'node:zlib'
import { emptyOutcome, err, type Outcome, ok, outcomeStatus, problem, type Report, type Result } from '#core/kernel'
import type { ExploitSignal, KevStatement } from '#core/vocabulary'
import type { Database } from '#platform/database'
import { type CompactAffected, expandAffected } from '../compact.ts'
import { type CompactFacts, expandFacts } from '../compact-facts.ts'
import { cveOfCode, EPSS_BYTES, EPSS_NONE, EPSS_SCALE } from '../index-file/epss-table.ts'
import {
  type BundleHead,
  type BundleLine,
  bundleFoot,
  bundleHead,
  bundleLine,
  MAX_BUNDLE_BYTES,
  MAX_LINE_CHARACTERS,
} from './bundle-lines.ts'
import { ingestKnowledge, type KnowledgeIngest } from './ingest.ts'

/** What an import did. `older`: sources that were left alone because what is held was read later. */
export interface BundleImport {
  head: BundleHead
  outcome: Outcome
  written: number
  removed: number
  older: string[]
}

/** How far it is, is told once in so many lines. */
const TOLD_EACH = 2_000

/** Reads only the head of a bundle: when it was made, from which feeds, under which terms. */
export async function readBundleHead(path: string): Promise<Result<BundleHead>> {
  try {
    for await (const line of bundleLines(path)) return parseHead(line)
    return err(refused('it is empty'))
  } catch (cause) {
    return err(refused(reasonOf(cause), cause))
  }
}

/**
 * Brings an exported bundle into the database. The whole file is verified before anything is written, so that a
 * damaged or foreign file changes nothing; a second import changes nothing either. Publish afterwards.
 */
export async function importBundle(database: Database, path: string, report?: Report): Promise<Result<BundleImport>> {
  report?.('checking the bundle', 0)
  const verified = await verify(path)
  if (!verified.ok) return verified
  const { head, records } = verified.value
  const tell = (done: number) => report?.('reading', done, records, 'records')
  return ingestKnowledge(database, (ingest) => new BundleReader(ingest, head).read(path, tell))
}

/** The bundle's head and how many records follow it. */
async function verify(path: string): Promise<Result<{ head: BundleHead; records: number }>> {
  try {
    const hash = createHash('sha256')
    let head: Result<BundleHead> | undefined
    let previous: string | undefined
    let lines = 0
    for await (const line of bundleLines(path)) {
      if (previous !== undefined) hash.update(`${previous}\n`)
      head ??= parseHead(line)
      if (!head.ok) return head
      previous = line
      lines++
    }
    const foot = bundleFoot.safeParse(previous === undefined ? undefined : JSON.parse(previous))
    if (!head?.ok || !foot.success) return err(refused('its end is missing'))
    if (foot.data.lines !== lines - 2 || foot.data.sha256 !== hash.digest('base64url')) {
      return err(refused('its content does not match its checksum'))
    }
    return ok({ head: head.value, records: lines - 2 })
  } catch (cause) {
    return err(refused(reasonOf(cause), cause))
  }
}

function parseHead(line: string): Result<BundleHead> {
  const head = bundleHead.safeParse(JSON.parse(line))
  return head.success ? ok(head.data) : err(refused('it was not written by "feeds export" of this version of Lunette'))
}

function refused(detail: string, cause?: unknown) {
  return problem('bundle-refused', `the bundle was not imported: ${detail}; copy or export it again`, cause)
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : 'it cannot be read'
}

async function* bundleLines(path: string): AsyncGenerator<string> {
  const source = createReadStream(path)
  const unpacked = createZstdDecompress()
  source.on('error', (error) => unpacked.destroy(error))
  let rest = ''
  let bytes = 0
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of source.pipe(unpacked) as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > MAX_BUNDLE_BYTES) throw new Error('it is longer than any bundle')
      const parts = decoder.decode(chunk, { stream: true }).split('\n')
      parts[0] = rest + parts[0]
      rest = parts.pop() ?? ''
      if (rest.length > MAX_LINE_CHARACTERS) throw new Error('it has a line longer than any record')
      yield* parts
    }
    if (rest !== '') throw new Error('it ends in the middle of a line')
  } finally {
    source.destroy()
  }
}

/** Applies verified lines; a line that is no record is dropped and counted. */
class BundleReader {
  readonly #ingest: KnowledgeIngest
  readonly #head: BundleHead
  readonly #outcome = emptyOutcome()
  readonly #asOf = new Map<string, string>()
  readonly #older: string[] = []
  readonly #opened: string[] = []
  readonly #kev = new Map<string, KevStatement[]>()
  readonly #exploits = new Map<string, ExploitSignal[]>()
  readonly #codes: number[] = []

  constructor(ingest: KnowledgeIngest, head: BundleHead) {
    this.#ingest = ingest
    this.#head = head
  }

  async read(path: string, tell: (done: number) => void): Promise<BundleImport> {
    const held = await this.#ingest.asOf()
    for (const { id, asOf } of this.#head.sources) {
      if ((held.get(id) ?? '') > asOf) this.#older.push(id)
      else this.#asOf.set(id, asOf)
    }
    let place = 0
    for await (const line of bundleLines(path)) {
      if (place++ > 0) await this.#line(line)
      if (place % TOLD_EACH === 0) tell(place)
    }
    tell(this.#outcome.read)
    await this.#end()
    this.#outcome.status = outcomeStatus(this.#outcome)
    const { written, removed } = this.#ingest.counts
    return { head: this.#head, outcome: this.#outcome, written, removed, older: this.#older }
  }

  async #line(text: string): Promise<void> {
    const value: unknown = JSON.parse(text)
    if (bundleFoot.safeParse(value).success) return
    this.#outcome.read++
    const line = bundleLine.safeParse(value)
    if (line.success && (await this.#apply(line.data))) this.#outcome.kept++
    else {
      const known = this.#outcome.dropped.find((entry) => entry.code === 'not-a-record')
      if (known) known.count++
      else this.#outcome.dropped.push({ code: 'not-a-record', example: text.slice(0, 120), count: 1 })
    }
  }

  async #apply(line: BundleLine): Promise<boolean> {
    const { type, ...row } = line
    return (APPLY[type] as (reader: BundleReader, row: unknown) => Promise<boolean> | boolean)(this, row)
  }

  async takeStatement(row: Omit<Line<'statement'>, 'type'>): Promise<boolean> {
    if (!isRecordText(row)) return false
    if (!this.#asOf.has(row.source)) return true
    await this.#ingest.open(row.source)
    if (!this.#opened.includes(row.source)) this.#opened.push(row.source)
    if (this.#ingest.meets(row.source, row.digest)) return true
    await this.#ingest.putRow({ ...row, modified: row.modified, other_digest: undefined })
    return true
  }

  async takeFingerprints({ id, rules, content }: Omit<Line<'fingerprints'>, 'type'>): Promise<boolean> {
    try {
      await this.#ingest.keepFingerprints(id, Buffer.from(content, 'base64'), rules)
      return true
    } catch (cause) {
      // A set that cannot be unpacked is no set; what the database refuses is another matter.
      if ((cause as NodeJS.ErrnoException).code?.startsWith('Z_') || cause instanceof RangeError) return false
      throw cause
    }
  }

  async takeCatalogue({ id, version, techniques }: Omit<Line<'catalogue'>, 'type'>): Promise<boolean> {
    const listed = techniques.map(({ parent, ...one }) => ({ ...one, ...(parent !== undefined && { parent }) }))
    await this.#ingest.keepCatalogue({ id, version, techniques: listed })
    return true
  }

  takeKev(statement: KevStatement): boolean {
    push(this.#kev, statement.asserter, statement)
    return true
  }

  takeExploit(signal: ExploitSignal): boolean {
    push(this.#exploits, signal.source, signal)
    return true
  }

  takeCodes({ codes }: { codes: string }): boolean {
    const bytes = Buffer.from(codes, 'base64')
    if (bytes.length % 8 !== 0) return false
    for (let at = 0; at < bytes.length; at += 8) this.#codes.push(bytes.readDoubleLE(at))
    return true
  }

  async takeDay({ date, modelVersion, scores, percentiles }: Omit<Line<'epss-day'>, 'type'>): Promise<boolean> {
    const [values, places] = [Buffer.from(scores, 'base64'), Buffer.from(percentiles ?? '', 'base64')]
    if (values.length % EPSS_BYTES !== 0 || values.length > this.#codes.length * EPSS_BYTES) return false
    const builder = await this.#ingest.beginEpssDay()
    for (let at = 0, ordinal = 0; at < values.length; at += EPSS_BYTES, ordinal++) {
      const value = values.readUIntLE(at, EPSS_BYTES)
      if (value > EPSS_SCALE && value !== EPSS_NONE) return false
      if (value === EPSS_NONE) continue
      const place = at + EPSS_BYTES <= places.length ? places.readUIntLE(at, EPSS_BYTES) : EPSS_NONE
      builder.addEncoded({ cve: cveOfCode(this.#codes[ordinal]!), date, modelVersion, value, place })
    }
    await this.#ingest.writeEpssDay(builder)
    return true
  }

  async #end(): Promise<void> {
    for (const source of this.#opened) {
      await this.#ingest.close(source, { complete: true, at: this.#asOf.get(source)! })
    }
    for (const [asserter, statements] of this.#kev) {
      const at = this.#asOf.get(`kev/${asserter}`)
      if (at !== undefined) await this.#ingest.replaceKev(asserter, statements, at)
    }
    for (const [source, signals] of this.#exploits) {
      const at = this.#asOf.get(`exploit/${source}`)
      if (at !== undefined) await this.#ingest.replaceExploits(source, signals, at)
    }
    // Scores are no records of a source, and one that was read may say nothing: neither was never read.
    for (const [source, at] of this.#asOf) await this.#ingest.confirm([source], at)
  }
}

type Line<Type extends BundleLine['type']> = Extract<BundleLine, { type: Type }>

const APPLY: { [Type in BundleLine['type']]: (reader: BundleReader, row: never) => Promise<boolean> | boolean } = {
  statement: (reader, row) => reader.takeStatement(row),
  kev: (reader, row) => reader.takeKev(row),
  exploit: (reader, row) => reader.takeExploit(row),
  'epss-codes': (reader, row) => reader.takeCodes(row),
  'epss-day': (reader, row) => reader.takeDay(row),
  fingerprints: (reader, row) => reader.takeFingerprints(row),
  catalogue: (reader, row) => reader.takeCatalogue(row),
}

/** The three JSON texts must be what the readers later take them for. */
function isRecordText({ facts, affected, detail }: { facts: string; affected: string; detail: string }): boolean {
  try {
    const [first, second, third] = [facts, affected, detail].map((text): unknown => JSON.parse(text))
    if (!Array.isArray(first) || !Array.isArray(second) || !isObject(third)) return false
    expandFacts(first as CompactFacts)
    expandAffected(second as CompactAffected[])
    return true
  } catch {
    return false
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
