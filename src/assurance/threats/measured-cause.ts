import type { Control } from '#assurance/controls'
import { canonicalJson } from '#core/kernel'
import type { MeasuredCause } from '#core/statistics'
import type { Barrier } from './scenario.ts'

/** A shared cause as it was measured, with what that holds for. */
export interface KeptMeasure extends MeasuredCause {
  /** Ids of the controls, sorted. */
  controls: string[]
  terms: string
  measuredAt: string
  holdsUntil: string
}

/** With fewer cases that all barriers met, nothing is said: what is assumed is used. Our own choice. */
export const LEAST_CASES = 30

/** A measured β that may be used now, by the controls that share it. */
export type MeasuredBetas = ReadonlyMap<
  string,
  Pick<KeptMeasure, 'controls' | 'cases' | 'clusters' | 'together' | 'measuredAt' | 'holdsUntil'> & {
    upper: number
    point: number
  }
>

/** One name for a set of controls; `undefined` where one of them stands in it twice: no case tells it from itself. */
export function nameOfSet(controls: readonly string[]): string | undefined {
  const sorted = [...new Set(controls)].sort()
  return sorted.length < 2 || sorted.length < controls.length ? undefined : sorted.join('\n')
}

/** What of the controls a measure holds for. */
export function termsOf(controls: readonly Pick<Control, 'id' | 'version'>[]): string {
  const said = controls.map(({ id, version }) => ({ id, version }))
  return canonicalJson(said.sort((a, b) => (a.id < b.id ? -1 : 1)))
}

/** Measures that hold now: of the controls as they are, by cases that are not too old, and by enough of them. */
export function holding(
  measures: readonly KeptMeasure[],
  controls: ReadonlyMap<string, Pick<Control, 'id' | 'version'>>,
  now: string,
): MeasuredBetas {
  return new Map(
    measures.flatMap((measure) => {
      const { upper, point, cases, holdsUntil, terms } = measure
      const own = measure.controls.flatMap((id) => controls.get(id) ?? [])
      const holds = cases >= LEAST_CASES && holdsUntil > now && terms === termsOf(own)
      return holds && upper !== undefined && point !== undefined
        ? [[measure.controls.join('\n'), { ...measure, upper, point }] as const]
        : []
    }),
  )
}

/** Sets of controls that share a cause in some scenario, each once. */
export function setsOf(groups: readonly (readonly Pick<Barrier, 'control'>[])[]): string[][] {
  const names = groups.map((barriers) => nameOfSet(barriers.map(({ control }) => control)))
  return [...new Set(names.filter((name) => name !== undefined))].map((name) => name.split('\n'))
}
