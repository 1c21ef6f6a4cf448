import { effectiveAddress, parseAddress, specialUse } from '#core/network'

/** False for private, loopback, link-local, metadata, multicast and reserved addresses, for what carries one, and for what is no address. */
export function isPublicAddress(text: string): boolean {
  const address = parseAddress(text)
  if (!address) return false
  return specialUse(address) === undefined && specialUse(effectiveAddress(address)) === undefined
}
