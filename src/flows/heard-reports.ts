import type { KnowledgeReader, ReportedFactsOf, VulnerabilityFacts } from '#core/vocabulary'
import { type KnowledgeExtent, withReports } from '#exposure/prioritisation'

/** A vulnerability as a decision hears of it. */
export interface Heard {
  facts: VulnerabilityFacts
  knowledge: KnowledgeExtent
  /** False where no source of ours speaks of it. */
  isKnown: boolean
  /** What stands for CVSS in the order where there is none. */
  score: number | undefined
}

/** Looks up what is known of vulnerabilities, and beside it what reports state of them. */
export class HeardReports {
  readonly #knowledge: Pick<KnowledgeReader, 'vulnerability' | 'wholeSources'>
  readonly #extent: KnowledgeExtent
  readonly #strangers: KnowledgeExtent
  readonly #byName = new Map<string, ReportedFactsOf[]>()

  constructor(
    knowledge: Pick<KnowledgeReader, 'vulnerability' | 'wholeSources'>,
    extent: KnowledgeExtent,
    reports: readonly ReportedFactsOf[],
  ) {
    this.#knowledge = knowledge
    this.#extent = extent
    this.#strangers = extentOfStrangers(extent, knowledge.wholeSources)
    for (const said of reports) {
      for (const name of said.ids) {
        const known = this.#byName.get(name)
        if (known) known.push(said)
        else this.#byName.set(name, [said])
      }
    }
  }

  of(id: string): Heard {
    const known = this.#knowledge.vulnerability(id)
    const facts = known ?? factsWithout(id)
    const knowledge = facts.records.length > 0 ? this.#extent : this.#strangers
    const reports = this.#reportsOf(facts)
    const heard = withReports({ facts, knowledge }, reports)
    const title = facts.title ?? reports.find((one) => one.title !== undefined)?.title
    return {
      facts: title === undefined ? heard.facts : { ...heard.facts, title },
      knowledge: heard.knowledge,
      isKnown: known !== undefined,
      score: heard.score,
    }
  }

  #reportsOf({ id, aliases }: VulnerabilityFacts): ReportedFactsOf[] {
    if (this.#byName.size === 0) return []
    return [...new Set([id, ...aliases].flatMap((name) => this.#byName.get(name) ?? []))]
  }
}

/** A source of which only a part is held is silent on what that part names, and on nothing else. */
function extentOfStrangers(extent: KnowledgeExtent, whole: KnowledgeReader['wholeSources']): KnowledgeExtent {
  if (!whole) return extent
  const { exploits: _exploits, kev, outdated, ...rest } = extent
  if (kev === undefined || !whole.has('kev/CISA')) return rest
  return { ...rest, kev, ...(outdated?.includes('kev') && { outdated: ['kev'] }) }
}

/** What is known of a vulnerability that nobody knows, or of what is none. */
function factsWithout(id: string): VulnerabilityFacts {
  return { id, aliases: [], retired: false, severities: [], cwes: [], ssvc: [], kev: [], exploits: [], records: [] }
}
