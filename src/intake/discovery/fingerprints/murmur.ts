/**
 * MurmurHash3, 32 bits, seed 0, as a signed number: what favicon hashes are counted in (Shodan and others hash the base64
 * text with a line end each 76 characters, as Python's `base64.encodebytes` writes it).
 */
export function mmh3(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const blocks = bytes.length >> 2
  let hash = 0
  for (let block = 0; block < blocks; block++) {
    hash ^= scramble(view.getUint32(block * 4, true))
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64
  }
  let tail = 0
  for (let at = bytes.length - 1; at >= blocks * 4; at--) tail = (tail << 8) | (bytes[at] ?? 0)
  if (bytes.length & 3) hash ^= scramble(tail)
  hash ^= bytes.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) | 0
}

function scramble(value: number): number {
  const mixed = Math.imul(value, 0xcc9e2d51)
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
}

/** The hash of a favicon as search engines of the internet count it. */
export function faviconHash(icon: Buffer): number {
  const text = icon.toString('base64').replace(/(.{76})/g, '$1\n')
  return mmh3(Buffer.from(text.endsWith('\n') ? text : `${text}\n`))
}
