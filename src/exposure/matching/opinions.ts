import { type KnowledgeKey, matchMethods, type RecordId } from '#core/vocabulary'
import type { Identity } from './identity.ts'
import { matchers } from './matchers/registry.ts'
import type { Dial, Scene } from './matchers/types.ts'
import type { Opinion } from './opinion.ts'

/** Opinions by vulnerability, each list ordered by trust. */
export type OpinionsByVulnerability = Map<RecordId, Opinion[]>

/** Asks every matcher, most trusted first, what the published statements about a component mean for it; `undefined`: nothing. */
export function gatherOpinions(identity: Identity, scene: Scene, dial: Dial): OpinionsByVulnerability | undefined {
  let byVulnerability: OpinionsByVulnerability | undefined
  for (const matcher of matchers) {
    for (const key of matcher.keys(identity, dial)) {
      const found = scene.knowledge.statements(key)
      if (found.length === 0) continue
      for (const statement of matcher.among?.(identity, found) ?? found) {
        if (statement.state !== 'published') continue
        for (const opinion of matcher.judge(identity, statement, scene)) {
          byVulnerability ??= new Map()
          file(byVulnerability, opinion)
        }
      }
    }
  }
  return byVulnerability
}

function file(byVulnerability: OpinionsByVulnerability, opinion: Opinion): void {
  for (const id of opinion.statement.vulnerabilityIds) {
    const known = byVulnerability.get(id)
    if (known) known.push(opinion)
    else byVulnerability.set(id, [opinion])
  }
}

/** Every key under which knowledge may speak about a component; a change under none of them cannot change its matches. */
export function keysOfIdentity(identity: Identity, dial: Dial): KnowledgeKey[] {
  return [...new Set(matchers.flatMap((matcher) => matcher.keys(identity, dial)))].sort()
}

interface ByTrust {
  /** Of the most trusted method that speaks. */
  trusted: readonly Opinion[]
  /** Of the methods it silences. */
  silenced: readonly Opinion[]
  /** Of a more trusted method that has no word on this version. */
  yielding: readonly Opinion[]
}

const none: readonly Opinion[] = []

/** Sorts the opinions about one vulnerability by trust. A method that only yields speaks when no other does. */
export function splitByTrust(opinions: readonly Opinion[]): ByTrust {
  const [first] = opinions
  if (opinions.every(({ method, yields }) => method === first?.method && !yields))
    return { trusted: opinions, silenced: none, yielding: none }
  const ranked = matchMethods.filter((candidate) => opinions.some(({ method }) => method === candidate))
  const speaks = (candidate: string) => opinions.some(({ method, yields }) => method === candidate && !yields)
  const chosen = ranked.find(speaks) ?? ranked[0]!
  const place = ranked.indexOf(chosen)
  const ofMethods = (methods: readonly string[]) => opinions.filter(({ method }) => methods.includes(method))
  const own = ofMethods([chosen])
  const spoken = own.filter(({ yields }) => !yields)
  return {
    trusted: spoken.length > 0 ? spoken : own,
    silenced: ofMethods(ranked.slice(place + 1)),
    yielding: ofMethods(ranked.slice(0, place)),
  }
}
