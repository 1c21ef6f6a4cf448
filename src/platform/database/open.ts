import type { Socket } from 'node:net'
import { setPriority } from 'node:os'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { err, ok, type Problem, problem, type Result } from '#core/kernel'
import { joinRunning, launch, silentServer } from './launcher/index.ts'
import { appConnection, isFit, loginOf } from './login.ts'
import { isNewest, migrate } from './migrate.ts'
import { ensureAppRole, missingRights } from './roles.ts'
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
  /** With which priority (0 … 19, lower later) the embedded server serves it: its work waits while people's questions need the processor. */
  niceness?: number
}

/** Opens and migrates the database: external with `url`, else the embedded one of `dataDir`. */
export async function openDatabase(options: OpenOptions): Promise<Result<Database>> {
  if (options.url) return connect(options.url, async () => {}, { isJoined: options.join })
  const joined = options.join ? joinRunning(options.dataDir) : undefined
  const server = joined ?? (await launch(options.dataDir))
  if (!server.ok) return server
  try {
    const { stop, url } = server.value
    const opened = await connect(withName(url, DATABASE_NAME), stop, {
      isJoined: joined !== undefined,
      create: () => createDatabase(url),
      greet: greetingOf(options.niceness),
    })
    if (!opened.ok) await stop()
    return opened
  } catch (error) {
    await server.value.stop()
    if (joined && isUnreachable(error)) return err(silentServer(options.dataDir, error))
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

interface Ways {
  isJoined: boolean | undefined
  greet?: Greeting | undefined
  /** Makes the database where it may not be there yet. */
  create?: () => Promise<void>
}

async function connect(
  ownerUrl: string,
  stop: () => Promise<void>,
  { isJoined = false, greet = () => {}, create = async () => {} }: Ways,
): Promise<Result<Database>> {
  const known = isJoined ? await asItIs(ownerUrl, greet) : undefined
  if (!known) await create()
  const prepared = known ?? (await prepare(ownerUrl))
  if (!prepared.ok) return prepared
  const { url, major, pool = poolOf(url, greet) } = prepared.value
  const instance = new Kysely<NoTables>({ dialect: new PostgresDialect({ pool }) })
  const database: Database = {
    instance,
    ...workIn(instance, pool),
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
    server: placeOf(ownerUrl),
    serverVersion: major,
    async close() {
      await instance.destroy()
      // It leaves the pool alone where all work went past it, and an idle connection holds a process for ten seconds.
      if (!pool.ending) await pool.end()
      await stop()
    },
  }
  ownerUrls.set(database, ownerUrl)
  return ok(database)
}

type Greeting = (client: pg.ClientBase) => void

function poolOf(url: string, greet: Greeting): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: POOL_SIZE, types: { getTypeParser: typeParser } })
  // A connection that breaks is replaced by the pool, and its work fails by itself; without a listener, on the pool for
  // idle ones and on each for those at work, it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    client.on('error', () => {})
    greet(client)
  })
  return pool
}

const DEFAULT_PORT = 5_432

function placeOf(url: string): Database['server'] {
  const { hostname, port } = new URL(url)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || DEFAULT_PORT }
}

/** Lowers the priority of the process that serves a connection; it is one of this machine. */
function greetingOf(niceness: number | undefined): Greeting | undefined {
  if (niceness === undefined) return undefined
  return (client) => {
    // What the server said of itself when the connection was made, which the types leave out.
    const { processID } = client as pg.ClientBase & { processID?: number | null }
    try {
      if (processID) setPriority(processID, niceness)
    } catch {
      // Where that is not allowed, it stays as it is.
    }
  }
}

interface Prepared {
  major: number
  /** Connection string of all work. */
  url: string
  /** Where one is open with it already. */
  pool?: pg.Pool
}

interface AsItIs {
  fit: boolean
  number: string
  applied: Parameters<typeof isNewest>[0] | null
}

/**
 * A database that others run and have brought to the level of this version: nothing is to be made, and who is in a hurry
 * waits for nobody. `undefined`: it is to be prepared.
 */
