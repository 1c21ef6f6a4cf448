import { setImmediate } from 'node:timers/promises'
import type { KnowledgeReader } from '#core/vocabulary'
import { type DayScore, rescoreFindings, vulnerabilitiesFound } from '#exposure/findings/store'
import { epssChange } from '#exposure/prioritisation'
import type { FlowContext } from './context.ts'

/** So many are read from the index at a time: in between others are answered. */
const PART = 200

/** What a new day of EPSS came to in a workspace. */
export interface Rescored {
  /** How many vulnerabilities have another score. */
  moved: number
  /** Those that are scored for the first time: the decision on some of their findings may rest on it. */
  first: string[]
  /** Those that are scored no more, likewise. */
  gone: string[]
}

/**
 * Moves a workspace's findings to where a new day of EPSS puts them in the list. Nothing is decided: whoever asked has the
 * findings of what is scored for the first time, or no more, decided anew.
 */
export async function rescore({ database, knowledge }: FlowContext, workspaceId: string): Promise<Rescored> {
  return knowledge.use(async (reader) => {
    const total: Rescored = { moved: 0, first: [], gone: [] }
    for await (const found of vulnerabilitiesFound(database, workspaceId)) {
      const scores: DayScore[] = []
      let looked = 0
      for (const { id, waits, scored } of found) {
        const score = scoreOf(reader, id)
        if (score) scores.push(score)
        if (score && waits) total.first.push(id)
        if (!score && scored) total.gone.push(id)
        if (++looked % PART === 0) await setImmediate()
      }
      total.moved += await rescoreFindings(database, workspaceId, scores)
    }
    return total
  })
}

function scoreOf(reader: KnowledgeReader, vulnerabilityId: string): DayScore | undefined {
  const epss = reader.epss ? reader.epss(vulnerabilityId) : reader.vulnerability(vulnerabilityId)?.epss
  if (!epss) return undefined
  const { probability, date, history } = epss
  return { vulnerabilityId, epss: probability, change: epssChange(epss, history)?.change ?? null, date }
}
