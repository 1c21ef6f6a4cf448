import { z } from 'zod'
import { missingProof } from './assurance-cases.ts'

/** RFC 9457 problem document. `code` is stable and for programs; `detail` says what to do and is for people. */
export const problemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  /** Of `change-not-proven`: what stands between the case and its being closed. */
  missing: z.array(missingProof).optional(),
  /** Of `being-read`: how far it is, and how many seconds it takes still, about. */
  reading: z
    .object({ read: z.number().int(), total: z.number().int().nullable(), seconds: z.number().int().nullable() })
    .optional(),
})
export type ProblemDocument = z.infer<typeof problemDocument>
