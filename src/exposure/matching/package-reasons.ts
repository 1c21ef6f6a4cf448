import type { Interval } from '#core/versions'
import type { AffectedPackage, KeyedStatement, Reason, Verdict } from '#core/vocabulary'
import type { EntryFinding } from './entry-finding.ts'
import type { Identity } from './identity.ts'

/** The trail of a package opinion: statement, range, then the rules that mattered. */
export function packageReasons(
  identity: Identity,
  statement: KeyedStatement,
  finding: EntryFinding,
  verdict: Verdict,
): Reason[] {
  const { entry, name } = finding
  const from = { source: statement.source, recordId: statement.recordId }
  const by = entry.by === undefined ? '' : ` (by ${entry.by})`
  const reasons: Reason[] = [
    {
      code: 'statement',
      text: `${statement.source} ${statement.recordId}${by} speaks about ${entry.name} in ${entry.ecosystem}.`,
      ...from,
    },
    { ...rangeReason(finding), ...from },
  ]
  if (name.role === 'source') {
    reasons.push({
      code: 'source-package',
      text: `The advisory names the source package ${name.name}, from which ${identity.component.name} is built.`,
    })
  }
  for (const rule of rules)
    if (rule.holds(identity, finding, verdict)) reasons.push({ code: rule.code, text: rule.text(identity, finding) })
  return reasons
}

interface Rule {
  code: string
  holds: (identity: Identity, finding: EntryFinding, verdict: Verdict) => boolean
  text: (identity: Identity, finding: EntryFinding) => string
}

const rules: readonly Rule[] = [
  {
    code: 'module-unknown',
    holds: (_, { moduleUnsure }) => moduleUnsure,
    text: (_, { entry }) =>
      `The build belongs to an rpm module, but it is not known whether to ${entry.module ?? 'the advisory’s'}.`,
  },
  {
    code: 'extended-stream',
    holds: (_, { stream }) => stream === 'extended',
    text: (_, { entry }) => `${entry.ecosystem} is an extended-support stream of this release.`,
  },
  {
    code: 'layered-product',
    holds: (_, { stream }) => stream === 'layered',
    text: (_, { entry }) => `The advisory is about a product on top of the distribution (${entry.ecosystem}).`,
  },
  {
    code: 'rebuild',
    holds: ({ release }, { name, stream }) =>
      release !== undefined && release.base !== name.ecosystem && stream !== 'extended',
    text: ({ release }, { name }) =>
      `${release?.base} is rebuilt from ${name.ecosystem}, whose advisory speaks where its own are silent.`,
  },
  {
    code: 'banner',
    holds: ({ banner }) => banner,
    text: () => 'The build comes from a service’s own words, which can be wrong; the verdict is likely at most.',
  },
  {
    code: 'release-inferred',
    holds: ({ releaseInferred }) => releaseInferred === true,
    text: ({ ecosystem }) => `The release ${ecosystem} was read from the package’s version.`,
  },
  {
    code: 'release-unstated',
    holds: ({ release, kind }, _, verdict) =>
      kind === 'distribution' && release?.version === '' && verdict === 'likely-affected',
    text: () => 'The component does not say its release, and the releases differ.',
  },
]

function rangeReason({ entry, name, containment, interval }: EntryFinding): Pick<Reason, 'code' | 'text'> {
  const version = name.version
  if (version === undefined) return { code: 'no-version', text: 'The component states no version.' }
  if (containment === 'unparsable') {
    return {
      code: 'unparsable-version',
      text: `${version} cannot be placed in ${rangeText(entry)} by ${entry.scheme} order; nothing is claimed.`,
    }
  }
  const inside = containment === 'inside'
  const where = inside ? (interval ? intervalText(interval) : 'the listed versions') : rangeText(entry)
  if (entry.status === 'unaffected')
    return { code: 'unaffected', text: `${version} is stated to be unaffected (${where}).` }
  return inside
    ? { code: 'range-inside', text: `${version} is inside ${where} (${entry.scheme} order).` }
    : { code: 'range-outside', text: `${version} is outside ${where} (${entry.scheme} order).` }
}

function rangeText(entry: AffectedPackage): string {
  const parts = entry.intervals.slice(0, 4).map(intervalText)
  if (entry.versions && entry.versions.length > 0) parts.push(`${entry.versions.length} listed versions`)
  if (entry.intervals.length > 4) parts.push('…')
  return parts.length === 0 ? 'no version' : parts.join(' or ')
}

/** An interval in words: `>= 1.2, < 1.9`. */
export function intervalText({ min, minExclusive, max, maxInclusive }: Interval): string {
  const parts: string[] = []
  if (min !== undefined && min !== '0') parts.push(`${minExclusive ? '>' : '>='} ${min}`)
  if (max !== undefined) parts.push(`${maxInclusive ? '<=' : '<'} ${max}`)
  return parts.length === 0 ? 'all versions' : parts.join(', ')
}
