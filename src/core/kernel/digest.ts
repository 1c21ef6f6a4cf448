import { hash } from 'node:crypto'

/** JSON with sorted keys and without `undefined`, so that equal values have equal text. */
export function canonicalJson(value: unknown): string {
  if (hasNoKeys(value)) return JSON.stringify(value)
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  )
}

/** Ids are digests of lists of text, by the hundred thousand: there is nothing to sort in those. */
function hasNoKeys(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(hasNoKeys)
  return typeof value === 'string' || typeof value === 'number' || value === null
}

/** SHA-256 of text or bytes, base64url without padding (43 characters). */
export function digestOf(content: string | Uint8Array): string {
  return hash('sha256', content, 'base64url')
}
