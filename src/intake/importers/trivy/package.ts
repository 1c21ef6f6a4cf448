import type { Component, Distribution } from '#core/vocabulary'
import { formatPurl } from '#core/vocabulary'
import { asObject, asText, type JsonObject } from '../shared/input/json-value.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'
import { packagePurl } from '../shared/inventory/project.ts'
import { namespaceOf, purlTypeOf } from './purl-type.ts'

interface Target {
  path: string
  /** Place of the target in the report. */
  index: number
  type: string
  system: Distribution | undefined
}

/** The packages of one target, each once: as listed, or as a vulnerability names it where Trivy did not list them. */
export class TargetPackages {
  readonly #collector: InventoryCollector
  readonly #target: Target
  readonly #known = new Map<string, Component | undefined>()

  constructor(collector: InventoryCollector, target: Target) {
    this.#collector = collector
    this.#target = target
  }

  /** A package as `--list-all-pkgs` writes it. */
  add(listed: JsonObject): Component | undefined {
    const version = fullVersion(listed.Version, listed.Release, listed.Epoch)
    return this.#keep(listed, asText(listed.Name), version, asText(listed.FilePath))
  }

  /** The package a vulnerability is in. */
  of(vulnerability: JsonObject): Component | undefined {
    const { PkgName, InstalledVersion, PkgPath } = vulnerability
    return this.#keep(vulnerability, asText(PkgName), asText(InstalledVersion), asText(PkgPath))
  }

  #keep(said: JsonObject, name = '', version?: string, path = ''): Component | undefined {
    const { index, type } = this.#target
    const ref = `${index}:${name}@${version ?? ''}:${path}`
    if (this.#known.has(ref)) return this.#known.get(ref)
    const purlType = purlTypeOf(type)
    const source = asText(said.SrcName)
    const sourceVersion = fullVersion(said.SrcVersion, said.SrcRelease, said.SrcEpoch)
    const component = this.#collector.add({
      ref,
      name: purlType === 'maven' ? name.slice(name.lastIndexOf(':') + 1) : name,
      version,
      purl: asText(asObject(said.PkgIdentifier ?? said.Identifier)?.PURL) ?? this.#purl(purlType, name, version),
      type: purlType,
      ...(source ? { upstream: [{ name: source, ...(sourceVersion ? { version: sourceVersion } : {}) }] } : {}),
      evidence: [{ kind: 'report', by: 'trivy', path: path || this.#target.path, pointer: `/Results/${index}` }],
    })
    this.#known.set(ref, component)
    return component
  }

  #purl(purlType: string | undefined, name: string, version: string | undefined): string | undefined {
    if (!purlType || name.trim() === '') return undefined
    if (!['deb', 'rpm', 'apk'].includes(purlType)) return packagePurl(purlType, name, version)
    const { id, versionId } = this.#target.system ?? {}
    const qualifiers = id && versionId ? { distro: `${id}-${versionId}` } : undefined
    const purl = formatPurl({ type: purlType, namespace: namespaceOf(this.#target.type), name, version, qualifiers })
    return purl.ok ? purl.value.text : undefined
  }
}

/** `epoch:version-release`, of which only the version need be there. */
function fullVersion(version: unknown, release: unknown, epoch: unknown): string | undefined {
  const upstream = asText(version)
  if (upstream === undefined) return undefined
  const prefix = typeof epoch === 'number' && epoch > 0 ? `${epoch}:` : ''
  const suffix = asText(release)
  return `${prefix}${upstream}${suffix ? `-${suffix}` : ''}`
}
