import { z } from 'zod'

const list = z.enum(['findings', 'fix-actions', 'assets', 'surface', 'vulnerabilities', 'imports', 'people', 'audit'])

/** A list as somebody saved it: what it filters, how it is sorted, which columns it shows. */
const savedView = z.object({
  id: z.string(),
  list: z.string(),
  name: z.string(),
  filter: z.string(),
  sort: z.string().nullable(),
  columns: z.array(z.string()).nullable(),
  /** Shown to everybody in the workspace. */
  shared: z.boolean(),
  by: z.string(),
  own: z.boolean(),
})
export type SavedViewRow = z.infer<typeof savedView>

/** My views and the shared ones, mine first; there are never more than 500. */
export const savedViewList = z.object({ views: z.array(savedView) })

/** Saving under a name one has used for the list replaces that view. Sharing needs the role "analyst". */
export const savedViewRequest = z.object({
  list,
  name: z.string().trim().min(1).max(80),
  filter: z.string().max(1_000),
  sort: z.string().max(40).nullable().default(null),
  columns: z.array(z.string().max(40)).max(40).nullable().default(null),
  shared: z.boolean().default(false),
})
export type SavedViewRequest = z.input<typeof savedViewRequest>
export const savedViewMade = z.object({ id: z.string() })
