import type { CvssSeverity, ReportedPlace } from '#core/vocabulary'
import { lookUp } from '../shared/input/look-up.ts'
import { child, childrenOf, childText, type XmlNode } from '../shared/input/xml-elements.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'
import { placeOfAddress } from '../shared/report/address.ts'
import { bareFinding } from '../shared/report/finding.ts'
import { cwesOf, vulnerabilityIdsIn } from '../shared/report/vulnerability-ids.ts'
import { cut, MAX_TEXT, MAX_TITLE, word } from '../shared/report/words.ts'

/** Reads the alerts of one site; returns its host. */
export function readSite(collector: InventoryCollector, site: XmlNode): string[] {
  const place = placeOfAddress(site.attributes.name ?? site.attributes.host ?? '')
  const alerts = childrenOf(child(site, 'alerts'), 'alertitem')
  for (const [index, alert] of alerts.entries()) readAlert(collector, alert, place, `${place.host ?? 'site'} ${index}`)
  return place.host ? [place.host] : []
}

const severities: Readonly<Record<string, CvssSeverity>> = { '0': 'none', '1': 'low', '2': 'medium', '3': 'high' }

/** One alert with all its instances: it is mended once, where the site is configured. */
function readAlert(collector: InventoryCollector, alert: XmlNode, site: ReportedPlace, ref: string): void {
  const id = word(childText(alert, 'pluginid'))
  if (id === undefined) {
    collector.drop('no-rule', ref)
    return
  }
  const reference = word(childText(alert, 'alertRef'))
  const title = cut(childText(alert, 'alert') ?? childText(alert, 'name'), MAX_TITLE) ?? id
  const description = plainText(childText(alert, 'desc'))
  const remedy = plainText(childText(alert, 'solution'))
  const vulnerabilityIds = vulnerabilityIdsIn(`${title} ${childText(alert, 'reference') ?? ''}`)
  collector.report({
    ...bareFinding(ref, id, lookUp(severities, childText(alert, 'riskcode'))),
    kind: 'weakness',
    title,
    // One rule makes several alerts: `10038-1`, `10038-2`.
    ...(reference && reference !== id ? { aspect: reference } : {}),
    ...(description ? { description } : {}),
    ...(remedy ? { remedy } : {}),
    vulnerabilityIds,
    cwes: cwesOf([childText(alert, 'cweid') ?? '']),
    place: site,
    ...(childText(alert, 'confidence') === '0' ? { state: 'suppressed', stateReason: 'false positive' } : {}),
    references: referencesOf(childText(alert, 'reference')),
  })
}

/** ZAP writes paragraphs of HTML; nothing of it is rendered, so that the tags only disturb. */
function plainText(html: string | undefined): string | undefined {
  return (
    cut(html, MAX_TEXT)
      ?.replace(/<[^<>]{0,200}>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim() || undefined
  )
}

function referencesOf(html = ''): string[] {
  return [...html.slice(0, MAX_TEXT).matchAll(/https?:\/\/[^\s<>"]{1,250}/g)].map(([url]) => url).slice(0, 20)
}
