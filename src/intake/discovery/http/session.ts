import type { Duplex } from 'node:stream'
import type { Result } from '#core/kernel'
import { Conversation } from '../conversation/index.ts'
import type { HttpAnswer } from './answer.ts'
import { type AnswerLimits, readAnswer, usualLimits } from './read-answer.ts'

/** Who asks, in words that lead the asked to us. */
export const userAgent = 'Mozilla/5.0 (compatible; Lunette; attack surface discovery by the owner of this network)'

export interface HttpPlace {
  /** Name or address asked for; an IPv6 address without brackets. */
  host: string
  port: number
  secure: boolean
}

export interface HttpAsking {
  headers?: Readonly<Record<string, string>>
  limits?: Partial<AnswerLimits>
}

/** Bytes that one connection may bring in all before another is opened. */
const CONNECTION_BYTES = 8 * 1024 * 1024
const CONNECTION_MS = 30_000

/** GET requests to one place, one after the other, over as few connections as the peer allows. */
export class HttpSession {
  readonly place: HttpPlace
  readonly #open: () => Promise<Result<Duplex>>
  readonly #agent: string
  #talk: Conversation | undefined

  constructor(place: HttpPlace, open: () => Promise<Result<Duplex>>, agent = userAgent) {
    this.place = place
    this.#open = open
    this.#agent = agent
  }

  /** The answer, or undefined when there was none that is HTTP. A connection that the peer closed meanwhile is opened anew. */
  async get(path: string, asking: HttpAsking = {}): Promise<HttpAnswer | undefined> {
    const reused = this.#talk !== undefined
    const answer = await this.#once(path, asking)
    return answer ?? (reused ? this.#once(path, asking) : undefined)
  }

  close(): void {
    this.#talk?.close()
    this.#talk = undefined
  }

  async #once(path: string, asking: HttpAsking): Promise<HttpAnswer | undefined> {
    const talk = await this.#connection()
    if (!talk) return undefined
    talk.say(requestFor(this.place, path, { 'User-Agent': this.#agent, ...asking.headers }))
    const raw = await readAnswer(talk, { ...usualLimits, ...asking.limits })
    if (!raw?.reusable) this.close()
    if (!raw) return undefined
    const { status, headers, bytes, truncated, bomb } = raw
    return {
      url: `${originOf(this.place)}${path}`,
      path,
      status,
      headers,
      bytes,
      body: bytes.toString('utf8'),
      truncated,
      bomb,
    }
  }

  async #connection(): Promise<Conversation | undefined> {
    if (this.#talk?.ending === 'open') return this.#talk
    const stream = await this.#open()
    this.#talk = stream.ok ? new Conversation(stream.value, { bytes: CONNECTION_BYTES, ms: CONNECTION_MS }) : undefined
    return this.#talk
  }
}

/** A GET as browsers send it (RFC 9110). */
export function requestFor(place: HttpPlace, path: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ Host: hostOf(place), Accept: '*/*', 'Accept-Encoding': 'gzip', ...headers })
  return `GET ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}Connection: keep-alive\r\n\r\n`
}

/** `https://www.example:8443`. */
export function originOf(place: HttpPlace): string {
  return `${place.secure ? 'https' : 'http'}://${hostOf(place)}`
}

function hostOf({ host, port, secure }: HttpPlace): string {
  const name = host.includes(':') ? `[${host}]` : host
  return port === (secure ? 443 : 80) ? name : `${name}:${port}`
}
