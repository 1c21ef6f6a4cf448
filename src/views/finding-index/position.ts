import type { Position } from './order.ts'

const shape = /^(\d{1,16}) (.{1,500})$/su

/** The position as a cursor: opaque to callers. */
export function writePosition({ key, seq }: Position): string {
  return Buffer.from(`${seq} ${key}`).toString('base64url')
}

/** `undefined` for no cursor and for one that nobody issued: the list starts anew. */
export function readPosition(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined
  const [, seq, key] = shape.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  return seq !== undefined && key !== undefined ? { key, seq: Number(seq) } : undefined
}
