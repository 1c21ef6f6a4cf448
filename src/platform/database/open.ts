import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { err, ok, type Problem, problem, type Result } from '#core/kernel'
import { joinRunning, launch } from './launcher/index.ts'
import { migrate } from './migrate.ts'
import { APP_ROLE, ensureAppRole } from './roles.ts'
import type { Database, NoTables } from './types.ts'
import { workIn } from './work.ts'

const DATABASE_NAME = 'lunette'
const MINIMUM_MAJOR = 15
/** More connections make pages slower on few cores, not faster. */
const POOL_SIZE = 8

export interface OpenOptions {
  /** Folder of the embedded server; not used with `url`. */
  dataDir: string
  /** An external PostgreSQL (DATABASE_URL); its user owns the tables. */
  url?: string | undefined
  /** Join the server that another process of this data folder runs, where there is one; else that is a problem. */
  join?: boolean
}

/** Opens and migrates the database: external with `url`, else the embedded one of `dataDir`. */
export async function openDatabase(options: OpenOptions): Promise<Result<Database>> {
  if (options.url) return connect(options.url, async () => {})
  const server = (options.join ? joinRunning(options.dataDir) : undefined) ?? (await launch(options.dataDir))
  if (!server.ok) return server
  try {
    await createDatabase(server.value.url)
    const opened = await connect(withName(server.value.url, DATABASE_NAME), server.value.stop)
    if (!opened.ok) await server.value.stop()
    return opened
  } catch (error) {
    await server.value.stop()
    throw error
  }
}

/** The owner's connection string stays in this module: nobody else works as the owner. */
const ownerUrls = new WeakMap<Database, string>()

/** Runs `work` as the owner of the tables, for what the application role may not do. */
export async function asOwner<T>(database: Database, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const url = ownerUrls.get(database)
  if (!url) throw new Error('the database was not opened by openDatabase')
  return withOwner(url, work)
}

async function createDatabase(url: string): Promise<void> {
  await withOwner(url, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE_NAME])
    if (rowCount === 0) await client.query(`create database ${DATABASE_NAME}`)
  })
}

async function connect(ownerUrl: string, stop: () => Promise<void>): Promise<Result<Database>> {
  const prepared = await prepare(ownerUrl)
  if (!prepared.ok) return prepared
  const url = asAppRole(ownerUrl)
  const pool = new pg.Pool({ connectionString: url, max: POOL_SIZE, types: { getTypeParser: typeParser } })
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  const instance = new Kysely<NoTables>({ dialect: new PostgresDialect({ pool }) })
  const database: Database = {
    instance,
    ...workIn(instance),
    async withClient(work) {
      const client = await pool.connect()
      try {
        const value = await work(client)
        client.release()
        return value
      } catch (error) {
        client.release(true)
        throw error
      }
    },
    serverVersion: prepared.value,
    async close() {
      await instance.destroy()
      await stop()
    },
  }
  ownerUrls.set(database, ownerUrl)
  return ok(database)
}

/** Checks the version, makes the role, migrates. @returns the server's major version. */
async function prepare(ownerUrl: string): Promise<Result<number>> {
  try {
    return await withOwner(ownerUrl, async (client): Promise<Result<number>> => {
      const { rows } = await client.query<{ number: string }>(`select current_setting('server_version_num') as number`)
      const major = Math.floor(Number(rows[0]?.number) / 10_000)
      if (major < MINIMUM_MAJOR)
        return err(problem('old-server', `PostgreSQL ${major} is too old: ${MINIMUM_MAJOR} or newer is needed`))
      await ensureAppRole(client)
      const migrated = await migrate(client)
      if (!migrated.ok) return migrated
      await ensureAppRole(client)
      return ok(major)
    })
  } catch (cause) {
    return err(unreachable(cause))
  }
}

function unreachable(cause: unknown): Problem {
  const { code, message } = cause as { code?: string; message?: string }
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === '28P01' || code === '3D000') {
    return problem(
      'database-unreachable',
      `the database does not let us in (${message}): check DATABASE_URL and that the server runs`,
      cause,
    )
  }
  throw cause
}

/** Runs `work` on one connection of the owner role. */
export async function withOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The same server, another database. */
export function withName(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.toString()
}

function asAppRole(url: string): string {
  const changed = new URL(url)
  changed.searchParams.set('options', `-c role=${APP_ROLE}`)
  return changed.toString()
}

const INT8 = 20

/** Counts and ranks fit into a double; 64-bit integers come as numbers. */
function typeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === INT8) return (text: string) => Number(text)
  return pg.types.getTypeParser(oid, format as 'text')
}
