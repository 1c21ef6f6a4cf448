import { sql } from 'kysely'
import { systemClock } from '#core/kernel'
import { openSession, type Role } from '#platform/auth'
import { type Database, DEFAULT_WORKSPACE } from '#platform/database'
import { hashPassword } from '../../src/platform/auth/password.ts'

/** Everybody's in these tests. */
export const password = 'a few unrelated words'
const passwordHash = hashPassword(password)

/** Makes an account with a role in a workspace. */
export async function makePerson(
  database: Database,
  name: string,
  role: Role,
  { workspaceId = DEFAULT_WORKSPACE, runsInstance = false } = {},
): Promise<string> {
  const { rows } = await sql<{ id: string }>`insert into account (name, password_hash, created_at, runs_instance)
    values (${name}, ${await passwordHash}, ${systemClock()}, ${runsInstance}) returning id`.execute(database.instance)
  const id = rows[0]!.id
  await sql`insert into membership (account_id, workspace_id, role) values (${id}, ${workspaceId}, ${role})`.execute(
    database.instance,
  )
  return id
}

/** Speaks to the API as one person's browser does: it keeps what the server sets. */
export class Visitor {
  cookie: string
  /** Cookies beside the session's. */
  readonly #others = new Map<string, string>()
  readonly #origin: string
  readonly #headers: Record<string, string>

  constructor(origin: string, cookie = '', headers: Record<string, string> = {}) {
    this.#origin = origin
    this.cookie = cookie
    this.#headers = headers
  }

  /** A person who signed in already, without the cost of a password. */
  static async of(origin: string, database: Database, accountId: string): Promise<Visitor> {
    const token = await openSession(database, accountId, systemClock(), { address: '127.0.0.1', device: 'test' })
    return new Visitor(origin, `lunette_session=${token}`)
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const answer = await fetch(`${this.#origin}/api/v1${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...((this.cookie || this.#others.size > 0) && { cookie: [this.cookie, ...this.#others.values()].join('; ') }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...this.#headers,
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [set = ''] = line.split(';')
      if (set.startsWith('lunette_session=')) this.cookie = set
      else this.#others.set(set.split('=', 1)[0]!, set)
    }
    return answer
  }

  async json<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    return (await (await this.ask(method, path, body)).json()) as Answer
  }

  /** Status, and the problem's code where it is one. */
  async outcome(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<string> {
    const answer = await this.ask(method, path, body, headers)
    const { code } = (await answer.json().catch(() => ({}))) as { code?: string }
    return code === undefined ? String(answer.status) : `${answer.status} ${code}`
  }
}

/** Reads what an authenticator is given. */
export function unbase32(text: string): Buffer {
  const bits = [...text].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  )
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
