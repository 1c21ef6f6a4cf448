import { z } from 'zod'
import { caseVariations } from '#core/vocabulary'
import { instant } from './words.ts'

const words = z.string()
const count = z.number().int()
const result = z.enum(['pass', 'fail', 'insufficient'])
const share = z.number().min(0).max(1)

/** A case is named by its key, and by the control where several have one of that key. */
export const caseHistoryQuery = z.object({
  key: z.string().min(1).max(300),
  control: z.string().min(1).max(80).optional(),
})

const sighting = z.object({
  run: words,
  runName: words,
  tool: words,
  at: instant,
  target: words.nullable(),
  targetVersion: words.nullable(),
  control: words.nullable(),
  cluster: words.nullable(),
  stratum: words.nullable(),
  note: words.nullable(),
  result,
  attempts: count,
  passed: count,
  /** Attempts without a verdict. */
  open: count,
  /**
   * Against the verdict before, of the same target: broke or mended it; or flipped, where nothing known was changed. Null: the
   * same again, or nothing to compare with.
   */
  turn: z.enum(['broke', 'mended', 'flipped']).nullable(),
})
export type CaseSightingRow = z.infer<typeof sighting>

const flakiness = z.object({
  /** Tries with a verdict at the versions where it contradicted itself. */
  attempts: count,
  passed: count,
  /** Probability that two tries at the same version end differently. */
  disagreement: share,
})

export const caseHistoryDetail = z.object({
  key: words,
  /** Controls that it tested, sorted. */
  controls: z.array(words),
  /** Runs that had it; the newest 200 of them are told. */
  runs: count,
  /** Newest first. */
  sightings: z.array(sighting),
  versions: z.array(
    z.object({
      target: words.nullable(),
      targetVersion: words.nullable(),
      /** The last change of the control before these runs, as a case says. */
      changedAt: instant.nullable(),
      runs: count,
      judged: count,
      passed: count,
      /** Share of tries that fail (Wilson, 95 %). */
      failure: z.object({ low: share, high: share }),
      isFlaky: z.boolean(),
    }),
  ),
  /** Null: it never passed and failed at one version. */
  flakiness: flakiness.extend({ within: z.enum(['run', 'version']) }).nullable(),
  /** The case that it asks otherwise. */
  of: words.nullable(),
  variants: z.array(z.object({ key: words, variation: z.enum(caseVariations), result })),
  /** Incidents and near misses that name it as what proves a change, as far as the reader may see them. */
  proves: z.array(
    z.object({
      case: words,
      title: words,
      state: z.enum(['open', 'closed']),
      change: words,
      what: words,
      madeAt: instant,
    }),
  ),
})
export type CaseHistoryDetail = z.infer<typeof caseHistoryDetail>

export const controlCasesQuery = z.object({
  control: z.string().min(1).max(80),
  part: z.enum(['all', 'failing', 'flaky']).default('all'),
})
export const controlCases = z.object({
  counts: z.object({ cases: count, failing: count, open: count, flaky: count }),
  /** Of the newest 50 runs: those that fail now first, then flaky ones, then those without a verdict; at most 500. */
  cases: z.array(
    z.object({
      key: words,
      result,
      at: instant,
      run: words,
      runs: count,
      failedIn: count,
      flaky: flakiness.nullable(),
    }),
  ),
})
export type ControlCases = z.infer<typeof controlCases>
