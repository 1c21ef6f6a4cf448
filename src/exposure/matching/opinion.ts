import type { FixState, KeyedStatement, MatchMethod, Reason, Verdict } from '#core/vocabulary'
import type { Stream } from './release.ts'

/** What one statement means for one component. Every vulnerability the statement names gets it. */
export interface Opinion {
  verdict: Verdict
  method: MatchMethod
  statement: KeyedStatement
  /** Lowest versions that end the ranges the component is in. */
  fixedVersions: string[]
  fixState: FixState
  /** The why-trail, made only when it is shown. */
  reasons: () => Reason[]
  /** False for the view of a layered product or of the distribution a rebuild comes from: heard only when nothing direct is. */
  direct: boolean
  /** It leaves the word to a less trusted method where one speaks: its source gives this version no status. */
  yields?: true
  /** The update stream it came through, for distributions. */
  stream?: Stream
  /** The fix it names and whether the component's version has reached it, for weighing one distribution's advisories. */
  fix?: NamedFix
}

export interface NamedFix {
  version: string
  /** The component's version it was compared with. */
  against: string
  /** Fixes of the same package and module compare with each other. */
  scope: string
  reached: boolean
}

/** From best to worst news for the owner; a combined verdict is the worst of its parts. */
const severity: Readonly<Record<Verdict, number>> = {
  'not-affected': 0,
  'likely-fixed': 1,
  unknown: 2,
  'likely-affected': 3,
  affected: 4,
}

/** Negative when `a` is worse news: sorts opinions so that the deciding one comes first, ties by source and record. */
export function byWorst(a: Opinion, b: Opinion): number {
  return (
    severity[b.verdict] - severity[a.verdict] ||
    compareText(a.statement.source, b.statement.source) ||
    compareText(a.statement.recordId, b.statement.recordId)
  )
}

/** True for verdicts that put a component on the list of what is wrong. */
export function isPositive(verdict: Verdict): boolean {
  return severity[verdict] >= severity['likely-affected']
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
