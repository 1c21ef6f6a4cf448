import type pg from 'pg'
import { expect } from 'vitest'
import { verifyAudit } from '#platform/audit'
import { openDatabase } from '#platform/database'
import { tablesOf } from '../../src/platform/database/backup/tables.ts'
import { asOwner } from '../../src/platform/database/open.ts'

/** What tells of the way and not of the result: runs, counters, accounts, positions of arrival. */
const history = [
  'account',
  'assessment',
  'audit_detail',
  'audit_entry',
  'epss_block',
  'feed',
  'feed_run',
  'finding_event',
  'job',
  'job_end',
  'knowledge_change',
  'knowledge_source',
  'knowledge_state',
  'login_failure',
  'membership',
  'session',
  'setting',
  'setup_link',
  'surface_stir',
  'workspace',
]

/**
 * Who did it, what came of it at which attempt, bytes that depend on the order in which CVEs were first met, numbers in the order of arrival, and the day of
 * which a score was first what it is.
 */
const ofTheWay = ['imported_by', 'effects', 'scores', 'percentiles', 'seq', 'scored_on']
/** The score of the day on which a finding was decided: today's is its vulnerability's, in a table of its own. */
const ofTheDay: Readonly<Record<string, readonly string[]>> = { finding: ['rank', 'epss', 'epss_change'] }

/** Rows of each table as text, without the times at which they were written. */
export type Content = Record<string, string[]>

/** Opens the data folder, or the database at `url`, and reads everything that must be the same however often the work was killed. */
export async function contentOf(dataDir: string, url?: string): Promise<Content> {
  const opened = await openDatabase({ dataDir, url })
  if (!opened.ok) throw new Error(opened.error.message)
  const database = opened.value
  try {
    expect(await verifyAudit(database, 'instance')).not.toHaveProperty('brokenAt')
    return await asOwner(database, async (client) => {
      expect(await appliedTwice(client)).toEqual([])
      const content: Content = {}
      for (const { name, columns } of await tablesOf(client)) {
        if (!history.includes(name)) content[name] = await rowsOf(client, name, columns)
      }
      return content
    })
  } finally {
    await database.close()
  }
}

/** Rows that are in one and not in the other, the first few of each table. */
export function differences(expected: Content, found: Content): string[] {
  const only = (rows: string[] = [], others: string[] = []) => {
    const there = new Set(others)
    return rows.filter((row) => !there.has(row)).slice(0, 2)
  }
  return [...new Set([...Object.keys(expected), ...Object.keys(found)])].flatMap((table) => [
    ...only(expected[table], found[table]).map((row) => `${table} lost ${row}`),
    ...only(found[table], expected[table]).map((row) => `${table} has ${row}`),
    ...(expected[table]?.length === found[table]?.length
      ? []
      : [`${table}: ${expected[table]?.length} rows expected, ${found[table]?.length} found`]),
  ])
}

async function rowsOf(client: pg.Client, table: string, columns: readonly string[]): Promise<string[]> {
  const { rows: typed } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'public' and table_name = $1 and data_type = 'timestamp with time zone'`,
    [table],
  )
  const times = typed.map(({ name }) => name)
  const left = [...times, ...ofTheWay, ...(ofTheDay[table] ?? [])]
  const kept = columns.filter((column) => !left.includes(column))
  const { rows } = await client.query<{ row: string }>(
    `select jsonb_build_array(${kept.map((column) => `"${column}"`).join(', ')})::text as row from "${table}" order by 1`,
  )
  return rows.map(({ row }) => row)
}

/** Findings that were opened more than once: in these rounds nothing is ever resolved. */
async function appliedTwice(client: pg.Client): Promise<unknown[]> {
  const { rows } = await client.query(
    `select finding_id, kind, count(*)::int as times from finding_event where kind in ('opened', 'resolved', 'reopened')
     group by 1, 2 having count(*) > 1 or kind <> 'opened' limit 5`,
  )
  return rows
}
