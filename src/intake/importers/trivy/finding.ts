import type { ReportedFinding, ReportedState } from '#core/vocabulary'
import { asObject, type JsonObject } from '../shared/input/json-value.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'
import { factsPart, publishedOf, severitiesOf, vectorsBySource } from '../shared/report/facts.ts'
import { bareFinding } from '../shared/report/finding.ts'
import { cut, MAX_TEXT, MAX_TITLE, word, words } from '../shared/report/words.ts'
import type { TargetPackages } from './package.ts'

const MAX_LIST = 100

/** A vulnerability in a package; one whose package cannot be named is dropped and counted. */
export function readVulnerability(
  collector: InventoryCollector,
  packages: TargetPackages,
  said: JsonObject,
  ref: string,
): void {
  const id = word(said.VulnerabilityID)
  if (id === undefined) {
    collector.drop('no-rule', ref)
    return
  }
  const component = packages.of(said)
  if (!component) {
    collector.drop('no-component', `${ref}: ${id}`)
    return
  }
  collector.report({
    ...common(said, id, ref),
    kind: 'vulnerability',
    title: cut(said.Title, MAX_TITLE) ?? `${id} in ${component.name}`,
    ...factsPart({ ...severitiesOf(vectorsBySource(said.CVSS)), ...publishedOf(said.PublishedDate) }),
    vulnerabilityIds: [...new Set([id, ...words(said.VendorIDs)])],
    cwes: words(said.CweIDs),
    component,
    fixedVersions: (cut(said.FixedVersion, MAX_TEXT) ?? '').split(/,\s*/).filter(Boolean).slice(0, MAX_LIST),
    ...stateOf(said.Status),
  })
}

/** A rule of configuration that the target fails. Passed ones are no findings. */
export function readMisconfiguration(
  collector: InventoryCollector,
  target: string,
  said: JsonObject,
  ref: string,
): void {
  const id = word(said.ID) ?? word(said.AVDID)
  if (id === undefined) {
    collector.drop('no-rule', ref)
    return
  }
  const isPassed = said.Status === 'PASS'
  const remedy = cut(said.Resolution, MAX_TEXT)
  collector.report({
    ...common(said, id, ref),
    kind: 'misconfiguration',
    title: cut(said.Title, MAX_TITLE) ?? id,
    ...(isPassed ? { state: 'fixed', stateReason: 'passed' } : {}),
    ...(remedy ? { remedy } : {}),
    place: placeOf(target, asObject(said.CauseMetadata)?.StartLine),
  })
}

/** A secret by its rule and place. Its text is never taken, masked or not. */
export function readSecret(collector: InventoryCollector, target: string, said: JsonObject, ref: string): void {
  const id = word(said.RuleID)
  if (id === undefined) {
    collector.drop('no-rule', ref)
    return
  }
  collector.report({
    ...common({ Severity: said.Severity }, id, ref),
    kind: 'secret',
    title: cut(said.Title, MAX_TITLE) ?? id,
    place: placeOf(target, said.StartLine),
  })
}

/** What every kind of finding says alike. */
function common(said: JsonObject, ruleId: string, ref: string): Omit<ReportedFinding, 'kind' | 'title'> {
  const description = cut(said.Description, MAX_TEXT)
  return {
    ...bareFinding(ref, ruleId, said.Severity),
    ...(description ? { description } : {}),
    references: words(said.References),
  }
}

/** Trivy's `fixed` means that a fix is to be had, not that it is in place. */
function stateOf(status: unknown): { state: ReportedState; stateReason?: string } {
  return status === 'not_affected' ? { state: 'suppressed', stateReason: 'not_affected' } : { state: 'open' }
}

function placeOf(target: string, line: unknown): ReportedFinding['place'] {
  return {
    ...(target ? { path: target.slice(0, MAX_TITLE) } : {}),
    ...(typeof line === 'number' && line > 0 ? { line } : {}),
  }
}
