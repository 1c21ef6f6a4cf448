import { createHash } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { EpssPoint, EpssScore, RecordId } from '#core/vocabulary'
import type { Database } from '#platform/database'
import {
  cveCode,
  EPSS_BYTES,
  EPSS_NONE,
  EPSS_SCALE,
  type EpssColumns,
  encodeScore,
  findCode,
  readScore,
  writeScore,
} from '../index-file/epss-table.ts'
import { inTransaction, SEEDED } from './statements.ts'
import type { KnowledgeTables } from './tables.ts'

/** One model day being collected: scores by ordinal. */
interface EpssDay {
  date: string
  modelVersion: string
  scored: number
  scores: Buffer
  percentiles: Buffer
}

interface EncodedScore {
  cve: RecordId
  date: string
  modelVersion: string
  value: number
  place: number
}

/**
 * CVE codes and their places, which never change. What is stored lies in arrays that are searched: a map of a third of a
 * million takes a second to fill, for a day whose scores come in the order of the places.
 */
export class EpssOrdinals {
  /** By place. */
  #codes = new Float64Array()
  /** The stored codes in their own order, and the place of each. */
  #sorted = new Float64Array()
  #places = new Uint32Array()
  /** Places of codes that are not stored yet. */
  readonly #added = new Map<number, number>()
  /** The place after the one found last. */
  #next = 0

  get size(): number {
    return this.#codes.length + this.#added.size
  }

