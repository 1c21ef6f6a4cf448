const HIDDEN = '(hidden)'

/** What stands for a value in serialized JSON and in plain text alike: it ends at quotes, escapes and white space. */
const value = String.raw`[^\s"'\\&,;)}\]]+`

/** Secrets as they appear inside other words. Each keeps what leads to it, so that the line can still be understood. */
const patterns: readonly [RegExp, string][] = [
  // postgres://user:password@host
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/@"\\]*):[^\s@"\\]+@/gi, `$1:${HIDDEN}@`],
  // Authorization: Bearer …, also as a word of its own
  [/\b(Bearer|Basic|Digest|Token)\s+[\w.~+/=-]{8,}/gi, `$1 ${HIDDEN}`],
  // cookies, query parameters and connection words: password=…, api_key: …, lunette_session=…
  [
    new RegExp(
      String.raw`((?:password|passwd|pwd|secret|token|api[-_]?key|access[-_]?key|session|signature|authorization)\w*(?:\\?["'])?\s*[=:]\s*(?:\\?["'])?)(?!\(hidden\))${value}`,
      'gi',
    ),
    `$1${HIDDEN}`,
  ],
  // one-time links carry their token behind the hash
  [/(\/setup#|\/[\w-]*#(?=[\w-]{40}))[\w-]+/g, `$1${HIDDEN}`],
  // private keys in PEM, also with escaped line ends
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gs, HIDDEN],
]

/** Hides secrets wherever they stand in a text: in messages, addresses, and what errors quote. */
export function mask(text: string): string {
  return patterns.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text)
}
