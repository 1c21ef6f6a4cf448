import { z } from 'zod'
import { instant } from './words.ts'

const counts = {
  components: z.number().int(),
  covered: z.number().int(),
  noKnowledge: z.number().int(),
  stale: z.number().int(),
  noVersion: z.number().int(),
  noIdentity: z.number().int(),
  /** Of the covered ones, those whose distribution publishes fixes only: what is not fixed yet is in no list. */
  fixesOnly: z.number().int(),
}

/** `stale`: knowledge is loaded, and too old to count. What could not be judged, in all and per ecosystem, most unknown first; said above every list. */
export const coverageSummary = z.object({
  ...counts,
  assets: z.number().int(),
  /** Assets of which a file names direct dependencies only: what those pull in is in no count here. */
  directOnly: z.number().int(),
  matchedAt: instant.nullable(),
  ecosystems: z.array(z.object({ ecosystem: z.string(), asOf: instant.nullable(), ...counts })),
})
export type CoverageSummary = z.infer<typeof coverageSummary>
