import { z } from 'zod'

const named = z.object({ id: z.string(), name: z.string() })
const count = z.number().int()

/** What of assurance somebody is to look at now: how many there are, and the first of each. */
export const assuranceAttention = z.object({
  /** Risks that leave over more than their owners accept, the furthest above first. */
  aboveAppetite: z.object({ count, first: z.array(named) }),
  /** Controls of which it is not known how well they work: they are credited nothing. */
  unknownControls: z.object({ count, first: z.array(named) }),
  /** Closed cases that are open again, because what closed them holds no more; of those that the one who asks may read. */
  reopened: z.object({ count, first: z.array(named.extend({ why: z.string() })) }),
  /** Cases that are closed and whose proof does not hold by the rule of today; of those that the one who asks may read. */
  notProven: z.object({ count, first: z.array(named) }),
  /** Duties to report whose clock runs, the next first; of cases that the one who asks may read. */
  duties: z.object({
    count,
    overdue: count,
    first: z.array(z.object({ caseId: z.string(), case: z.string(), name: z.string(), due: z.iso.datetime() })),
  }),
})
export type AssuranceAttention = z.infer<typeof assuranceAttention>
