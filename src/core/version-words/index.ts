/** Versions of a component in words that people read. Pure; the browser uses it, too. */
const UNSTATED = 'an unstated version'

/**
 * Versions of one component in few words: `2.12.1`, `2.12.1 and 2.16.0`, `2.12.1 and 41 more`; `null`: none is stated.
 *
 * @param others as a finding has them: an empty one is a version nobody stated
 */
export function versionWords(version: string | null, others: readonly string[]): string | null {
  const names = namesOf(version, others)
  if (names.length === 1) return version
  return names.length === 2 ? names.join(' and ') : `${names[0]} and ${names.length - 1} more`
}

/** All of them: `2.12.1, 2.16.0`. */
export function versionList(version: string | null, others: readonly string[]): string | null {
  return others.length === 0 ? version : namesOf(version, others).join(', ')
}

function namesOf(version: string | null, others: readonly string[]): string[] {
  return [version ?? '', ...others].map((one) => one || UNSTATED)
}
