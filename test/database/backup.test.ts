import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Instant } from '#core/kernel'
import { backup, type Database, DEFAULT_WORKSPACE, openDatabase, restore } from '#platform/database'
import { seeAllRows, tablesOf } from '../../src/platform/database/backup/tables.ts'
import { asOwner } from '../../src/platform/database/open.ts'
import { dataFolder } from '../support/data-folder.ts'
import { withTestDatabase } from '../support/database.ts'
import { debianBinaries, hasDebianBinaries } from '../support/external-binaries.ts'
import { installation, osvRecord } from '../support/installation.ts'

const folder = dataFolder('backup')
const file = join(folder, 'all.backup')
const at = '2026-08-01T00:00:00.000Z' as Instant
let original: Record<string, unknown[]>

beforeAll(async () => {
  const site = await installation()
  site.publish(
    'osv/npm.ndjson',
    osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1', {
      aliases: ['CVE-2026-1000'],
      details: 'tab\there, "quotes", back\\slash, newline\nand ünïcode',
    }),
  )
  site.publish(
    'epss/epss_scores-2026-08-01.csv',
    '#model_version:v1,score_date:2026-08-01T00:00:00+0000\ncve,epss,percentile\nCVE-2026-1000,0.5,0.9\n',
  )
  await site.refresh()
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'])
  await tellSomebody(site.database)
  original = await contentOf(site.database)
  expect(await backup(site.database, file, at)).toMatchObject({ ok: true })
  await site.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A notice with its delivery, which a trigger makes: a restore must not make another. */
function tellSomebody(database: Database): Promise<unknown> {
  return database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
    await sql`insert into notifier_target (workspace_id, id, notifier, name, settings, kinds, made_by, made_at)
      values (${DEFAULT_WORKSPACE}, ${DEFAULT_WORKSPACE}, 'webhook', 'Chat', '{}', '{import.failed}', 'ada', ${at})`.execute(
      work,
    )
    await sql`insert into notice (workspace_id, kind, key, at, detail)
      values (${DEFAULT_WORKSPACE}, 'import.failed', 'one', ${at}, '{}')`.execute(work)
  })
}

/** Every row of every table as text, without the numbers of transactions. */
function contentOf(database: Database): Promise<Record<string, unknown[]>> {
  return asOwner(database, async (client) => {
    const content: Record<string, unknown[]> = {}
    await client.query('begin')
    await seeAllRows(client)
    for (const { name } of await tablesOf(client)) {
      const { rows } = await client.query<{ row: string }>(
        `select (to_jsonb(t) - 'changed')::text as row from "${name}" t order by 1`,
      )
      content[name] = rows.map((row) => row.row)
    }
    await client.query('rollback')
    return content
  })
}

async function onDebians15<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const before = process.env.LUNETTE_PG_BIN
  process.env.LUNETTE_PG_BIN = debianBinaries
  const data = dataFolder('pg15')
  try {
    const opened = await openDatabase({ dataDir: data })
    if (!opened.ok) throw new Error(opened.error.message)
    expect(opened.value.serverVersion).toBe(15)
    try {
      return await work(opened.value)
    } finally {
      await opened.value.close()
    }
  } finally {
    if (before === undefined) delete process.env.LUNETTE_PG_BIN
    else process.env.LUNETTE_PG_BIN = before
    rmSync(data, { recursive: true, force: true })
  }
}

test('a restored installation has every row of the one that was backed up', () =>
  withTestDatabase(async (database) => {
    expect(await restore(database, file, { force: false })).toMatchObject({ ok: true, value: { createdAt: at } })
    expect(await contentOf(database)).toEqual(original)
    expect(original.finding).toHaveLength(1)
  }))

test('identity columns go on after the restored rows, and the application role may work', () =>
  withTestDatabase(async (database) => {
    await restore(database, file, { force: false })
    await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql`insert into finding_event (workspace_id, finding_id, at, kind, detail) select workspace_id, id, now(), 'note', '{}' from finding`.execute(
        work,
      ),
    )
    expect((await sql`select 1 from finding`.execute(database.instance)).rows).toEqual([])
  }))

