import { plainWords } from '#core/kernel'
import type { Component, ComponentEvidence, Distribution, UpstreamPackage } from '#core/vocabulary'
import type { ImportLimits } from '../../contract.ts'
import { detached } from '../input/detached.ts'
import { distributionOfQualifier } from './distribution.ts'
import { readPurl, versionOf } from './identity.ts'
import { upstreamOfQualifier } from './upstream.ts'

/** What an importer read of one component, before its identity is put into canonical form. */
export interface Draft {
  ref: string
  name: string
  version?: string | undefined
  purl?: string | undefined
  cpes?: string[]
  namespace?: string | undefined
  type?: string | undefined
  distribution?: Distribution | undefined
  upstream?: UpstreamPackage[]
  module?: string | undefined
  licences?: string[]
  location?: string
  scope?: Component['scope']
  dependsOn?: string[]
  evidence: ComponentEvidence[]
}

/** Why a draft became no component, or lost a part of itself: a stable code and an example. */
export type DraftFault = {
  code: 'no-name' | 'string-too-long' | 'invalid-purl' | 'invalid-cpe' | 'version-differs'
  example: string
}

const CPE_NAME = /^cpe:2\.3:[aho*-]:/

/** A component in canonical form, with what had to be left off; no component when it cannot be named. */
export function componentOf(draft: Draft, limits: ImportLimits): { component?: Component; faults: DraftFault[] } {
  const faults: DraftFault[] = []
  const purl = draft.purl === undefined ? undefined : readPurl(draft.purl)
  if (draft.purl !== undefined && !purl) faults.push({ code: 'invalid-purl', example: `${draft.ref}: ${draft.purl}` })
  const name = plainWords((draft.name || purl?.name) ?? '')
  if (name.trim() === '') return { faults: [{ code: 'no-name', example: draft.ref }] }
  const version = versionOf(draft.version || undefined, purl)
  const longestWord = Math.max(
    name.length,
    version?.length ?? 0,
    purl?.namespace?.length ?? 0,
    draft.namespace?.length ?? 0,
  )
  if (longestWord > limits.wordLength || (draft.purl?.length ?? 0) > limits.stringLength)
    return { faults: [{ code: 'string-too-long', example: draft.ref }] }
  if (draft.version && version && !refines(version, draft.version))
    faults.push({
      code: 'version-differs',
      example: `${draft.ref}: ${draft.version} is stated, the purl says ${version}`,
    })
  const cpes = draft.cpes?.length ? validCpes(draft, draft.cpes, limits, faults) : []
  const upstream = draft.upstream?.length ? draft.upstream : upstreamOfQualifier(purl?.qualifiers.upstream ?? '')
  const component: Component = {
    ref: draft.ref,
    cpes,
    name,
    upstream,
    licences: draft.licences ?? [],
    location: draft.location ?? '',
    dependsOn: draft.dependsOn ?? [],
    evidence: draft.evidence,
  }
  if (purl) component.purl = ownText(purl.text, draft.purl)
  const namespace = purl?.namespace ?? draft.namespace
  if (namespace) component.namespace = ownText(namespace, draft.namespace)
  if (version) component.version = ownText(version, draft.version)
  const type = purl?.type ?? draft.type
  if (type) component.type = type
  const distribution = draft.distribution ?? distributionOfPurl(purl)
  if (distribution) component.distribution = distribution
  const module = draft.module ?? moduleOf(purl?.qualifiers.rpmmod)
  if (module) component.module = module
  if (draft.scope) component.scope = draft.scope
  return { faults, component }
}

/** What was put together from parts; where the document says the same, its own text, which needs no copy. */
function ownText(text: string, stated: string | undefined): string {
  return text === stated ? stated : detached(text)
}

/** True when a version says the same as the stated one, with an epoch or a release more. */
function validCpes({ ref }: Draft, cpes: readonly string[], limits: ImportLimits, faults: DraftFault[]): string[] {
  return cpes.filter((cpe) => {
    const valid = CPE_NAME.test(cpe) && cpe.length <= limits.stringLength
    if (!valid) faults.push({ code: 'invalid-cpe', example: `${ref}: ${cpe}` })
    return valid
  })
}

function refines(version: string, stated: string): boolean {
  if (version === stated) return true
  const plain = stated.replace(/^0:/, '')
  return version.startsWith(plain) || version.endsWith(plain)
}

function distributionOfPurl(purl: ReturnType<typeof readPurl>): Distribution | undefined {
  const distro = purl?.qualifiers.distro
  return distro ? distributionOfQualifier(distro, purl.namespace) : undefined
}

/** `name:stream` of an rpm modularity label `name:stream:version:context`. */
export function moduleOf(label: string | undefined): string | undefined {
  return label === undefined ? undefined : label.split(':').slice(0, 2).join(':')
}
