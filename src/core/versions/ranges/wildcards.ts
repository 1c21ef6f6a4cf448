import { invertIntervals } from '../interval-set.ts'
import type { Interval, SchemeId } from '../types.ts'

/** Schemes whose comparator lists know `1.2.x`, with what opens a line below its first prerelease. */
const firstOfLine: Readonly<Partial<Record<SchemeId, string>>> = { semver: '-0', composer: '-dev', generic: '' }
const pattern = /^(\d+(?:\.\d+)*)(?:\.[xX*])+$/

/** A comparison with open places; `undefined` where there are none or the scheme has no such thing. */
export function wildcardIntervals(scheme: SchemeId, operator: string, version: string): Interval[] | undefined {
  const first = firstOfLine[scheme]
  if (first === undefined) return undefined
  if (/^[xX*](?:\.[xX*])*$/.test(version)) return [{}]
  const numbers = pattern.exec(version)?.[1]?.split('.').map(BigInt)
  if (!numbers) return undefined
  const low = padded(numbers) + first
  const high = next(numbers) + first
  const line: Interval[] = [{ min: low, max: high }]
  const readings: Readonly<Record<string, Interval[]>> = {
    '<': [{ max: low }],
    '<=': [{ max: high }],
    '>': [{ min: high }],
    '>=': [{ min: low }],
    '=': line,
    '==': line,
    '!=': invertIntervals(scheme, line),
    '~': line,
    '^': [{ min: low, max: next(numbers.slice(0, caretLength(numbers))) + first }],
  }
  return readings[operator]
}

function next(numbers: readonly bigint[]): string {
  return padded(numbers.map((number, at) => (at === numbers.length - 1 ? number + 1n : number)))
}

/** Up to the leftmost number that is not zero. */
function caretLength(numbers: readonly bigint[]): number {
  const at = numbers.findIndex((number) => number !== 0n)
  return at < 0 ? numbers.length : at + 1
}

function padded(numbers: readonly bigint[]): string {
  return [...numbers, ...Array<bigint>(Math.max(0, 3 - numbers.length)).fill(0n)].join('.')
}
