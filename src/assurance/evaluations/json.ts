import { digestOf, err, ok, problem, type Result } from '#core/kernel'

/** Parsed JSON of an importer's file; `undefined` stands for what is not there. */
export type Fields = Readonly<Record<string, unknown>>

export function parseJson(text: string, code: string): Result<unknown> {
  try {
    return ok(JSON.parse(text))
  } catch (cause) {
    return err(problem(code, `it is no JSON: ${(cause as Error).message.slice(0, 200)}`, cause))
  }
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

/** A time as reports write it: ISO text, or seconds or milliseconds since the epoch. */
export function instantOf(value: unknown): string | undefined {
  const number = numberOf(value)
  const time = number === undefined ? Date.parse(String(value ?? '')) : number < 1e11 ? number * 1_000 : number
  return Number.isFinite(time) && Math.abs(time) < 8e15 ? new Date(time).toISOString() : undefined
}

/** What was asked is not kept: a digest of it tells cases apart. */
export function keyOf(value: unknown): string {
  return `digest:${digestOf(JSON.stringify(value) ?? '').slice(0, 22)}`
}
