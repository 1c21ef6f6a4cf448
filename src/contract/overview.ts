import { z } from 'zod'
import { coverageSummary } from './coverage.ts'
import { fixActionRow } from './fix-actions.ts'
import { basis, exposure } from './words.ts'

const count = z.number().int()

/** What Today says: how much is due, what changed in a day, what nobody could judge, and the one answer that clears most. */
export const overview = z.object({
  assets: count,
  components: count,
  open: z.object({ now: count, soon: count, scheduled: count, defer: count }),
  overdue: count,
  /** Due within a day, and within a week (those of the day among them). */
  dueToday: count,
  dueWeek: count,
  /** Open findings that are assigned to the person who asks. */
  mine: count,
  openedLastDay: count,
  resolvedLastDay: count,
  /** Decisions that rest on an assumption, and those of them that say now. */
  assumed: count,
  assumedNow: count,
  coverage: coverageSummary,
  /** Safeguards that a probe found dead, at most five, with what they stand against. */
  deadSafeguards: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      scenarios: z.array(z.object({ id: z.string(), title: z.string() })),
    }),
  ),
  /** How much of assurance there is, and what was reported that is still open: told also where nothing is dead. */
  watched: z.object({
    controls: count,
    systems: count,
    /** Those of the systems that no control guards: of them nothing can be found dead. */
    unguarded: count,
    openCases: count,
    unledCases: count,
  }),
  /** The changes to make first. */
  first: z.array(fixActionRow),
  question: z
    .object({ assetId: z.string(), assetName: z.string(), findings: count, exposure, exposureBasis: basis })
    .nullable(),
  feeds: z.object({ total: count, loaded: count, stale: count, failed: count }),
})
export type Overview = z.infer<typeof overview>
