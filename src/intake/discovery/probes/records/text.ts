import { getPublicSuffix } from 'tldts'
import { type DnsName, parseHostName } from '../../dns/name.ts'

/** Texts of protocols, which their own probes read: who may send mail, how it is signed, where reports go. */
const protocols = /^v=(?:spf1|DKIM1|DMARC1|STSv1|TLSRPTv1|BIMI1)\b|^spf2\.0\//i
/** Names in one text that are followed. */
const MOST_NAMES = 50

/**
 * Host names that a text mentions: words with a dot whose last part is letters. Tokens of verification, which hold
 * dots by chance, end in no such part, and what stands behind an `@` or in a path is of its host.
 */
export function namesInText(text: string): DnsName[] {
  if (protocols.test(text)) return []
  const names = new Set<DnsName>()
  for (const [word] of text.matchAll(/[a-z0-9_-]+(?:\.[a-z0-9_-]+)+/gi)) {
    const name = parseHostName(word)
    if (name && /\.[a-z]{2,}$/.test(name) && getPublicSuffix(name) !== name) names.add(name)
    if (names.size === MOST_NAMES) break
  }
  return [...names]
}
