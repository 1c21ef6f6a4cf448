import { type KnowledgeKey, matchMethods, type RecordId } from '#core/vocabulary'
import type { Identity } from './identity.ts'
import { matchers } from './matchers/registry.ts'
import type { Dial, Scene } from './matchers/types.ts'
import type { Opinion } from './opinion.ts'

/** Opinions by vulnerability, each list ordered by trust. */
export type OpinionsByVulnerability = Map<RecordId, Opinion[]>

/**
 * Asks every matcher, most trusted first, what the published statements about a component mean for it; `undefined`: nothing.
 * By place, as all that is done for each of twenty thousand components in the first second: before code is compiled, the
 * steps of an iterator cost more than what is done in each.
 */
export function gatherOpinions(identity: Identity, scene: Scene, dial: Dial): OpinionsByVulnerability | undefined {
  let byVulnerability: OpinionsByVulnerability | undefined
  for (let which = 0; which < matchers.length; which++) {
    const matcher = matchers[which]!
    const keys = matcher.keys(identity, dial)
    for (let key = 0; key < keys.length; key++) {
      const found = scene.knowledge.statements(keys[key]!)
      if (found.length === 0) continue
      const statements = matcher.among?.(identity, found) ?? found
      for (let at = 0; at < statements.length; at++) {
        const statement = statements[at]!
        if (statement.state !== 'published') continue
        const opinions = matcher.judge(identity, statement, scene)
        for (let place = 0; place < opinions.length; place++) {
          byVulnerability ??= new Map()
          file(byVulnerability, opinions[place]!)
        }
      }
    }
  }
  return byVulnerability
}

function file(byVulnerability: OpinionsByVulnerability, opinion: Opinion): void {
  const ids = opinion.statement.vulnerabilityIds
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]!
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
