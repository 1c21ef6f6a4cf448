import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const RANDOM_BYTES = 4
const PROOF_BYTES = 4

/**
 * A fresh word for a probe: 16 upper-case hex digits, half of them random, half their keyed digest. Whoever has the key knows
 * it again in a trace or a gateway's log, whatever became of the trace's id; nobody else can make one to hide behind.
 */
export function makeMarker(key: Buffer): string {
  const random = randomBytes(RANDOM_BYTES)
  return Buffer.concat([random, proofOf(key, random)])
    .toString('hex')
    .toUpperCase()
}

/** Whether a word is a marker that was made with this key. */
export function isMarker(key: Buffer, word: string): boolean {
  const bytes = Buffer.from(word, 'hex')
  if (bytes.length !== RANDOM_BYTES + PROOF_BYTES) return false
  return timingSafeEqual(bytes.subarray(RANDOM_BYTES), proofOf(key, bytes.subarray(0, RANDOM_BYTES)))
}

function proofOf(key: Buffer, random: Uint8Array): Buffer {
  return createHmac('sha256', key).update('probe marker\n').update(random).digest().subarray(0, PROOF_BYTES)
}
