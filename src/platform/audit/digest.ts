import { canonicalJson, chainStart, saltedDigest } from '#core/kernel'

export interface AuditContent {
  actor: string
  action: string
  target: string
  detail: Record<string, unknown>
}

/** Where a chain begins. */
export function genesis(chain: string): string {
  return chainStart(`lunette audit chain ${chain}`)
}

export function contentDigest(salt: string, content: AuditContent): string {
  return saltedDigest(salt, canonicalJson(content))
}
