import { canonicalJson, digestOf } from '#core/kernel'
import type { Currency, KnowledgeReader } from '#core/vocabulary'
import { type AssessmentBasis, assessmentBases } from '#exposure/findings/store'
import type { AssetId } from '#exposure/inventory'
import { inventoryMarks } from '#exposure/inventory/store'
import { supplierVexInForce } from '#exposure/knowledge/store'
import { extentOf } from './assess.ts'
import { currencyOf, type FlowContext } from './context.ts'

/** Raise it when matching, inference or ranking decides differently on the same input: recorded findings follow. */
const RULES_VERSION = 9

/**
 * What an assessment with this reader at this moment rests on. A catalogue read for the first time turns "unknown" into
 * "not listed", and one that goes out of date turns it back for what was published since.
 */
export function basisOf(
  { table, dial }: FlowContext,
  knowledge: KnowledgeReader,
  currency: Currency,
): Pick<AssessmentBasis, 'rules' | 'generation'> {
  const { outdated = [], ...extent } = extentOf(knowledge, currency)
  // The day of one that speaks of today moves without anything being decided anew.
  const catalogues = Object.keys(extent).sort()
  const old = outdated.map((name) => `${name} as of ${extent[name]?.slice(0, 10)}`)
  const decided = { ...table, source: undefined, outcomes: [...table.outcomes] }
  return {
    rules: digestOf(canonicalJson({ version: RULES_VERSION, table: decided, dial, catalogues, old })),
    generation: knowledge.generation,
  }
}

/** True when the asset's findings are what today's rules say of today's inventory by today's knowledge. */
export async function isAssessed(context: FlowContext, workspaceId: string, assetId: AssetId): Promise<boolean> {
  const { database, knowledge } = context
  const bases = await assessmentBases(database, workspaceId, assetId)
  const inventory = (await inventoryMarks(database, workspaceId, assetId)).get(assetId)
  if (inventory === undefined) return false
  const supplierVex = await supplierVexInForce(database, workspaceId)
  const today = basisOf(context, knowledge.reader(), currencyOf(context))
  return isSame(bases.get(assetId), { ...today, inventory, supplierVex })
}

/** True when an assessment would be the same as the one before. */
export function isSame(before: AssessmentBasis | undefined, today: AssessmentBasis): boolean {
  return (
    before?.rules === today.rules &&
    before.generation === today.generation &&
    before.inventory === today.inventory &&
    changedDocuments(before, today).length === 0
  )
}

/** Suppliers' documents that came or went since. */
export function changedDocuments(
  before: Pick<AssessmentBasis, 'supplierVex'>,
  today: Pick<AssessmentBasis, 'supplierVex'>,
): string[] {
  return [...new Set(before.supplierVex).symmetricDifference(new Set(today.supplierVex))]
}
