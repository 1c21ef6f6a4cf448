import type { Component, ReportedFinding, ReportedPlace } from '#core/vocabulary'
import { child, childrenOf, type XmlNode } from '../shared/input/xml-elements.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'
import { bareFinding } from '../shared/report/finding.ts'
import { severityOfScore } from '../shared/report/severity.ts'
import { vulnerabilityIdsIn } from '../shared/report/vulnerability-ids.ts'
import { cut, MAX_TEXT, MAX_TITLE, word } from '../shared/report/words.ts'

/**
 * What scripts say in nmap's own tables: `vulners` lists ids for a CPE, scripts on the `vulns` library give a table per
 * vulnerability. Free text of other scripts is not read: it can hold what a service gave away.
 */
export function readScripts(
  collector: InventoryCollector,
  scripts: readonly XmlNode[],
  place: ReportedPlace,
  component: Component | undefined,
): void {
  for (const script of scripts) {
    const id = script.attributes.id ?? ''
    for (const table of childrenOf(script, 'table')) {
      if (id === 'vulners')
        for (const entry of childrenOf(table, 'table')) readVulners(collector, entry, place, component)
      else if (elem(table, 'state') !== undefined) readVulnsTable(collector, table, id, place, component)
    }
  }
}

/** An entry of vulners: an advisory, or an exploit that it lists for the software; the latter is one only by the CVE in its id. */
function readVulners(
  collector: InventoryCollector,
  entry: XmlNode,
  place: ReportedPlace,
  component: Component | undefined,
): void {
  const id = word(elem(entry, 'id'))
  if (id === undefined) {
    collector.drop('no-rule', `${place.host} ${place.port}: vulners`)
    return
  }
  const score = Number.parseFloat(elem(entry, 'cvss') ?? '')
  const type = word(elem(entry, 'type'))
  collector.report({
    ...foundBy(`${place.host} ${place.port}/${place.protocol} ${id}`, id, place, component),
    ...severityFrom(score),
    ...kindOf(vulnerabilityIdsIn(id)),
    title: id,
    references: type ? [`https://vulners.com/${encodeURIComponent(type)}/${encodeURIComponent(id)}`] : [],
  })
}

const present = new Set(['VULNERABLE', 'LIKELY VULNERABLE', 'VULNERABLE (Exploitable)'])

function readVulnsTable(
  collector: InventoryCollector,
  table: XmlNode,
  script: string,
  place: ReportedPlace,
  component: Component | undefined,
): void {
  if (!present.has(elem(table, 'state') ?? '')) return
  const ids = childrenOf(
    childrenOf(table, 'table').find(({ attributes }) => attributes.key === 'ids'),
    'elem',
  )
  const said = [table.attributes.key ?? '', ...ids.map(({ text }) => text)].join(' ')
  const vulnerabilityIds = vulnerabilityIdsIn(said)
  const description = cut(
    childrenOf(table, 'table')
      .find(({ attributes }) => attributes.key === 'description')
      ?.children.map(({ text }) => text.trim())
      .join('\n'),
    MAX_TEXT,
  )
  const rule = vulnerabilityIds[0] ?? word(table.attributes.key) ?? word(script)
  if (rule === undefined) {
    collector.drop('no-rule', `${place.host}: a script without an id`)
    return
  }
  collector.report({
    ...foundBy(`${place.host} ${place.port ?? 'host'} ${script} ${rule}`, rule, place, component),
    ...kindOf(vulnerabilityIds),
    title: cut(elem(table, 'title'), MAX_TITLE) ?? rule,
    ...(description ? { description } : {}),
  })
}

function foundBy(ref: string, rule: string, place: ReportedPlace, component: Component | undefined) {
  return { ...bareFinding(ref, rule, undefined), ...(component ? { component } : {}), place }
}

function kindOf(vulnerabilityIds: string[]): Pick<ReportedFinding, 'kind' | 'vulnerabilityIds'> {
  return { kind: vulnerabilityIds.length > 0 ? 'vulnerability' : 'weakness', vulnerabilityIds }
}

function severityFrom(score: number): Pick<ReportedFinding, 'severity'> {
  // vulners writes 0.0 for what nobody has scored.
  const severity = score > 0 ? severityOfScore(score) : undefined
  return severity ? { severity } : {}
}

function elem(table: XmlNode, key: string): string | undefined {
  const found = childrenOf(table, 'elem').find(({ attributes }) => attributes.key === key)
  return found?.text.trim() || child(table, key)?.text.trim() || undefined
}
