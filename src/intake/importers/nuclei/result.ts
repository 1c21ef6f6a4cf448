import type { ReportedKind, ReportedPlace } from '#core/vocabulary'
import { asObject, asText, type JsonObject } from '../shared/input/json-value.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'
import { placeOfAddress, portOf } from '../shared/report/address.ts'
import { factsPart, severitiesOf } from '../shared/report/facts.ts'
import { bareFinding } from '../shared/report/finding.ts'
import { cwesOf, vulnerabilityIdsIn } from '../shared/report/vulnerability-ids.ts'
import { cut, listed, MAX_TEXT, MAX_TITLE, word } from '../shared/report/words.ts'

/** One result of a template at one address. */
export function readResult(collector: InventoryCollector, said: JsonObject, ref: string): void {
  const id = word(said['template-id'] ?? said.templateID)
  const info = asObject(said.info) ?? {}
  if (id === undefined) {
    collector.drop('no-rule', ref)
    return
  }
  if (said['matcher-status'] === false) {
    collector.note('not-matched', id)
    return
  }
  const classification = asObject(info.classification) ?? {}
  const aspect = word(said['matcher-name'] ?? said.matcher_name)
  const vulnerabilityIds = vulnerabilityIdsIn([...listed(classification['cve-id']), id].join(' '))
  const remedy = cut(info.remediation, MAX_TEXT)
  const description = cut(info.description, MAX_TEXT)
  collector.report({
    ...bareFinding(ref, id, info.severity),
    kind: kindOf(vulnerabilityIds, info),
    title: cut(info.name, MAX_TITLE) ?? id,
    ...(aspect ? { aspect } : {}),
    ...(description ? { description } : {}),
    ...(remedy ? { remedy } : {}),
    ...factsPart(severitiesOf([[classification['cvss-metrics']]])),
    vulnerabilityIds,
    cwes: cwesOf(listed(classification['cwe-id'])),
    place: placeOf(said),
    references: listed(info.reference),
  })
}

function kindOf(ids: readonly string[], { tags, severity }: JsonObject): ReportedKind {
  if (ids.length > 0) return 'vulnerability'
  const said = new Set(listed(tags))
  if (said.has('misconfig') || said.has('misconfiguration')) return 'misconfiguration'
  if (severity === 'info' || exposing.some((tag) => said.has(tag))) return 'exposure'
  return 'weakness'
}

const exposing = ['exposure', 'panel', 'tech', 'discovery', 'detect', 'token', 'files']

/** Where it matched; the host in the report's own words where the address tells none. */
function placeOf(said: JsonObject): ReportedPlace {
  const matched = placeOfAddress(asText(said['matched-at'] ?? said.matched) ?? '')
  const host = placeOfAddress(asText(said.host) ?? '')
  const address = placeOfAddress(asText(said.ip) ?? '')
  return { ...address, ...host, ...portOf(said.port), ...matched }
}
