import { z } from 'zod'
import { aiPartKinds, aiRoles, aiUses, autonomies } from '#core/vocabulary'
import { instant } from './words.ts'

const words = z.string()

/** AI that was found in what is imported, and what was said of it. */
const aiDiscovery = z.object({
  id: words,
  assetId: words,
  asset: words,
  use: z.enum(aiUses),
  product: words,
  /** `observed`: it answered where it listens. `stated`: an inventory names it. `assumed`: only its port speaks for it. */
  basis: z.enum(['observed', 'stated', 'assumed']),
  /** The part that such software mostly is. */
  suggestedPart: z.enum(aiPartKinds),
  /** Where it was seen; at most 20. */
  witnesses: z.array(
    z.object({
      /** The purl, the image, the service. */
      what: words,
      version: words.nullable(),
      /** Folder, or port where it listens. */
      location: words,
      firstSeen: instant,
      /** The import that shows it; empty where the asset speaks for itself. */
      shownBy: words,
    }),
  ),
  seen: z.number().int(),
  /** What somebody said of it; null: nobody yet. */
  ruling: z
    .object({
      decision: z.enum(['accepted', 'rejected']),
      system: words.nullable(),
      part: z.enum(aiPartKinds).nullable(),
      note: words.nullable(),
      by: words,
      at: instant,
    })
    .nullable(),
  /** The part of the register that it is, and what tells so: it is not proposed then. Null: no register names it. */
  registeredAs: z
    .object({ system: words, part: z.enum(aiPartKinds), name: words, by: z.enum(['purl', 'endpoint', 'name']) })
    .nullable(),
})
export type AiDiscoveryRow = z.infer<typeof aiDiscovery>
/** What nobody said anything of first. */
export const aiDiscoveryList = z.object({ discoveries: z.array(aiDiscovery) })
export const aiDiscoveryRuled = aiDiscovery

export const aiRulingRequest = z.discriminatedUnion('decision', [
  z.object({
    decision: z.literal('accepted'),
    /** The id of the AI system that it is part of. */
    system: z.string().min(1).max(80),
    /** Which part; as suggested, where it is left out. */
    part: z.enum(aiPartKinds).optional(),
    note: z.string().trim().min(1).max(500).optional(),
  }),
  z.object({ decision: z.literal('rejected'), note: z.string().trim().min(1).max(500).optional() }),
  /** Takes back what was said. */
  z.object({ decision: z.literal('open') }),
])
export type AiRulingRequest = z.infer<typeof aiRulingRequest>

/** A CycloneDX document to take in. */
/** In which form a document is written. */
export const bomFormQuery = z.object({ form: z.enum(['json', 'xml']).default('json') })

export const mlBomQuery = z.object({
  /** File name, for a system that the document does not name. */
  name: z.string().trim().min(1).max(200),
  /** The system that it is about, by its id; else by what the document says. */
  system: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,79}$/)
    .optional(),
  role: z.enum(aiRoles).optional(),
  autonomy: z.enum(autonomies).optional(),
})
export const takenMlBom = z.object({
  system: words,
  name: words,
  parts: z.number().int(),
  unchanged: z.boolean(),
  /** What people said of it by hand, and the document says otherwise: that was left. */
  kept: z.array(words),
  /** Both values of each; of a part only the fields that differ. */
  differs: z.array(z.object({ what: words, said: words, file: words })),
  /** What is no part of an AI system, or could not be kept. */
  dropped: z.array(z.object({ code: words, example: words, count: z.number().int() })),
})
export type TakenMlBom = z.infer<typeof takenMlBom>

/** Safeguards that a finding puts in doubt or shows to be bypassed. */
export const safeguardsOfFinding = z.object({
  safeguards: z.array(
    z.object({
      control: words,
      name: words,
      /** `suspect`: an exploited vulnerability is in what it rests on. `bypassed`: the model can be asked past it. */
      effect: z.enum(['suspect', 'bypassed']),
      reason: words,
      scenarios: z.array(z.object({ id: words, title: words })),
    }),
  ),
})
export type SafeguardsOfFinding = z.infer<typeof safeguardsOfFinding>
