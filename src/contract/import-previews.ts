import { z } from 'zod'
import { urgencyCounts } from './assets.ts'
import { pageOf } from './page.ts'
import { exposure, instant, urgency } from './words.ts'

const previewKind = z.enum(['new', 'reopened', 'moved', 'gone'])

const counts = z.object({
  new: z.number().int(),
  reopened: z.number().int(),
  moved: z.number().int(),
  gone: z.number().int(),
})

/**
 * What an import would do. `reading`: it is being worked out; a `result` that is there meanwhile is the one before. The
 * file is kept until `expiresAt`.
 */
export const importPreview = z.object({
  id: z.string(),
  fileName: z.string(),
  exposure,
  madeBy: z.string(),
  madeAt: instant,
  expiresAt: instant,
  state: z.enum(['reading', 'ready', 'failed', 'committed']),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** Since it was sent, something was imported to its asset or other knowledge came: importing it may do something else. */
  outdated: z.boolean(),
  result: z
    .object({
      assetId: z.string(),
      assetName: z.string(),
      isNewAsset: z.boolean(),
      format: z.string(),
      components: z.number().int(),
      /** Entries of the file, of which several may name one component. */
      listed: z.number().int().optional(),
      added: z.number().int(),
      removed: z.number().int(),
      changedVersion: z.number().int(),
      isRecorded: z.boolean(),
      isLatest: z.boolean(),
      /** It names direct dependencies only: what those pull in is in no count. */
      directOnly: z.boolean().optional(),
      /** The file that counts in its place, where it is not the latest; this and the next two are missing in old previews. */
      setAsideFor: z.object({ fileName: z.string(), statedAt: instant, isSameTime: z.boolean() }).optional(),
      /** Assets that are called as a new one would be. */
      namesakes: z.array(z.object({ id: z.string(), kind: z.string(), name: z.string() })).optional(),
      /** Files that go on counting on the asset beside this one, because their subject or their tool is another. */
      beside: z
        .array(z.object({ fileName: z.string(), because: z.enum(['subject', 'tool']), other: z.string() }))
        .optional(),
      counts,
      /** The same by decision; missing in previews that were made before it was counted. */
      byUrgency: z
        .object({ new: urgencyCounts, reopened: urgencyCounts, moved: urgencyCounts, gone: urgencyCounts })
        .optional(),
      /** Findings that it brings and that a ruling which stands takes off the list; in none of the counts. */
      ruledOff: z.number().int().optional(),
      unchanged: z.number().int(),
      unjudged: z.number().int(),
      /** Why they cannot be called clean; missing in previews that were made before it was counted. */
      unjudgedBy: z
        .object({
          noKnowledge: z.number().int(),
          stale: z.number().int(),
          noVersion: z.number().int(),
          noIdentity: z.number().int(),
        })
        .optional(),
      dropped: z.array(z.object({ code: z.string(), example: z.string(), count: z.number().int() })),
    })
    .nullable(),
})
export type ImportPreview = z.infer<typeof importPreview>
export const importPreviewPage = pageOf(importPreview)

const stand = z.object({
  id: z.string(),
  vulnerabilityId: z.string().nullable(),
  title: z.string(),
  componentName: z.string(),
  componentVersion: z.string().nullable(),
  /** Missing in previews that were made before it was kept. */
  otherVersions: z.array(z.string()).optional(),
  location: z.string(),
  urgency,
  verdict: z.string(),
  why: z.string(),
  state: z.string(),
  resolution: z.string().nullable(),
})

/** One finding behind a number, as it would be and as it was; `returned`: why the ruling on it no longer holds. */
const previewChange = z.object({
  kind: previewKind,
  finding: stand,
  was: stand.nullable(),
  returned: z
    .object({
      because: z.string(),
      reason: z.string(),
      was: z.record(z.string(), z.string()),
      now: z.record(z.string(), z.string()),
    })
    .nullable(),
})
export type PreviewChange = z.infer<typeof previewChange>
export const previewChangePage = pageOf(previewChange)

/** Which of the changes, and where to go on. */
export const previewChangeQuery = z.object({
  kind: previewKind,
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export type PreviewChangeQuery = z.infer<typeof previewChangeQuery>
