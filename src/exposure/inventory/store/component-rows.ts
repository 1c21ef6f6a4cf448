import type { Component, ComponentEvidence } from '#core/vocabulary'
import { ecosystemOfComponent } from '../ecosystem.ts'
import { type AssetId, type ComponentId, componentIdOf } from '../identity.ts'

/** A component as one JSON row for `json_to_recordset`; NUL, which PostgreSQL's text cannot hold, is taken out. */
export interface ComponentRow {
  id: ComponentId
  purl?: string | undefined
  cpes: string[]
  name: string
  namespace?: string | undefined
  version?: string | undefined
  type?: string | undefined
  ecosystem?: string | undefined
  distribution?: Component['distribution']
  upstream: Component['upstream']
  module?: string | undefined
  licences: string[]
  location: string
  scope?: Component['scope']
  evidence: ComponentEvidence[]
  depends_on: ComponentId[]
}

const MAX_EVIDENCE = 50

/**
 * The rows of one import, by id order. Components that are one by identity become one row: the first by ref lends its
 * fields, all lend their evidence and dependencies.
 */
export function componentRows(assetId: AssetId, components: readonly Component[]): ComponentRow[] {
  const idByRef = new Map(components.map((component) => [component.ref, componentIdOf(assetId, component)]))
  const rows = new Map<ComponentId, { row: ComponentRow; ref: string }>()
  for (const component of components) {
    const id = idByRef.get(component.ref)!
    const targets = component.dependsOn.flatMap((ref) => idByRef.get(ref) ?? [])
    const known = rows.get(id)
    if (!known) rows.set(id, { row: rowOf(id, component, targets), ref: component.ref })
    else
      rows.set(id, {
        row: joined(known, component, targets),
        ref: [known.ref, component.ref].sort()[0]!,
      })
  }
  return [...rows.values()].map(({ row }) => row).sort((a, b) => (a.id < b.id ? -1 : 1))
}

function rowOf(id: ComponentId, component: Component, dependsOn: ComponentId[]): ComponentRow {
  const { purl, cpes, name, namespace, version, type, distribution, upstream, module, licences, location, scope } =
    component
  const ecosystem = ecosystemOfComponent(component)
  const evidence = component.evidence.slice(0, MAX_EVIDENCE)
  return {
    id,
    purl,
    cpes,
    name,
    namespace,
    version,
    type,
    ecosystem,
    distribution,
    upstream,
    module,
    licences,
    location,
    scope,
    evidence,
    depends_on: unique(dependsOn),
  }
}

function joined(
  known: { row: ComponentRow; ref: string },
  component: Component,
  dependsOn: ComponentId[],
): ComponentRow {
  const { row } = known
  const base = known.ref < component.ref ? row : rowOf(row.id, component, [])
  const scope = row.scope === component.scope ? row.scope : 'runtime'
  return {
    ...base,
    scope,
    evidence: [...row.evidence, ...component.evidence].slice(0, MAX_EVIDENCE),
    depends_on: unique([...row.depends_on, ...dependsOn]),
  }
}

function unique(ids: ComponentId[]): ComponentId[] {
  return [...new Set(ids)]
}
