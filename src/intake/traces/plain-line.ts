import { createHash } from 'node:crypto'
import { Attributes } from './attributes.ts'

/** Values of a line by name, as far as they are plain. */
export type Plain = Readonly<Record<string, unknown>>

const hex = /^[0-9a-f]{32}$/

/** A tool's own id as 16 bytes of hex: its UUID as it is, any other by its digest. Empty where there is none. */
export function traceOf(id: unknown): string {
  if (typeof id !== 'string' || id === '') return ''
  const plain = id.replaceAll('-', '').toLowerCase()
  return hex.test(plain) ? plain : createHash('sha256').update(id).digest('hex').slice(0, 32)
}

export function attributesOf(values: Plain): Attributes {
  const own = new Attributes()
  for (const [key, value] of Object.entries(values))
    if (typeof value === 'string') own.add(key, value)
    else if (typeof value === 'number' || typeof value === 'boolean') own.add(key, String(value))
  return own
}

/** A plain value as text; empty for any other: `String` of an object may throw, or call what was sent. */
export function wordOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

export function plainOf(value: unknown): Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {}
}
