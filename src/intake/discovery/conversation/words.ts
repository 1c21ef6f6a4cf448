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

const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec'
const clock = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?`
/** Dates of mail (RFC 5322), of ISO 8601 and of `asctime`, times of day alone, and the stamp of APOP (RFC 1939). */
const moments = new RegExp(
  [
    String.raw`(?:\b[A-Z][a-z]{2}, )?\b\d{1,2} (?:${months})[a-z]{0,6} \d{4} ${clock}(?: [+-]\d{4}| [A-Z]{2,5}\b)?(?: \([A-Z]{1,5}\))?`,
    String.raw`\b(?:[A-Z][a-z]{2} )?(?:${months}) {1,2}\d{1,2} ${clock}(?: [A-Z]{3,5})? \d{4}`,
    String.raw`\b\d{4}-\d{2}-\d{2}[T ]${clock}(?:Z\b|[+-]\d{2}:?\d{2})?`,
    String.raw`(?<![\w:.])${clock}(?![\w:])`,
    String.raw`(?<=<)[\w.-]{0,64}\d[\w.-]{0,64}(?=@[\w.-]{1,255}>)`,
  ].join('|'),
  'g',
)

/** What a peer says, without what is another each time it says it. */
export function withoutMoments(text: string): string {
  return text.replace(moments, '…')
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
