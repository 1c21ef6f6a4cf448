import { type Interval, invertRange, type SchemeId } from '#core/versions'
import {
  type Affected,
  type AffectedCpe,
  type AffectedPackage,
  type AffectedStatus,
  type CpeMatch,
  ecosystemOfPurlType,
  normalisePackageName,
  parsePurl,
  schemeOfEcosystem,
} from '#core/vocabulary'
import { type Fields, objectsOf, textOf, textsOf } from '../reading/fields.ts'

/** One `affected` product of a container: by package where it names an ecosystem, by CPE where it has them, else by its words. */
export function affectedOf(product: Fields, by: string): Affected[] {
  const packaged = packageOf(product)
  const scheme = packaged ? schemeOfEcosystem(packaged.ecosystem) : 'generic'
  const groups = groupsOf(product, scheme)
  const cpes = textsOf(product.cpes, 600).filter((cpe) => cpe.startsWith('cpe:2.3:'))
  const platforms = textsOf(product.platforms, 100).slice(0, 10)
  const shared = { by, ...(platforms.length > 0 && { platforms }) }
  if (packaged)
    return groups.map(
      (group): AffectedPackage => ({
        kind: 'package',
        ...packaged,
        ...group,
        ...shared,
        ...(cpes.length > 0 && { cpes }),
      }),
    )
  const configured = groups.flatMap((group) => configurationOf(cpes, group, by))
  if (configured.length > 0) return configured
  const [vendor, name] = [textOf(product.vendor, 200), textOf(product.product, 200)]
  if (!vendor || !name || isNothing(vendor) || isNothing(name)) return []
  return groups.map((group) => ({ kind: 'product', vendor, product: name, ...group, ...shared }))
}

function isNothing(word: string): boolean {
  return /^(?:n\/a|unknown|unspecified|\*|-)$/i.test(word)
}

interface Group {
  scheme: SchemeId
  status: AffectedStatus
  intervals: Interval[]
  versions?: string[]
}

const statuses: ReadonlyMap<unknown, AffectedStatus> = new Map([
  ['affected', 'affected'],
  ['unaffected', 'unaffected'],
  ['unknown', 'unknown'],
])

/** Commit ids are no versions: nothing that is installed can be ordered among them. */
const commitTypes: ReadonlySet<unknown> = new Set(['git', 'original_commit_for_fix'])

/** Versions grouped by what is said of them; the default holds for those that are not listed. */
function groupsOf(product: Fields, scheme: SchemeId): Group[] {
  const groups = new Map<AffectedStatus, Group>()
  const versions = objectsOf(product.versions)
  const ordered = versions.filter((version) => !commitTypes.has(version.versionType))
  if (versions.length > 0 && ordered.length === 0) return []
  for (const version of ordered) {
    for (const part of partsOf(version)) {
      const status = statuses.get(part.status) ?? 'unknown'
      const group = groups.get(status) ?? { scheme: schemeOf(version, scheme), status, intervals: [] }
      groups.set(status, group)
      addVersion(group, part)
    }
  }
  if (product.defaultStatus === 'affected') groups.set('affected', allBut(groups, scheme))
  return [...groups.values()].filter((group) => group.intervals.length > 0 || group.versions)
}

/** `changes` name the versions at which a range's status turns; each stretch between two of them is a part of its own. */
function partsOf(version: Fields): Fields[] {
  const turns = objectsOf(version.changes).flatMap(({ at, status }) => {
    const turn = textOf(at, 200)
    return turn === undefined ? [] : [{ at: turn, status }]
  })
  if (turns.length === 0) return [version]
  const { lessThan, lessThanOrEqual, changes: _changes, ...rest } = version
  const starts = [{ at: version.version, status: version.status }, ...turns]
  return starts.map(({ at, status }, index) => {
    const next = starts[index + 1]
    const end = next ? { lessThan: next.at } : { lessThan, lessThanOrEqual }
    return { ...rest, ...end, version: at, status }
  })
}

