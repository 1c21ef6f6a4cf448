import { digestOf } from '#core/kernel'
import type { Component } from '#core/vocabulary'

const ID_LENGTH = 22

/**
 * A finding's id: kind + asset + vulnerability or rule + component without version + location.
 * The workspace is the other half of the key. Version is left out so that an upgrade moves the finding instead of making another.
 */
export function findingId(parts: {
  kind: string
  assetId: string
  subject: string
  componentKey: string
  location: string
}): string {
  const text = [parts.kind, parts.assetId, parts.subject, parts.componentKey, parts.location].join('\n')
  return digestOf(text).slice(0, ID_LENGTH)
}

/** What a component is called when its version does not matter: purl without version and qualifiers, else CPE vendor and product, else its name. */
export function componentKey(component: Pick<Component, 'purl' | 'cpes' | 'name' | 'namespace'>): string {
  if (component.purl) return withoutVersion(component.purl)
  const cpe = component.cpes[0]
  if (cpe) return cpe.split(':').slice(0, 5).join(':')
  return component.namespace ? `${component.namespace}/${component.name}` : component.name
}

/** Works on the text: a purl in canonical form has one `@` at most behind its last slash that is not encoded. */
function withoutVersion(purl: string): string {
  const query = purl.search(/[?#]/)
  const end = query < 0 ? purl.length : query
  const at = purl.lastIndexOf('@', end - 1)
  return purl.slice(0, at > 0 && purl.lastIndexOf('/', end - 1) < at ? at : end)
}
