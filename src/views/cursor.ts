import { type RawBuilder, sql } from 'kysely'

/** Where a page ended: the sort key of its last row. Opaque to callers. */
export interface Cursor {
  key: string
  id: string
}

const shape = /^(-?\d{1,18}) (\S{1,100})$/

function writeCursor({ key, id }: Cursor): string {
  return Buffer.from(`${key} ${id}`).toString('base64url')
}

/** `undefined` for no cursor and for one that nobody issued: the list starts anew. */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined
  const [, key, id] = shape.exec(Buffer.from(text, 'base64url').toString()) ?? []
  return key !== undefined && id !== undefined ? { key, id } : undefined
}

const textShape = /^(.{0,500}) (\S{1,100})$/su

/** The same for a list that is sorted by any text. */
export function readTextCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined
  const [, key, id] = textShape.exec(Buffer.from(text, 'base64url').toString()) ?? []
  return key !== undefined && id !== undefined ? { key, id } : undefined
}

/** The rows of a page and one more, by which `cutPage` sees that there is a next. */
export function pageLimit({ limit, offset = 0 }: { limit: number; offset?: number | undefined }): RawBuilder<unknown> {
  return sql`limit ${limit + 1} offset ${offset}`
}

/** Splits one row more than asked for into the page and the cursor of the next. */
export function cutPage<Row>(
  rows: Row[],
  limit: number,
  cursorOf: (row: Row) => Cursor,
): { rows: Row[]; next: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, next: rows.length > limit && last ? writeCursor(cursorOf(last)) : null }
}
