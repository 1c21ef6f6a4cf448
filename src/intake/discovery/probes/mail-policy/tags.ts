const MOST_TAGS = 50

/** Tags of a policy record, names in lower case: `v=DMARC1; p=none` (RFC 6376 section 3.2, RFC 7489 section 6.3). */
export function parseTags(text: string): Map<string, string> {
  const tags = new Map<string, string>()
  for (const part of text.split(';', MOST_TAGS)) {
    const equals = part.indexOf('=')
    const name = part.slice(0, equals).trim().toLowerCase()
    if (equals > 0 && !tags.has(name)) tags.set(name, part.slice(equals + 1).trim())
  }
  return tags
}

/** Domains that reports are mailed to. */
export function mailedTo(uris: string | undefined): string[] {
  return (uris ?? '').split(',').flatMap((uri) => /^\s*mailto:[^@]+@([^!\s]+)/i.exec(uri)?.[1] ?? [])
}
