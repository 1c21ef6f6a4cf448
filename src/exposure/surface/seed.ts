import { parseAddress, parseRange } from '#core/network'
import type { NamedAsset } from '#core/vocabulary'
import { isName } from './scope.ts'

/** What a person names as a place to start from; an organisation, where it is nothing of the network. */
export function seedOf(text: string): NamedAsset {
  const name = text.trim().replace(/\.$/, '')
  const address = parseAddress(name)
  if (address) return { kind: 'ip-address', name: address.text }
  const range = parseRange(name)
  if (range) return { kind: 'netblock', name: range.text }
  if (/^AS\d{1,10}$/i.test(name)) return { kind: 'autonomous-system', name: name.toUpperCase() }
  return isName(name) ? { kind: 'domain', name: name.toLowerCase() } : { kind: 'organisation', name }
}