/** Affected by default: whatever is not listed as unaffected or unknown. */
function allBut(groups: ReadonlyMap<AffectedStatus, Group>, scheme: SchemeId): Group {
  const others = [groups.get('unaffected'), groups.get('unknown')].flatMap((group) => group ?? [])
  const listed = others.flatMap(({ intervals, versions = [] }) => [
    ...intervals,
    ...versions.map((version): Interval => ({ min: version, max: version, maxInclusive: true })),
  ])
  const order = groups.values().next().value?.scheme ?? scheme
  return { scheme: order, status: 'affected', intervals: invertRange(order, listed) }
}

const versionTypes: ReadonlyMap<unknown, SchemeId> = new Map(
  Object.entries({
    semver: 'semver',
    npm: 'npm',
    python: 'pypi',
    maven: 'maven',
    rpm: 'rpm',
    deb: 'deb',
    dpkg: 'deb',
    apk: 'apk',
    go: 'golang',
    gem: 'gem',
  } satisfies Record<string, SchemeId>),
)

function schemeOf(version: Fields, scheme: SchemeId): SchemeId {
  return scheme === 'generic' ? (versionTypes.get(version.versionType) ?? 'generic') : scheme
}

function addVersion(group: Group, version: Fields): void {
  const from = textOf(version.version, 200)
  const lessThan = textOf(version.lessThan, 200)
  const upTo = textOf(version.lessThanOrEqual, 200)
  if (lessThan === undefined && upTo === undefined) {
    if (from === undefined) return
    const found = worded(from)
    if (found) group.intervals.push(found)
    else group.versions = [...(group.versions ?? []), from]
    return
  }
  // "From 2.0 to before 2.0" is nothing by the letter; those who write it mean what came before 2.0.
  const hasStart = from !== undefined && !isOpen(from) && from !== lessThan
  const min = hasStart ? { min: from } : {}
  if (lessThan !== undefined && !isOpen(lessThan)) group.intervals.push({ ...min, max: lessThan })
  else if (upTo !== undefined && !isOpen(upTo)) group.intervals.push({ ...min, max: upTo, maxInclusive: true })
  else group.intervals.push(min)
}

function isOpen(version: string): boolean {
  return version === '*' || version === '0' || /^(?:unspecified|all|any|n\/a|unknown|-)$/i.test(version)
}

/** Ranges that CNAs write as text: `< 2.4.1`, `>= 1.0, < 1.3`, `all versions`. */
function worded(text: string): Interval | undefined {
  if (/^(?:\*|all(?: versions)?|any)$/i.test(text)) return {}
  const parts = text.split(/\s*,\s*|\s+(?=[<>])/).map((part) => /^(<=|<|>=|>)\s*v?(\d\S*)$/.exec(part))
  if (parts.length === 0 || parts.length > 2 || parts.some((part) => part === null)) return undefined
  const interval: Interval = {}
  for (const part of parts) applyBound(interval, part![1]!, part![2]!)
  return interval
}

function applyBound(interval: Interval, operator: string, version: string): void {
  if (operator.startsWith('<')) {
    interval.max = version
    if (operator === '<=') interval.maxInclusive = true
  } else {
    interval.min = version
    if (operator === '>') interval.minExclusive = true
  }
}

/** Beyond this many pairs of a CPE and a version the CPE is taken for all its versions: too wide, never too narrow. */
const MAX_MATCHES = 5_000

/**
 * Only affected versions become a CPE configuration: NVD's shape has no word for unaffected. The CPEs name products
 * and the versions say which of them; a CPE with a version of its own is one of those versions, so that long lists of
 * both are never multiplied with each other.
 */
function configurationOf(cpes: readonly string[], group: Group, by: string): AffectedCpe[] {
  if (group.status !== 'affected') return []
  const matches = new Map<string, CpeMatch>()
  for (const cpe of cpes) {
    for (const match of matchesOf(cpe, group)) {
      matches.set(`${match.cpe} ${match.min} ${match.minExclusive} ${match.max} ${match.maxInclusive}`, match)
      if (matches.size > MAX_MATCHES) return [widened(cpes, by)]
    }
  }
  return matches.size > 0 ? [configuration([...matches.values()], by)] : []
}

