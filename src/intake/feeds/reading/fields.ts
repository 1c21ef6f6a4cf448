import { type Instant, parseInstant } from '#core/kernel'
import type { Reference } from '#core/vocabulary'

/** Readers of untrusted JSON: what is not of the expected shape is simply absent. Faster than a schema on millions of records. */
export type Fields = Readonly<Record<string, unknown>>

export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}

export function objectsOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf).filter((entry) => entry !== undefined) : []
}

const MAX_TEXT = 4_000

/** A non-empty string, at most `most` characters. */
export function textOf(value: unknown, most = MAX_TEXT): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (text === '') return undefined
  return text.length > most ? text.slice(0, most) : text
}

export function textsOf(value: unknown, most = MAX_TEXT): string[] {
  return Array.isArray(value) ? value.flatMap((entry) => textOf(entry, most) ?? []) : []
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** An optional property, left out when there is no value. */
export function maybe<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>)
}

export function timesOf(
  record: Fields,
  published: string,
  modified: string,
): { published?: Instant; modified?: Instant } {
  return {
    ...maybe('published', parseInstant(record[published])),
    ...maybe('modified', parseInstant(record[modified])),
  }
}

export const TITLE_LENGTH = 300
export const DESCRIPTION_LENGTH = 2_000
const MAX_REFERENCES = 20
const MAX_URL = 2_000

/** http(s) links only, the first twenty. They are shown, never fetched. */
export function referencesOf(value: unknown, typeKey: string): Reference[] {
  const references: Reference[] = []
  for (const entry of objectsOf(value)) {
    const url = textOf(entry.url, MAX_URL)
    if (!url || !/^https?:\/\//i.test(url)) continue
    const type = typeKey === 'tags' ? textsOf(entry.tags, 40)[0] : textOf(entry[typeKey], 40)
    references.push({ url, ...maybe('type', type) })
    if (references.length === MAX_REFERENCES) break
  }
  return references
}

/** `CWE-79` and the like, without repeats. */
export function cwesOf(values: Iterable<unknown>): string[] {
  const found = new Set<string>()
  for (const value of values) if (typeof value === 'string' && /^CWE-\d{1,6}$/.test(value)) found.add(value)
  return [...found]
}

const cveId = /^CVE-\d{4}-\d{4,19}$/

export function cveOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  // As nearly all are written.
  if (cveId.test(value)) return value
  const id = value.trim().toUpperCase()
  return cveId.test(id) ? id : undefined
}
