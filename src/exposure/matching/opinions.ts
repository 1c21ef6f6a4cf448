import { type KnowledgeKey, type KnowledgeReader, matchMethods, type RecordId } from '#core/vocabulary'
import type { Identity } from './identity.ts'
import { matchers } from './matchers/registry.ts'
import type { Dial } from './matchers/types.ts'
import type { Opinion } from './opinion.ts'

/** Opinions by vulnerability, each list ordered by trust. */
export type OpinionsByVulnerability = Map<RecordId, Opinion[]>

/** Asks every matcher, most trusted first, what the published statements about a component mean for it. */
export function gatherOpinions(identity: Identity, reader: KnowledgeReader, dial: Dial): OpinionsByVulnerability {
  const byVulnerability: OpinionsByVulnerability = new Map()
  for (const matcher of matchers) {
    for (const key of matcher.keys(identity, dial)) {
      for (const statement of reader.statements(key)) {
        if (statement.state !== 'published') continue
        for (const opinion of matcher.judge(identity, statement, reader)) file(byVulnerability, opinion)
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

/** The opinions of the most trusted method that speaks, and those of the methods it silences. */
export function splitByTrust(opinions: readonly Opinion[]): { trusted: Opinion[]; silenced: Opinion[] } {
  const method = matchMethods.find((candidate) => opinions.some((opinion) => opinion.method === candidate))
  return {
    trusted: opinions.filter((opinion) => opinion.method === method),
    silenced: opinions.filter((opinion) => opinion.method !== method),
  }
}
