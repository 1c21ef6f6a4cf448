import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import { type Conversation, plainText } from '../conversation/index.ts'

export interface AnswerLimits {
  headBytes: number
  headers: number
  bodyBytes: number
  /** For the whole answer. */
  ms: number
}

export const usualLimits: AnswerLimits = { headBytes: 32 * 1024, headers: 100, bodyBytes: 256 * 1024, ms: 4_000 }

/** What came over the wire for one request. */
export interface RawAnswer {
  status: number
  headers: (readonly [string, string])[]
  bytes: Buffer
  truncated: boolean
  bomb: boolean
  /** The connection can take another request. */
  reusable: boolean
}

const LONGEST_HEADER = 8 * 1024
const MOST_INFORMATIONAL = 3

/**
 * Reads one answer to a GET (RFC 9112), within limits; undefined when it is none. A body cut short is kept as far as it
 * came.
 */
export async function readAnswer(
  talk: Conversation,
  limits: AnswerLimits = usualLimits,
): Promise<RawAnswer | undefined> {
  const until = performance.now() + limits.ms
  for (let tries = 0; tries < MOST_INFORMATIONAL; tries++) {
    const head = await readHead(talk, limits, until)
    if (!head) return undefined
    if (head.status >= 100 && head.status < 200) continue
    const body = await readBody(talk, head, limits, until)
    const unfolded = unfold(body.bytes, headerValue(head.headers, 'content-encoding'), limits.bodyBytes)
    return {
      status: head.status,
      headers: head.headers,
      bytes: unfolded.bytes,
      truncated: body.truncated,
      bomb: unfolded.bomb,
      reusable: body.whole && head.persistent && !body.truncated,
    }
  }
  return undefined
}

interface Head {
  status: number
  headers: (readonly [string, string])[]
  persistent: boolean
}

async function readHead(talk: Conversation, limits: AnswerLimits, until: number): Promise<Head | undefined> {
  const bytes = await talk.next((unread) => headLength(unread, limits.headBytes), until - performance.now())
  return bytes && bytes.length <= limits.headBytes ? parseHead(bytes, limits.headers) : undefined
}

/** Up to the empty line. What does not begin as HTTP or is too long counts as whole, so that nobody waits for it. */
function headLength(unread: Buffer, most: number): number {
  if (unread.length >= 5 && unread.toString('latin1', 0, 5) !== 'HTTP/') return unread.length
  const strict = unread.indexOf('\r\n\r\n')
  const lenient = unread.indexOf('\n\n')
  if (strict >= 0 && (lenient < 0 || strict < lenient)) return strict + 4
  if (lenient >= 0) return lenient + 2
  return unread.length > most ? unread.length : 0
}

/** Status and headers of an answer's head. Undefined when it is no HTTP/1. Sound for any bytes. */
export function parseHead(bytes: Buffer, mostHeaders: number): Head | undefined {
  const lines = bytes.toString('latin1').split(/\r?\n/)
  const first = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(lines[0] ?? '')
  if (!first) return undefined
  const headers: [string, string][] = []
  for (const line of lines.slice(1, mostHeaders + 1)) {
    const colon = line.indexOf(':')
    if (colon < 1) continue
    const value = Buffer.from(line.slice(colon + 1, LONGEST_HEADER), 'latin1')
    headers.push([line.slice(0, Math.min(colon, 128)).trim().toLowerCase(), plainText(value, LONGEST_HEADER)])
  }
  const connection = (headerValue(headers, 'connection') ?? '').toLowerCase()
  const persistent = first[1] === '1' ? !connection.includes('close') : connection.includes('keep-alive')
  return { status: Number(first[2]), headers, persistent }
}

interface Body {
  bytes: Buffer
  whole: boolean
  truncated: boolean
}

async function readBody(talk: Conversation, head: Head, limits: AnswerLimits, until: number): Promise<Body> {
  if (head.status === 204 || head.status === 304) return { bytes: Buffer.alloc(0), whole: true, truncated: false }
  if (/\bevent-stream\b/i.test(headerValue(head.headers, 'content-type') ?? '')) return readFirstEvents(talk)
  if (/\bchunked\b/i.test(headerValue(head.headers, 'transfer-encoding') ?? '')) return readChunks(talk, limits, until)
  const stated = headerValue(head.headers, 'content-length')
  if (stated !== undefined && /^\d{1,15}$/.test(stated)) return readCounted(talk, Number(stated), limits, until)
  return readToEnd(talk, limits, until)
}

