import type { Component } from '#core/vocabulary'
import { asObject, asObjects, asStrings, asText, type JsonObject } from '../shared/input/json-value.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'

/** The packages that matches are in, each once by its name, version, purl and place. */
export class MatchedPackages {
  readonly #collector: InventoryCollector
  readonly #path: string
  readonly #known = new Map<string, Component | undefined>()

  constructor(collector: InventoryCollector, path: string) {
    this.#collector = collector
    this.#path = path
  }

  /** The package of a match, added with its first. */
  of(artifact: JsonObject, pointer: string): Component | undefined {
    const name = asText(artifact.name) ?? ''
    const version = asText(artifact.version)
    const purl = asText(artifact.purl)
    const path = asText(asObjects(artifact.locations)[0]?.path)
    const ref = [purl ?? name, version ?? '', path ?? ''].join(' ')
    if (this.#known.has(ref)) return this.#known.get(ref)
    const component = this.#collector.add({
      ref,
      name,
      version,
      purl,
      cpes: asStrings(artifact.cpes),
      licences: asStrings(artifact.licenses),
      upstream: asObjects(artifact.upstreams).flatMap(upstreamOf),
      evidence: [{ kind: 'report', by: 'grype', path: path ?? this.#path, pointer }],
    })
    this.#known.set(ref, component)
    return component
  }
}

function upstreamOf(said: JsonObject): { name: string; version?: string }[] {
  const name = asText(said.name)
  const version = asText(said.version)
  return name ? [{ name, ...(version ? { version } : {}) }] : []
}

/** The package a match names, as an object. */
export function artifactOf(said: JsonObject): JsonObject {
  return asObject(said.artifact) ?? {}
}
