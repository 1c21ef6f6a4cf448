import { setImmediate } from 'node:timers/promises'
import type { KnowledgeReader } from '#core/vocabulary'
import { type DayScore, rescoreFindings, vulnerabilitiesFound } from '#exposure/findings/store'
import { epssBand, epssChange } from '#exposure/prioritisation'
import type { FlowContext } from './context.ts'

/** So many are read from the index at a time: in between others are answered. */
const PART = 200

/**
 * Moves a workspace's findings to where a new day of EPSS puts them in the list, without matching and deciding their assets
 * anew. @returns how many moved, and the vulnerabilities whose findings must be decided.
 */
export async function rescore(
  { database, knowledge }: FlowContext,
  workspaceId: string,
): Promise<{ moved: number; undecided: string[] }> {
  return knowledge.use(async (reader) => {
    const total = { moved: 0, undecided: [] as string[] }
    for await (const ids of vulnerabilitiesFound(database, workspaceId)) {
      const { moved, undecided } = await rescoreFindings(database, workspaceId, await scoresOf(reader, ids))
      total.moved += moved
      total.undecided.push(...undecided)
    }
    return total
  })
}

async function scoresOf(reader: KnowledgeReader, ids: readonly string[]): Promise<DayScore[]> {
  const scores: DayScore[] = []
  for (const id of ids) {
    scores.push(scoreOf(reader, id))
    if (scores.length % PART === 0) await setImmediate()
  }
  return scores
}

function scoreOf(reader: KnowledgeReader, vulnerabilityId: string): DayScore {
  const epss = reader.epss ? reader.epss(vulnerabilityId) : reader.vulnerability(vulnerabilityId)?.epss
  if (!epss) return { vulnerabilityId, epss: null, change: null, band: epssBand(undefined) }
  const change = epssChange(epss, epss.history)?.change ?? null
  return { vulnerabilityId, epss: epss.probability, change, band: epssBand(epss.probability) }
}