test('data that is there is not replaced without being told to', () =>
  withTestDatabase(async (database) => {
    await restore(database, file, { force: false })
    expect(await restore(database, file, { force: false })).toMatchObject({ error: { code: 'not-empty' } })
    expect(await restore(database, file, { force: true })).toMatchObject({ ok: true })
    expect(await contentOf(database)).toEqual(original)
  }))

test('a truncated, changed or foreign file is refused and the old state stays', () =>
  withTestDatabase(async (database) => {
    await restore(database, file, { force: false })
    const bytes = readFileSync(file)
    const broken = join(folder, 'broken')
    writeFileSync(broken, bytes)
    truncateSync(broken, bytes.length - 20)
    expect(await restore(database, broken, { force: true })).toMatchObject({ error: { code: 'bad-backup' } })
    writeFileSync(broken, bytes.with(Math.floor(bytes.length / 2), (bytes[Math.floor(bytes.length / 2)]! + 1) % 256))
    expect(await restore(database, broken, { force: true })).toMatchObject({ error: { code: 'bad-backup' } })
    writeFileSync(broken, 'hello')
    expect(await restore(database, broken, { force: true })).toMatchObject({ error: { code: 'bad-backup' } })
    expect(await contentOf(database)).toEqual(original)
  }))

test('a backup never overwrites a file', () =>
  withTestDatabase(async (database) => {
    const path = join(folder, 'there')
    writeFileSync(path, 'mine')
    expect(await backup(database, path, at)).toMatchObject({ error: { code: 'exists' } })
    expect(readFileSync(path, 'utf8')).toBe('mine')
  }))

test.skipIf(!hasDebianBinaries)(
  'backups travel between the embedded PostgreSQL 18 and Debian’s 15, both ways (skipped without PostgreSQL 15)',
  () =>
    onDebians15(async (old) => {
      expect(await restore(old, file, { force: false })).toMatchObject({ ok: true })
      expect(await contentOf(old)).toEqual(original)
      const back = join(folder, 'from-15.backup')
      expect(await backup(old, back, at)).toMatchObject({ ok: true })
      await withTestDatabase(async (database) => {
        expect(await restore(database, back, { force: false })).toMatchObject({ ok: true })
        expect(await contentOf(database)).toEqual(original)
      })
    }),
)

test('a data folder that was removed comes back empty, wherever its cluster had to lie', async () => {
  const data = dataFolder('again')
  for (const name of ['first', 'second']) {
    const opened = await openDatabase({ dataDir: data })
    if (!opened.ok) throw new Error(opened.error.message)
    const { rows } = await sql`select key from setting`.execute(opened.value.instance)
    expect(rows).toEqual([])
    await sql`insert into setting (key, value) values (${name}, '1')`.execute(opened.value.instance)
    await opened.value.close()
    rmSync(data, { recursive: true, force: true })
  }
})

test('what others keep in the same schema is not dropped unless that is asked for', () =>
  withTestDatabase(async (database) => {
    await asOwner(database, async (client) => {
      await client.query('create table customers (id int primary key)')
      await client.query('create view customer_names as select id from customers')
      await client.query('insert into customers values (7)')
    })
    const refused = await restore(database, file, { force: true })
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'not-alone', message: expect.stringContaining('(table customers, view customer_names)') },
    })
    const held = await asOwner(database, (client) => client.query('select id from customer_names'))
    expect(held.rows).toEqual([{ id: 7 }])
    expect(await restore(database, file, { force: true, dropOthers: true })).toMatchObject({ ok: true })
    expect(await contentOf(database)).toEqual(original)
    const gone = await asOwner(database, (client) => client.query(`select to_regclass('customers') as found`))
    expect(gone.rows).toEqual([{ found: null }])
  }))
