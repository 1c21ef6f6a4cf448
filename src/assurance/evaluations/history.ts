import { type Bounds, wilsonInterval } from '#core/statistics'
import type { EvaluationCase } from '#core/vocabulary'
import { type FlakyCase, flakyCases } from './flaky.ts'
import { judgedAttempts } from './rates.ts'

/** How a case ended in one run. What the report does not say is `null`. */
export interface CaseSighting extends Pick<EvaluationCase, 'result' | 'attempts' | 'passed'> {
  /** Attempts without a verdict. */
  open: number
  run: string
  runName: string
  tool: string
  /** ISO 8601, UTC. */
  at: string
  target: string | null
  targetVersion: string | null
  /** The control that it tested in this run. */
  control: string | null
  cluster: string | null
  stratum: string | null
  note: string | null
}

/** That a control was changed, as a case of an incident says: from then on it is another, whatever version is named. */
export interface ControlChange {
  control: string
  /** ISO 8601, UTC. */
  at: string
}

/**
 * What a run changed against the verdict before it, of the same target: it broke or mended the case; or it flipped, where the
 * version is the same in both and its control was not changed, so that nothing known was.
 */
export type CaseTurn = 'broke' | 'mended' | 'flipped'

/** What one version of one target made of a case, in all its runs. */
export interface VersionOfCase extends Pick<CaseSighting, 'target' | 'targetVersion'> {
  /** The last change of the control before these runs. */
  changedAt: string | undefined
  runs: number
  /** Tries with a verdict, and how many of them passed. */
  judged: number
  passed: number
  /** Share of tries that fail (Wilson, 95 %): what so few of them can say. */
  failure: Bounds
  isFlaky: boolean
}

/** How far a case contradicts itself where nothing was changed. */
export interface Flakiness extends Pick<FlakyCase, 'attempts' | 'passed' | 'within'> {
  /**
   * Probability that two tries at the same version end differently: the share of such pairs that do, over all versions. It is
   * the unbiased estimate of Gini's and Simpson's index 2·p·(1 − p), and does not depend on the order of the tries.
   */
  disagreement: number
}

export interface CaseHistory {
  /** Newest first. */
  sightings: (CaseSighting & { turn: CaseTurn | undefined })[]
  /** In the order in which they were seen last, newest first; runs that do not say their version stand alone. */
  versions: VersionOfCase[]
  /** `undefined`: it never contradicted itself at one version. */
  flakiness: Flakiness | undefined
}

/** One case over runs and changes of its control, in any order. What comes out is the same whichever way they come. */
export function caseHistory(seen: readonly CaseSighting[], changes: readonly ControlChange[] = []): CaseHistory {
  const sightings = seen
    .map((one) => ({ ...one, changedAt: lastChange(one, changes) }))
    .toSorted((a, b) => (a.at === b.at ? (a.run < b.run ? 1 : -1) : a.at < b.at ? 1 : -1))
  const groups = [...Map.groupBy(sightings, versionKey).values()]
  const [flaky] = flakyCases(
    sightings.map(({ target, targetVersion, ...one }) => ({
      ...(target !== null && { target }),
      ...(targetVersion !== null && { targetVersion: JSON.stringify([targetVersion, one.changedAt]) }),
      cases: [{ key: '', result: one.result, attempts: judgedAttempts(one), passed: one.passed }],
    })),
  )
  return {
    sightings: sightings.map((one, place) => {
      const { changedAt: _, ...told } = one
      return { ...told, turn: turnOf(one, sightings.slice(place + 1)) }
    }),
    versions: groups.map(versionOf),
    flakiness: flaky && {
      ...{ attempts: flaky.attempts, passed: flaky.passed, within: flaky.within },
      disagreement: disagreementOf(groups),
    },
  }
}

interface Placed extends CaseSighting {
  changedAt: string | undefined
}

/** A run at the very moment of a change is one before it, as for the closing of a case. */
function lastChange({ control, at }: CaseSighting, changes: readonly ControlChange[]): string | undefined {
  return changes
    .filter((change) => change.control === control && change.at < at)
    .map((change) => change.at)
    .sort()
    .at(-1)
}

function versionKey({ target, targetVersion, changedAt, run }: Placed): string {
  return JSON.stringify(targetVersion === null ? [run] : [target ?? '', targetVersion, changedAt])
}

function turnOf(now: Placed, earlier: readonly Placed[]): CaseTurn | undefined {
  const before = earlier.find(({ target, result }) => target === now.target && result !== 'insufficient')
  if (!before || now.result === 'insufficient' || before.result === now.result) return undefined
  if (now.targetVersion !== null && versionKey(now) === versionKey(before)) return 'flipped'
  return now.result === 'fail' ? 'broke' : 'mended'
}

function versionOf(group: Placed[]): VersionOfCase {
  const { target, targetVersion, changedAt } = group[0]!
  const { judged, passed } = triesOf(group)
  return {
    ...{ target, targetVersion, changedAt, runs: group.length, judged, passed },
    failure: wilsonInterval(judged - passed, judged),
    isFlaky: passed > 0 && passed < judged,
  }
}

function triesOf(group: readonly CaseSighting[]): { judged: number; passed: number } {
  const sum = (count: (one: CaseSighting) => number) => group.reduce((total, one) => total + count(one), 0)
  return { judged: sum(judgedAttempts), passed: sum(({ passed }) => passed) }
}

/** 0 without a pair of tries at one version. */
function disagreementOf(groups: readonly CaseSighting[][]): number {
  const tries = groups.map(triesOf)
  const pairs = tries.reduce((sum, { judged }) => sum + judged * (judged - 1), 0)
  const different = tries.reduce((sum, { judged, passed }) => sum + 2 * passed * (judged - passed), 0)
  return pairs === 0 ? 0 : different / pairs
}
