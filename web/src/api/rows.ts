import type { Page } from '@contract/page.ts'

/** Rows that are asked for together. */
export const PART = 100

/** A part of a list by place; `anchor`: rather the part that this row is on now. */
interface PartWanted {
  offset: number
  limit: number
  anchor?: string
}

/** A list on the server: under which key its rows are kept, and how some of them are asked for. */
export interface RowSource<Row> {
  key: readonly unknown[]
  part: (wanted: PartWanted) => Promise<Page<Row>>
}

/** What of a list is here: its exact length, and some parts by their number. */
export interface Loaded<Row> {
  total: number
  parts: ReadonlyMap<number, readonly Row[]>
}

/** What somebody looks at: the first and the last place, and the row that must not move under their eyes. */
export interface View {
  first: number
  last: number
  anchor?: { id: string; place: number } | undefined
}

export function partOf(place: number): number {
  return Math.floor(Math.max(0, place) / PART)
}

/** The list as it is now, where somebody looks: of 200,000 rows one or two parts, wherever the row they look at went. */
export async function readView<Row extends { id: string }>(
  source: RowSource<Row>,
  { first, last, anchor }: View,
): Promise<Loaded<Row>> {
  const wanted = anchor?.place ?? first
  const page = await source.part({ offset: partOf(wanted) * PART, limit: PART, ...(anchor && { anchor: anchor.id }) })
  const start = page.offset ?? partOf(wanted) * PART
  const found = page.rows.findIndex(({ id }) => id === anchor?.id)
  const moved = anchor && found >= 0 ? start + found - anchor.place : 0
  const parts = new Map([[partOf(start), page.rows]])
  const others = partsBetween(first + moved, Math.min(last + moved, page.total - 1)).filter((part) => !parts.has(part))
  const pages = await Promise.all(others.map((part) => source.part({ offset: part * PART, limit: PART })))
  others.forEach((part, number) => {
    parts.set(part, pages[number]!.rows)
  })
  return { total: page.total, parts }
}

/** Numbers of the parts that hold two places and all between. */
export function partsBetween(first: number, last: number): number[] {
  const [from, to] = [partOf(first), partOf(last)]
  return Array.from({ length: to - from + 1 }, (_, number) => from + number)
}

/** Parts that are kept, those nearest to a place: who scrolls through everything must not fill the memory. */
const MOST_PARTS = 12

export function withPart<Row>(
  { parts }: Loaded<Row>,
  part: number,
  { rows, total }: Pick<Page<Row>, 'rows' | 'total'>,
): Loaded<Row> {
  const all = [...parts, [part, rows] as const]
  const near = all.sort(([a], [b]) => Math.abs(a - part) - Math.abs(b - part)).slice(0, MOST_PARTS)
  return { total, parts: new Map(near) }
}
