import { sql } from 'kysely'
import type pg from 'pg'
import { expect, inject, test } from 'vitest'
import { recordAudit, verifyAudit } from '#platform/audit'
import { openDatabase } from '#platform/database'
import { loginOf, withAppRole } from '../../src/platform/database/login.ts'
import { asOwner, withName, withOwner } from '../../src/platform/database/open.ts'
import { withTestDatabase } from '../support/database.ts'

const entry = {
  chain: 'instance',
  at: '2026-08-01T00:00:00.000Z',
  actor: 'cli',
  action: 'feeds.refresh',
  target: 'all',
}

test('all work runs under a login of its own, from which no way leads back to the owner', () =>
  withTestDatabase(async (database, ownerUrl) => {
    const owner = decodeURIComponent(new URL(ownerUrl).username)
    const { rows } = await sql<{
      login: string
      role: string
    }>`select session_user as login, current_user as role`.execute(database.instance)
    expect(rows).toEqual([{ login: loginOf(ownerUrl)?.name, role: loginOf(ownerUrl)?.name }])
    await expect(sql`set role ${sql.id(owner)}`.execute(database.instance)).rejects.toThrow(/permission denied/)
    await sql`reset role`.execute(database.instance)
    await expect(sql`drop table finding`.execute(database.instance)).rejects.toThrow(/must be owner/)
    await expect(sql`alter table finding no force row level security`.execute(database.instance)).rejects.toThrow(
      /must be owner/,
    )
  }))

test('the audit trail grows and never changes; the owner alone can erase words (law 9)', () =>
  withTestDatabase(async (database) => {
    await database.inTransaction((work) => recordAudit(work, entry as Parameters<typeof recordAudit>[1]))
    for (const statement of [
      sql`update audit_entry set digest = 'x'`,
      sql`delete from audit_entry`,
      sql`update audit_detail set actor = 'x'`,
      sql`delete from audit_detail`,
      sql`truncate audit_detail`,
    ])
      await expect(statement.execute(database.instance)).rejects.toThrow(/permission denied/)
    await asOwner(database, async (client) => {
      await expect(client.query(`update audit_entry set digest = 'x'`)).rejects.toThrow(/append-only/)
      await expect(client.query('delete from audit_entry')).rejects.toThrow(/append-only/)
      await client.query('delete from audit_detail')
    })
    expect(await verifyAudit(database, 'instance')).toEqual({ entries: 1, erased: 1 })
  }))

/** A database on the run's server, owned by a user without CREATEROLE. */
async function withPlainOwner(work: (url: string, admin: pg.Client, owner: string) => Promise<void>): Promise<void> {
  const { url } = inject('databaseServer')
  const owner = `plain_${crypto.randomUUID().slice(0, 8)}`
  await withOwner(withName(url, 'postgres'), async (admin) => {
    await admin.query(`create role ${owner} login password 'secret'`)
    await admin.query(`grant ${owner} to current_user`)
    await admin.query(`create database ${owner} owner ${owner}`)
    const plain = new URL(withName(url, owner))
    plain.username = owner
    plain.password = 'secret'
    try {
      await work(plain.toString(), admin, owner)
    } finally {
      await admin.query(`drop database ${owner} with (force)`)
      await admin.query(`drop role ${owner}`)
    }
  })
}

test('an owner without CREATEROLE is told what a superuser has to run; after that it works, under the role', () =>
  withPlainOwner(async (url, admin, owner) => {
    const refused = await openDatabase({ dataDir: '', url })
    expect(refused).toMatchObject({
      error: { code: 'missing-rights', message: expect.stringContaining(`grant lunette_app to "${owner}";`) },
    })
    await admin.query(`grant lunette_app to ${owner}`)
    const opened = await openDatabase({ dataDir: '', url })
    if (!opened.ok) throw new Error(opened.error.message)
    const { rows } = await sql<{ role: string }>`select current_user as role`.execute(opened.value.instance)
    expect(rows).toEqual([{ role: 'lunette_app' }])
    await opened.value.close()
  }))

test('a user that owns neither database nor schema is told what is missing', () =>
  withPlainOwner(async (url, admin, owner) => {
    await admin.query(`grant lunette_app to ${owner}`)
    await admin.query(`alter database ${owner} owner to current_user`)
    expect(await openDatabase({ dataDir: '', url })).toMatchObject({
      error: {
        code: 'missing-rights',
        message: expect.stringContaining(`alter database "${owner}" owner to "${owner}"`),
      },
    })
  }))

test('options that stand in DATABASE_URL are kept beside the role', () =>
  withTestDatabase(async (_database, ownerUrl) => {
    const given = new URL(ownerUrl)
    given.searchParams.set('options', '-c statement_timeout=12345')
    for (const url of [withAppRole(given.toString()), loginOf(given.toString())?.url ?? ''])
      await withOwner(url, async (client) => {
        const { rows } = await client.query(
          `select current_setting('statement_timeout') as timeout, pg_has_role('lunette_app', 'usage') as app`,
        )
        expect(rows).toEqual([{ timeout: '12345ms', app: true }])
      })
  }))

test('a server that is not there is a problem, not an exception', async () => {
  expect(await openDatabase({ dataDir: '', url: 'postgres://a:b@127.0.0.1:1/x' })).toMatchObject({
    error: { code: 'database-unreachable' },
  })
})
