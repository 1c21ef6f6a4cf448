import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { withTestDatabase } from '../../../test/support/database.ts'
import { refreshStatistics } from './index.ts'

test('the server looks at a table of which much has changed, and at no other', () =>
  withTestDatabase(async (database) => {
    const known = async () => {
      const { rows } = await sql<{ name: string }>`select relname as name from pg_stat_user_tables
        where last_analyze is not null and relname in ('job', 'notice')`.execute(database.instance)
      return rows.map(({ name }) => name)
    }
    const before = await known()
    await database.withClient(async (client) => {
      await client.query(`insert into job (id, kind, title, payload, accepted_at, worker)
        select gen_random_uuid(), 'import', 'x', '{}', now(), '' from generate_series(1, 2000)`)
      await client.query('select pg_stat_force_next_flush()')
    })
    expect(before).not.toContain('job')
    await expect
      .poll(
        async () => {
          await refreshStatistics(database, ['job', 'notice'])
          return known()
        },
        { timeout: 30_000 },
      )
      .toContain('job')
    expect(await known()).not.toContain('notice')
  }))
