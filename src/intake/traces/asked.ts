import { shinglesOf } from '#core/similarity'

/** Content of one attribute, as it was sent. */
export interface Said {
  key: string
  content: Uint8Array | string
}

/** What is looked at of one span. */
export const MOST_SAID = 32
const MAX_PART = 256 * 1024
const MOST_VALUES = 2_000

/** Attributes that hold what a person asked, as texts or as messages in JSON. */
const asked =
  /^(?:gen_ai\.(?:input\.messages|prompt|content\.prompt|user\.message)|llm\.(?:prompts?|input_messages)|input\.(?:value|messages)|traceloop\.entity\.input|langfuse\.(?:observation|trace)\.input)/
/** `gen_ai.prompt.0.content`, `llm.input_messages.0.message.role`: one attribute for each part of each message. */
const part = /\.(\d{1,4})\.(?:message\.)?(content|role)$/

export function isAsked(key: string): boolean {
  return asked.test(key)
}

/**
 * Digests of what a person asked last, by pairs of words, of one span; the text itself is let go of here. Nothing where it cannot
 * be told from what else was sent along: instructions of the system are the same in every request.
 */
export function askedShingles(said: readonly Said[]): readonly string[] {
  const texts = said.slice(0, MOST_SAID).map(({ key, content }) => ({ key, text: textOf(content) }))
  const apart = lastOfParts(texts)
  if (apart !== undefined) return shinglesOf(apart)
  for (const { key, text } of texts) {
    if (!isAsked(key) || part.test(key)) continue
    const last = /^\s*[[{"]/.test(text) ? lastOfMessages(text) : text
    if (last !== undefined && last.trim() !== '') return shinglesOf(last)
  }
  return []
}

function textOf(content: Uint8Array | string): string {
  return typeof content === 'string'
    ? content.slice(0, MAX_PART)
    : Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, MAX_PART)).toString('utf8')
}

/** A probe is short, and what is asked stands at the end of what is sent along. */
const MARKER_REACH = 4 * 1024
const MOST_MARKERS = 8
const markers = /(?<![0-9A-Za-z])[0-9A-F]{16}(?![0-9A-Za-z])/g

/** Words that have the form of a probe's marker, from the end of each text that was asked. */
export function markersIn(said: readonly Said[]): readonly string[] {
  return said
    .slice(0, MOST_SAID)
    .flatMap(({ content }) => endOf(content).match(markers) ?? [])
    .slice(0, MOST_MARKERS)
}

function endOf(content: Uint8Array | string): string {
  if (typeof content === 'string') return content.slice(-MARKER_REACH)
  const from = Math.max(0, content.length - MARKER_REACH)
  return Buffer.from(content.buffer, content.byteOffset + from, content.length - from).toString('latin1')
}

/** The last message of a person where each part of each is an attribute of its own. */
function lastOfParts(texts: readonly { key: string; text: string }[]): string | undefined {
  const messages = new Map<number, { content?: string; role?: string }>()
  for (const { key, text } of texts) {
    const [, number, field] = isAsked(key) ? (part.exec(key) ?? []) : []
    if (number === undefined || field === undefined) continue
    messages.set(Number(number), { ...messages.get(Number(number)), [field]: text })
  }
  const own = [...messages].filter(([, { role }]) => role === undefined || isPerson(role)).sort(([a], [b]) => b - a)
  return own.find(([, { content }]) => content !== undefined)?.[1].content
}

const isPerson = (role: unknown) => role === 'user' || role === 'human'

/** What a person asked last, of messages that a line of a log holds as values; as JSON, so that it is taken for text. */
export function askedIn(messages: unknown): string | undefined {
  if (!Array.isArray(messages)) return undefined
  const last = messages.findLast((message) => isObject(message) && isPerson(message.role))
  return isObject(last) ? JSON.stringify(wordsOf(last.content ?? last.parts).slice(0, MAX_PART)) : undefined
}

/** The last message of a person in JSON: `[{ role, content }]`, `[{ role, parts }]`, or such a list within. */
function lastOfMessages(text: string): string | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof parsed === 'string') return parsed
  const found: string[] = []
  const queue: unknown[] = [parsed]
  // Breadth first and bounded: nothing here depends on how deep it is nested.
  for (let at = 0; at < queue.length && at < MOST_VALUES; at++) {
    const value = queue[at]
    if (Array.isArray(value)) queue.push(...value.slice(0, MOST_VALUES - queue.length))
    else if (isObject(value)) {
      if (isPerson(value.role)) found.push(wordsOf(value.content ?? value.parts))
      else if (value.role === undefined) queue.push(...Object.values(value).filter(isObject).slice(0, MOST_VALUES))
    }
  }
  return found.at(-1)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Text of a message: as it is, or the texts of its parts. */
function wordsOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .slice(0, MOST_SAID)
    .flatMap((one: unknown) => {
      if (typeof one === 'string') return [one]
      const text = isObject(one) ? (one.text ?? one.content) : undefined
      return typeof text === 'string' ? [text] : []
    })
    .join('\n')
}
