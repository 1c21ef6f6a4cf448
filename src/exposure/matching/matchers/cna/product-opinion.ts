import { type Containment, contains, type SchemeId } from '#core/versions'
import type { AffectedProduct, KeyedStatement, Verdict } from '#core/vocabulary'
import { platformFits } from '../../applicable.ts'
import { isNamedBySelf } from '../../cpe/configuration-opinion.ts'
import { comparable, schemeOf } from '../../cpe/criteria-range.ts'
import type { Identity } from '../../identity.ts'
import type { Opinion } from '../../opinion.ts'
import { upstreamVersion } from '../../upstream-version.ts'
import type { ProductFinding, Standing } from './product-finding.ts'
import { namesUnder, type ProductName } from './product-names.ts'
import { productReasons } from './product-reasons.ts'

/**
 * What the product entries of a CNA's record mean for a component. As the CVE record format has it, a version that no
 * entry lists has the entry's default status, and that is unknown unless the CNA states another: such an opinion yields
 * to less trusted sources. Across entries the worst stands, for each speaks of releases of its own.
 */
export function productOpinion(identity: Identity, statement: KeyedStatement): Opinion | undefined {
  const found = statement.affected.flatMap((entry) =>
    entry.kind === 'product' && entry.container === 'cna' && platformFits(entry, identity)
      ? namesUnder(identity, entry).map((name) => meet(identity, entry, name))
      : [],
  )
  if (found.length === 0) return undefined
  const { standing, deciding } = weigh(found)
  // Of a distribution's package only its silence is filled: that nothing can be told adds nothing to it.
  if (standing === 'unplaced' && identity.kind === 'distribution') return undefined
  const { interval, entry } = deciding
  const fix = standing === 'affected' && interval?.max !== undefined && !interval.maxInclusive ? [interval.max] : []
  return {
    verdict: verdictOf(identity, standing, deciding),
    method: 'cna',
    statement,
    fixedVersions: fix,
    fixState: fix.length > 0 ? 'fixed' : 'unknown',
    direct: true,
    ...((standing === 'silent' || standing === 'unplaced') && { yields: true as const }),
    reasons: () => productReasons(identity, statement, deciding, standing, entry),
  }
}

function meet(identity: Identity, entry: AffectedProduct, name: ProductName): ProductFinding {
  const version = versionOf(identity, name)
  if (version === undefined) return { entry, name, version, containment: isEvery(entry) ? 'inside' : 'unparsable' }
  const scheme = name.cpe ? schemeOf(identity, name.cpe) : 'generic'
  const first = place(scheme === 'generic' ? entry.scheme : scheme, entry, version)
  // CNAs call versions "semver" that are none; the plain order of numbers reads them.
  const placed = first.containment === 'unparsable' ? place('generic', entry, version) : first
  const exact = placed.containment !== 'inside' && name.cpe && isListed(entry, name.cpe.version, name.cpe.update)
  return { entry, name, version, ...(exact ? { containment: 'inside' as const } : placed) }
}

function versionOf({ version, scheme, ...identity }: Identity, { cpe }: ProductName): string | undefined {
  if (cpe) return comparable({ ...identity, scheme }, cpe)
  return version === undefined ? undefined : upstreamVersion(scheme, version).replace(/^v(?=\d)/, '')
}

function isEvery({ intervals }: AffectedProduct): boolean {
  return intervals.some(({ min, max }) => max === undefined && (min === undefined || min === '0'))
}

function place(
  scheme: SchemeId,
  { intervals, versions }: AffectedProduct,
  version: string,
): Pick<ProductFinding, 'containment' | 'interval'> {
  let containment: Containment = 'outside'
  for (const stated of intervals) {
    const interval = stated.min === '0' ? { ...stated, min: undefined } : stated
    const within = contains({ scheme, intervals: [interval] }, version)
    if (within === 'inside') return { containment: within, interval: stated }
    if (within === 'unparsable') containment = within
  }
  if (versions === undefined || containment === 'unparsable') return { containment }
  return { containment: contains({ scheme, intervals: [], versions }, version) }
}

/** CPEs keep an update apart (`8.9` `p1`) and everything in lower case; CNAs write `8.9P1`. */
function isListed({ versions = [] }: AffectedProduct, version: string, update: string): boolean {
  if (versions.length === 0) return false
  const suffix = update === '*' || update === '-' ? '' : update
  const spellings = [`${version}${suffix}`, `${version} ${suffix}`, `${version}-${suffix}`, `${version}_${suffix}`]
  return versions.some((listed) => spellings.includes(listed.toLowerCase()))
}

function weigh(found: readonly ProductFinding[]): { standing: Standing; deciding: ProductFinding } {
  const affected = found.filter(({ entry }) => entry.status === 'affected')
  const inside = affected.filter(({ containment }) => containment === 'inside')
  const sure = inside.find(({ name }) => name.fit === 'yes') ?? inside[0]
  if (sure) return { standing: 'affected', deciding: sure }
  const unclear = found.find(
    ({ entry, containment }) =>
      containment === 'unparsable' || (entry.status === 'unknown' && containment === 'inside'),
  )
  if (unclear) return { standing: 'unplaced', deciding: unclear }
  const sentence = affected.find(({ entry }) => entry.versions?.some((version) => !/^v?\d\S*$/.test(version)))
  if (sentence) return { standing: 'unplaced', deciding: sentence }
  const spared = found.find(({ entry, containment }) => entry.status === 'unaffected' && containment === 'inside')
  if (spared) return { standing: 'unaffected', deciding: spared }
  const [first = found[0] as ProductFinding] = affected
  const settled =
    affected.length > 0 && affected.every((one) => one.entry.defaultStatus === 'unaffected' && !isOfLine(one))
  return { standing: settled ? 'beyond' : 'silent', deciding: first }
}

/** Who lists 9.0, or ends a range with it, may mean all of that line: of 9.0.4 that says nothing for sure. */
function isOfLine({ entry: { versions = [], intervals }, version = '' }: ProductFinding): boolean {
  const ends = intervals.flatMap(({ max, maxInclusive }) => (max !== undefined && maxInclusive ? [max] : []))
  return [...versions, ...ends].some((listed) => version.startsWith(`${listed}.`))
}

function verdictOf(identity: Identity, standing: Standing, { name }: ProductFinding): Verdict {
  if (standing === 'unplaced') return 'unknown'
  if (standing !== 'affected') return 'not-affected'
  return name.fit === 'yes' && isNamedBySelf(identity) ? 'affected' : 'likely-affected'
}
