import type { z } from 'zod'

/** What a schema found wrong in one field of a request, as the type provider hands it on. */
export interface FieldProblem {
  /** `/set/ticketUrl`; `/` for the whole. */
  instancePath?: string
  /** Zod's code of the problem. */
  keyword?: string
  message?: string
  /** What else zod says of it. */
  params?: Readonly<Record<string, unknown>>
}

/** Zod's own sentences begin so; a schema that says more has its own. */
const ofZod = /^(Invalid|Too (small|big)|Unrecognized key)/

/** In words for whoever filled in the field: `set.ticketUrl must be a whole address, such as https://example.com`. */
export function fieldWords({
  instancePath = '/',
  keyword = '',
  message = 'is wrong',
  params = {},
}: FieldProblem): string {
  const field = instancePath.split('/').filter(Boolean).join('.')
  // A filter is what a person typed: its problem is said without a name, and so is a whole sentence.
  if (field === 'filter' || (!ofZod.test(message) && /^[A-Z].*\.$/.test(message))) return message
  const words = (ofZod.test(message) && rules[keyword]?.(params)) || message
  return field === '' ? words : `${field} ${words}`
}

/** The same of what a schema says by itself. */
export function issueWords({ path, code, message, ...params }: z.core.$ZodIssue): string {
  return fieldWords({ instancePath: `/${path.join('/')}`, keyword: code, message, params })
}

type Params = Readonly<Record<string, unknown>>

const rules: Readonly<Record<string, (params: Params) => string | undefined>> = {
  too_small: ({ minimum, origin }) =>
    origin === 'string' && minimum === 1 ? 'is empty' : bound(origin, 'at least', minimum),
  too_big: ({ maximum, origin }) => bound(origin, 'at most', maximum),
  invalid_type: ({ expected, input }) =>
    input === undefined ? `is missing, or no ${nameOf(expected)}` : `must be a ${nameOf(expected)}`,
  invalid_value: ({ values }) => (Array.isArray(values) ? `must be one of: ${values.join(', ')}` : undefined),
  invalid_format: ({ format }) => formats[String(format)],
  unrecognized_keys: ({ keys }) => (Array.isArray(keys) ? `holds what is not known: ${keys.join(', ')}` : undefined),
}

const formats: Readonly<Record<string, string>> = {
  url: 'must be a whole address, such as https://example.com',
  email: 'must be a mail address',
  uuid: 'is no id',
  date: 'must be a day, such as 2026-01-31',
  datetime: 'must be a time, such as 2026-01-31T09:00:00Z',
}

function bound(origin: unknown, words: string, limit: unknown): string {
  if (origin === 'string') return `must have ${words} ${limit} characters`
  return origin === 'array' || origin === 'set' ? `must have ${words} ${limit} entries` : `must be ${words} ${limit}`
}

function nameOf(expected: unknown): string {
  return expected === 'string' ? 'text' : expected === 'array' ? 'list' : String(expected)
}
