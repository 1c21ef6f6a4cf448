import type { CaseResult } from './types.ts'

const MAX_LABEL = 200

/** Compares what came with what was expected as JSON with sorted keys. */
export function expectEqual(label: string, got: unknown, expected: unknown): CaseResult {
  const [gotText, expectedText] = [sortedJson(got), sortedJson(expected)]
  if (gotText === expectedText) return { passed: true, label: short(label) }
  return { passed: false, label: short(label), got: short(`${gotText}, expected ${expectedText}`) }
}

/** A case that cannot be run as written. */
export function failedCase(label: string, got: string): CaseResult {
  return { passed: false, label: short(label), got: short(got) }
}

function sortedJson(value: unknown): string {
  const text = JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
  return text ?? 'undefined'
}

function short(text: string): string {
  return text.length > MAX_LABEL ? `${text.slice(0, MAX_LABEL)}…` : text
}
