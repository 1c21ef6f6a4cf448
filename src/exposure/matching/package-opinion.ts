import { type Containment, contains, type Interval } from '#core/versions'
import type { AffectedPackage, FixState, KeyedStatement, MatchMethod, Verdict } from '#core/vocabulary'
import { moduleFits, platformFits } from './applicable.ts'
import type { EntryFinding } from './entry-finding.ts'
import type { Identity, PackageName } from './identity.ts'
import type { Opinion } from './opinion.ts'
import { packageReasons } from './package-reasons.ts'
import { type Stream, streamFor } from './release.ts'
import { rootEcosystem } from './root-builds.ts'

/**
 * What a statement's package entries mean for a component under the given names: one opinion per update stream, none
 * where no entry concerns it (other release, other module, other platform).
 */
export function packageOpinions(
  identity: Identity,
  names: readonly PackageName[],
  statement: KeyedStatement,
  method: MatchMethod,
): Opinion[] {
  const findings: EntryFinding[] = []
  const { affected } = statement
  for (let at = 0; at < affected.length; at++) {
    const entry = affected[at]!
    if (entry.kind !== 'package') continue
    for (let place = 0; place < names.length; place++) {
      const finding = meet(identity, names[place]!, entry)
      if (finding) findings.push(finding)
    }
  }
  if (findings.length < 2) return findings.map((finding) => weigh(identity, statement, method, [finding]))
  const groups = Map.groupBy(findings, ({ stream, name }) => `${stream}/${name.ecosystem}`)
  return [...groups.values()].map((group) => weigh(identity, statement, method, group))
}

function meet(identity: Identity, name: PackageName, entry: AffectedPackage): EntryFinding | undefined {
  if (entry.name !== name.name || !platformFits(entry, identity)) return undefined
  const stream = streamOf(identity, name, entry.ecosystem)
  if (stream === undefined) return undefined
  const fit = moduleFits(entry, identity)
  if (fit === 'other') return undefined
  const { containment, interval } = containmentIn(entry, name)
  return { entry, name, stream, moduleUnsure: fit === 'unsure', containment, interval }
}

function streamOf({ release }: Identity, name: PackageName, ecosystem: string): Stream | undefined {
  // A rebuild's origin numbers its releases alike.
  if (release) return streamFor(ecosystem, release)
  return name.ecosystem === rootEcosystem ? 'extended' : 'base'
}

function containmentIn(entry: AffectedPackage, name: PackageName): { containment: Containment; interval?: Interval } {
  const { scheme, versions, intervals } = entry
  if (name.version === undefined) return { containment: intervals.some(isUnbounded) ? 'inside' : 'unparsable' }
  if (versions?.includes(name.version)) return { containment: 'inside' }
  let worst: Containment = 'outside'
  for (let at = 0; at < intervals.length; at++) {
    const interval = intervals[at]!
    const bounds = name.epochless ? withoutEpochs(interval) : fromTheStart(interval)
    const containment = contains({ scheme, intervals: [bounds] }, name.version)
    if (containment === 'inside') return { containment, interval }
    if (containment === 'unparsable') worst = containment
  }
  if (worst === 'outside' && versions !== undefined && versions.length > 0) {
    worst = contains({ scheme, intervals: [], versions }, name.version)
  }
  return { containment: worst }
}

function isUnbounded({ min, max }: Interval): boolean {
  return max === undefined && (min === undefined || min === '0')
}

function withoutEpochs({ min, max, ...flags }: Interval): Interval {
  return { ...flags, min: min?.replace(/^\d+:/, ''), max: max?.replace(/^\d+:/, '') }
}

/** OSV's `introduced: "0"` means from the beginning, before any version that sorts below zero. */
function fromTheStart(interval: Interval): Interval {
  return interval.min === '0' ? { max: interval.max, maxInclusive: interval.maxInclusive } : interval
}

