import { z } from 'zod'
import { filterProblem, findingFilterKeys } from './filter.ts'
import { listQueryOf, pageOf } from './page.ts'
import { findingChangeFilterKeys } from './team-filters.ts'
import { instant } from './words.ts'

const words = (most: number) => z.string().trim().min(1).max(most)
const count = z.number().int()

/** What to set of the work on findings; what is left out stays, `null` takes it back. */
const workFields = z
  .object({
    assignee: words(100).nullable(),
    team: words(100).nullable(),
    progress: z.enum(['in-progress', 'claimed-fixed']).nullable(),
    dueAt: z.iso.datetime().nullable(),
    ticketUrl: z
      .url({ protocol: /^https?$/ })
      .max(1_000)
      .nullable(),
  })
  .partial()

const anyOfThem = workFields.refine(
  (fields) => Object.values(fields).some((value) => value !== undefined),
  'sets nothing',
)

/** The same ruling for each of them, on its own facts. */
const rulingOnEach = z.object({
  status: z.enum(['false-positive', 'accepted', 'not-affected']),
  reason: z.string().max(4_000),
  justification: z.string().max(100).optional(),
  endsAt: instant,
})

const filterText = z
  .string()
  .max(1_000)
  .superRefine((text, context) => {
    const message = filterProblem(text, findingFilterKeys)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })

/** So many findings are changed at once. */
export const MOST_CHANGED = 10_000

/**
 * A change of some findings, named by their ids or by a filter: fields of the work on them, or a ruling. `preview`: only
 * tell what it would do. `expected`: refuse unless so many would change. `version`: refuse unless the work on it was last
 * changed then (`null`: never). `saw`: what its writer saw of single fields; refuse where one is something else by now.
 * `unchangedSince`: refuse where somebody else changed the work on one of them later, such as after the preview (its `at`);
 * `unchangedForMs`: within so many milliseconds before now.
 */
export const findingChangeRequest = z
  .object({
    ids: z.array(z.string().max(64)).min(1).max(1_000).optional(),
    filter: filterText.optional(),
    set: anyOfThem.optional(),
    saw: workFields.optional(),
    rule: rulingOnEach.optional(),
    preview: z.boolean().default(false),
    expected: count.optional(),
    unchangedSince: instant.pipe(z.iso.datetime({ offset: true })).optional(),
    unchangedForMs: z.number().int().min(1).max(60_000).optional(),
    version: instant
      .pipe(z.iso.datetime({ offset: true }))
      .nullable()
      .optional(),
  })
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), 'names findings by `ids` or by `filter`')
  .refine(({ set, rule }) => (set === undefined) !== (rule === undefined), 'does one thing: `set` or `rule`')
export type FindingChangeRequest = z.input<typeof findingChangeRequest>

/** What a change did, or would do. */
export const findingChangeEffect = z.object({
  /** Undoes it; `null` for a preview, and where nothing changed. */
  id: z.string().nullable(),
  /** The `version` of the work it changed. */
  at: instant,
  /** Findings that were named. */
  findings: count,
  changed: count,
  /** Left as they are: they have it already, or are closed. */
  left: count,
  assets: count,
  decisions: z.object({ now: count, soon: count, scheduled: count, defer: count }),
})
export type FindingChangeEffect = z.infer<typeof findingChangeEffect>

/** What an undo gave back; `left`: somebody changed them since. */
export const undone = z.object({ restored: count, left: count })
export type Undone = z.infer<typeof undone>

/** A change of findings that was made: what of it, by whom, and whether it was undone. It can be for 30 days. */
const findingChangeRow = z.object({
  id: z.string(),
  by: z.string(),
  at: instant,
  findings: count,
  /** The fields that were set; `null` where it is a ruling. */
  set: z.record(z.string(), z.string().nullable()).nullable(),
  rule: z.object({ status: z.string(), reason: z.string(), endsAt: instant }).nullable(),
  undoneBy: z.string().nullable(),
  undoneAt: instant.nullable(),
})
export type FindingChangeRow = z.infer<typeof findingChangeRow>
export const findingChangePage = pageOf(findingChangeRow)

export const findingChangeListQuery = listQueryOf(findingChangeFilterKeys)
