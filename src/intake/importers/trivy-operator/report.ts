import { asObject, asObjects, asText, type JsonObject } from '../shared/input/json-value.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'
import { factsPart, publishedOf, severitiesOf, vectorsBySource } from '../shared/report/facts.ts'
import { bareFinding } from '../shared/report/finding.ts'
import { cut, MAX_TEXT, MAX_TITLE, word, words } from '../shared/report/words.ts'
import { workloadOf } from './workload.ts'

/** Reads one report of whichever kind: checks, secrets, vulnerabilities. */
export function readReport(collector: InventoryCollector, document: JsonObject, ref: string, path: string): void {
  const report = asObject(document.report) ?? {}
  const workload = workloadOf(asObject(document.metadata) ?? {})[0] ?? ''
  for (const [index, one] of asObjects(report.checks).entries())
    readCheck(collector, one, workload, `${ref} check ${index}`)
  for (const [index, one] of asObjects(report.secrets).entries()) readSecret(collector, one, `${ref} secret ${index}`)
  for (const [index, one] of asObjects(report.vulnerabilities).entries())
    readVulnerability(collector, one, `${ref} vulnerability ${index}`, path)
}

/** A check that fails; those that pass are no findings. */
function readCheck(collector: InventoryCollector, said: JsonObject, workload: string, ref: string): void {
  const id = word(said.checkID)
  if (id === undefined) {
    collector.drop('no-rule', ref)
    return
  }
  if (said.success === true) {
    collector.note('nothing-wrong', `${ref}: ${id}`)
    return
  }
  const description = cut(
    [...words(said.messages), asText(said.description) ?? ''].filter(Boolean).join('\n'),
    MAX_TEXT,
  )
  const remedy = cut(said.remediation, MAX_TEXT)
  collector.report({
    ...bareFinding(ref, id, said.severity),
    kind: 'misconfiguration',
    title: cut(said.title, MAX_TITLE) ?? id,
    ...(description ? { description } : {}),
    ...(remedy ? { remedy } : {}),
    place: workload ? { path: workload.slice(0, MAX_TITLE) } : {},
  })
}

/** A secret by its rule and place. Its text is never taken, masked or not. */
function readSecret(collector: InventoryCollector, said: JsonObject, ref: string): void {
  const id = word(said.ruleID)
  if (id === undefined) {
    collector.drop('no-rule', ref)
    return
  }
  const target = cut(said.target, MAX_TITLE)
  collector.report({
    ...bareFinding(ref, id, said.severity),
    kind: 'secret',
    title: cut(said.title, MAX_TITLE) ?? id,
    place: target ? { path: target } : {},
  })
}

function readVulnerability(collector: InventoryCollector, said: JsonObject, ref: string, path: string): void {
  const id = word(said.vulnerabilityID)
  const name = asText(said.resource)
  const version = asText(said.installedVersion)
  if (id === undefined || name === undefined) {
    collector.drop(id === undefined ? 'no-rule' : 'no-component', ref)
    return
  }
  const key = `${name}@${version ?? ''} ${asText(said.target) ?? ''}`
  const purl = asText(said.packagePURL)
  const component =
    collector.find(key) ??
    collector.add({
      ref: key,
      name,
      version,
      purl,
      evidence: [{ kind: 'report', by: 'trivy-operator', path, pointer: ref }],
    })
  if (!component) {
    collector.drop('no-component', `${ref}: ${id}`)
    return
  }
  const fixed = word(said.fixedVersion)
  collector.report({
    ...bareFinding(ref, id, said.severity),
    kind: 'vulnerability',
    title: cut(said.title, MAX_TITLE) ?? `${id} in ${component.name}`,
    ...factsPart({ ...severitiesOf(vectorsBySource(said.cvss)), ...publishedOf(said.publishedDate) }),
    vulnerabilityIds: [id],
    component,
    fixedVersions: fixed ? fixed.split(/,\s*/).filter(Boolean) : [],
    references: words([said.primaryLink, ...words(said.links)]),
  })
}
