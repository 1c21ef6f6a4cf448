import type { AssetKind, NamedAsset } from '#core/vocabulary'
import { asObjects, asText, type JsonObject } from '../shared/input/json-value.ts'
import { lookUp } from '../shared/input/look-up.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'
import { relateByLabels, repositoryOf } from '../shared/inventory/image-labels.ts'

/** Types of component that are assets of their own (CycloneDX 1.5, `component.type`). */
const assetTypes: Readonly<Record<string, AssetKind>> = {
  container: 'container-image',
  'machine-learning-model': 'ai-model',
}

/** A component that is an asset of its own beside being part of the subject: an image, a model. */
export function assetOf(entry: JsonObject): NamedAsset | undefined {
  const kind = lookUp(assetTypes, asText(entry.type) ?? '')
  if (kind === undefined) return undefined
  const name = [asText(entry.group), asText(entry.name)].filter(Boolean).join('/')
  const purl = asText(entry.purl)
  return name ? { kind, name, ...(purl ? { purl } : {}) } : undefined
}

/** Where the subject comes from: its repository, and of an image the base that its labels name. */
export function relateSubject(collector: InventoryCollector, described: JsonObject | undefined): void {
  if (!described) return
  for (const reference of asObjects(described.externalReferences)) {
    const to = asText(reference.type) === 'vcs' ? repositoryOf(asText(reference.url)) : undefined
    if (to) collector.relate({ kind: 'built_from', to, confidence: 100 })
  }
  const labels = new Map(
    asObjects(described.properties).flatMap(({ name, value }) => {
      const label = labelOf(asText(name) ?? '')
      return label ? [[label, asText(value)] as const] : []
    }),
  )
  relateByLabels(collector, (name) => labels.get(name))
}

/** Generators keep an image's labels as properties: `syft:image:labels:…`, `aquasecurity:trivy:Labels:…`. */
function labelOf(property: string): string | undefined {
  return /^(?:syft:image:labels|aquasecurity:trivy:Labels):(.+)$/.exec(property)?.[1]
}
