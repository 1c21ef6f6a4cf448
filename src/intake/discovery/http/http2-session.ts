import { type ClientHttp2Session, type ClientHttp2Stream, connect, type IncomingHttpHeaders } from 'node:http2'
import type { Duplex } from 'node:stream'
import type { Result } from '#core/kernel'
import { plainText } from '../conversation/index.ts'
import type { HttpAnswer } from './answer.ts'
import { unfold, usualLimits } from './read-answer.ts'
import { type HttpAsking, type HttpPlace, originOf, userAgent } from './session.ts'

const MOST_ANSWERS = 2_000

/** GET requests to a server that speaks HTTP/2 only, over one connection, within the same limits. */
export class Http2Session {
  readonly place: HttpPlace
  readonly #open: () => Promise<Result<Duplex>>
  readonly #agent: string
  #session: ClientHttp2Session | undefined
  #asked = 0

  constructor(place: HttpPlace, open: () => Promise<Result<Duplex>>, agent = userAgent) {
    this.place = place
    this.#open = open
    this.#agent = agent
  }

  async get(path: string, { headers = {}, limits = {} }: HttpAsking = {}): Promise<HttpAnswer | undefined> {
    const session = await this.#connection()
    if (!session || ++this.#asked > MOST_ANSWERS) return undefined
    const { bodyBytes, ms } = { ...usualLimits, ...limits }
    try {
      const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
      const stream = session.request({
        ...lowered,
        ':path': path,
        ':authority': originOf(this.place).replace(/^https?:\/\//, ''),
        'user-agent': this.#agent,
        accept: '*/*',
        'accept-encoding': 'gzip',
      })
      const read = await readStream(stream, bodyBytes, ms)
      return read && answerOf(`${originOf(this.place)}${path}`, path, read, bodyBytes)
    } catch {
      return undefined
    }
  }

  close(): void {
    this.#session?.destroy()
    this.#session = undefined
  }

  async #connection(): Promise<ClientHttp2Session | undefined> {
    if (this.#session && !this.#session.destroyed) return this.#session
    const stream = await this.#open()
    if (!stream.ok) return undefined
    const session = connect(originOf(this.place), {
      createConnection: () => stream.value,
      maxSessionMemory: 4,
      settings: { enablePush: false },
    })
    session.on('error', () => {})
    this.#session = session
    return session
  }
}

interface Read {
  headers: IncomingHttpHeaders & { ':status'?: number }
  bytes: Buffer
  truncated: boolean
}

function readStream(stream: ClientHttp2Stream, most: number, ms: number): Promise<Read | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let headers: Read['headers'] | undefined
    let length = 0
    const done = (truncated: boolean): void => {
      clearTimeout(timer)
      stream.close()
      resolve(headers && { headers, bytes: Buffer.concat(chunks), truncated })
    }
    const timer = setTimeout(() => done(true), ms)
    stream.on('response', (sent) => {
      headers = sent
    })
    stream.on('data', (chunk: Buffer) => {
      const kept = chunk.subarray(0, most - length)
      chunks.push(kept)
      length += kept.length
      if (length >= most) done(true)
    })
    stream.on('end', () => done(false))
    stream.on('error', () => done(true))
    stream.on('close', () => done(false))
    stream.end()
  })
}

function answerOf(url: string, path: string, { headers, bytes, truncated }: Read, most: number): HttpAnswer {
  const { bytes: body, bomb } = unfold(bytes, headers['content-encoding'], most)
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith(':') ? [] : [value].flat().map((one) => [name, plainText(String(one), 8_192)] as const),
  )
  return {
    url,
    path,
    status: headers[':status'] ?? 0,
    headers: pairs.slice(0, usualLimits.headers),
    body: body.toString('utf8'),
    bytes: body,
    truncated,
    bomb,
  }
}
