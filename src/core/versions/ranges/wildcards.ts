import { invertIntervals } from '../interval-set.ts'
import type { Interval, SchemeId } from '../types.ts'
import { caretLength, nextOf, padded } from './dotted-numbers.ts'

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
  const low = padded(numbers, 3) + first
  const high = nextOf(numbers, 3) + first
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
    '^': [{ min: low, max: nextOf(numbers.slice(0, caretLength(numbers)), 3) + first }],
  }
  return readings[operator]
}
