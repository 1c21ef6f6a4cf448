import { normalisePackageName } from '#core/vocabulary'

/** A Python project's name as PEP 503 compares it. */
export function pypiName(name: string): string {
  return normalisePackageName('PyPI', name)
}
