import type { Component, ReportedFacts, ReportedFinding, ReportedPlace } from '#core/vocabulary'
import { asObject, asText, type JsonObject } from '../shared/input/json-value.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'
import { placeOfAddress, portOf } from '../shared/report/address.ts'
import { factsPart, kevOf, publishedOf, severitiesOf } from '../shared/report/facts.ts'
import { bareFinding } from '../shared/report/finding.ts'
import { cwesOf, vulnerabilityIdsIn } from '../shared/report/vulnerability-ids.ts'
import { cut, listed, MAX_TEXT, MAX_TITLE, word } from '../shared/report/words.ts'

/** Where the software that findings name is kept, each once. */
export interface Components {
  of(name: string, version: string | undefined, pointer: string): Component | undefined
}

export class NamedComponents implements Components {
  readonly #collector: InventoryCollector
  readonly #path: string
  readonly #known = new Map<string, Component | undefined>()

  constructor(collector: InventoryCollector, path: string) {
    this.#collector = collector
    this.#path = path
  }

  of(name: string, version: string | undefined, pointer: string): Component | undefined {
    const purl = name.startsWith('pkg:') ? name : undefined
    const ref = `${name} ${version ?? ''}`
    if (!this.#known.has(ref))
      this.#known.set(
        ref,
        this.#collector.add({
          ref,
          name: purl ? '' : name,
          version,
          purl,
          evidence: [{ kind: 'report', by: 'defectdojo', path: this.#path, pointer }],
        }),
      )
    return this.#known.get(ref)
  }
}

/** Reads one finding; returns its date. Without a title it is dropped and counted. Attached files are never taken. */
export function readFinding(
  collector: InventoryCollector,
  components: Components,
  said: JsonObject,
  ref: string,
): unknown {
  const title = cut(said.title, MAX_TITLE)
  if (title === undefined || title.trim() === '') {
    collector.drop('no-title', ref)
    return undefined
  }
  const vulnerabilityIds = vulnerabilityIdsIn(
    [...listed(said.vulnerability_ids), asText(said.cve) ?? '', asText(said.vuln_id_from_tool) ?? ''].join(' '),
  )
  const name = word(said.component_name)
  const component = name ? components.of(name, word(said.component_version), ref) : undefined
  const description = cut(said.description, MAX_TEXT)
  const remedy = cut(said.mitigation, MAX_TEXT)
  collector.report({
    ...bareFinding(ref, word(said.vuln_id_from_tool) ?? vulnerabilityIds[0] ?? title.slice(0, 300), said.severity),
    kind: vulnerabilityIds.length > 0 ? 'vulnerability' : 'weakness',
    title,
    ...(description ? { description } : {}),
    ...(remedy ? { remedy } : {}),
    ...factsPart(factsOf(said)),
    vulnerabilityIds,
    cwes: cwesOf([said.cwe ?? '']),
    ...(component ? { component } : {}),
    fixedVersions: listed(said.fix_version),
    place: placeOf(said),
    ...stateOf(said),
    references: listed(said.references).filter((one) => /^https?:\/\//i.test(one)),
  })
  return said.date
}

/** Its EPSS scores bear no date, so that they are none. */
function factsOf({ cvssv4, cvssv3, kev_date, ransomware_used, publish_date }: JsonObject): ReportedFacts {
  return {
    ...severitiesOf([[cvssv4], [cvssv3]]),
    ...kevOf(kev_date, ransomware_used === true),
    ...publishedOf(publish_date),
  }
}

/** The file, and the first address. */
function placeOf(said: JsonObject): ReportedPlace {
  const path = cut(said.file_path, MAX_TITLE)
  const line = Number(asText(said.line))
  const [endpoint] = Array.isArray(said.endpoints) ? said.endpoints : [said.endpoint]
  return {
    ...placeOfEndpoint(endpoint),
    ...(path ? { path } : {}),
    ...(Number.isInteger(line) && line > 0 ? { line } : {}),
  }
}

function placeOfEndpoint(endpoint: unknown): ReportedPlace {
  const said = asObject(endpoint)
  if (!said) return placeOfAddress(asText(endpoint)?.split(/\s/)[0] ?? '')
  const host = placeOfAddress(asText(said.host) ?? '')
  const protocol = asText(said.protocol)
  if (host.host === undefined || protocol === undefined || !/^[a-z][a-z0-9+.-]{0,20}$/i.test(protocol))
    return { ...host, ...portOf(said.port) }
  const port = portOf(said.port).port
  const path = asText(said.path)?.replace(/^\/*/, '/') ?? '/'
  return placeOfAddress(`${protocol.toLowerCase()}://${host.host}${port ? `:${port}` : ''}${path}`)
}

/** A person's word in DefectDojo: false positives, duplicates and accepted risks are its suppressions. */
function stateOf(said: JsonObject): Pick<ReportedFinding, 'state' | 'stateReason'> {
  if (said.is_mitigated === true) return { state: 'fixed', stateReason: 'mitigated' }
  const reason = suppressing.find(([field]) => said[field] === true)?.[1]
  if (reason) return { state: 'suppressed', stateReason: reason }
  return said.active === false ? { state: 'suppressed', stateReason: 'inactive' } : { state: 'open' }
}

const suppressing: readonly (readonly [string, string])[] = [
  ['false_p', 'false positive'],
  ['duplicate', 'duplicate'],
  ['out_of_scope', 'out of scope'],
  ['risk_accepted', 'risk accepted'],
]
