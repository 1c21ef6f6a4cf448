import { z } from 'zod'
import { aiPartKinds, controlLimits, vendorSafeguards } from '#core/vocabulary'
import { evaluationRow } from './evaluations.ts'
import { evidenceDay, evidencePieceList } from './evidence.ts'
import { basis, instant } from './words.ts'

const share = z.number().min(0).max(1)
const bounds = z.object({ low: z.number(), high: z.number() })
const day = z.string()
const words = z.string()

/**
 * `dead`: a probe showed it. `failing`: it does not hold; all three facts are known and it lets 99 in 100 or more through, or
 * nothing passes through it. `unknown`: one of the three facts is missing. `weak`: all three are known, and it lets more than half
 * through. `measured`: all three are known, and it lets less through.
 */
export const controlState = z.enum(['dead', 'failing', 'unknown', 'weak', 'measured'])
export type ControlState = z.infer<typeof controlState>

/** A finding that makes a control suspect: a vulnerability known to be exploited, in a part that it rests on. */
export const controlDoubt = z.object({
  findingId: words,
  vulnerability: words,
  part: z.object({ system: words, kind: z.enum(aiPartKinds), name: words }),
  /** The asset that the finding is on. */
  asset: words,
  /** `assumed`: the register does not say what the control rests on. */
  basis,
  /** Since when it is known; null: since a moment ago. */
  since: instant.nullable(),
})
export type ControlDoubtRow = z.infer<typeof controlDoubt>

/** Why nothing is credited to a control, whatever its traces show. */
export const controlLimit = z.object({
  kind: z.enum(controlLimits),
  reason: words,
  findingId: words.nullable(),
  /** Since when it is known; null: since a moment ago, or always. */
  since: instant.nullable(),
})
export type ControlLimitRow = z.infer<typeof controlLimit>

/** The system that a control guards runs no more: what was measured still counts, and what rests on it is to be looked at. */
export const retiredSystem = z.object({ slug: words, name: words, at: instant, by: words, because: words }).nullable()
export type RetiredSystemRow = z.infer<typeof retiredSystem>

const controlRow = z.object({
  id: words,
  name: words,
  owner: words.nullable(),
  claim: words,
  measure: words.nullable(),
  system: words.nullable(),
  version: words.nullable(),
  references: z.array(words),
  reviewDays: z.number().int(),
  /** Parts of its system that it rests on, by name. */
  restsOn: z.array(words),
  /** It is what the vendor of the model does. */
  vendorSafeguard: z.enum(vendorSafeguards).nullable(),
  /** Share of failures from which on an evaluation shows that it fails. */
  mostFailures: share.nullable(),
  doubts: z.array(controlDoubt),
  limits: z.array(controlLimit),
  retiredSystem,
  state: controlState,
  /** Demands that carry it, of all demands in the same traces; null: not known. */
  coverage: z.object({ share, demands: z.number(), since: day }).nullable(),
  liveness: z.object({ state: z.enum(['live', 'dead', 'unknown']), seenAt: instant.nullable() }),
  /** How often it is to be probed; that a probe found it alive counts for two of these. */
  probeIntervalSeconds: z.number().int(),
  efficacy: z
    .object({
      mean: share,
      interval: bounds,
      /** What risk reckons with: below it lie 5 %. */
      lower: share,
      passes: z.number(),
      failures: z.number(),
      /** As they weigh in the interval: passes fade, and count less of another version or of none. */
      counted: z.object({ passes: z.number(), failures: z.number() }),
      /** Both in words. */
      held: words,
      newest: day,
    })
    .nullable(),
  /** Probability of failure on demand, by the bounds of what is known; 1 where a part is not. */
  failure: share,
  reasons: z.array(words),
})
export type ControlRow = z.infer<typeof controlRow>
export const controlList = z.object({ controls: z.array(controlRow) })

const said = (most: number) => z.string().trim().min(1).max(most)
/** What people say of a control; only what is given changes. How evidence of it is weighed, its register says. */
export const controlDescription = z
  .object({
    name: said(200).optional(),
    owner: said(200).nullable().optional(),
    claim: said(2_000).optional(),
    measure: said(2_000).nullable().optional(),
    system: said(80).nullable().optional(),
    version: said(100).nullable().optional(),
    /** As `GET /framework-references` has them; others are taken as they stand. */
    references: z.array(said(100)).max(100).optional(),
    reviewDays: z.number().int().min(1).max(3_650).optional(),
  })
  .strict()
  .refine((given) => Object.keys(given).length > 0, 'say what is to change')
export type ControlDescription = z.infer<typeof controlDescription>
export const controlDescribed = z.object({ id: words })

export const controlDetail = controlRow.extend({
  /** By day, of all time. */
  evidence: z.array(evidenceDay),
  /** Of each fact the pieces that were seen last, and where those before go on. */
  newest: z.object({ coverage: evidencePieceList, liveness: evidencePieceList, efficacy: evidencePieceList }),
  evaluations: z.array(evaluationRow),
  scenarios: z.array(z.object({ id: words, title: words })),
})
export type ControlDetail = z.infer<typeof controlDetail>
