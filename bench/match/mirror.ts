import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { EpssScore, ExploitSignal, KevStatement, SourceId, Statement } from '#core/vocabulary'
import type { Signals } from '#exposure/knowledge'
import { defaultFeedLimits, type Feed, type FeedFile, type FeedSink, feeds, filesOfMirror } from '#intake/feeds'
import { otherShapes } from './other-shapes.ts'
import { samples } from './samples.ts'

/** The newest scores suffice for ranking; older days only weigh on the bench's memory. */
const EPSS_DAYS = 2

/** What the product's own readers make of the mirror and of the advisory samples beside it. */
export interface MirrorKnowledge {
  statements: Statement[]
  signals: Signals
}

/** Reads every feed of the mirror as a refresh does; of records that occur several times the newest stands. */
export async function readMirror(data: string): Promise<MirrorKnowledge> {
  const files = filesOfMirror(join(data, 'feeds'), feeds)
  const held = new HeldKnowledge()
  for (const feed of feeds) {
    const own = files.get(feed.id) ?? []
    for (const file of feed.id === 'epss' ? own.slice(-EPSS_DAYS) : own) await readInto(held, feed, file)
  }
  await readSamples(held, join(data, 'conformance/advisories'))
  readOtherShapes(held, join(data, 'conformance/advisories'))
  return held.knowledge()
}

async function readSamples(held: HeldKnowledge, folder: string): Promise<void> {
  const made = mkdtempSync(join(tmpdir(), 'lunette-samples-'))
  try {
    for (const [name, { feed: id, toOsv }] of Object.entries(samples)) {
      const path = join(folder, `${name}.ndjson.gz`)
      const feed = feeds.find((candidate) => candidate.id === id)
      if (!feed || !existsSync(path)) continue
      await readInto(held, feed, { path: toOsv ? converted(path, join(made, `${name}.ndjson`), toOsv) : path, name })
    }
  } finally {
    rmSync(made, { recursive: true })
  }
}

/** @throws when nothing of a set was understood */
function readOtherShapes(held: HeldKnowledge, folder: string): void {
  for (const [name, statementsOf] of Object.entries(otherShapes)) {
    const path = join(folder, `${name}.ndjson.gz`)
    if (!existsSync(path)) continue
    const statements = recordsOf(path).flatMap(statementsOf)
    if (statements.length === 0) throw new Error(`${name}: no record was understood`)
    for (const statement of statements) held.put(statement)
  }
}

function recordsOf(path: string): unknown[] {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n')
  return lines.flatMap((line) => (line === '' || line.startsWith('{"_meta"') ? [] : JSON.parse(line)))
}

function converted(path: string, target: string, toOsv: (record: unknown) => unknown[]): string {
  const records = recordsOf(path).flatMap(toOsv)
  writeFileSync(target, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  return target
}

async function readInto(held: HeldKnowledge, feed: Feed, file: FeedFile): Promise<void> {
  const read = await feed.read(file, held, defaultFeedLimits)
  if (!read.ok) throw new Error(`${file.name}: ${read.error.message}`)
  for (const source of read.value.touched) held.sources.add(source)
}

const AS_OF = '2026-08-07T00:00:00.000Z'

class HeldKnowledge implements FeedSink {
  readonly sources = new Set<SourceId>()
  readonly #statements = new Map<string, Statement>()
  readonly #kev: KevStatement[] = []
  readonly #exploits: ExploitSignal[] = []
  readonly #epss: EpssScore[] = []

  async open(): Promise<void> {}

  meets(): boolean {
    return false
  }

  put(statement: Statement): undefined {
    const key = `${statement.source} ${statement.recordId}`
    const known = this.#statements.get(key)
    // Descriptions and references are not part of an index.
    const { description: _, references: __, ...rest } = statement
    if (!known || (known.modified ?? '') <= (statement.modified ?? ''))
      this.#statements.set(key, { ...rest, references: [] })
    return undefined
  }

  async remove(): Promise<void> {}

  async replaceKev(asserter: string, statements: readonly KevStatement[]): Promise<void> {
    for (const statement of statements) this.#kev.push({ ...statement, asserter })
  }

  async replaceExploits(_: string, signals: readonly ExploitSignal[]): Promise<void> {
    for (const signal of signals) this.#exploits.push(signal)
  }

  async keepFingerprints(): Promise<void> {}
  async keepCatalogue(): Promise<void> {}

  async epssDay(batches: AsyncIterable<readonly EpssScore[]>): Promise<void> {
    for await (const scores of batches) for (const score of scores) this.#epss.push(score)
  }

  knowledge(): MirrorKnowledge {
    const asOf = new Map([...this.sources].map((source) => [source, AS_OF]))
    const signals = { kev: this.#kev, exploits: this.#exploits, epss: this.#epss, asOf, builtAt: AS_OF }
    return { statements: [...this.#statements.values()], signals }
  }
}
