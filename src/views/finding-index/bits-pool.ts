import type { Bits } from './bits.ts'

/** Room is made in steps of so many bytes, so that a set of millions of places fits the next one while findings come. */
const STEP = 16_384
/** So many that nobody needs are held, of the size that was asked for last. */
const MOST = 64
let free: ArrayBuffer[] = []

/**
 * A set of so many words without a place, in room that was given back where there is some: sets of millions of places come
 * and go with every filter, and the garbage collector looks through everything for each few that are let go of.
 */
export function emptyBits(words: number): Bits {
  const room = roomFor(words)
  return room ? new Uint32Array(room, 0, words).fill(0) : newBits(words)
}

/** A set of its own with the first `words` words of another. */
export function copyOf(bits: Bits, words = bits.length): Bits {
  const room = roomFor(words)
  const copy = room ? new Uint32Array(room, 0, words).fill(0, bits.length) : newBits(words)
  copy.set(bits.length > words ? bits.subarray(0, words) : bits)
  return copy
}

/** Gives back the room of a set that nobody will look at again. */
export function giveBack({ buffer, byteOffset }: Bits): void {
  if (byteOffset !== 0 || buffer.byteLength % STEP !== 0) return
  if (free[0]?.byteLength !== buffer.byteLength) free = []
  if (free.length < MOST) free.push(buffer)
}

function newBits(words: number): Bits {
  return new Uint32Array(new ArrayBuffer(bytesFor(words)), 0, words)
}

function roomFor(words: number): ArrayBuffer | undefined {
  return free[0]?.byteLength === bytesFor(words) ? free.pop() : undefined
}

/** Small sets have what they need, and are not held. */
function bytesFor(words: number): number {
  const bytes = words * Uint32Array.BYTES_PER_ELEMENT
  return bytes < STEP ? bytes : Math.ceil(bytes / STEP) * STEP
}
