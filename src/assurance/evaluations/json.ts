import { canonicalJson, digestOf, err, ok, problem, type Result } from '#core/kernel'

/** Parsed JSON of an importer's file; `undefined` stands for what is not there. */
export type Fields = Readonly<Record<string, unknown>>

/** Levels and values of one JSON text. No tool writes nearly as many; parsing more costs more memory than the bytes tell. */
const MAX_DEPTH = 256
const MAX_VALUES = 16_000_000

/**
 * JSON as tools write it: Python's also has NaN and Infinity, which are read as `null`. The problem names a place, never the
 * text there.
 */
export function parseJson(text: string, code: string): Result<unknown> {
  const much = tooMuch(text)
  if (much !== undefined) return err(problem(code, much))
  try {
    return ok(JSON.parse(text))
  } catch (cause) {
    const mended = withNumbers(text)
    if (mended !== text) return parseJson(mended, code)
    return err(problem(code, `it is no JSON${placeOf(cause as Error)}`))
  }
}

function placeOf({ message }: Error): string {
  if (/end of JSON input|Unterminated/.test(message)) return ': it ends too early'
  const [, place] = /at position (\d+)/.exec(message) ?? []
  return place === undefined ? '' : `: see character ${place}`
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c]
const opening = new Set([0x5b, 0x7b])
const closing = new Set([0x5d, 0x7d])

/** Looks at the brackets and commas outside of strings. */
function tooMuch(text: string): string | undefined {
  let [depth, values] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === QUOTE) at = endOfString(text, at)
    else if (unit === COMMA) values++
    else if (opening.has(unit)) {
      values++
      if (++depth > MAX_DEPTH) return `it is nested deeper than ${MAX_DEPTH} levels`
    } else if (closing.has(unit)) depth--
  }
  return values > MAX_VALUES ? `it has more than ${MAX_VALUES} values` : undefined
}

/** Where the string that begins at `start` ends: its closing quote, else the end of the text. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++
    if (slashes % 2 === 0) return end
  }
  return text.length
}

function withNumbers(text: string): string {
  if (!/NaN|Infinity/.test(text)) return text
  const parts: string[] = []
  let from = 0
  for (let quote = text.indexOf('"'); quote !== -1; quote = text.indexOf('"', from)) {
    const end = endOfString(text, quote) + 1
    parts.push(asNull(text.slice(from, quote)), text.slice(quote, end))
    from = end
  }
  return [...parts, asNull(text.slice(from))].join('')
}

function asNull(text: string): string {
  return text.replace(/-?\b(?:NaN|Infinity)\b/g, 'null')
}

export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Text, or a number as text; empty text is none. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** A time as reports write it: ISO text, or seconds or milliseconds since the epoch. Without a zone it is taken as UTC. */
export function instantOf(value: unknown): string | undefined {
  const number = numberOf(value)
  if (number === undefined && typeof value !== 'string') return undefined
  const time = number === undefined ? timeOf(value as string) : number < 1e11 ? number * 1_000 : number
  return Number.isFinite(time) && time >= 0 && time < MAX_TIME ? new Date(time).toISOString() : undefined
}

/** The year 10000: times after it have another form. */
const MAX_TIME = 253_402_300_800_000

function timeOf(text: string): number {
  const isWithoutZone = /^\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(text)
  return Date.parse(isWithoutZone ? `${text.replace(' ', 'T')}Z` : text.slice(0, 100))
}

/** What was asked is not kept: a digest of it tells cases apart. */
export function keyOf(value: unknown): string {
  return `digest:${digestOf(canonicalJson(value) ?? '').slice(0, 22)}`
}

/** Names of scorers, assertions and exceptions: a word of a program, never a sentence. */
export function nameOf(value: unknown): string | undefined {
  const text = textOf(value)
  return text !== undefined && /^[\p{L}\p{N}_][\p{L}\p{N}_.:/-]{0,79}$/u.test(text) ? text : undefined
}

/** The exception that a message begins with: `TypeError` of "TypeError: it is none". */
export function exceptionOf(value: unknown): string | undefined {
  const message = textOf(value)?.slice(0, 200) ?? ''
  return /^(?:[\w$]+\.)*\w*(?:Error|Exception|Failure|Failed|Interrupt)\b/.exec(message)?.[0]
}

/** The names in a sentence's end, each once and sorted: "failed: contains, is-json". */
export function noteOf(what: string, names: readonly (string | undefined)[]): string | undefined {
  const known = [...new Set(names.flatMap((name) => name ?? []))].sort()
  return known.length === 0 ? undefined : `${what}: ${known.join(', ')}`
}