/** False for the distribution that this one is rebuilt from. */
function isOwn({ release }: Identity, { ecosystem }: PackageName): boolean {
  return release === undefined || release.base === ecosystem || ecosystem === rootEcosystem
}

interface Weighed {
  verdict: Verdict
  deciding: EntryFinding
}

function weigh(identity: Identity, statement: KeyedStatement, method: MatchMethod, findings: EntryFinding[]): Opinion {
  const { verdict, deciding } = verdictOf(identity, findings)
  const { entry, interval, stream } = deciding
  const fixedVersions = verdict === 'not-affected' || verdict === 'unknown' ? [] : fixesOf(findings)
  const fix = fixOf(deciding)
  const opinion: Opinion = {
    verdict,
    method,
    statement,
    fixedVersions,
    fixState: fixStateOf(entry, interval, fixedVersions),
    direct: stream !== 'layered' && isOwn(identity, deciding.name),
    stream,
    reasons: () => packageReasons(identity, statement, deciding, verdict),
  }
  if (fix) opinion.fix = fix
  return opinion
}

function verdictOf(identity: Identity, findings: EntryFinding[]): Weighed {
  if (findings.every(({ containment }) => containment === 'outside')) {
    const deciding = findings.find(({ entry }) => entry.status === 'affected') ?? findings[0]!
    return { verdict: 'not-affected', deciding }
  }
  const affected = findings.filter(({ entry }) => entry.status === 'affected')
  const carved = findings.find(({ entry, containment }) => entry.status === 'unaffected' && containment === 'inside')
  const inside = affected.find(({ containment, moduleUnsure }) => containment === 'inside' && !moduleUnsure)
  if (inside && !carved) return { verdict: certainty(identity, affected), deciding: inside }
  if (carved) return { verdict: 'not-affected', deciding: carved }
  const unsure = findings.find(isUnsure)
  if (unsure) return { verdict: 'unknown', deciding: unsure }
  return { verdict: 'not-affected', deciding: affected[0] ?? (findings[0] as EntryFinding) }
}

function isUnsure({ entry, containment, moduleUnsure }: EntryFinding): boolean {
  if (containment === 'unparsable') return true
  return containment === 'inside' && (entry.status === 'unknown' || moduleUnsure)
}

/** When the component's release is unstated, only what every release agrees on is certain. */
function certainty(identity: Identity, affected: EntryFinding[]): Verdict {
  const { release } = identity
  if (affected.some(({ stream }) => stream === 'layered')) return 'likely-affected'
  if (affected[0] && !isOwn(identity, affected[0].name)) return 'likely-affected'
  const unstated = release?.version === '' && affected.length > 1
  return unstated && affected.some(({ containment }) => containment !== 'inside') ? 'likely-affected' : 'affected'
}

function fixesOf(findings: EntryFinding[]): string[] {
  const fixes = findings.flatMap(({ containment, interval }) =>
    containment === 'inside' && interval?.max !== undefined && !interval.maxInclusive ? [interval.max] : [],
  )
  return fixes.length < 2 ? fixes : [...new Set(fixes)]
}

function fixOf({ entry, name, interval, containment }: EntryFinding): Opinion['fix'] {
  const bound = interval ?? entry.intervals.at(-1)
  if (bound?.max === undefined || bound.maxInclusive || name.version === undefined) return undefined
  const scope = `${name.ecosystem}/${name.name}/${entry.module ?? ''}`
  return { version: bound.max, against: name.version, scope, reached: containment === 'outside' }
}

function fixStateOf(entry: AffectedPackage, interval: Interval | undefined, fixes: string[]): FixState {
  if (entry.fixState !== undefined) return entry.fixState
  if (fixes.length > 0) return 'fixed'
  // Versions that are only listed end nowhere: what fixes them is not said, which is not that nothing does.
  return interval !== undefined && interval.max === undefined ? 'not-fixed' : 'unknown'
}
