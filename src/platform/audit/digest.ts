import { canonicalJson, digestOf } from '#core/kernel'

export interface AuditContent {
  actor: string
  action: string
  target: string
  detail: Record<string, unknown>
}

/** Where a chain begins. */
export function genesis(chain: string): string {
  return digestOf(`lunette audit chain ${chain}`)
}

/** Salted, so that the words cannot be guessed from the digest once they are erased. */
export function contentDigest(salt: string, content: AuditContent): string {
  return digestOf(`${salt}\n${canonicalJson(content)}`)
}

/** Binds an entry to everything before it. */
export function entryDigest(previous: string, entry: { position: number; at: string; content: string }): string {
  return digestOf([previous, entry.position, entry.at, entry.content].join('\n'))
}
