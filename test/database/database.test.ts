import { tmpdir } from 'node:os'
import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Instant } from '#core/kernel'
import { listChains, recordAudit, verifyAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE, knownMigrations, migrate, type NoTables, openDatabase } from '#platform/database'
import { withOwner } from '../../src/platform/database/open.ts'
import { withTestDatabase } from '../support/database.ts'

const OTHER = '00000000-0000-4000-8000-0000000000ff'

async function addAsset(ownerUrl: string, workspace: string, id: string): Promise<void> {
  await withOwner(ownerUrl, async (client) => {
    await client.query(
      `insert into workspace (id, slug, name) values ($1::uuid, $2::text, 'x') on conflict do nothing`,
      [workspace, workspace],
    )
    await client.query(`select set_config('lunette.workspace_id', $1, false)`, [workspace])
    await client.query(
      `insert into asset (workspace_id, id, kind, natural_key, name, first_seen, last_seen, last_digest) values ($1, $2, 'host', $2, $2, now(), now(), '')`,
      [workspace, id],
    )
  })
}

test('a workspace sees only its own rows, and none are seen outside of one (law 9)', () =>
  withTestDatabase(async (database, ownerUrl) => {
    await addAsset(ownerUrl, DEFAULT_WORKSPACE, 'mine')
    await addAsset(ownerUrl, OTHER, 'theirs')
    const ids = await database.inWorkspace(
      DEFAULT_WORKSPACE,
      async (work) => (await sql<{ id: string }>`select id from asset`.execute(work)).rows,
    )
    expect(ids).toEqual([{ id: 'mine' }])
    expect((await sql`select id from asset`.execute(database.instance)).rows).toEqual([])
  }))

test('closing leaves no connection, also where all work was done in workspaces', () =>
  withTestDatabase(async (database, ownerUrl) => {
    const opened = await openDatabase({ dataDir: tmpdir(), url: ownerUrl })
    if (!opened.ok) throw new Error(opened.error.message)
    await opened.value.inWorkspace(DEFAULT_WORKSPACE, (work) => sql`select 1`.execute(work))
    await opened.value.close()
    const others = sql<{ count: number }>`select count(*)::int as count from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`
    await expect
      .poll(async () => (await others.execute(database.instance)).rows, { timeout: 3_000 })
      .toEqual([{ count: 0 }])
  }))

test('a row of another workspace cannot be written', () =>
  withTestDatabase(async (database, ownerUrl) => {
    await addAsset(ownerUrl, OTHER, 'theirs')
    const write = database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql`insert into asset (workspace_id, id, kind, natural_key, name, first_seen, last_seen, last_digest) values (${OTHER}, 'x', 'host', 'x', 'x', now(), now(), '')`.execute(
        work,
      ),
    )
    await expect(write).rejects.toThrow(/row-level security/)
    const changed = await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql`update asset set name = 'taken'`.execute(work),
    )
    expect(changed.numAffectedRows).toBe(0n)
  }))

test('the working role is no superuser, owns nothing and cannot bypass row-level security', () =>
  withTestDatabase(async (database) => {
    const { rows } =
      await sql`select rolsuper, rolbypassrls, (select count(*) from pg_tables where tableowner = current_user) as owned
      from pg_roles where rolname = current_user`.execute(database.instance)
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, owned: 0 }])
  }))

/** Read before a workspace is chosen: docs/decisions/0013 says of each why, and what guards it instead. */
const beforeWorkspace = [
  'account_link',
  'api_token',
  'identity_group',
  'job',
  'job_end',
  'membership',
  'report_code',
  'report_link',
  'session',
]

test('every table with a workspace_id has forced row-level security', () =>
  withTestDatabase(async (database) => {
    const { rows } = await sql<{
      relname: string
    }>`select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
      where c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)`.execute(database.instance)
    expect(rows.filter((row) => !beforeWorkspace.includes(row.relname))).toEqual([])
  }))

test('data of an earlier level opens under the next one, and a changed migration is refused', () =>
  withTestDatabase(async (_database, ownerUrl) => {
    await withOwner(ownerUrl, async (client) => {
      const next = [
        ...knownMigrations(),
        { name: '9999-next', sql: 'alter table workspace add column note text', checksum: 'n' },
      ]
      const before = await client.query('select id, name from workspace')
      expect(await migrate(client, next)).toEqual({ ok: true, value: ['9999-next'] })
      expect(await migrate(client, next)).toEqual({ ok: true, value: [] })
      expect((await client.query('select id, name from workspace')).rows).toEqual(before.rows)
      expect(await migrate(client, knownMigrations())).toMatchObject({ error: { code: 'newer-database' } })
      expect(
        await migrate(
          client,
          next.map((step) => ({ ...step, checksum: 'edited' })),
        ),
      ).toMatchObject({ error: { code: 'changed-migration' } })
    })
  }))

test('a transaction that throws leaves nothing behind', () =>
  withTestDatabase(async (database) => {
    const failing = database.inTransaction(async (work) => {
      await sql`insert into setting (key, value) values ('a', '1')`.execute(work)
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    expect((await sql`select * from setting`.execute(database.instance)).rows).toEqual([])
  }))

test('the working role cannot empty a table that workspaces share', () =>
  withTestDatabase(async (database) => {
    await expect(sql`truncate finding cascade`.execute(database.instance)).rejects.toThrow(/permission denied/)
    await expect(sql`truncate audit_entry cascade`.execute(database.instance)).rejects.toThrow(/permission denied/)
  }))

test('the audit trail of a workspace is seen in it alone, and the instance’s outside of all (law 9)', () =>
  withTestDatabase(async (database, ownerUrl) => {
    await addAsset(ownerUrl, OTHER, 'theirs')
    const chains = ['instance', DEFAULT_WORKSPACE, OTHER]
    for (const chain of chains)
      await database.inTransaction((work) =>
        recordAudit(work, {
          chain,
          at: '2026-08-01T00:00:00.000Z' as Instant,
          actor: 'cli',
          action: 'x.y',
          target: chain,
        }),
      )
    const targets = async (work: Kysely<NoTables>) =>
      (
        await sql<{ chain: string; target: string }>`select e.chain, d.target from audit_entry e
          left join audit_detail d using (chain, position)`.execute(work)
      ).rows
    expect(await targets(database.instance)).toEqual([{ chain: 'instance', target: 'instance' }])
    for (const id of [DEFAULT_WORKSPACE, OTHER])
      expect(await database.inWorkspace(id, targets)).toEqual([{ chain: id, target: id }])
    for (const chain of chains) expect(await verifyAudit(database, chain)).toEqual({ entries: 1, erased: 0 })
    expect(await listChains(database)).toEqual(chains.toSorted())
  }))

test('an entry for another chain leaves its transaction where it was', () =>
  withTestDatabase(async (database, ownerUrl) => {
    await addAsset(ownerUrl, OTHER, 'theirs')
    const seen = await database.inWorkspace(OTHER, async (work) => {
      await recordAudit(work, {
        chain: 'instance',
        at: '2026-08-01T00:00:00.000Z' as Instant,
        actor: 'cli',
        action: 'x.y',
        target: 'z',
      })
      return (await sql<{ id: string }>`select id from asset`.execute(work)).rows
    })
    expect(seen).toEqual([{ id: 'theirs' }])
    const foreign = database.inWorkspace(OTHER, (work) =>
      sql`insert into audit_entry (chain, position, at, content_digest, digest)
        values (${DEFAULT_WORKSPACE}, 1, now(), 'x', 'x')`.execute(work),
    )
    await expect(foreign).rejects.toThrow(/row-level security/)
  }))
