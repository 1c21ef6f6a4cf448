import { z } from 'zod'
import { exposure, instant } from './words.ts'

/** One piece of long work. `done` of `total` in `unit`; `total` is null while nobody knows. */
export const job = z.object({
  id: z.string(),
  kind: z.enum(['deliver', 'discover', 'evaluate', 'import', 'preview', 'reassess', 'refresh', 'sample', 'watch']),
  title: z.string(),
  state: z.enum(['running', 'done', 'failed', 'stopped']),
  step: z.string(),
  done: z.number(),
  total: z.number().nullable(),
  unit: z.string(),
  startedAt: instant,
  endedAt: instant.nullable(),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  result: z
    .object({
      assetId: z.string().optional(),
      importId: z.string().optional(),
      previewId: z.string().optional(),
      summary: z.string(),
    })
    .nullable(),
})
export type Job = z.infer<typeof job>
export const jobList = z.object({ jobs: z.array(job) })

/** Query of an upload; the body is the file itself (`application/octet-stream`). */
export const importQuery = z.object({
  name: z.string().min(1).max(300),
  exposure: exposure.default('unknown'),
  /** The name of the asset it belongs to, where it is not what the document says. */
  asset: z.string().trim().min(1).max(200).optional(),
  /** `true`: only work out what it would do; the file is kept until somebody commits or discards that. */
  preview: z.stringbool().default(false),
})

/** What the event stream sends: a job's new state, or the word that rows of a kind changed. */
export const serverEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('job'), job }),
  z.object({
    type: z.literal('changed'),
    what: z.enum(['findings', 'assets', 'feeds', 'imports', 'previews', 'deliveries', 'surface', 'assurance']),
  }),
])
export type ServerEvent = z.infer<typeof serverEvent>
