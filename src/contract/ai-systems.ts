import { z } from 'zod'
import { aiPartKinds, aiRoles, autonomies } from '#core/vocabulary'

const id = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,79}$/, 'lower-case letters, digits, dots and hyphens, at most 80')
const text = (most: number) => z.string().trim().min(1).max(most)
/** From 1, fully closed, to 7, fully open. */
const level = z.number().int().min(1).max(7)
const endpoint = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine(isPlain, { message: 'an http address without user, password or query' })

/** What is no address at all was refused before; it comes here all the same. */
function isPlain(text: string): boolean {
  const url = URL.parse(text)
  return url === null || (url.username === '' && url.search === '')
}

const enteredPart = z
  .object({
    kind: z.enum(aiPartKinds),
    name: text(200),
    version: text(100).nullable().default(null),
    vendor: text(200).nullable().default(null),
    purl: text(500).nullable().default(null),
    accessLevel: level.nullable().default(null),
    /** Assets that it runs on, by name. */
    assets: z.array(text(300)).max(20).default([]),
    /** Where it answers. */
    endpoint: endpoint.nullable().default(null),
    /** The gateway that stands in front of it, by name. */
    behind: text(200).nullable().default(null),
  })
  .strict()

const fields = {
  name: text(200),
  owner: text(200).nullable(),
  purpose: text(2_000),
  role: z.enum(aiRoles),
  autonomy: z.enum(autonomies),
  /** Who watches it, and how. */
  oversight: text(2_000).nullable(),
  dataClasses: z.array(text(100)).max(50),
  accessLevel: level.nullable(),
  parts: z.array(enteredPart).max(500),
}

/** An AI system as a person enters it; what is left out, a file may say later. */
export const newAiSystem = z
  .object({
    id,
    ...fields,
    owner: fields.owner.default(null),
    oversight: fields.oversight.default(null),
    dataClasses: fields.dataClasses.default([]),
    accessLevel: fields.accessLevel.default(null),
    parts: fields.parts.default([]),
  })
  .strict()
export type NewAiSystem = z.input<typeof newAiSystem>

/** Why an AI system runs no more. */
export const aiSystemRetirement = z.object({ because: text(500) }).strict()

/** What a person says anew of an AI system; only what is given changes. The list of parts is given as a whole. */
export const aiSystemChange = z
  .object({
    ...fields,
    /** Fields, or parts (`part model gpt`), of which files may speak again. */
    handBack: z.array(text(300)).max(600),
  })
  .partial()
  .strict()
  .refine((given) => Object.keys(given).length > 0, 'say what is to change')
export type AiSystemChange = z.input<typeof aiSystemChange>
