import type { ControlRow } from '@contract/controls.ts'
import { frequencyPast } from '@contract/residual.ts'
import type { ScenarioRow } from '@contract/scenario-rows.ts'
import { holeOf, LENGTH, type WallLooks } from './wall.tsx'

/** A barrier of the picture, and what comes to it and past it. */
export interface Stage {
  place: number
  barrier: ScenarioRow['barriers'][number]
  wall: WallLooks
  /** Events a year that get past it and all before it. */
  past: number
  /** What reaches it, as a share of everything, and through how long a hole. */
  share: number
  through: number
}

export interface Picture {
  stages: Stage[]
  /** Events a year at the end, with what is supposed. */
  left: number
  /** What reaches the harm. */
  last: Pick<Stage, 'share' | 'through'>
}

/** What the picture draws: each wall with its hole, and the stream between. */
export function pictureOf(scenario: ScenarioRow, controls: readonly ControlRow[], lost: ReadonlySet<number>): Picture {
  const all = frequencyPast(scenario, 0)
  const past = (first: number) => frequencyPast(scenario, first, lost)
  const share = (first: number) => (all === 0 ? 0 : past(first) / all)
  const walls = scenario.barriers.map((barrier, place) => ({
    standing: barrier.state,
    failure: barrier.failure,
    least: leastOf(
      barrier,
      controls.find(({ id }) => id === barrier.control),
    ),
    lost: lost.has(place),
    past: share(place + 1),
  }))
  const through = (place: number) => (place === 0 ? LENGTH : holeOf(walls[place - 1]!))
  const end = walls.length
  return {
    stages: walls.map((wall, place) => ({
      ...{ place, wall, barrier: scenario.barriers[place]! },
      ...{ past: past(place + 1), share: share(place), through: through(place) },
    })),
    left: past(end),
    last: { share: share(end), through: through(end) },
  }
}

/** The least probability of failure that the interval of its efficacy allows. */
function leastOf({ failure }: { failure: number }, control: ControlRow | undefined): number {
  if (!control?.coverage || !control.efficacy || (control.state !== 'measured' && control.state !== 'weak'))
    return failure
  return Math.min(failure, 1 - control.coverage.share * control.efficacy.interval.high)
}
