import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type CopyValue, copyInto, copyLine, copyOut, DEFAULT_WORKSPACE } from '#platform/database'
import { withTestDatabase } from '../support/database.ts'

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('\\', '\t', '\n', '\r', '\0', '\ud800', '\udc00', 'N', '.', 'é', '😀') }),
)
const row = fc.tuple(fc.option(text), fc.option(fc.double({ noDefaultInfinity: true, noNaN: true })), fc.boolean())

/** What PostgreSQL can hold of a text: NUL and half of a surrogate pair become U+FFFD. */
const held = (value: string | null) => value?.replaceAll('\0', '\uFFFD').toWellFormed() ?? null

test('rows sent by COPY arrive as they were, whatever they hold', () =>
  withTestDatabase(async (database) => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
        const lines = rows.map(([word, number, flag], n) => copyLine([n, word, number, flag] satisfies CopyValue[]))
        const arrived = await database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
          await sql`create temporary table given (n int, word text, number double precision, flag boolean) on commit drop`.execute(
            work,
          )
          await copyInto(work, 'given', ['n', 'word', 'number', 'flag'], lines)
          return (await sql<Record<string, unknown>>`select word, number, flag from given order by n`.execute(work))
            .rows
        })
        expect(arrived).toEqual(
          rows.map(([word, number, flag]) => ({ word: held(word), number: number === null ? null : number + 0, flag })),
        )
      }),
      { numRuns: 60 },
    )
  }))

test('COPY belongs to its transaction: what fails afterwards leaves nothing, and the connection goes on', () =>
  withTestDatabase(async (database) => {
    const failed = database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
      await sql`create temporary table given (n int) on commit delete rows`.execute(work)
      await copyInto(work, 'given', ['n'], [copyLine([1]), copyLine(['no number'])])
    })
    await expect(failed).rejects.toThrow('invalid input syntax')
    const { rows } = await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql<{ there: string | null }>`select to_regclass('pg_temp.given')::text as there`.execute(work),
    )
    expect(rows).toEqual([{ there: null }])
  }))

test('rows read by COPY are those of the query, whatever they hold', () =>
  withTestDatabase((database) =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.option(text), { minLength: 1, maxLength: 20 }), async (words) => {
        const list = sql.join(words.map((word) => sql.lit(held(word) ?? null)))
        const query = sql`select n, w from unnest(array[${list}]::text[]) with ordinality as t (w, n) order by n`
        const read: unknown[] = []
        await database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
          for await (const rows of copyOut(work, query)) read.push(...rows)
        })
        expect(read).toEqual(words.map((word, index) => [String(index + 1), held(word) ?? undefined]))
      }),
      { numRuns: 60 },
    ),
  ))

test('whoever has read enough by COPY leaves the connection as it was', () =>
  withTestDatabase((database) =>
    database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
      const many = sql`select n, repeat('x', 100) from generate_series(1, 50000) n`
      for await (const [first] of copyOut(work, many)) {
        expect(first?.[0]).toBe('1')
        break
      }
      expect((await sql`select 1 as one`.execute(work)).rows).toEqual([{ one: 1 }])
    }),
  ))

test('a query that fails by COPY says why', () =>
  withTestDatabase(async (database) => {
    const failed = database.inWorkspace(DEFAULT_WORKSPACE, (work) => copyOut(work, sql`select 1 / 0`).next())
    await expect(failed).rejects.toThrow('division by zero')
    const { rows } = await sql`select 1 as one`.execute(database.instance)
    expect(rows).toEqual([{ one: 1 }])
  }))
