import { canonicalJson, digestOf } from '#core/kernel'
import type { KnowledgeReader } from '#core/vocabulary'
import type { AssessmentBasis } from '#exposure/findings/store'
import { extentOf } from './assess.ts'
import type { FlowContext } from './context.ts'

/** Raise it when matching, inference or ranking decides differently on the same input: recorded findings follow. */
const RULES_VERSION = 2

/** What an assessment with this reader rests on. A catalogue read for the first time turns "unknown" into "not listed". */
export function basisOf({ table, dial }: FlowContext, knowledge: KnowledgeReader): AssessmentBasis {
  const catalogues = Object.keys(extentOf(knowledge)).sort()
  const decided = { ...table, source: undefined, outcomes: [...table.outcomes] }
  return {
    rules: digestOf(canonicalJson({ version: RULES_VERSION, table: decided, dial, catalogues })),
    generation: knowledge.generation,
  }
}
