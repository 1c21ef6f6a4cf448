import type pg from 'pg'
import type { BackupHead } from './format.ts'

/** Made by every installation itself, or of no use elsewhere. */
const leftOut = ['migration', 'finding_removed']

/** Tables of the schema with their written columns, parents before the tables that refer to them. Numbers of transactions mean nothing elsewhere. */
export async function tablesOf(client: pg.ClientBase): Promise<BackupHead['tables']> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname = 'public' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.atttypid <> 'xid8'::regtype
    group by c.relname order by c.relname`)
  const { rows: references } = await client.query<{ child: string; parent: string }>(`
    select child.relname as child, parent.relname as parent from pg_constraint k
    join pg_class child on child.oid = k.conrelid join pg_class parent on parent.oid = k.confrelid
    join pg_namespace n on n.oid = child.relnamespace
    where k.contype = 'f' and n.nspname = 'public' and k.conrelid <> k.confrelid`)
  return inOrder(
    rows.filter((row) => !leftOut.includes(row.name)),
    references,
  )
}

type Table = BackupHead['tables'][number]

function inOrder(tables: readonly Table[], references: readonly { child: string; parent: string }[]): Table[] {
  const ordered: Table[] = []
  const waiting = new Map(tables.map((table) => [table.name, table]))
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(
      (table) => !references.some(({ child, parent }) => child === table.name && waiting.has(parent)),
    )
    if (ready.length === 0) throw new Error(`tables refer to each other in a circle: ${[...waiting.keys()].join(', ')}`)
    for (const table of ready) {
      ordered.push(table)
      waiting.delete(table.name)
    }
  }
  return ordered
}

/** Quotes an identifier that came from the catalogue or from a file. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/**
 * Lifts forced row-level security for the owner until the transaction ends by rollback or `force` again. A superuser
 * sees all rows anyway, so that the embedded server's tables stay unlocked during a backup.
 */
export async function seeAllRows(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ free: boolean }>(
    'select rolsuper or rolbypassrls as free from pg_roles where rolname = current_user',
  )
  if (rows[0]?.free) return []
  const forced = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relforcerowsecurity`,
  )
  for (const { name } of forced.rows) await client.query(`alter table ${quoted(name)} no force row level security`)
  return forced.rows.map((row) => row.name)
}
