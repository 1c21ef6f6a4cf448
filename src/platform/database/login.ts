import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import pg from 'pg'
import { APP_ROLE } from './roles.ts'

/**
 * The connection string all work runs with: a login of its own, from which no SET ROLE leads back to the owner. Where the
 * server does not allow one (no CREATEROLE, no password to derive from, access rules), the owner's with the role set.
 */
export async function appConnection(ownerUrl: string, owner: pg.ClientBase): Promise<string> {
  const login = loginOf(ownerUrl)
  if (login && ((await letsIn(login.url)) || ((await makeLogin(owner, login)) && (await letsIn(login.url)))))
    return login.url
  return withAppRole(ownerUrl)
}

interface Login {
  name: string
  password: string
  url: string
}

/** PostgreSQL cuts longer names. */
const NAME_BYTES = 63

/** One login per owner, with a password that follows from the owner's: every process finds it without being told. */
export function loginOf(ownerUrl: string): Login | undefined {
  const url = new URL(ownerUrl)
  if (!url.username || !url.password) return undefined
  const owner = decodeURIComponent(url.username)
  const name = Buffer.from(`${APP_ROLE}_of_${owner}`).subarray(0, NAME_BYTES).toString()
  const password = createHmac('sha256', decodeURIComponent(url.password)).update(`login ${name}`).digest('base64url')
  url.username = encodeURIComponent(name)
  url.password = password
  return { name, password, url: url.toString() }
}

/** The same connection with the application role set; options that stand in the address stay. */
export function withAppRole(ownerUrl: string): string {
  const url = new URL(ownerUrl)
  const options = url.searchParams.get('options')
  url.searchParams.set('options', [...(options ? [options] : []), `-c role=${APP_ROLE}`].join(' '))
  return url.toString()
}

/** Whether a login has the application's rights and no more. */
export const isFit = `(select pg_has_role('${APP_ROLE}', 'usage') and not (rolsuper or rolbypassrls or rolcreaterole)
  from pg_roles where rolname = current_user)`

async function letsIn(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ fit: boolean }>(`select ${isFit} as fit`)
    return rows[0]?.fit === true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** False when the owner may not; the caller then goes on without. */
async function makeLogin(owner: pg.ClientBase, { name, password }: Login): Promise<boolean> {
  const quoted = pg.escapeIdentifier(name)
  const secret = pg.escapeLiteral(scramVerifier(password, name))
  try {
    const { rowCount } = await owner.query('select from pg_roles where rolname = $1', [name])
    if (rowCount === 0) await owner.query(`create role ${quoted} nosuperuser nobypassrls nocreatedb nocreaterole`)
    await owner.query(`alter role ${quoted} login password ${secret}`)
    await owner.query(`grant ${APP_ROLE} to ${quoted}`)
    return true
  } catch (error) {
    // Another process does the same at this moment: what it made will do.
    return ['23505', '42710', 'XX000'].includes((error as { code?: string }).code ?? '')
  }
}

const ITERATIONS = 4_096

/** What the server keeps of a password (RFC 5803), so that the password itself appears in no log of the server. */
function scramVerifier(password: string, name: string): string {
  const salt = createHash('sha256').update(`salt ${name} ${password}`).digest().subarray(0, 16)
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256')
  const keyed = (words: string) => createHmac('sha256', salted).update(words).digest()
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`
}
