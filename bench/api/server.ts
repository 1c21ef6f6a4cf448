import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Agent, request } from 'undici'

const root = join(import.meta.dirname, '../..')

/** A `lunette start` with somebody signed in. */
export interface Server {
  pid: number
  /** Its answer to a GET, whole; throws for anything but 200. Asked by whoever set it up unless by the session of another cookie. */
  get(path: string, cookie?: string): Promise<Answer>
  post(path: string, type: string, body: string | Buffer): Promise<unknown>
  stop(): Promise<void>
}

export interface Answer {
  text: string
  bytes: number
}

/** Starts the server on a data folder; with `url` on an external database. */
export async function startServer(dataDir: string, mirror: string, url?: string): Promise<Server> {
  const child = spawn(process.execPath, [join(root, 'bin/lunette.mjs'), 'start', '--port', '0'], {
    env: {
      ...process.env,
      NO_COLOR: '1',
      LUNETTE_DATA_DIR: dataDir,
      LUNETTE_MIRROR: mirror,
      LUNETTE_REQUESTS_PER_MINUTE: '1000000',
      LUNETTE_SCHEDULE_FEEDS: 'false',
      LUNETTE_LOG_LEVEL: 'error',
      ...(url && { DATABASE_URL: url }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const [, origin, token] = await told(
    () => /(http:\/\/127\.0\.0\.1:\d+)\S*setup#(\S+)/.exec(said),
    () => said,
  )
  const dispatcher = new Agent({ connections: 32, pipelining: 1, bodyTimeout: 0, headersTimeout: 0 })
  const signedIn = await request(`${origin}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token, name: 'bench', password: 'correct horse battery staple' }),
  })
  await signedIn.body.dump()
  if (signedIn.statusCode >= 300) throw new Error(`sign-in: ${signedIn.statusCode}`)
  const cookie = [signedIn.headers['set-cookie'] ?? []]
    .flat()
    .map((one) => one.split(';')[0])
    .join('; ')
  return {
    pid: child.pid!,
    async get(path, by = cookie) {
      const { statusCode, body } = await request(`${origin}/api/v1${path}`, { headers: { cookie: by }, dispatcher })
      const text = await body.text()
      if (statusCode !== 200) throw new Error(`${path}: ${statusCode} ${text.slice(0, 300)}`)
      return { text, bytes: text.length }
    },
    async post(path, type, content) {
      const headers = { cookie, origin: origin!, 'content-type': type }
      const { statusCode, body } = await request(`${origin}/api/v1${path}`, {
        method: 'POST',
        headers,
        body: content,
        dispatcher,
      })
      const text = await body.text()
      if (statusCode >= 300) throw new Error(`${path}: ${statusCode} ${text.slice(0, 300)}`)
      return JSON.parse(text)
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Resident memory of a process in bytes. */
export function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
}

async function told(ask: () => RegExpExecArray | null, said: () => string): Promise<string[]> {
  const deadline = Date.now() + 120_000
  for (;;) {
    const found = ask()
    if (found) return [...found]
    if (Date.now() > deadline) throw new Error(`the server did not start: ${said()}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
