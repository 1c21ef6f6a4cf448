import { compareText } from './digits.ts'
import { schemes } from './registry.ts'
import type { SchemeId } from './types.ts'

/** Parsed versions are kept: matching asks for the same bounds again and again. */
const CACHE_SIZE = 20_000
const caches = new Map<SchemeId, Map<string, unknown>>()

/** True when the text is a version of the scheme. */
export function isValidVersion(scheme: SchemeId, version: string): boolean {
  return isVersion(scheme, parsedVersion(scheme, version))
}

/** True for a version its scheme calls a prerelease; false where the scheme knows none. */
export function isPrerelease(scheme: SchemeId, version: string): boolean {
  const value = parsedVersion(scheme, version)
  return value !== undefined && schemes[scheme].isPrerelease?.(value) === true
}

/**
 * Total order of a scheme: negative, zero or positive. What is no version sorts where the ecosystem's own program puts it
 * (golang, apk), else above every version (never silently "fixed") and among itself by text.
 */
export function compareVersions(scheme: SchemeId, a: string, b: string): number {
  if (a === b) return 0
  const left = parsedVersion(scheme, a)
  const right = parsedVersion(scheme, b)
  if (left === undefined || right === undefined) {
    if (left === undefined && right === undefined) return compareText(a, b)
    return left === undefined ? 1 : -1
  }
  return schemes[scheme].compare(left, right)
}

/** What the scheme made of the text; `undefined` where it can make nothing of it. */
export function parsedVersion(scheme: SchemeId, version: string): unknown {
  const cache = caches.get(scheme) ?? newCache(scheme)
  const known = cache.get(version)
  if (known !== undefined || cache.has(version)) return known
  if (cache.size >= CACHE_SIZE) cache.clear()
  const value = schemes[scheme].parse(version)
  cache.set(version, value)
  return value
}

/** Whether what was parsed is a version of the scheme. */
export function isVersion(scheme: SchemeId, value: unknown): boolean {
  if (value === undefined) return false
  const check = schemes[scheme].isVersion
  return check === undefined || check(value)
}

function newCache(scheme: SchemeId): Map<string, unknown> {
  const cache = new Map<string, unknown>()
  caches.set(scheme, cache)
  return cache
}