function configuration(matches: CpeMatch[], by: string): AffectedCpe {
  return { kind: 'cpe', operator: 'OR', nodes: [{ operator: 'OR', matches }], by }
}

function widened(cpes: readonly string[], by: string): AffectedCpe {
  const names = new Set(cpes.map((cpe) => withVersion(cpe, '*')))
  return configuration(
    [...names].map((cpe) => ({ cpe, vulnerable: true })),
    by,
  )
}

function* matchesOf(cpe: string, { intervals, versions = [] }: Group): Generator<CpeMatch> {
  const fields = cpe.split(/(?<!\\):/)
  if (fields.length !== CPE_PARTS) return
  const named = fields[VERSION_PART] !== '*' && fields[VERSION_PART] !== '-'
  for (const interval of intervals) {
    const bounded = interval.min !== undefined || interval.max !== undefined
    yield { cpe: named && bounded ? withVersion(cpe, '*') : cpe, vulnerable: true, ...interval }
  }
  if (named && versions.length > 0) yield { cpe, vulnerable: true }
  if (named) return
  for (const version of versions) {
    if (!/\s/.test(version)) yield { cpe: withVersion(cpe, quoted(version)), vulnerable: true }
  }
}

const CPE_PARTS = 13
const VERSION_PART = 5

function withVersion(cpe: string, version: string): string {
  const fields = cpe.split(/(?<!\\):/)
  fields[VERSION_PART] = version
  return fields.join(':')
}

function quoted(version: string): string {
  return version.toLowerCase().replace(/[^a-z0-9._-]/g, (character) => `\\${character}`)
}

const collections: readonly [pattern: RegExp, ecosystem: string][] = [
  [/^https?:\/\/(?:www\.)?(?:registry\.)?npmjs\.(?:com|org)/i, 'npm'],
  [/^https?:\/\/(?:www\.)?pypi\.(?:python\.)?org/i, 'PyPI'],
  [
    /^https?:\/\/(?:repo1?\.maven\.(?:apache\.)?org|(?:central\.sonatype|search\.maven|mvnrepository)\.(?:com|org)|maven\.google\.com)/i,
    'Maven',
  ],
  [/^https?:\/\/(?:www\.)?rubygems\.org/i, 'RubyGems'],
  [/^https?:\/\/(?:www\.)?nuget\.org|^https?:\/\/api\.nuget\.org/i, 'NuGet'],
  [/^https?:\/\/(?:repo\.)?packagist\.org/i, 'Packagist'],
  [/^https?:\/\/(?:www\.)?crates\.io/i, 'crates.io'],
  [/^https?:\/\/(?:pkg\.go\.dev|proxy\.golang\.org|go\.dev)/i, 'Go'],
  [/^https?:\/\/(?:www\.)?hex\.pm/i, 'Hex'],
  [/^https?:\/\/pub\.dev/i, 'Pub'],
]

function packageOf(product: Fields): { ecosystem: string; name: string; scheme: SchemeId } | undefined {
  const purl = textOf(product.packageURL, 600)
  if (purl) return packageOfPurl(purl)
  const name = textOf(product.packageName, 300)
  const collection = textOf(product.collectionURL, 300)
  const ecosystem = collection && collections.find(([pattern]) => pattern.test(collection))?.[1]
  if (!name || !ecosystem) return undefined
  const normal = ecosystem === 'Maven' ? name.replace('/', ':') : name
  return { ecosystem, name: normalisePackageName(ecosystem, normal), scheme: schemeOfEcosystem(ecosystem) }
}

function packageOfPurl(text: string): { ecosystem: string; name: string; scheme: SchemeId } | undefined {
  const purl = parsePurl(text)
  const ecosystem = purl.ok ? ecosystemOfPurlType(purl.value.type) : undefined
  if (!purl.ok || !ecosystem) return undefined
  const { namespace, name } = purl.value
  const separator = ecosystem === 'Maven' ? ':' : '/'
  return {
    ecosystem,
    name: normalisePackageName(ecosystem, namespace ? `${namespace}${separator}${name}` : name),
    scheme: schemeOfEcosystem(ecosystem),
  }
}
