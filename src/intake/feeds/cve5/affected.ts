import { type Interval, invertRange, type SchemeId } from '#core/versions'
import {
  type Affected,
  type AffectedCpe,
  type AffectedPackage,
  type AffectedProduct,
  type AffectedStatus,
  type CpeMatch,
  ecosystemOfPurlType,
  normalisePackageName,
  parsePurl,
  schemeOfEcosystem,
} from '#core/vocabulary'
import { type Fields, objectsOf, textOf, textsOf } from '../reading/fields.ts'

/** Who speaks: the CVE's own numbering authority or an ADP, by its short name. */
export interface Speaker {
  by: string
  container: 'cna' | 'adp'
}

/**
 * One `affected` product of a container: by package where it names an ecosystem. Of other products the CNA's word is
 * kept whole, with what it calls unaffected; an ADP's CPEs become a configuration like NVD's.
 * @param lent CPEs that name the product where the container gives none
 */
export function affectedOf(product: Fields, { by, container }: Speaker, lent: readonly string[] = []): Affected[] {
  const packaged = packageOf(product)
  const scheme = packaged ? schemeOfEcosystem(packaged.ecosystem) : 'generic'
  const groups = groupsOf(product, scheme)
  const cpes = cpesOf(product)
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
  if (container === 'cna') return statedProducts(product, groups, cpes.length > 0 ? cpes : lent, shared)
  const configured = groups.flatMap((group) => configurationOf(cpes, group, by))
  if (configured.length > 0) return configured
  const words = wordsOf(product)
  return words ? groups.map((group) => ({ kind: 'product', ...words, ...group, ...shared })) : []
}

export function cpesOf(product: Fields): string[] {
  return textsOf(product.cpes, 600).filter((cpe) => cpe.startsWith('cpe:2.3:'))
}

/** The vendor's and the product's name; `undefined` where a word says there is none. */
export function wordsOf(product: Fields): { vendor: string; product: string } | undefined {
  const [vendor, name] = [textOf(product.vendor, 200), textOf(product.product, 200)]
  return !vendor || !name || isNothing(vendor) || isNothing(name) ? undefined : { vendor, product: name }
}

function isNothing(word: string): boolean {
  return /^(?:n\/a|unknown|unspecified|\*|-)$/i.test(word)
}

/** A product as its CNA states it: under CPEs where it has them, else under its words. */
function statedProducts(
  product: Fields,
  groups: readonly Group[],
  cpes: readonly string[],
  shared: { by: string; platforms?: string[] },
): AffectedProduct[] {
  const words = wordsOf(product) ?? (cpes.length > 0 ? { vendor: '-', product: '-' } : undefined)
  if (!words) return []
  const settled = product.defaultStatus === 'unaffected' && groups.every(isPlaceable)
  return carved(groups).flatMap((group) =>
    namedGroups(cpes, group).map(
      (named): AffectedProduct => ({
        kind: 'product',
        ...words,
        ...named,
        ...shared,
        container: 'cna',
        ...(settled && group.status === 'affected' && { defaultStatus: 'unaffected' as const }),
      }),
    ),
  )
}

/** False where a version is a sentence: what it leaves out cannot be told. */
function isPlaceable({ intervals, versions = [] }: Group): boolean {
  const bounds = intervals.flatMap(({ min, max }) => [min, max]).filter((bound) => bound !== undefined)
  return [...bounds, ...versions].every((version) => /^v?\d[\w.+~:()-]*$/.test(version) && !/[._-]x\b/i.test(version))
}

/** What a product's own list calls unaffected is taken out of what it calls affected, unless nothing would be left. */
function carved(groups: readonly Group[]): Group[] {
  const unaffected = groups.find(({ status }) => status === 'unaffected')
  if (!unaffected) return [...groups]
  const out = unaffected.intervals.concat(unaffected.versions?.map(pointOf) ?? [])
  return groups.map((group) => {
    if (group.status !== 'affected' || group.intervals.length === 0) return group
    const intervals = invertRange(group.scheme, [...invertRange(group.scheme, group.intervals), ...out])
    return intervals.length === 0 ? group : { ...group, intervals }
  })
}

function pointOf(version: string): Interval {
  return { min: version, max: version, maxInclusive: true }
}

/**
 * The group under its CPEs. Versions the group lists or bounds say which ones of a product are meant; a group of all
 * versions under a CPE with a version of its own means that version.
 */
