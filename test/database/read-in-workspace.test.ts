import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { withTestDatabase } from '../support/database.ts'
import { seedAssets } from '../support/findings.ts'

const OTHER = '00000000-0000-4000-8000-000000000002'
const names = sql<{ name: string }>`select name from asset order by name`

test('a query in one round trip sees one workspace, and the connection keeps nothing of it', () =>
  withTestDatabase(async (database) => {
    await seedAssets(database, DEFAULT_WORKSPACE, 2)
    expect(await database.readInWorkspace(DEFAULT_WORKSPACE, names)).toEqual([
      { name: 'service 0' },
      { name: 'service 1' },
    ])
    expect(await database.readInWorkspace(OTHER, names)).toEqual([])
    expect((await names.execute(database.instance)).rows).toEqual([])
  }))

test('a query in one round trip writes nothing, and one that fails leaves no connection behind', () =>
  withTestDatabase(async (database) => {
    for (let turn = 0; turn < 12; turn++)
      await expect(database.readInWorkspace(DEFAULT_WORKSPACE, sql`delete from asset`)).rejects.toThrow('read-only')
    expect(await database.readInWorkspace(DEFAULT_WORKSPACE, names)).toEqual([])
  }))

test('a query in one round trip with lists of numbers is prepared, on each connection and for each workspace', () =>
  withTestDatabase(async (database) => {
    await seedAssets(database, DEFAULT_WORKSPACE, 2)
    const counted = (lists: readonly number[]) =>
      sql<{
        n: number
        held: number
      }>`select cardinality(${lists}::bigint[]) as n, (select count(*)::int from asset) as held`
    const ask = (turn: number) =>
      database.readInWorkspace(
        turn % 2 === 0 ? DEFAULT_WORKSPACE : OTHER,
        counted(Array.from({ length: turn }, () => 7)),
      )
    // PostgreSQL keeps one plan from the sixth turn on; eight connections work at once.
    const answers = await Promise.all(Array.from({ length: 96 }, (_, turn) => ask(turn)))
    expect(answers).toEqual(answers.map((_, turn) => [{ n: turn, held: turn % 2 === 0 ? 2 : 0 }]))
  }))

test('a query in one round trip has no other parameters, and no word that ends it', () =>
  withTestDatabase(async (database) => {
    const { readInWorkspace } = database
    for (const odd of ['x', ['1}'], [1.5], 3])
      await expect(readInWorkspace(DEFAULT_WORKSPACE, sql`select ${odd}`)).rejects.toThrow('parameters')
    const quoted = sql<{ word: string }>`select ${sql.lit("'; drop table asset; --")} as word`
    expect(await readInWorkspace(DEFAULT_WORKSPACE, quoted)).toEqual([{ word: "'; drop table asset; --" }])
    await expect(readInWorkspace("x'; --", names)).rejects.toThrow('UUID')
  }))
