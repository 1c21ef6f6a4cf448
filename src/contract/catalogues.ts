import { z } from 'zod'

const words = z.string()

const catalogue = z.object({
  id: words,
  name: words,
  publisher: words,
  licence: words,
  /** Null: its feed was not read yet. */
  version: words.nullable(),
  techniques: z.number().int(),
  /** It comes with the product. */
  isBuiltIn: z.boolean(),
})
export type CatalogueRow = z.infer<typeof catalogue>
export const catalogueList = z.object({ catalogues: z.array(catalogue) })

/** Either what somebody looks for, or ids by commas. */
export const techniqueQuery = z.object({
  search: z.string().max(200).optional(),
  ids: z.string().max(4_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(40),
})
const technique = z.object({
  id: words,
  title: words,
  /** Title of the technique that it is a kind of. */
  parent: words.nullable(),
  catalogue: words,
  catalogueName: words,
})
export type TechniqueRow = z.infer<typeof technique>
export const techniqueList = z.object({ techniques: z.array(technique) })

/** Either what somebody looks for, or ids by commas. */
export const referenceQuery = z.object({
  search: z.string().max(200).default(''),
  ids: z.string().max(4_000).optional(),
})
const reference = z.object({ id: words, title: words, framework: words })
export type ReferenceRow = z.infer<typeof reference>
export const referenceList = z.object({ references: z.array(reference) })
