import {
  dropRecord,
  emptyOutcome,
  type Instant,
  ok,
  outcomeStatus,
  parseDay,
  parseInstant,
  type Result,
} from '#core/kernel'
import type { KevStatement } from '#core/vocabulary'
import type { FeedFile, FeedLimits, FeedRead, FeedSink } from '../contract.ts'
import { csvRows } from '../reading/csv.ts'
import { elementsOf } from '../reading/elements.ts'
import { FeedError, orRefusal } from '../reading/feed-error.ts'
import { cveOf, type Fields, fieldsOf, maybe, textOf } from '../reading/fields.ts'
import { ownText } from '../reading/own-text.ts'
import { FileBytes } from '../reading/records.ts'

export interface CatalogueRules {
  asserter: string
  /** True when a catalogue may list nothing: CISA's never does, so that an empty one is a damaged one. */
  mayBeEmpty: boolean
}

/** Reads a catalogue in the form of CISA's, JSON or CSV, and replaces what its asserter said before. */
export function readKev(
  file: FeedFile,
  sink: FeedSink,
  limits: FeedLimits,
  rules: CatalogueRules,
  signal?: AbortSignal,
): Promise<Result<FeedRead>> {
  return orRefusal(file, async () => {
    const catalogue = await readCatalogue(file, limits, rules, signal)
    const { statements, outcome, bytes } = catalogue
    await sink.replaceKev(rules.asserter, statements, statedAtOf(catalogue))
    return ok({ outcome, touched: [`kev/${rules.asserter}`], bytes })
  })
}

interface Catalogue {
  statements: KevStatement[]
  outcome: ReturnType<typeof emptyOutcome>
  bytes: number
  /** The document around its entries, as JSON. */
  frame: string
}

/** Entries are held until the catalogue is read to its end. */
const MAX_ENTRIES = 100_000
const MAX_FRAME = 64 * 1024

async function readCatalogue(
  file: FeedFile,
  limits: FeedLimits,
  { asserter, mayBeEmpty }: CatalogueRules,
  signal?: AbortSignal,
): Promise<Catalogue> {
  const catalogue: Catalogue = { statements: [], outcome: emptyOutcome(), bytes: 0, frame: '' }
  const { statements, outcome } = catalogue
  const bytes = new FileBytes(file, limits, signal)
  const isJson = (await bytes.head(1_000)).trimStart().startsWith('{')
  const rows = isJson ? jsonRows(bytes, catalogue, limits) : csvRows(bytes, columns, limits)
  for await (const batch of rows) {
    for (const row of batch) {
      outcome.read++
      const statement = statementOf(row, asserter)
      if (statement) statements.push(statement)
      else dropRecord(outcome, 'no-cve-or-date', JSON.stringify(row).slice(0, 120))
    }
    if (statements.length > MAX_ENTRIES)
      throw new FeedError('too-many-entries', `the catalogue has more than ${MAX_ENTRIES} entries`)
  }
  catalogue.bytes = bytes.count
  outcome.kept = statements.length
  outcome.status = outcomeStatus(outcome)
  const empty = mayBeEmpty && outcome.read === 0 && listsNothing.test(catalogue.frame)
  if (statements.length === 0 && !empty)
    throw new FeedError('no-records', 'there is no entry of a catalogue in the file')
  return catalogue
}

const columns = ['cveID', 'dateAdded']
const listsNothing = /"vulnerabilities"\s*:\s*\[\]/

async function* jsonRows(
  chunks: AsyncIterable<Buffer>,
  catalogue: Catalogue,
  limits: FeedLimits,
): AsyncGenerator<Fields[]> {
  const frame = (bytes: Buffer) => {
    if (catalogue.frame.length < MAX_FRAME) catalogue.frame += bytes.toString('utf8', 0, MAX_FRAME)
  }
  for await (const batch of elementsOf(chunks, 2, limits, frame)) yield batch.map(entryOf)
}

function entryOf(bytes: Buffer): Fields {
  try {
    return fieldsOf(JSON.parse(bytes.toString('utf8'))) ?? {}
  } catch {
    return { unreadable: bytes.toString('utf8', 0, 80) }
  }
}

function statementOf(row: Fields, asserter: string): KevStatement | undefined {
  const cve = cveOf(row.cveID)
  const dateAdded = parseDay(row.dateAdded)
  if (!cve || !dateAdded) return undefined
  return {
    asserter,
    cve: ownText(cve),
    dateAdded,
    ...maybe('dueDate', parseDay(row.dueDate)),
    ransomware: row.knownRansomwareCampaignUse === 'Known' ? 'known' : 'unknown',
    ...maybe('name', ownOf(textOf(row.vulnerabilityName, 300))),
    ...maybe('requiredAction', ownOf(textOf(row.requiredAction, 1_000))),
  }
}

function ownOf(text: string | undefined): string | undefined {
  return text && ownText(text)
}

/** When it was published: its own word, else its newest entry's day. */
function statedAtOf({ frame, statements }: Catalogue): Instant | undefined {
  const released = parseInstant(/"dateReleased"\s*:\s*"([^"]{10,40})"/.exec(frame)?.[1])
  const newest = statements
    .map(({ dateAdded }) => dateAdded)
    .sort()
    .at(-1)
  return released ?? parseInstant(newest)
}
