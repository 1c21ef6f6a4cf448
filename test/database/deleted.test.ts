import { type RawBuilder, sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Database, DEFAULT_WORKSPACE } from '#platform/database'
import { withTestDatabase } from '../support/database.ts'
import { seedAssets, seedFindings } from '../support/findings.ts'

/** What is left of each, by what it belongs to. */
async function left(database: Database): Promise<Record<string, string[]>> {
  const query = sql<{ kind: string; names: string[] }>`
    select kind, array_agg(name order by name) as names from (
      select 'events' as kind, finding_id as name from finding_event
      union all select 'seen', component_id from import_component) rows
    group by kind`
  const rows = await database.readInWorkspace(DEFAULT_WORKSPACE, query)
  return Object.fromEntries(rows.map(({ kind, names }) => [kind, names]))
}

/** Two assets with one finding, one component and one import each, and what hangs on them. */
async function seed(database: Database): Promise<void> {
  await seedAssets(database, DEFAULT_WORKSPACE, 2)
  await seedFindings(database, DEFAULT_WORKSPACE, { assets: 2, count: 2 })
  await run(database, sql`update finding set asset_id = 'asset-' || right(id, 1)`)
  for (const n of ['0', '1']) {
    await run(
      database,
      sql`insert into component (workspace_id, id, asset_id, name, first_seen, last_seen, last_digest)
        values (${DEFAULT_WORKSPACE}, ${`component-${n}`}, ${`asset-${n}`}, 'left-pad', now(), now(), '')`,
    )
    await run(
      database,
      sql`insert into import (workspace_id, id, asset_id, witness, importer, format, file_name, content_digest, subject, stated_at, imported_at, component_count, outcome)
        values (${DEFAULT_WORKSPACE}, ${`import-${n}`}, ${`asset-${n}`}, 'syft', 'cyclonedx', '1.6', 'bom.json', ${n}, '{}', now(), now(), 1, '{}')`,
    )
    await run(
      database,
      sql`insert into import_component (workspace_id, import_id, component_id, evidence) values (${DEFAULT_WORKSPACE}, ${`import-${n}`}, ${`component-${n}`}, '{}')`,
    )
    await run(
      database,
      sql`insert into finding_event (workspace_id, finding_id, at, kind, detail) values (${DEFAULT_WORKSPACE}, ${`finding-${n}`}, now(), 'opened', '{}')`,
    )
  }
}

async function run(database: Database, statement: RawBuilder<unknown>): Promise<void> {
  await database.inWorkspace(DEFAULT_WORKSPACE, (work) => statement.execute(work))
}

const whole = {
  events: ['finding-0', 'finding-1'],
  seen: ['component-0', 'component-1'],
}

test.each([
  ['an asset', sql`delete from asset where id = 'asset-0'`, { events: 1, seen: 1 }],
  ['a finding', sql`delete from finding where id = 'finding-0'`, { events: 1, seen: 2 }],
  ['an import', sql`delete from import where id = 'import-0'`, { events: 2, seen: 1 }],
  ['a component', sql`delete from component where id = 'component-0'`, { events: 2, seen: 1 }],
])('%s that is deleted takes what hangs on it along, and nothing else', (_what, deletion, kept) =>
  withTestDatabase(async (database) => {
    await seed(database)
    expect(await left(database)).toEqual(whole)
    await run(database, deletion)
    expect(await left(database)).toEqual(
      Object.fromEntries(
        Object.entries(whole).map(([kind, names]) => [kind, names.slice(-kept[kind as keyof typeof kept])]),
      ),
    )
  }),
)
