import type { NamedAsset } from '#core/vocabulary'
import type { InventoryCollector } from './collector.ts'

/** Annotations of the OCI image specification (annotations.md) that say what an image was made from. */
const BASE = 'org.opencontainers.image.base.name'
const SOURCE = 'org.opencontainers.image.source'

const MAX_NAME = 500

/** What an image's own labels say of its base and its source. */
export function relateByLabels(collector: InventoryCollector, label: (name: string) => string | undefined): void {
  const base = label(BASE)?.trim()
  // `scratch` is no image.
  if (base && base.length <= MAX_NAME && base !== 'scratch')
    collector.relate({ kind: 'based_on', to: { kind: 'container-image', name: base }, confidence: 100 })
  const source = repositoryOf(label(SOURCE))
  if (source) collector.relate({ kind: 'built_from', to: source, confidence: 100 })
}

/** A repository by its address: without credentials, query and what tools put around it (`git+`, `.git`). */
export function repositoryOf(address: string | undefined): NamedAsset | undefined {
  const said = address
    ?.trim()
    .replace(/^git\+/, '')
    .replace(/^git@([^:/]+):/, 'ssh://$1/')
  if (!said || said.length > MAX_NAME) return undefined
  const url = URL.parse(said)
  if (!url || !/^(?:https?|ssh|git):$/.test(url.protocol) || !url.host || url.pathname === '/') return undefined
  const path = url.pathname.replace(/\/+$/, '').replace(/\.git$/, '')
  const protocol = url.protocol === 'https:' || url.protocol === 'http:' ? url.protocol : 'https:'
  return path === '' ? undefined : { kind: 'repository', name: `${protocol}//${url.host.toLowerCase()}${path}` }
}
