/** Length of the first line with its end, 0 while there is none. */
export function lineLength(unread: Buffer): number {
  return unread.indexOf(10) + 1
}

/** Length of a reply of SMTP or FTP (RFC 5321 section 4.2.1): lines `220-…` up to the one with a space after the code. */
export function replyLength(unread: Buffer): number {
  for (let start = 0; start < unread.length; ) {
    const end = unread.indexOf(10, start)
    if (end < 0) return 0
    if (unread[start + 3] !== 0x2d) return end + 1
    start = end + 1
  }
  return 0
}

/**
 * Bytes of a peer as text that may be kept and shown: decoded leniently, control characters as spaces, bounded in
 * characters. Sound for any bytes.
 */
export function plainText(bytes: Uint8Array | string, characters = 512): string {
  const text =
    typeof bytes === 'string'
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, characters * 4)).toString('utf8')
  return text
    .slice(0, characters * 2)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
    .slice(0, characters)
}
