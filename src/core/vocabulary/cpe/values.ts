/** A run of `?` or one `*` may open and close a value; between them letters, digits, `_` and quoted punctuation (NISTIR 7695, 5.3.2). */
const wellFormed = /^(?:\*|\?+)?(?:\w|\\[!-/:-@[-^`{-~])*(?:\*|\?+)?$/

/** Whether a WFN string is well-formed; `\-` alone is not, for it would read as NA. */
export function isCpeValue(value: string): boolean {
  return value !== '' && value !== '\\-' && wellFormed.test(value)
}

/** A literal text as a WFN value: lower case, blanks as `_`, punctuation quoted, no wildcards. */
export function quoteCpeValue(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s+/g, '_')
    .replace(/[^\w]/g, (character) => `\\${character}`)
}

/** The literal text of a WFN value, its quoting removed. */
export function unquoteCpeValue(value: string): string {
  return value.includes('\\') ? value.replace(/\\(.)/g, '$1') : value
}

/**
 * A text as people write product names and versions, as a WFN value: blanks become `_`, punctuation is quoted, and a
 * backslash before `*` or `?` asks for the wildcard. `undefined` when that makes no well-formed value.
 */
export function cpeValueOf(text: string): string | undefined {
  const value = text
    .replace(/\s+/g, '_')
    .replace(/\\([*?])|\W/g, (found, wildcard?: string) => wildcard ?? `\\${found}`)
  return isCpeValue(value) ? value : undefined
}
