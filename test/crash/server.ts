import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import pg from 'pg'
import { type Running, startLunette, until } from '../support/process.ts'

const START_MS = 60_000
const TAKEN_UP = 'taking up work that was interrupted'

/** A `lunette start` that is killed and started again, with somebody signed in. */
export class Server {
  readonly #env: Record<string, string>
  readonly #dataDir: string
  #run: Running | undefined
  #origin = ''
  #cookie = ''

  /** Silence of a second, so that a round is short; the default is 15. */
  constructor(dataDir: string, mirror: string, env: Record<string, string> = {}) {
    this.#dataDir = dataDir
    this.#env = { LUNETTE_DATA_DIR: dataDir, LUNETTE_MIRROR: mirror, LUNETTE_TAKE_OVER_SECONDS: '1', ...env }
  }

  get run(): Running {
    if (!this.#run) throw new Error('the server was not started')
    return this.#run
  }

  /** Starts it unless it runs. */
  async up(): Promise<void> {
    if (this.#run && this.#run.child.exitCode === null && this.#run.child.signalCode === null) return
    this.launch()
    const { run } = this
    const told = () => {
      if (run.child.exitCode !== null) throw new Error(`the server ended: ${run.output()}`)
      return /http:\/\/127\.0\.0\.1:\d+/.exec(run.output())?.[0]
    }
    this.#origin = await until(told, START_MS, 'the server’s start')
    if (!this.#cookie) await this.#signIn()
  }

  /** Starts it without waiting, to be killed meanwhile. */
  launch(): void {
    this.#run = startLunette(['start', '--port', '0'], this.#env)
  }

  /** How often this process has taken up interrupted work. */
  takenUp(): number {
    return this.run.output().split(TAKEN_UP).length - 1
  }

  /** Resolves when the work was acknowledged. */
  async refresh(): Promise<void> {
    await this.#post('/api/v1/feeds/refresh', 'application/json', '{}')
  }

  /** Resolves when the upload was acknowledged. */
  async upload(path: string): Promise<void> {
    const address = `/api/v1/imports?name=${basename(path)}&exposure=unknown`
    await this.#post(address, 'application/octet-stream', readFileSync(path))
  }

  /** Work that was acknowledged and has not ended; `undefined` while the database does not answer. */
  async unfinished(): Promise<number | undefined> {
    let client: pg.Client | undefined
    try {
      client = new pg.Client({ connectionString: this.#databaseUrl() })
      client.on('error', () => {})
      await client.connect()
      const { rows } = await client.query<{ count: number }>('select count(*)::int as count from job')
      return rows[0]?.count
    } catch {
      return undefined
    } finally {
      await client?.end().catch(() => {})
    }
  }

  #databaseUrl(): string {
    if (this.#env.DATABASE_URL) return this.#env.DATABASE_URL
    const note = readFileSync(join(this.#dataDir, 'postgres/connection.json'), 'utf8')
    return (JSON.parse(note) as { url: string }).url.replace(/\/postgres$/, '/lunette')
  }

  async down(): Promise<void> {
    if (!this.#run) return
    this.#run.child.kill('SIGTERM')
    await this.#run.ended
  }

  async #post(path: string, type: string, body: string | Buffer<ArrayBuffer>): Promise<void> {
    const headers = { 'content-type': type, cookie: this.#cookie, origin: this.#origin }
    const answer = await fetch(`${this.#origin}${path}`, { method: 'POST', headers, body })
    if (answer.status !== 202) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  }

  async #signIn(): Promise<void> {
    const token = await until(() => /setup#(\S+)/.exec(this.run.output())?.[1], 10_000, 'the one-time link')
    const answer = await fetch(`${this.#origin}/api/v1/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.#origin },
      body: JSON.stringify({ token, name: 'ada', password: 'correct horse battery staple' }),
    })
    if (!answer.ok) throw new Error(await answer.text())
    this.#cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
  }
}
