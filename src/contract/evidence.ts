import { z } from 'zod'
import { assuranceEvidenceKinds, controlAspects, evidenceResults } from '#core/vocabulary'
import { instant } from './words.ts'

const share = z.number().min(0).max(1)
const day = z.string()
const words = z.string()

/** One day of evidence about a control, summed. */
export const evidenceDay = z.object({
  aspect: z.enum(controlAspects),
  kind: z.enum(assuranceEvidenceKinds),
  result: z.enum(evidenceResults),
  day,
  subjectVersion: words.nullable(),
  demands: z.number(),
  pieces: z.number().int(),
})
/** A piece of evidence as it was recorded, and what it does to what its control is credited now. */
const evidencePiece = z.object({
  /** Its place in the chain. */
  position: z.number().int(),
  aspect: z.enum(controlAspects),
  kind: z.enum(assuranceEvidenceKinds),
  result: z.enum(evidenceResults),
  /** When it was seen. */
  at: instant,
  recordedAt: instant,
  /** Who or what recorded it; null: that was not kept. */
  recordedBy: words.nullable(),
  demands: z.number().int(),
  subjectVersion: words.nullable(),
  source: words,
  note: words.nullable(),
  /** How much of it counts now, from 0 to 1. */
  weight: share,
  /** Why it counts less, or no more: its window passed, another version, repaired, … */
  why: words.nullable(),
})
export type EvidencePiece = z.infer<typeof evidencePiece>

export const evidencePieceQuery = z.object({
  aspect: z.enum(controlAspects),
  /** `next` of the page before. */
  cursor: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \d{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
/** Pieces of one fact, what was seen last first. */
export const evidencePieceList = z.object({
  pieces: z.array(evidencePiece),
  /** The cursor of the next page; null at the end. */
  next: words.nullable(),
})
export type EvidencePieceList = z.infer<typeof evidencePieceList>

/** Evidence that a probe, a gateway or a person brings. It is never changed afterwards. */
export const evidenceRequest = z.object({
  evidence: z
    .array(
      z.object({
        control: z.string().min(1).max(80),
        kind: z.enum(assuranceEvidenceKinds),
        aspect: z.enum(controlAspects),
        result: z.enum(evidenceResults),
        demands: z.number().int().min(1).max(1_000_000_000).default(1),
        /** Quality of the observation. */
        weight: z.number().min(0).max(1).default(1),
        version: z.string().min(1).max(100).nullable().default(null),
        source: z.string().trim().min(1).max(200),
        /** When it was seen; left out: now. */
        at: z.iso.datetime({ offset: true }).optional(),
        note: z.string().max(300).nullable().default(null),
      }),
    )
    .min(1)
    .max(1_000),
})
export const evidenceTaken = z.object({ recorded: z.number().int() })

/** What recomputing the chain of evidence found. */
export const evidenceCheck = z.object({
  entries: z.number().int(),
  erased: z.number().int(),
  /** The first entry that was changed, left out or moved; null: none. */
  brokenAt: z.number().int().nullable(),
  head: words,
  /** How many of the sums that controls are judged by do not follow from the entries. */
  sumsOff: z.number().int(),
})
export type EvidenceCheck = z.infer<typeof evidenceCheck>
