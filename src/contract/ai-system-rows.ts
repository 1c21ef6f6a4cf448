import { z } from 'zod'
import { aiPartKinds, aiRoles, autonomies } from '#core/vocabulary'
import { instant } from './words.ts'

const words = z.string()
const level = z.number().int().min(1).max(7).nullable()

const aiPart = z.object({
  kind: z.enum(aiPartKinds),
  name: words,
  version: words.nullable(),
  vendor: words.nullable(),
  purl: words.nullable(),
  /** From 1, fully closed, to 7, fully open. */
  accessLevel: level,
  /** Assets that it runs on, by name. */
  assets: z.array(words),
  /** Where it answers. */
  endpoint: words.nullable(),
  /** The gateway that stands in front of it. */
  behind: words.nullable(),
})

/** An AI system as files and people describe it. It is an asset of kind `ai-system`, too. */
export const aiSystem = z.object({
  assetId: words,
  slug: words,
  name: words,
  owner: words.nullable(),
  purpose: words,
  role: z.enum(aiRoles),
  autonomy: z.enum(autonomies),
  oversight: words.nullable(),
  dataClasses: z.array(words),
  accessLevel: level,
  parts: z.array(aiPart),
  /** Counts the times it was written. */
  revision: z.number().int(),
  /** What people said by hand, by a field's name or by `part` with kind and name; files do not undo it. */
  said: z.record(words, z.object({ by: words, at: instant, gone: z.literal(true).optional() })),
  /** Who took it out of use, when and why; null: it runs. */
  retired: z.object({ by: words, at: instant, because: words }).nullable(),
})
export type AiSystemRow = z.infer<typeof aiSystem>
export const aiSystemList = z.object({ systems: z.array(aiSystem) })
