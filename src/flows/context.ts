import type { Clock, Report } from '#core/kernel'
import type { Currency, DecisionTable } from '#core/vocabulary'
import type { Dial } from '#exposure/matching'
import type { Database } from '#platform/database'
import type { KnowledgeHolder } from './knowledge-holder.ts'

/** What the flows need of the world; made once by a composition root. */
export interface FlowContext {
  database: Database
  knowledge: KnowledgeHolder
  clock: Clock
  /** The decision table of the installation. */
  table: DecisionTable
  dial: Dial
  /** Days after which all knowledge counts as out of date, in place of each feed's own limit. */
  maxKnowledgeAgeDays?: number | undefined
}

/** By what knowledge is judged at this moment. */
export function currencyOf({ clock, maxKnowledgeAgeDays }: FlowContext): Currency {
  return { now: clock(), maxAgeDays: maxKnowledgeAgeDays }
}

export type { Report }
