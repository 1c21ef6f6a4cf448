import { hash } from 'node:crypto'
import { dropRecord, emptyOutcome, err, ok, outcomeStatus, type Result } from '#core/kernel'
import type { SourceId, Statement } from '#core/vocabulary'
import type { FeedFile, FeedLimits, FeedRead, FeedSink } from '../contract.ts'
import { orRefusal } from './feed-error.ts'
import { isDeeperThan, withoutMark } from './record-shape.ts'
import { type Layout, recordsOf } from './records.ts'

/**
 * A record made into statements, or why it is none. `dropped`: what it says is lost. `outside`: it is not about what the
 * feed is asked for, and passing it over loses nothing. `skip`: not a record (a header line).
 */
export type Normalised =
  | { statements: Statement[] }
  | { dropped: string; example: string }
  | { outside: string; example: string }
  | { skip: true }

export interface StatementReader {
  layout: Layout
  /** The source of a feed that has one only: its unchanged records are then met without being parsed. */
  source?: SourceId
  /** Sources are told apart by the bytes where a feed has many, before anything is parsed. */
  sourceOf?(bytes: Buffer): SourceId | undefined
  normalise(record: unknown): Normalised
}

/** Reads a file record by record: met ones are skipped by digest, the others normalised and put. */
export async function readStatements(
  file: FeedFile,
  sink: FeedSink,
  limits: FeedLimits,
  reader: StatementReader,
  signal?: AbortSignal,
): Promise<Result<FeedRead>> {
  const outcome = emptyOutcome()
  const touched = new Set<SourceId>()
  let bytes = 0
  let lost = false
  const take = async (record: Buffer, shallow: boolean): Promise<void> => {
    bytes += record.length
    const source = reader.source ?? reader.sourceOf?.(record)
    const digest = hash('sha256', record, 'base64url')
    if (source !== undefined) {
      if (!touched.has(source)) await sink.open(source)
      touched.add(source)
      if (sink.meets(source, digest)) {
        outcome.read++
        outcome.kept++
        return
      }
    }
    const normalised = normaliseBytes(withoutMark(record), reader, shallow ? Number.POSITIVE_INFINITY : limits.depth)
    if ('skip' in normalised) return
    outcome.read++
    if ('outside' in normalised) return dropRecord(outcome, normalised.outside, normalised.example)
    if ('dropped' in normalised) {
      lost = true
      return dropRecord(outcome, normalised.dropped, normalised.example)
    }
    outcome.kept++
    for (const statement of normalised.statements) {
      if (!touched.has(statement.source)) await sink.open(statement.source)
      touched.add(statement.source)
      const waiting = sink.put(statement, digest)
      if (waiting) await waiting
    }
  }
  const refused = await orRefusal(file, async () => {
    for await (const { records, shallow } of recordsOf(file, reader.layout, limits, signal))
      for (const record of records) await take(record, shallow)
    return ok(null)
  })
  if (!refused.ok) return refused
  if (outcome.read === 0)
    return err({ code: 'no-records', message: `${file.name}: there is no record of this feed in the file` })
  if (outcome.kept === 0)
    return err({
      code: 'no-records',
      message: `${file.name}: none of its ${outcome.read} records can be read, e.g. ${outcome.dropped[0]?.example}`,
    })
  outcome.status = lost ? outcomeStatus(outcome) : 'complete'
  return ok({ outcome, touched: [...touched], bytes })
}

/** `depth`: how deep the record may nest; infinite where that was looked at before. */
function normaliseBytes(record: Buffer, reader: StatementReader, depth: number): Normalised {
  if (depth !== Number.POSITIVE_INFINITY && isDeeperThan(record, depth))
    return { dropped: 'too-deep', example: record.toString('utf8', 0, 80) }
  let value: unknown
  try {
    value = JSON.parse(record.toString('utf8'))
  } catch (cause) {
    return { dropped: 'not-json', example: `${record.toString('utf8', 0, 80)}: ${(cause as Error).message}` }
  }
  return reader.normalise(value)
}