async function asItIs(ownerUrl: string, greet: Greeting): Promise<Result<Prepared> | undefined> {
  const login = loginOf(ownerUrl)
  if (!login) return undefined
  const pool = poolOf(login.url, greet)
  try {
    const { rows } = await pool.query<AsItIs>(`select ${isFit} as fit, current_setting('server_version_num') as number,
      (select json_agg(json_build_object('name', name, 'checksum', checksum) order by name collate "C") from migration) as applied`)
    const [found] = rows
    if (found?.fit && isNewest(found.applied ?? [])) return ok({ major: majorOf(found.number), url: login.url, pool })
  } catch {
    // Nobody has prepared it yet, or it cannot be reached, which is said then.
  }
  await pool.end()
  return undefined
}

function majorOf(number: string | undefined): number {
  return Math.floor(Number(number) / 10_000)
}

/** Any constant of our own: two processes must not change rights at the same time. */
const LOCK = 7_350_002
const INSUFFICIENT_PRIVILEGE = '42501'

/** Checks the version, makes the roles, migrates. */
async function prepare(ownerUrl: string): Promise<Result<Prepared>> {
  try {
    return await withOwner(ownerUrl, async (client): Promise<Result<Prepared>> => {
      const { rows } = await client.query<{ number: string }>(`select current_setting('server_version_num') as number`)
      const major = majorOf(rows[0]?.number)
      if (major < MINIMUM_MAJOR)
        return err(problem('old-server', `PostgreSQL ${major} is too old: ${MINIMUM_MAJOR} or newer is needed`))
      await client.query('select pg_advisory_lock($1)', [LOCK])
      try {
        await ensureAppRole(client)
        const migrated = await migrate(client)
        if (!migrated.ok) return migrated
        await ensureAppRole(client)
        return ok({ major, url: await appConnection(ownerUrl, client) })
      } catch (error) {
        const rights = await rightsProblem(client, error)
        if (rights) return err(rights)
        throw error
      } finally {
        await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => {})
      }
    })
  } catch (cause) {
    if (isUnreachable(cause)) return err(unreachable(cause))
    throw cause
  }
}

async function rightsProblem(client: pg.Client, error: unknown): Promise<Problem | undefined> {
  const cause = rootOf(error) as { code?: string; message: string }
  if (cause.code !== INSUFFICIENT_PRIVILEGE) return undefined
  const { rows } = await client.query<{ owner: string; database: string }>(
    'select current_user as owner, current_database() as database',
  )
  return missingRights(rows[0]?.owner ?? '', rows[0]?.database ?? '', cause)
}

/** The server's own word, under what was said around it. */
function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? rootOf(error.cause) : error
}

/** Refused, unknown, closed to us, or just starting or stopping (57P03, 57P01). */
const unreachableCodes = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  '28P01',
  '28000',
  '3D000',
  '57P03',
  '57P01',
]

function isUnreachable(cause: unknown): boolean {
  return unreachableCodes.includes((cause as { code?: string }).code ?? '')
}

function unreachable(cause: unknown): Problem {
  return problem(
    'database-unreachable',
    `the database does not let us in (${(cause as Error).message}): check DATABASE_URL and that the server runs`,
    cause,
  )
}

/** Runs `work` on one connection of the owner role. */
export async function withOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  // A connection that breaks fails the query at work; without a listener it would end the process as well.
  client.on('error', () => {})
  await client.connect()
  try {
    const value = await work(client)
    await client.end()
    return value
  } catch (error) {
    breakOff(client)
    throw error
  }
}

/** A polite end would wait for what the server still has to send; without us it rolls back by itself. */
function breakOff(client: pg.Client): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  stream.destroy()
}

/** The same server, another database. */
export function withName(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.toString()
}

const INT8 = 20

/** Counts and ranks fit into a double; 64-bit integers come as numbers. */
function typeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === INT8) return (text: string) => Number(text)
  return pg.types.getTypeParser(oid, format as 'text')
}
