import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'

type Issue = z.core.$ZodIssue

const MOST = 10

/** What is wrong in a register, in plain words, each with its path by ids and its line; at most ten of it. */
export function registerIssues(issues: readonly Issue[], value: unknown, text: string): string {
  const lineOf = linesOf(text)
  return issues
    .slice(0, MOST)
    .map((issue) => {
      const line = lineOf(issue.path)
      const where = placeOf(issue.path, value) || 'the register'
      return `${where}${line === undefined ? '' : ` (line ${line})`}: ${wordsOf(issue, valueAt(value, issue.path))}`
    })
    .join('; ')
}

/** Lists are named by the ids, or names, of their entries: nobody counts them. */
function placeOf(path: readonly PropertyKey[], value: unknown): string {
  return path
    .map((key, at) => {
      if (typeof key !== 'number') return String(key)
      const entry = valueAt(value, path.slice(0, at + 1)) as { id?: unknown; name?: unknown } | undefined
      const named = [entry?.id, entry?.name].find((one) => typeof one === 'string')
      return named === undefined ? `entry ${key + 1}` : String(named)
    })
    .join('.')
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  )
}

/** The line of what a path leads to, or of the nearest thing above it that is there. */
function linesOf(text: string): (path: readonly PropertyKey[]) => number | undefined {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, logLevel: 'silent' })
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined
      if (node?.range) return lineCounter.linePos(node.range[0]).line
    }
    return undefined
  }
}

function wordsOf(issue: Issue, value: unknown): string {
  if (value === undefined && issue.code !== 'custom') return `it is missing${wantedWords(issue)}`
  switch (issue.code) {
    case 'invalid_type':
      return `it is to be ${nouns[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `it is to be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`
    case 'unrecognized_keys':
      return `nothing is known of ${issue.keys.join(', ')}: is it a typing error?`
    case 'too_small':
      return issue.origin === 'string'
        ? 'it is empty'
        : `${issue.origin === 'array' ? 'it has' : 'it is'} at least ${issue.minimum}`
    case 'too_big':
      return `${sizes[issue.origin] ?? 'it is at most'} ${issue.maximum}`
    case 'invalid_format':
      return issue.message.startsWith('Invalid')
        ? `it is to be ${formats[issue.format] ?? issue.format}`
        : `it is to have ${issue.message}`
    case 'invalid_union':
      return 'it is of none of the kinds that are described'
    default:
      return issue.message
  }
}

function wantedWords(issue: Issue): string {
  return issue.code === 'invalid_value' && issue.values.length > 1 ? `: one of ${issue.values.join(', ')}` : ''
}

const nouns: Readonly<Record<string, string>> = {
  ...{ string: 'words', number: 'a number', int: 'a whole number', boolean: 'true or false' },
  ...{ array: 'a list', object: 'a group of fields', record: 'a group of fields' },
}
const sizes: Readonly<Record<string, string>> = {
  ...{ string: 'its characters are at most', array: 'its entries are at most' },
}
const formats: Readonly<Record<string, string>> = { date: 'a day, as 2026-12-31', url: 'an address, as https://…' }
