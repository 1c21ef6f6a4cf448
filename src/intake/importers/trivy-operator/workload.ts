import { asObject, asText, type JsonObject } from '../shared/input/json-value.ts'

/** Namespace, kind and name of what the report is about. */
export function workloadOf(metadata: JsonObject): string[] {
  const labels = asObject(metadata.labels) ?? {}
  const parts = ['namespace', 'kind', 'name'].map((part) => asText(labels[`trivy-operator.resource.${part}`]))
  const text = parts.filter(Boolean).join('/') || asText(metadata.name)
  return text ? [text] : []
}
