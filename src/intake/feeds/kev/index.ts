import {
  dropRecord,
  emptyOutcome,
  err,
  type Instant,
  ok,
  outcomeStatus,
  parseDay,
  parseInstant,
  type Result,
} from '#core/kernel'
import type { KevStatement } from '#core/vocabulary'
import type { Feed, FeedRead } from '../contract.ts'
import { csvRows } from '../reading/csv.ts'
import { FeedError } from '../reading/feed-error.ts'
import { cveOf, type Fields, fieldsOf, maybe, objectsOf, textOf } from '../reading/fields.ts'
import { wholeFile } from '../reading/records.ts'

const ASSERTER = 'CISA'

/** CISA's catalogue of known exploited vulnerabilities, as JSON or CSV. */
export const kev: Feed = {
  id: 'kev',
  name: 'CISA KEV',
  publisher: 'CISA',
  licence: 'CC0-1.0',
  intervalHours: 2,
  mirror: ['kev/kev.json*', 'kev/known_exploited_vulnerabilities.*'],
  whole: true,
  official: () => [
    {
      name: 'known_exploited_vulnerabilities.json',
      url: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
    },
  ],
  async read(file, sink, limits, signal) {
    try {
      const bytes = await wholeFile(file, limits, signal)
      const read = readKev(bytes.toString('utf8'))
      if (!read.ok) return err({ ...read.error, message: `${file.name}: ${read.error.message}` })
      const { statements, outcome, statedAt } = read.value
      await sink.replaceKev(ASSERTER, statements, statedAt)
      // Not "touched": the catalogue is as old as its publisher says, however often it is fetched.
      return ok({ outcome, touched: [], complete: [], bytes: bytes.length })
    } catch (cause) {
      if (cause instanceof FeedError) return err({ ...cause.problem, message: `${file.name}: ${cause.message}` })
      throw cause
    }
  },
}

export interface KevCatalogue {
  statements: KevStatement[]
  /** When it was published: its own word, else its newest entry's day. */
  statedAt?: Instant
  outcome: FeedRead['outcome']
}

/** A KEV catalogue from JSON or CSV text. Problems: `not-json`, `wrong-type`, `no-records`. */
export function readKev(text: string): Result<KevCatalogue> {
  const rows = text.trimStart().startsWith('{') ? jsonRows(text) : csvRows(text, ',')
  if (!rows) return err({ code: 'not-json', message: 'the catalogue is no JSON with "vulnerabilities" and no CSV' })
  const outcome = emptyOutcome()
  const statements: KevStatement[] = []
  for (const row of rows) {
    outcome.read++
    const statement = statementOf(row)
    if (statement) statements.push(statement)
    else dropRecord(outcome, 'no-cve-or-date', JSON.stringify(row).slice(0, 120))
  }
  outcome.kept = statements.length
  outcome.status = outcomeStatus(outcome)
  if (statements.length === 0) return err({ code: 'no-records', message: 'there is no entry in the catalogue' })
  return ok({ statements, outcome, ...maybe('statedAt', statedAtOf(text, statements)) })
}

function jsonRows(text: string): Fields[] | undefined {
  try {
    const document = fieldsOf(JSON.parse(text))
    return Array.isArray(document?.vulnerabilities) ? objectsOf(document.vulnerabilities) : undefined
  } catch {
    return undefined
  }
}

function statementOf(row: Fields): KevStatement | undefined {
  const cve = cveOf(row.cveID)
  const dateAdded = parseDay(row.dateAdded)
  if (!cve || !dateAdded) return undefined
  return {
    asserter: ASSERTER,
    cve,
    dateAdded,
    ...maybe('dueDate', parseDay(row.dueDate)),
    ransomware: row.knownRansomwareCampaignUse === 'Known' ? 'known' : 'unknown',
    ...maybe('name', textOf(row.vulnerabilityName, 300)),
    ...maybe('requiredAction', textOf(row.requiredAction, 1_000)),
  }
}

function statedAtOf(text: string, statements: readonly KevStatement[]): Instant | undefined {
  const released = parseInstant(/"dateReleased"\s*:\s*"([^"]{10,40})"/.exec(text)?.[1])
  const newest = statements
    .map((statement) => statement.dateAdded)
    .sort()
    .at(-1)
  return released ?? parseInstant(newest)
}
