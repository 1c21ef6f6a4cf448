import type { ReportedFacts, ReportedFinding } from '#core/vocabulary'
import { asObject, asObjects, asText, type JsonObject } from '../shared/input/json-value.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'
import { epssOf, factsPart, kevOf, publishedOf, severitiesOf, vectorsListed } from '../shared/report/facts.ts'
import { bareFinding } from '../shared/report/finding.ts'
import { cwesOf } from '../shared/report/vulnerability-ids.ts'
import { cut, MAX_TEXT, MAX_TITLE, word, words } from '../shared/report/words.ts'
import { artifactOf, type MatchedPackages } from './package.ts'

/** One match: a vulnerability in a package. Without either it is dropped and counted. */
export function readMatch(
  collector: InventoryCollector,
  packages: MatchedPackages,
  said: JsonObject,
  ref: string,
): void {
  const vulnerability = asObject(said.vulnerability) ?? {}
  const id = word(vulnerability.id)
  if (id === undefined) {
    collector.drop('no-rule', ref)
    return
  }
  const component = packages.of(artifactOf(said), ref)
  if (!component) {
    collector.drop('no-component', `${ref}: ${id}`)
    return
  }
  const related = asObjects(said.relatedVulnerabilities)
  const description = [vulnerability, ...related].map((one) => cut(one.description, MAX_TEXT)).find(Boolean)
  const path = asText(asObjects(artifactOf(said).locations)[0]?.path)
  collector.report({
    ...bareFinding(ref, id, vulnerability.severity),
    kind: 'vulnerability',
    title: `${id} in ${component.name}`.slice(0, MAX_TITLE),
    ...(description ? { description } : {}),
    ...factsPart(factsOf(vulnerability, related)),
    vulnerabilityIds: [...new Set([id, ...related.flatMap((one) => word(one.id) ?? [])])],
    cwes: cwesOf(asObjects(vulnerability.cwes).map(({ cwe }) => cwe)),
    component,
    fixedVersions: words(asObject(vulnerability.fix)?.versions),
    ...(path ? { place: { path: path.slice(0, MAX_TITLE) } } : {}),
    ...stateOf(said),
    references: words([vulnerability.dataSource, ...words(vulnerability.urls)]),
  })
}

/** A match that a rule of the user's or a VEX document took out. */
function stateOf({ appliedIgnoreRules }: JsonObject): Pick<ReportedFinding, 'state' | 'stateReason'> {
  const [rule] = asObjects(appliedIgnoreRules)
  if (!rule) return { state: 'open' }
  const vex = [word(rule['vex-status']), word(rule['vex-justification'])].filter(Boolean).join(', ')
  const reason = word(rule.reason) ?? (vex || undefined) ?? 'ignored by rule'
  return { state: 'suppressed', stateReason: reason }
}

/** What the vulnerability or those related to it say; Grype adds EPSS and CISA's catalogue from its own database. */
function factsOf(vulnerability: JsonObject, related: readonly JsonObject[]): ReportedFacts {
  const sources = [vulnerability, ...related]
  const [epss] = sources.flatMap((one) => asObjects(one.epss))
  const [known] = sources.flatMap((one) => asObjects(one.knownExploited))
  const fixes = asObjects(asObject(vulnerability.fix)?.available).map(({ date }) => date)
  return {
    ...severitiesOf(sources.flatMap((one) => vectorsListed(one.cvss))),
    ...epssOf(epss?.epss, epss?.percentile, epss?.date),
    ...kevOf(known?.dateAdded, asText(known?.knownRansomwareCampaignUse)?.toLowerCase() === 'known'),
    ...publishedOf(...fixes),
  }
}
