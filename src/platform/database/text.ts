/** What JSON text spells out and PostgreSQL's `jsonb` refuses: NUL and surrogates without their other half. */
const unstorable = /\\u(?:0000|d[89a-f])/i

/** A value as JSON text that PostgreSQL accepts: NUL and lone surrogates become U+FFFD. */
export function jsonForPostgres(value: unknown): string {
  const text = JSON.stringify(value)
  // Rare, and looking at every string of the value takes longer than writing it.
  if (!unstorable.test(text)) return text
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? cleanText(inner) : inner))
}

/** Text that PostgreSQL can hold. */
export function cleanText(text: string): string {
  const plain = text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text
  return plain.isWellFormed() ? plain : plain.toWellFormed()
}