/** A stream of events never ends: its first words tell what it is. */
async function readFirstEvents(talk: Conversation): Promise<Body> {
  const bytes = await talk.words(150, 700)
  return { bytes: bytes.subarray(0, 4_096), whole: false, truncated: true }
}

async function readCounted(talk: Conversation, stated: number, limits: AnswerLimits, until: number): Promise<Body> {
  const wanted = Math.min(stated, limits.bodyBytes)
  if (wanted === 0) return { bytes: Buffer.alloc(0), whole: stated === 0, truncated: false }
  const bytes = await talk.next(() => wanted, until - performance.now())
  if (bytes) return { bytes, whole: wanted === stated, truncated: wanted < stated }
  return { bytes: talk.take(Math.min(talk.unread.length, wanted)), whole: false, truncated: true }
}

async function readToEnd(talk: Conversation, limits: AnswerLimits, until: number): Promise<Body> {
  const bytes = await talk.next(
    (unread) => (unread.length >= limits.bodyBytes ? limits.bodyBytes : 0),
    until - performance.now(),
  )
  const kept = bytes ?? talk.take(talk.unread.length)
  return { bytes: kept, whole: false, truncated: bytes !== undefined || talk.ending !== 'closed' }
}

async function readChunks(talk: Conversation, limits: AnswerLimits, until: number): Promise<Body> {
  const parts: Buffer[] = []
  let total = 0
  for (;;) {
    const line = await talk.next(chunkLineLength, until - performance.now())
    const size = Number.parseInt(/^[0-9a-f]{1,8}/i.exec(line?.toString('latin1') ?? '')?.[0] ?? '', 16)
    if (line === undefined || Number.isNaN(size)) return { bytes: Buffer.concat(parts), whole: false, truncated: true }
    if (size === 0) {
      const end = await talk.next((unread) => unread.indexOf('\n') + 1, Math.min(200, until - performance.now()))
      return { bytes: Buffer.concat(parts), whole: end !== undefined && end.length <= 2, truncated: false }
    }
    const room = limits.bodyBytes - total
    const wanted = Math.min(size, room)
    const part = await talk.next(() => (wanted < size ? wanted : size + 2), until - performance.now())
    const kept = part?.subarray(0, wanted) ?? talk.take(Math.min(talk.unread.length, wanted))
    parts.push(kept)
    total += kept.length
    if (!part || wanted < size) return { bytes: Buffer.concat(parts), whole: false, truncated: true }
  }
}

function chunkLineLength(unread: Buffer): number {
  const end = unread.indexOf(10) + 1
  return end === 0 && unread.length > 1_024 ? unread.length : end
}

/** Undoes a content coding, never to more than the limit: what would grow beyond is a bomb and dropped. */
export function unfold(bytes: Buffer, coding: string | undefined, most: number): { bytes: Buffer; bomb: boolean } {
  const undo = undoers[(coding ?? '').trim().toLowerCase()]
  if (!undo || bytes.length === 0) return { bytes, bomb: false }
  try {
    return { bytes: undo(bytes, most), bomb: false }
  } catch (error) {
    return { bytes: Buffer.alloc(0), bomb: (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' }
  }
}

const undoers: Readonly<Record<string, (bytes: Buffer, most: number) => Buffer>> = {
  gzip: (bytes, most) => gunzipSync(bytes, lenient(most)),
  'x-gzip': (bytes, most) => gunzipSync(bytes, lenient(most)),
  deflate: (bytes, most) =>
    (bytes[0] ?? 0) % 16 === 8 ? inflateSync(bytes, lenient(most)) : inflateRawSync(bytes, lenient(most)),
  br: (bytes, most) =>
    brotliDecompressSync(bytes, { maxOutputLength: most, finishFlush: constants.BROTLI_OPERATION_FLUSH }),
}

/** A body that was cut short still gives what it has. */
function lenient(most: number) {
  return { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH }
}

function headerValue(headers: readonly (readonly [string, string])[], name: string): string | undefined {
  return headers.find(([known]) => known === name)?.[1]
}
