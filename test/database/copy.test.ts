import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type CopyValue, copyInto, copyLine, DEFAULT_WORKSPACE } from '#platform/database'
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
