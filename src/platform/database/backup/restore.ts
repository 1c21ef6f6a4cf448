import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { err, ok, problem, type Report, type Result } from '#core/kernel'
import { knownMigrations, migrate } from '../migrate.ts'
import { ensureAppRole } from '../roles.ts'
import type { BackupHead, TableMark } from './format.ts'
import { backupLines, verifyBackup } from './lines.ts'
import { strangersOf } from './strangers.ts'
import { quoted, seeAllRows } from './tables.ts'

export interface RestoreSummary {
  tables: number
  rows: number
  createdAt: string
}

export interface RestoreOptions {
  /** Replaces what people and feeds brought in. */
  force: boolean
  /** Drops what others keep in the same schema. */
  dropOthers?: boolean
  report?: Report
}

/**
 * Replaces all content by a backup's, in one transaction: verified first, restored at the level it was made with, then
 * migrated up. Problems: `bad-backup`, `newer-backup`, `not-empty` (without `force`), `not-alone` (without
 * `dropOthers`: the schema holds what is not ours). On failure the old state stays.
 */
export async function restoreBackup(
  client: pg.Client,
  path: string,
  { force, dropOthers = false, report }: RestoreOptions,
): Promise<Result<RestoreSummary>> {
  report?.('checking the backup', 0)
  const verified = await verifyBackup(path)
  if (!verified.ok) return verified
  const head = verified.value
  const unknown = head.migrations.find((name) => !knownMigrations().some((migration) => migration.name === name))
  if (unknown)
    return err(
      problem(
        'newer-backup',
        `the backup is of a newer version of Lunette (it has ${unknown}): install that version first`,
      ),
    )
  if (!force && (await hasContent(client))) {
    return err(
      problem('not-empty', 'there is data here already: restore into an empty data folder, or replace it with --force'),
    )
  }
  return replaceContent(client, path, { head, dropOthers, report })
}

/** Something a person or a feed brought in; what migrations make does not count. */
async function hasContent(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    'select exists (select from account) or exists (select from asset) or exists (select from statement) or exists (select from kev) as found',
  )
  return rows[0]?.found === true
}

async function replaceContent(
  client: pg.Client,
  path: string,
  { head, dropOthers, report }: { head: BackupHead; dropOthers: boolean; report: Report | undefined },
): Promise<Result<RestoreSummary>> {
  // Exactly what it was made with: a step with a lower number may have landed later.
  const level = knownMigrations().filter(({ name }) => head.migrations.includes(name))
  await client.query('begin')
  try {
    const others = dropOthers ? [] : await strangersOf(client)
    if (others.length > 0) {
      await client.query('rollback')
      return err(notAlone(others))
    }
    await client.query('drop schema public cascade')
    await client.query('create schema public')
    const made = await migrate(client, level, { within: true })
    if (!made.ok) throw new Error(made.error.message)
    const lifted = await seeAllRows(client)
    const summary = await new TableWriter(client, head, report).write(path)
    for (const name of lifted) await client.query(`alter table ${quoted(name)} force row level security`)
    const migrated = await migrate(client, knownMigrations(), { within: true })
    if (!migrated.ok) throw new Error(migrated.error.message)
    await ensureAppRole(client)
    await client.query('commit')
    return ok(summary)
  } catch (cause) {
    await client.query('rollback')
    return err(
      problem(
        'restore-failed',
        `the backup could not be restored: ${(cause as Error).message}; the old state is unchanged`,
        cause,
      ),
    )
  }
}

const MOST_NAMED = 5

function notAlone(others: readonly string[]) {
  const rest = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : ''
  return problem(
    'not-alone',
    `the schema "public" of this database holds what is not Lunette’s (${others.slice(0, MOST_NAMED).join(', ')}${rest}) and a restore would drop it: give Lunette a database of its own, or drop it with --drop-others`,
  )
}

class TableWriter {
  readonly #client: pg.Client
  readonly #head: BackupHead
  readonly #summary: RestoreSummary
  readonly #report: Report | undefined

  constructor(client: pg.Client, head: BackupHead, report: Report | undefined) {
    this.#client = client
    this.#head = head
    this.#summary = { tables: 0, rows: 0, createdAt: head.createdAt }
    this.#report = report
  }

  async write(path: string): Promise<RestoreSummary> {
    // Rows are put back as they were: what migrations inserted goes first.
    for (const { name } of this.#head.tables.toReversed()) await this.#client.query(`delete from ${quoted(name)}`)
    const lines = flat(backupLines(path))
    await lines.next()
    for (const { name, columns } of this.#head.tables) {
      await this.#table(name, columns, lines)
      this.#report?.('restoring', this.#summary.tables, this.#head.tables.length, 'tables')
    }
    await this.#resetSequences()
    return this.#summary
  }

  async #table(name: string, columns: readonly string[], lines: AsyncGenerator<Buffer>): Promise<void> {
    const mark = JSON.parse((await lines.next()).value.toString()) as TableMark
    if (mark.table !== name) throw new Error(`expected rows of ${name}, found ${mark.table}`)
    const target = this.#client.query(copyFrom(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) from stdin`))
    let rows = 0
    const source = async function* (): AsyncGenerator<Buffer> {
      for (;;) {
        const { value, done } = await lines.next()
        if (done) throw new Error('the rows end early')
        if (isEnd(value)) return
        rows++
        yield value
      }
    }
    await pipeline(Readable.from(source()), target)
    this.#summary.tables++
    this.#summary.rows += rows
  }

  /** Identity columns go on after the highest restored value. */
  async #resetSequences(): Promise<void> {
    const { rows } = await this.#client.query<{ table: string; column: string }>(`
      select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and a.attidentity <> '' and c.relkind = 'r'`)
    for (const { table, column } of rows) {
      await this.#client.query(
        `select setval(pg_get_serial_sequence($1, $2), coalesce((select max(${quoted(column)}) from ${quoted(table)}), 0) + 1, false)`,
        [`public.${quoted(table)}`, column],
      )
    }
  }
}

/** The line after a table's rows. COPY text of a first column never begins so: a brace there is data only with a tab after it. */
function isEnd(line: Buffer): boolean {
  return line.length < 40 && /^\{"rows":\d+\}\n$/.test(line.toString())
}

async function* flat(batches: AsyncGenerator<Buffer[]>): AsyncGenerator<Buffer> {
  for await (const batch of batches) yield* batch
}
