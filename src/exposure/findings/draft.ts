import { compareVersions } from '#core/versions'
import {
  type Component,
  type FixState,
  type Match,
  type Priority,
  schemeOfEcosystem,
  type Verdict,
  verdicts,
} from '#core/vocabulary'
import { evidenceOfMatch } from './evidence.ts'
import { componentKey, findingId } from './identity.ts'
import { type OtherVersion, versionsOf } from './versions.ts'

/** A finding as the present imports and knowledge imply it; the store compares it with what is recorded. */
export interface FindingDraft {
  id: string
  vulnerabilityId: string
  componentKey: string
  location: string
  title: string
  /** Other ids of the vulnerability. */
  aliases: readonly string[]
  ecosystem: string | null
  componentName: string
  /** The version that speaks for it. */
  componentVersion: string | null
  /** The other versions of the component that match at its place. */
  otherVersions: readonly OtherVersion[]
  /** Fixes it in every version; `null`: for one of them no fix is known. */
  fixedVersion: string | null
  fixState: FixState
  cvss: number | null
  epss: number | null
  /** Whether it is known to be exploited; `null`: unknown. */
  kev: boolean | null
  rank: number
  match: Match
  /** What the tools on whose word it rests state of it, as a digest. */
  evidence: string
  priority: Priority
  /** Ids of the stored components that show it. */
  components: string[]
}

/** One matched component with its decision, ready to become part of a finding. */
export interface JudgedMatch {
  /** Stored component; its `ref` is the component's id. */
  component: Component
  ecosystem: string | undefined
  match: Match
  title: string | undefined
  /** Other ids of the vulnerability. */
  aliases: readonly string[]
  priority: Priority
  rank: number
}

/** Components in parts of about `size`, so that what can become one finding is in one part. */
export function* partsOf<Seen extends Component>(components: readonly Seen[], size: number): Generator<Seen[]> {
  const together = Map.groupBy(components, (component) => `${componentKey(component)}\n${component.location}`)
  let part: Seen[] = []
  for (const group of together.values()) {
    for (const component of group) part.push(component)
    if (part.length < size) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}

/** Verdicts that are findings. `not-affected` is an answer, not a finding; `unknown` is counted as coverage. */
const findingVerdicts: ReadonlySet<Verdict> = new Set(['affected', 'likely-affected', 'likely-fixed'])

/** Groups judged matches into one finding per identity; the worst match speaks for it, every component stays a witness. */
export function draftFindings(assetId: string, judged: Iterable<JudgedMatch>): FindingDraft[] {
  const groups = new Map<string, JudgedMatch[]>()
  const keyOf = rememberKeys()
  for (const entry of judged) {
    if (!findingVerdicts.has(entry.match.verdict)) continue
    const subject = `${entry.match.vulnerabilityId}\n${keyOf(entry.component)}\n${entry.component.location}`
    const group = groups.get(subject)
    if (group) group.push(entry)
    else groups.set(subject, [entry])
  }
  return [...groups.values()].map((group) => draftOf(assetId, group, keyOf))
}

/** A component with many findings is named once. */
function rememberKeys(): (component: Component) => string {
  const known = new Map<Component, string>()
  return (component) => {
    const key = known.get(component) ?? componentKey(component)
    known.set(component, key)
    return key
  }
}

function draftOf(assetId: string, group: JudgedMatch[], keyOf: (component: Component) => string): FindingDraft {
  const sorted = (group.length === 1 ? group : group.toSorted(byUrgency)) as [JudgedMatch, ...JudgedMatch[]]
  const [worst] = sorted
  const { component, match, priority } = worst
  const { others, fixedVersion, fixState } = versionsOf(sorted)
  const { location } = component
  const named = keyOf(component)
  return {
    id: findingId({
      kind: 'vulnerability',
      assetId,
      subject: match.vulnerabilityId,
      componentKey: named,
      location,
    }),
    vulnerabilityId: match.vulnerabilityId,
    componentKey: named,
    location,
    title: worst.title ?? `${match.vulnerabilityId} in ${component.name}`,
    aliases: worst.aliases,
    ecosystem: worst.ecosystem ?? null,
    componentName: fullName(component),
    componentVersion: component.version ?? null,
    otherVersions: others,
    fixedVersion,
    fixState,
    cvss: priority.cvss?.score ?? null,
    epss: priority.epss?.probability ?? null,
    kev: isKnownExploited(priority),
    rank: worst.rank,
    match,
    evidence: evidenceOfMatch(match),
    priority,
    components: group.length === 1 ? [component.ref] : [...new Set(group.map((entry) => entry.component.ref))].sort(),
  }
}

/** That no catalogue lists it means something where one could have. */
export function isKnownExploited({ exploitation, kevUnknown }: Priority): boolean | null {
  return exploitation === 'active' || (kevUnknown ? null : false)
}

/** Total and independent of input order: verdict, rank, then the lowest version, and ids as text. */
function byUrgency(a: JudgedMatch, b: JudgedMatch): number {
  return (
    verdicts.indexOf(a.match.verdict) - verdicts.indexOf(b.match.verdict) ||
    b.rank - a.rank ||
    compareVersion(a, b) ||
    compareText(a.component.ref, b.component.ref) ||
    compareText(a.match.recordId, b.match.recordId)
  )
}

function compareVersion(a: JudgedMatch, b: JudgedMatch): number {
  const [left, right] = [a.component.version ?? '', b.component.version ?? '']
  return compareVersions(schemeOfEcosystem(a.ecosystem ?? ''), left, right) || compareText(left, right)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Name with namespace; Go modules and some SBOM tools write the namespace into the name already. */
function fullName({ namespace, name }: Component): string {
  return namespace && !name.startsWith(`${namespace}/`) ? `${namespace}/${name}` : name
}
