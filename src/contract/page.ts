import { z } from 'zod'
import { filterProblem } from './filter.ts'

/** Query of every list: readable filter text, where to go on, how many rows. */
export const listQuery = z.object({
  filter: z.string().max(1_000).default(''),
  cursor: z.string().max(300).optional(),
  /** Rows to pass over, from the start or from the cursor: for who wants a place in the list and not the next page. */
  offset: z.coerce.number().int().min(0).max(100_000_000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
/** The cursor of a list that can be sorted by names. */
export const textCursor = z.string().max(3_000).optional()

/** The same for a list whose filter knows these keys: what it does not know is refused, with what it does. */
export function listQueryOf(keys: Readonly<Record<string, readonly string[]>>) {
  const filter = listQuery.shape.filter.superRefine((text, context) => {
    const message = filterProblem(text, keys)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })
  return listQuery.extend({ filter })
}

export type ListQuery = z.infer<typeof listQuery>

/** Place of the first row in the list, where the page was asked for by place. */
const offset = z.number().int().optional()

/** One page: rows in order, the exact count under the filter, the cursor of the next page or `null` at the end. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({ rows: z.array(row), total: z.number().int(), next: z.string().nullable(), offset })
}

export interface Page<Row> {
  rows: Row[]
  total: number
  next: string | null
  offset?: number | undefined
}
