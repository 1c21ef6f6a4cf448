const plain = /^[A-Za-z0-9.\-_~:]*$/

/** Percent-encodes all but unreserved characters and the colon (ECMA-427, character encoding). */
export function encodeComponent(text: string): string {
  if (plain.test(text)) return text
  return encodeURIComponent(text.isWellFormed() ? text : text.toWellFormed())
    .replaceAll('%3A', ':')
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Encodes each segment, keeping the separating slashes. */
export function encodeSegments(text: string): string {
  return plain.test(text) ? text : text.split('/').map(encodeComponent).join('/')
}

/** Decodes percent-encoded UTF-8; `undefined` when it is malformed. */
export function decodeComponent(text: string): string | undefined {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