function namedGroups(cpes: readonly string[], group: Group): (Group & { cpes?: string[] })[] {
  if (cpes.length === 0) return [group]
  const isWhole = group.intervals.some(({ min, max }) => min === undefined && max === undefined)
  const products = new Map<string, string[]>()
  for (const cpe of cpes) {
    const product = withVersion(cpe, '*')
    products.set(product, [...(products.get(product) ?? []), cpe])
  }
  if (!isWhole) return [{ ...group, cpes: [...products.keys()] }]
  const exact = [...products].map(([product, named]) => ({ product, versions: named.flatMap(versionOfName) }))
  const whole = exact.filter(({ product, versions }) => versions.length < (products.get(product)?.length ?? 0))
  const listed = exact.filter((entry) => !whole.includes(entry))
  return [
    ...(whole.length > 0 ? [{ ...group, cpes: whole.map(({ product }) => product) }] : []),
    ...listed.map(({ product, versions }) => ({ ...group, intervals: [], versions, cpes: [product] })),
  ]
}

function versionOfName(cpe: string): string[] {
  const [version = '*', update = '*'] = cpe.split(/(?<!\\):/).slice(VERSION_PART)
  if (version === '*' || version === '-') return []
  const suffix = update === '*' || update === '-' ? '' : update
  return [`${version}${suffix}`.replace(/\\(.)/g, '$1')]
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
  if (turns.length === 0) return pointOrLine(version)
  const { lessThan, lessThanOrEqual, changes: _changes, ...rest } = version
  const starts = [{ at: version.version, status: version.status }, ...turns]
  return starts.map(({ at, status }, index) => {
    const next = starts[index + 1]
    const end = next ? { lessThan: next.at } : { lessThan, lessThanOrEqual }
    return { ...rest, ...end, version: at, status }
  })
}

/**
 * A range from 18.19 up to 18.19 is one version by the letter; many who write it mean all that came before as well.
 * The version is affected, and what came before has no clear status.
 */
function pointOrLine(version: Fields): Fields[] {
  const { version: from, lessThanOrEqual: upTo, lessThan: _lessThan, ...rest } = version
  if (version.status !== 'affected' || from === undefined || from !== upTo) return [version]
  return [
    { ...rest, version: from },
    { ...rest, lessThanOrEqual: upTo, status: 'unknown' },
  ]
}

/** Affected by default: whatever is not listed as unaffected or unknown. */
function allBut(groups: ReadonlyMap<AffectedStatus, Group>, scheme: SchemeId): Group {
  const others = [groups.get('unaffected'), groups.get('unknown')].flatMap((group) => group ?? [])
  const listed = others.flatMap(({ intervals, versions = [] }) => [...intervals, ...versions.map(pointOf)])
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
  if (lessThan !== undefined && !isOpen(lessThan)) group.intervals.push({ ...min, ...endOf(lessThan) })
  else if (upTo !== undefined && !isOpen(upTo)) group.intervals.push({ ...min, ...endOf(upTo, true) })
  else group.intervals.push(min)
}

/** `4.19.*` is the end of its line: before 4.20. */
function endOf(version: string, inclusive = false): Interval {
  const line = /^(.*?)(\d{1,9})\.\*$/.exec(version)
  if (line) return { max: `${line[1]}${Number(line[2]) + 1}` }
  return inclusive ? { max: version, maxInclusive: true } : { max: version }
}

function isOpen(version: string): boolean {
  return version === '*' || version === '0' || /^(?:unspecified|all|any|n\/a|unknown|-)$/i.test(version)
}

/** Ranges that CNAs write as text: `< 2.4.1`, `>= 1.0, < 1.3`, `all versions`. */
function worded(text: string): Interval | undefined {
  if (/^(?:\*|all(?: versions)?|any)$/i.test(text)) return {}
  const phrase = phrases.find(([pattern]) => pattern.test(text))
  if (phrase) return phrase[1](...(phrase[0].exec(text)!.slice(1) as [string, string]))
  const parts = text.split(/\s*,\s*|\s+(?=[<>])/).map((part) => /^(<=|<|>=|>)\s*v?(\d\S*)$/.exec(part))
  if (parts.length === 0 || parts.length > 2 || parts.some((part) => part === null)) return undefined
  const interval: Interval = {}
  for (const part of parts) applyBound(interval, part![1]!, part![2]!)
  return interval
}

const phrases: readonly [RegExp, (version: string, last: string) => Interval][] = [
  [/^(?:all (?:versions )?)?(?:prior to|before|earlier than) v?(\d\S*)$/i, (max) => ({ max })],
  [
    /^v?(\d\S*?),? (?:and|or) (?:all )?(?:earlier|below|prior|older|previous)(?: versions?)?$/i,
    (max) => ({ max, maxInclusive: true }),
  ],
  [/^(?:through|up to(?: and including)?) v?(\d\S*)$/i, (max) => ({ max, maxInclusive: true })],
  [/^Fixed in .*\(Affected v?(\d\S*?)\s*-\s*v?(\d\S*)\)$/i, (min, max) => ({ min, max, maxInclusive: true })],
  [/^(?:from )?v?(\d\S*) (?:through|to|-|–) v?(\d\S*)$/i, (min, max) => ({ min, max, maxInclusive: true })],
]

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
