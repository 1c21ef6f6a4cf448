import { dayOf, type Report } from '#core/kernel'
import {
  type Component,
  type CoverageRow,
  type Currency,
  type DecisionTable,
  isCurrent,
  type KnowledgeReader,
  type Match,
  type ReportedFactsOf,
  type ReportedVulnerability,
  type SourceId,
  type Subject,
  type VexStatement,
} from '#core/vocabulary'
import type { JudgedMatch } from '#exposure/findings'
import { type Dial, ecosystemOfComponent, InventoryMatcher, joinReported } from '#exposure/matching'
import { type AssetContext, type KnowledgeExtent, type Prioritised, prioritise } from '#exposure/prioritisation'
import { HeardReports } from './heard-reports.ts'

export interface AssessOptions {
  asset: AssetContext
  table: DecisionTable
  dial: Dial
  vex: readonly VexStatement[]
  /** What other tools report of the components. */
  reported: readonly ReportedVulnerability[]
  /** What their reports state of vulnerabilities themselves. */
  reportedFacts?: readonly ReportedFactsOf[]
  /** What the components were found in. */
  subject?: Subject
  /** The moment of the decision, and what is too old to be heard then. */
  currency: Currency
  report?: Report
}

/** How far it is, is told once in so many components. */
const PART = 2_000

/** One inventory, matched and decided. */
export interface Assessment {
  judged: JudgedMatch[]
  coverage: CoverageRow[]
  /** Components nothing could be said about. */
  unknown: number
}

/** Match inventory → prioritise with reasons: pure, the same for a scan without a server and for recorded assets. */
export function assess(
  components: readonly Component[],
  knowledge: KnowledgeReader,
  options: AssessOptions,
): Assessment {
  const assessor = new Assessor(components, knowledge, options)
  if (!options.report) return { judged: assessor.judge(components), ...assessor.known() }
  const judged: JudgedMatch[] = []
  for (let done = 0; done < components.length; done += PART) {
    options.report('matching', done, components.length, 'components')
    for (const match of assessor.judge(components.slice(done, done + PART))) judged.push(match)
  }
  return { judged, ...assessor.known() }
}

/** The same, part by part, for who records the first findings while the last are decided. */
export class Assessor {
  readonly #matcher: InventoryMatcher
  readonly #reported: Map<string, ReportedVulnerability[]>
  readonly #knowledge: KnowledgeReader
  readonly #decisionOf: (id: string) => Decided
  readonly #ecosystemOf = rememberEcosystems()

  /** @param components all of them: what one is depends on the others */
  constructor(components: readonly Component[], knowledge: KnowledgeReader, options: AssessOptions) {
    this.#matcher = new InventoryMatcher(components, knowledge, {
      dial: options.dial,
      vex: options.vex,
      ...(options.subject && { subject: options.subject }),
    })
    this.#reported = Map.groupBy(options.reported, ({ componentRef }) => componentRef)
    this.#knowledge = knowledge
    this.#decisionOf = rememberDecisions(knowledge, options)
  }

  /** What some of the components come to. */
  judge(part: readonly Component[]): JudgedMatch[] {
    const byRef = new Map(part.map((component) => [component.ref, component]))
    const matches: Match[] = []
    const reported: ReportedVulnerability[] = []
    for (let at = 0; at < part.length; at++) {
      const component = part[at]!
      const found = this.#matcher.match(component)
      for (let place = 0; place < found.length; place++) matches.push(found[place]!)
      if (this.#reported.size > 0) for (const said of this.#reported.get(component.ref) ?? []) reported.push(said)
    }
    return joinReported(matches, reported, this.#knowledge).map((match) => {
      const component = byRef.get(match.componentRef)!
      return judge(component, this.#ecosystemOf(component), match, this.#decisionOf(match.vulnerabilityId))
    })
  }

  /** What is known and not known of the components judged so far. */
  known(): Omit<Assessment, 'judged'> {
    const { coverage, unknown } = this.#matcher.known()
    return { coverage, unknown }
  }
}

function judge(
  component: Component,
  ecosystem: string,
  match: Match,
  { priority, rank, score, title, aliases }: Decided,
): JudgedMatch {
  return {
    component,
    ecosystem,
    match,
    title,
    aliases,
    priority,
    rank: rank(match.verdict, priority.cvss ? undefined : score),
  }
}

/** A component with many matches is identified once. */
function rememberEcosystems(): (component: Component) => string {
  let last: Component | undefined
  let ecosystem = ''
  return (component) => {
    if (component !== last) ecosystem = ecosystemOfComponent(component)
    last = component
    return ecosystem
  }
}

/** What is decided about a vulnerability, with what a finding says of it, so that its facts are read once. */
interface Decided extends Prioritised {
  title: string | undefined
  aliases: readonly string[]
  /** What stands for CVSS in the order where there is none. */
  score: number | undefined
}

/** More decisions are not kept: what an import holds on to is copied again and again while it goes on. */
const MOST_DECIDED = 4_096

/** On one asset a vulnerability is decided once, however many components next to each other show it. */
function rememberDecisions(
  knowledge: KnowledgeReader,
  { asset, table, currency, reportedFacts = [] }: AssessOptions,
): (id: string) => Decided {
  const reports = new HeardReports(knowledge, extentOf(knowledge, currency), reportedFacts)
  const asOf = dayOf(currency.now)
  const decided = new Map<string, Decided>()
  return (id) => {
    const known = decided.get(id)
    if (known) return known
    const { facts, knowledge: extent, score } = reports.of(id)
    const { title, aliases } = facts
    const decision = { ...prioritise({ facts, asset, knowledge: extent, asOf }, table), title, aliases, score }
    if (decided.size >= MOST_DECIDED) decided.clear()
    decided.set(id, decision)
    return decision
  }
}

const exploitIndexes = ['exploit/metasploit', 'exploit/exploit-db', 'exploit/nuclei'] as const

/** What is asked of every vulnerability to decide it. */
export const decisionSources: readonly SourceId[] = ['kev/CISA', 'epss', ...exploitIndexes]

/**
 * Which silences mean something: a source that was never read cannot say "no", and one that is out of date only of what it
 * could have known (ADR 7). What it once stated still counts.
 */
export function extentOf(knowledge: KnowledgeReader, currency: Currency): KnowledgeExtent {
  const kev = knowledge.asOf?.('kev/CISA')
  const epss = knowledge.asOf?.('epss')
  const exploits = exploitIndexes.flatMap((source) => knowledge.asOf?.(source) ?? [])
  const areAll = exploits.length === exploitIndexes.length
  const isOld = (source: SourceId) => !speaksOfToday(source, knowledge, currency)
  const outdated = [
    ...(kev && isOld('kev/CISA') ? (['kev'] as const) : []),
    ...(areAll && exploitIndexes.some(isOld) ? (['exploits'] as const) : []),
  ]
  return {
    ...(kev && { kev }),
    ...(epss && { epss }),
    ...(areAll && { exploits: exploits.toSorted()[0]! }),
    ...(outdated.length > 0 && { outdated }),
  }
}

function speaksOfToday(source: SourceId, knowledge: KnowledgeReader, currency: Currency): boolean {
  const asOf = knowledge.asOf?.(source)
  const maxAgeDays = knowledge.maxAgeDays?.(source)
  return asOf !== undefined && isCurrent({ asOf, ...(maxAgeDays !== undefined && { maxAgeDays }) }, currency)
}
