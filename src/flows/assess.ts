import type {
  Component,
  CoverageRow,
  DecisionTable,
  KnowledgeReader,
  Match,
  Subject,
  VexStatement,
} from '#core/vocabulary'
import type { JudgedMatch } from '#exposure/findings'
import { type Dial, ecosystemOfComponent, matchInventory } from '#exposure/matching'
import { type AssetContext, type KnowledgeExtent, type Prioritised, prioritise } from '#exposure/prioritisation'

export interface AssessOptions {
  asset: AssetContext
  table: DecisionTable
  dial: Dial
  vex: readonly VexStatement[]
  /** What the components were found in. */
  subject?: Subject
  /** Day of the decision. */
  asOf: string
}

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
  const { matches, coverage, unknown } = matchInventory(components, knowledge, {
    dial: options.dial,
    vex: options.vex,
    ...(options.subject && { subject: options.subject }),
  })
  const byRef = new Map(components.map((component) => [component.ref, component]))
  const decisionOf = rememberDecisions(knowledge, options)
  const ecosystemOf = rememberEcosystems()
  const judged = matches.flatMap((match) => {
    const component = byRef.get(match.componentRef)
    return component
      ? [judge(component, ecosystemOf(component), match, knowledge, decisionOf(match.vulnerabilityId))]
      : []
  })
  return { judged, coverage, unknown }
}

function judge(
  component: Component,
  ecosystem: string,
  match: Match,
  knowledge: KnowledgeReader,
  { priority, rank }: Prioritised,
): JudgedMatch {
  return {
    component,
    ecosystem,
    match,
    title: knowledge.vulnerability(match.vulnerabilityId)?.title,
    priority,
    rank: rank(match.verdict),
  }
}

/** A component with many matches is identified once. */
function rememberEcosystems(): (component: Component) => string {
  const known = new Map<Component, string>()
  return (component) => {
    const ecosystem = known.get(component) ?? ecosystemOfComponent(component)
    known.set(component, ecosystem)
    return ecosystem
  }
}

/** On one asset a vulnerability is decided once, however many components show it. */
function rememberDecisions(
  knowledge: KnowledgeReader,
  { asset, table, asOf }: AssessOptions,
): (id: string) => Prioritised {
  const extent = extentOf(knowledge)
  const decided = new Map<string, Prioritised>()
  return (id) => {
    const known = decided.get(id)
    if (known) return known
    const facts = knowledge.vulnerability(id) ?? factsWithout(id)
    const decision = prioritise({ facts, asset, knowledge: extent, asOf }, table)
    decided.set(id, decision)
    return decision
  }
}

const exploitIndexes = ['exploit/metasploit', 'exploit/exploit-db', 'exploit/nuclei'] as const

/** Which silences mean something: a source that was never read cannot say "no". */
export function extentOf(knowledge: KnowledgeReader): KnowledgeExtent {
  const kev = knowledge.asOf?.('kev/CISA')
  const epss = knowledge.asOf?.('epss')
  const exploits = exploitIndexes.map((source) => knowledge.asOf?.(source)).filter((at) => at !== undefined)
  return {
    ...(kev && { kev }),
    ...(epss && { epss }),
    ...(exploits.length === exploitIndexes.length && { exploits: exploits.toSorted()[0] }),
  }
}

function factsWithout(id: string) {
  return { id, aliases: [], retired: false, severities: [], cwes: [], ssvc: [], kev: [], exploits: [], records: [] }
}
