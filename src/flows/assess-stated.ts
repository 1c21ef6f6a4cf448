import { dayOf } from '#core/kernel'
import type { Currency, DecisionTable, KnowledgeReader, ReportedFactsOf, SeenStated } from '#core/vocabulary'
import { groupStated, type JudgedStated } from '#exposure/findings'
import { mergedId } from '#exposure/matching'
import { type AssetContext, prioritiseStated } from '#exposure/prioritisation'
import { extentOf } from './assess.ts'
import { HeardReports } from './heard-reports.ts'

interface StatedTerms {
  asset: AssetContext
  table: DecisionTable
  currency: Currency
  /** What reports state of vulnerabilities themselves. */
  reportedFacts: readonly ReportedFactsOf[]
}

/** Decides what tools state of an asset itself: a vulnerability by what is known of it, anything else by what is not. */
export function assessStated(
  stated: readonly SeenStated[],
  knowledge: KnowledgeReader,
  { asset, table, currency, reportedFacts }: StatedTerms,
): JudgedStated[] {
  const reports = new HeardReports(knowledge, extentOf(knowledge, currency), reportedFacts)
  const asOf = dayOf(currency.now)
  const vulnerabilityOf = ({ kind, vulnerabilityIds, ruleId }: SeenStated) =>
    kind === 'vulnerability'
      ? mergedId(vulnerabilityIds.length > 0 ? vulnerabilityIds : [ruleId], knowledge)
      : undefined
  return groupStated(stated, vulnerabilityOf).map(({ voices, vulnerabilityId }) => {
    const heard = reports.of(vulnerabilityId ?? '')
    const { facts } = heard
    const { tool, ruleId, severity } = voices[0]!
    // Catalogues list vulnerabilities: that a rule is in none of them says nothing.
    const silence = vulnerabilityId === null ? {} : heard.knowledge
    const decided = prioritiseStated({ facts, asset, knowledge: silence, asOf }, table, {
      tool,
      ruleId,
      severity,
      known: heard.isKnown,
      isRule: vulnerabilityId === null,
    })
    return { voices, vulnerabilityId, title: facts.title, aliases: facts.aliases, ...decided }
  })
}