  of(code: number): number | undefined {
    if (this.#codes[this.#next] === code) return this.#next++
    const at = findCode(this.#sorted, code)
    const ordinal = at < 0 ? this.#added.get(code) : this.#places[at]!
    if (ordinal !== undefined) this.#next = ordinal + 1
    return ordinal
  }

  ensure(code: number): number {
    const held = this.of(code)
    if (held !== undefined) return held
    const ordinal = this.size
    this.#added.set(code, ordinal)
    return ordinal
  }

  /** The stored codes, ascending; not to be changed. */
  codes(): Float64Array<ArrayBuffer> {
    return this.#sorted
  }

  /** The places of those codes, in the same order. */
  places(): Uint32Array {
    return this.#places
  }

  async load(client: Pick<PoolClient, 'query'>): Promise<void> {
    const { rows } = await client.query<{ codes: Buffer }>(
      'select codes from epss_block where first_ordinal >= $1 order by first_ordinal',
      [this.#codes.length],
    )
    this.#hold(rows.map(({ codes }) => codes))
  }

  /** Appends the new codes as one block. */
  async store(client: PoolClient): Promise<void> {
    if (this.#added.size === 0) return
    const codes = Buffer.from(Float64Array.from(this.#added.keys()).buffer)
    await client.query('insert into epss_block (first_ordinal, codes) values ($1, $2)', [this.#codes.length, codes])
    this.#added.clear()
    this.#hold([codes])
  }

  #hold(blocks: readonly Buffer[]): void {
    if (blocks.length === 0) return
    const bytes = Buffer.concat([Buffer.from(this.#codes.buffer), ...blocks])
    this.#codes = new Float64Array(new Uint8Array(bytes).buffer)
    // Typed arrays sort numbers natively; sorting places by a comparison would hold everybody up.
    this.#sorted = this.#codes.slice().sort()
    this.#places = new Uint32Array(this.#codes.length)
    for (let place = 0; place < this.#codes.length; place++)
      this.#places[findCode(this.#sorted, this.#codes[place]!)] = place
  }
}

/** Collects the scores of one day; all must bear the same date. */
export class EpssDayBuilder {
  readonly #ordinals: EpssOrdinals
  #scores: Buffer
  #percentiles: Buffer
  #scored = 0
  /** After the last scored ordinal, so that a day is the same however many CVEs came later. */
  #end = 0
  #first: { date: string; modelVersion: string } | undefined

  constructor(ordinals: EpssOrdinals) {
    this.#ordinals = ordinals
    this.#scores = emptyDay(ordinals.size + 1_000)
    this.#percentiles = emptyDay(ordinals.size + 1_000)
  }

  /** False when the id is no CVE id or the score belongs to another day. */
  add({ cve, date, modelVersion, probability, percentile }: EpssScore): boolean {
    const [value, place] = [encodeScore(probability), encodeScore(percentile)]
    return this.addEncoded({ cve, date, modelVersion, value, place })
  }

  /** As `add`, with scores as their stored integers. */
  addEncoded({ cve, date, modelVersion, value, place }: EncodedScore): boolean {
    this.#first ??= { date, modelVersion }
    const code = cveCode(cve)
    if (code === undefined || date !== this.#first.date) return false
    const at = this.#ordinals.ensure(code) * EPSS_BYTES
    if (at >= this.#scores.length) {
      this.#scores = grown(this.#scores)
      this.#percentiles = grown(this.#percentiles)
    }
    this.#end = Math.max(this.#end, at + EPSS_BYTES)
    if (readScore(this.#scores, at) === EPSS_NONE) this.#scored++
    writeScore(this.#scores, at, value)
    writeScore(this.#percentiles, at, place)
    return true
  }

  day(): EpssDay | undefined {
    if (!this.#first) return undefined
    const { date, modelVersion } = this.#first
    return {
      date,
      modelVersion,
      scored: this.#scored,
      scores: this.#scores.subarray(0, this.#end),
      percentiles: this.#percentiles.subarray(0, this.#end),
    }
  }
}

function emptyDay(ordinals: number): Buffer {
  return Buffer.alloc(ordinals * EPSS_BYTES, 0xff)
}

function grown(day: Buffer): Buffer {
  return Buffer.concat([day, Buffer.alloc(day.length, 0xff)])
}

/**
 * Writes a day if it differs from what is held; percentiles stay only with the newest day. Seeded days (`mark`) go as
 * soon as a day is read: they hold few scores and would pass for whole days.
 */
export async function writeEpssDay(
  client: PoolClient,
  ordinals: EpssOrdinals,
  day: EpssDay,
  mark: '' | typeof SEEDED = '',
): Promise<boolean> {
  const sum = createHash('sha256')
    .update(day.modelVersion)
    .update(day.scores)
    .update(day.percentiles)
    .digest('base64url')
  const digest = mark + sum
  return inTransaction(client, async () => {
    await ordinals.store(client)
    const { rows } = await client.query<{ is_new: boolean }>(
      `insert into epss_day (date, model_version, digest, scored, scores, percentiles)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (date) do update set model_version = excluded.model_version, digest = excluded.digest,
         scored = excluded.scored, scores = excluded.scores, percentiles = excluded.percentiles
       where epss_day.digest <> excluded.digest
       returning xmax = 0 as is_new`,
      [day.date, day.modelVersion, digest, day.scored, day.scores, day.percentiles],
    )
    const [written] = rows
    if (written === undefined) return false
    const { rowCount: seeds } =
      mark === '' ? await client.query(`delete from epss_day where digest like '${SEEDED}%'`) : { rowCount: 0 }
    const isNext = written.is_new && !seeds && (await isAfterOthers(client, day.date))
    await client.query(
      'update epss_day set percentiles = null where percentiles is not null and date < (select max(date) from epss_day)',
    )
    await client.query(
      `update knowledge_state set pending = true, epss_generation = generation + 1,
         epss_history_generation = case when $1 then epss_history_generation else generation + 1 end`,
      [isNext],
    )
    return true
  })
}

/** The next day moves scores; any other also changes since when a vulnerability is known to have one. */
async function isAfterOthers(client: PoolClient, date: string): Promise<boolean> {
  const { rows } = await client.query<{ is_next: boolean | null }>(
    'select max(date) < $1 as is_next from epss_day where date <> $1',
    [date],
  )
  return rows[0]?.is_next === true
}

/** Dates the index keeps besides the newest week: about one in thirty days, so that LEV's windows and the monthly change stay computable. */
const RECENT_DAYS = 7
const WINDOW_DAYS = 30
const MAX_WINDOWS = 60

/** Picks the dates an index carries out of all that are held (ascending). */
function indexDates(held: readonly string[]): string[] {
  const newest = held.at(-1)
  if (newest === undefined) return []
  const picked = new Set(held.slice(-RECENT_DAYS))
  for (let window = 1; window <= MAX_WINDOWS; window++) {
    const target = Date.parse(newest) - window * WINDOW_DAYS * 86_400_000
    const inWindow = held.filter((date) => Math.abs(Date.parse(date) - target) <= (WINDOW_DAYS / 2) * 86_400_000)
    const nearest = inWindow.sort((a, b) => Math.abs(Date.parse(a) - target) - Math.abs(Date.parse(b) - target))[0]
    if (nearest !== undefined) picked.add(nearest)
  }
  return [...picked].sort()
}

/** Reads the columns an index carries. */
export async function readEpssColumns(client: PoolClient): Promise<EpssColumns> {
  const ordinals = new EpssOrdinals()
  await ordinals.load(client)
  const [codes, order] = [ordinals.codes(), ordinals.places()]
  const held = await client.query<{ date: string }>('select date::text from epss_day order by date')
  const dates = indexDates(held.rows.map((row) => row.date))
  const values: Uint32Array[] = []
  const models: string[] = []
  let percentiles = new Uint32Array(codes.length).fill(EPSS_NONE)
  for (const date of dates) {
    const { rows } = await client.query<{ model_version: string; scores: Buffer; percentiles: Buffer | null }>(
      'select model_version, scores, percentiles from epss_day where date = $1',
      [date],
    )
    const [day] = rows
    values.push(column(day?.scores, order))
    models.push(day?.model_version ?? '')
    if (day?.percentiles) percentiles = column(day.percentiles, order)
  }
  return { dates, models, codes, percentiles, values }
}

function column(bytes: Buffer | undefined, order: Uint32Array): Uint32Array<ArrayBuffer> {
  const scores = new Uint32Array(order.length)
  for (let row = 0; row < order.length; row++) scores[row] = scoreAt(bytes, order[row]!)
  return scores
}

function scoreAt(bytes: Buffer | undefined, ordinal: number): number {
  const at = ordinal * EPSS_BYTES
  return bytes && at + EPSS_BYTES <= bytes.length ? readScore(bytes, at) : EPSS_NONE
}

/** A day's score of one CVE with the model that gave it. */
export interface EpssHistoryPoint extends EpssPoint {
  modelVersion: string
}

/** Codes in the order of their ordinals, remembered per database: searched as they are, since a look-up needs but one. */
const codesOf = new WeakMap<Database, Float64Array>()

/** Every held score of one CVE, oldest first; empty when it has none. */
export async function epssHistory(database: Database, cve: RecordId): Promise<EpssHistoryPoint[]> {
  const code = cveCode(cve)
  if (code === undefined) return []
  return database.withClient(async (client) => {
    const ordinal = await ordinalOf(client, database, code)
    if (ordinal === undefined) return []
    const { rows } = await client.query<{
      date: string
      model_version: string
      score: Buffer
      percentile: Buffer | null
    }>(
      `select date::text, model_version, substr(scores, $1, ${EPSS_BYTES}) as score,
         substr(percentiles, $1, ${EPSS_BYTES}) as percentile
       from epss_day order by date`,
      [ordinal * EPSS_BYTES + 1],
    )
    return rows.flatMap(({ date, model_version: modelVersion, score, percentile }) => {
      const held = scoreAt(score, 0)
      if (held === EPSS_NONE) return []
      const place = scoreAt(percentile ?? undefined, 0)
      const known = place === EPSS_NONE ? {} : { percentile: place / EPSS_SCALE }
      return [{ date, modelVersion, probability: held / EPSS_SCALE, ...known }]
    })
  })
}

/** The place of a code. What is remembered is checked, because a restored database may have other places. */
async function ordinalOf(client: PoolClient, database: Database, code: number): Promise<number | undefined> {
  const held = codesOf.get(database) ?? new Float64Array()
  const known = held.indexOf(code)
  if (known >= 0 && (await codeAt(client, known)) === code) return known
  const same = known < 0 && held.length > 0 && (await codeAt(client, held.length - 1)) === held.at(-1)
  const codes = await readCodes(client, same ? held : new Float64Array())
  codesOf.set(database, codes)
  const found = codes.indexOf(code)
  return found < 0 ? undefined : found
}

/** All codes: those held and the blocks appended since. */
async function readCodes(client: PoolClient, held: Float64Array): Promise<Float64Array> {
  const { rows } = await client.query<{ codes: Buffer }>(
    'select codes from epss_block where first_ordinal >= $1 order by first_ordinal',
    [held.length],
  )
  if (rows.length === 0) return held
  const bytes = Buffer.concat([Buffer.from(held.buffer), ...rows.map((row) => row.codes)])
  return new Float64Array(new Uint8Array(bytes).buffer)
}

async function codeAt(client: PoolClient, ordinal: number): Promise<number | undefined> {
  const { rows } = await client.query<{ code: Buffer }>(
    `select substr(codes, ($1::int - first_ordinal) * 8 + 1, 8) as code from epss_block
     where first_ordinal <= $1::int order by first_ordinal desc limit 1`,
    [ordinal],
  )
  return rows[0]?.code.length === 8 ? rows[0].code.readDoubleLE(0) : undefined
}

/** The days whose scores were read, oldest first; those of the starter hold but a few CVEs and do not count. */
export async function epssDays(database: Database): Promise<string[]> {
  const rows = await database.instance
    .withTables<KnowledgeTables>()
    .selectFrom('epss_day')
    .select((row) => row.cast<string>('date', 'text').as('date'))
    .where('digest', 'not like', `${SEEDED}%`)
    .orderBy('date')
    .execute()
  return rows.map(({ date }) => date)
}
