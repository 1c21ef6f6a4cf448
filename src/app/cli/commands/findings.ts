import { type FindingDetail, type FindingRow, filterProblem, findingFilterKeys } from '#contract'
import { commandLine, ok, systemClock } from '#core/kernel'
import { type Database, DEFAULT_WORKSPACE } from '#platform/database'
import { readFinding } from '#views/finding-detail'
import { listFindings } from '#views/findings'
import { exitCodes } from '../exit-codes.ts'
import { findingText, notSeenYet, placeOf, urgencyMarks } from '../finding-text.ts'
import { withRuntime } from '../open.ts'
import { columns, finish, print, say } from '../say.ts'

type FindingPage = Awaited<ReturnType<typeof listFindings>>

interface FindingFlags {
  dataDir?: string
  json?: boolean
  limit?: number
}

/** Where no version fixes it: what the sources say. */
const fixWords: Readonly<Record<string, string>> = {
  'not-fixed': 'no fix yet',
  'wont-fix': 'will not be fixed',
  'end-of-life': 'end of life',
}
const MOST_ROWS = 1_000

/** `lunette findings list`: ranked, with the reason on the row. */
export async function list(filter: string[], flags: FindingFlags): Promise<number> {
  const wrong = filterProblem(filter.join(' '), findingFilterKeys)
  if (wrong !== undefined) {
    say(wrong)
    return exitCodes.usage
  }
  const { limit = 50 } = flags
  const done = await withRuntime(flags, async ({ database }) =>
    ok(await listFindings(database, DEFAULT_WORKSPACE, { filter: filter.join(' '), limit })),
  )
  return finish(done, (page) => print(page, tableOf(page), flags.json))
}

/** A longer name would push the reasons off the terminal; `--json` has it whole. */
const MOST_OF_A_NAME = 48

function cells(row: FindingRow): string[] {
  return [
    `${urgencyMarks[row.urgency]} ${row.urgency}`,
    row.id,
    row.vulnerabilityId ?? row.title,
    placeOf(row),
    row.asset.name.length > MOST_OF_A_NAME ? `${row.asset.name.slice(0, MOST_OF_A_NAME - 1)}…` : row.asset.name,
    row.fixedVersion ?? fixWords[row.fixState] ?? (row.component.name === '' ? '' : 'not known'),
    row.claimed ? `${notSeenYet} · ${row.why}` : row.why,
  ]
}

/** `lunette findings show`: the decision with its inputs, and why it matches. A vulnerability's id shows its only finding, or lists them. */
export async function show(id: string, flags: FindingFlags): Promise<number> {
  const done = await withRuntime(flags, async ({ database }) => ok(await findingsNamed(database, id)))
  return finish(done, ({ finding, page }) => {
    if (finding) print(finding, findingText(finding), flags.json)
    else if (page.total > 0) {
      print(page, tableOf(page), flags.json)
      say(`${page.total} findings are about ${id}: show one by its id`)
    } else {
      say(`there is no finding ${id}: ${commandLine('findings list')}`)
      return exitCodes.usage
    }
    return exitCodes.clean
  })
}

async function findingsNamed(database: Database, id: string): Promise<{ finding?: FindingDetail; page: FindingPage }> {
  const page = await listFindings(database, DEFAULT_WORKSPACE, { filter: `state:any ${id}`, limit: MOST_ROWS })
  const rows = page.rows.filter((row) => row.vulnerabilityId?.toLowerCase() === id.toLowerCase())
  const only = rows.length === 1 ? rows[0]!.id : id
  const finding = await readFinding(database, DEFAULT_WORKSPACE, only, systemClock())
  return { ...(finding && { finding }), page: { ...page, rows, total: rows.length } }
}

function tableOf(page: FindingPage): string {
  const head = ['', 'id', 'vulnerability', 'component', 'asset', 'fixed in', 'why']
  return `${columns(head, page.rows.map(cells))}\n${page.rows.length} of ${page.total}`
}
