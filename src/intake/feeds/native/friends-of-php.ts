import { type Instant, parseInstant } from '#core/kernel'
import { type Interval, parseNativeRange } from '#core/versions'
import { normalisePackageName, type Statement } from '#core/vocabulary'
import type { Feed } from '../contract.ts'
import { cveOf, type Fields, fieldsOf, maybe, objectsOf, TITLE_LENGTH, textOf, textsOf } from '../reading/fields.ts'
import { type Normalised, readStatements } from '../reading/statements.ts'

/** FriendsOfPHP in its own form: per branch a list of bounds that all must hold. */
export const friendsOfPhp: Feed = {
  id: 'friends-of-php',
  name: 'FriendsOfPHP',
  publisher: 'FriendsOfPHP',
  licence: 'Unlicense',
  intervalHours: 24,
  maxAgeDays: 30,
  mirror: ['osv/php-friendsofphp.ndjson*', 'friendsofphp.ndjson*'],
  whole: true,
  official: () => [],
  read: (file, sink, limits, signal) =>
    readStatements(file, sink, limits, { source: 'friends-of-php', layout: 'lines', normalise }, signal),
}

function normalise(record: unknown): Normalised {
  const fields = fieldsOf(record)
  if (fields && '_meta' in fields) return { skip: true }
  const name = /^composer:\/\/(.+)$/.exec(textOf(fields?.reference, 300) ?? '')?.[1]
  if (!fields || !name)
    return { dropped: 'no-package', example: textOf(fields?._path, 120) ?? 'a record without a package' }
  const branches = objectsOf(Object.values(fieldsOf(fields.branches) ?? {}))
  const intervals = branches.map(intervalsOf)
  if (intervals.some((part) => part === undefined))
    return { dropped: 'unreadable-range', example: `${name}: ${JSON.stringify(fields.branches).slice(0, 120)}` }
  const cve = cveOf(fields.cve)
  const path = textOf(fields._path, 200) ?? `${name}/${cve ?? ''}`
  const statement: Statement = {
    source: 'friends-of-php',
    recordId: `FOP:${path.replace(/\.ya?ml$/, '')}`,
    state: 'published',
    ...datesOf(branches, path),
    aliases: cve ? [cve] : [],
    related: [],
    ...maybe('title', textOf(fields.title, TITLE_LENGTH)),
    severities: [],
    cwes: [],
    ssvc: [],
    affected: [
      {
        kind: 'package',
        ecosystem: 'Packagist',
        name: normalisePackageName('Packagist', name),
        scheme: 'composer',
        intervals: intervals.flatMap((part) => part ?? []),
        status: 'affected',
        fixState: 'fixed',
      },
    ],
    references: [],
  }
  return { statements: [statement] }
}

function intervalsOf(branch: Fields): Interval[] | undefined {
  const range = parseNativeRange('composer', textsOf(branch.versions, 100).join(', '))
  return range.ok ? range.value.intervals : undefined
}

/** Each branch was dealt with at a time of its own; without any, a file that is named after a day tells it. */
function datesOf(branches: readonly Fields[], path: string): { published?: Instant; modified?: Instant } {
  const named = /(\d{4}-\d{2}-\d{2})(?:-\d+)?\.ya?ml$/.exec(path)?.[1]
  const times = branches
    .flatMap((branch) => parseInstant((textOf(branch.time) ?? '').replace(' ', 'T')) ?? [])
    .toSorted()
  return {
    ...maybe('published', times[0] ?? parseInstant(named)),
    ...maybe('modified', times.at(-1)),
  }
}
