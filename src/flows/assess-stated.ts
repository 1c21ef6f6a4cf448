import { dayOf } from '#core/kernel'
import type { Currency, DecisionTable, KnowledgeReader, SeenStated } from '#core/vocabulary'
import { groupStated, type JudgedStated } from '#exposure/findings'
import { mergedId } from '#exposure/matching'
import { type AssetContext, prioritiseStated } from '#exposure/prioritisation'
import { extentOf, factsWithout } from './assess.ts'

/** Decides what tools state of an asset itself: a vulnerability by what is known of it, anything else by what is not. */
export function assessStated(
  stated: readonly SeenStated[],
  knowledge: KnowledgeReader,
  { asset, table, currency }: { asset: AssetContext; table: DecisionTable; currency: Currency },
): JudgedStated[] {
  const extent = extentOf(knowledge, currency)
  const asOf = dayOf(currency.now)
  const vulnerabilityOf = ({ kind, vulnerabilityIds, ruleId }: SeenStated) =>
    kind === 'vulnerability'
      ? mergedId(vulnerabilityIds.length > 0 ? vulnerabilityIds : [ruleId], knowledge)
      : undefined
  return groupStated(stated, vulnerabilityOf).map(({ voices, vulnerabilityId }) => {
    const known = vulnerabilityId === null ? undefined : knowledge.vulnerability(vulnerabilityId)
    const facts = known ?? factsWithout(vulnerabilityId ?? '')
    const { tool, ruleId, severity } = voices[0]!
    // Catalogues list vulnerabilities: that a rule is in none of them says nothing.
    const silence = vulnerabilityId === null ? {} : extent
    const decided = prioritiseStated({ facts, asset, knowledge: silence, asOf }, table, {
      tool,
      ruleId,
      severity,
      known: known !== undefined,
    })
    return { voices, vulnerabilityId, title: known?.title, aliases: facts.aliases, ...decided }
  })
}
