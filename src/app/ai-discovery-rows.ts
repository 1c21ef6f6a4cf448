import type { AiDiscoveryRow } from '#contract/ai-discovery'
import type { AiDiscovery } from '#flows/ai-discovery'

/** AI that was found, as the API shows it. */
export function discoveryRowOf({ ruling, ...found }: AiDiscovery): AiDiscoveryRow {
  if (ruling === null) return { ...found, ruling }
  const { decision, system, partKind: part, note, by, at } = ruling
  return { ...found, ruling: { decision, system, part, note, by, at } }
}
