import type { DnsAnswer } from './record.ts'

const LONGEST_MS = 3_600_000
/** How long a missing name or type is believed, where its zone says nothing we keep. */
const NEGATIVE_MS = 300_000

/** How long a failure is not tried again (RFC 9520 section 3.2: from one second to five minutes). */
const FAILURE_MS = 60_000

/** Answers remembered for as long as they live, so many and no more; the oldest go first. */
export class AnswerCache {
  private readonly most: number
  private readonly now: () => number
  private readonly held = new Map<string, { answer: DnsAnswer; until: number }>()

  constructor(most: number, now: () => number) {
    this.most = most
    this.now = now
  }

  get(key: string): DnsAnswer | undefined {
    const found = this.held.get(key)
    if (!found) return undefined
    if (found.until > this.now()) return found.answer
    this.held.delete(key)
    return undefined
  }

  put(key: string, answer: DnsAnswer): void {
    if (answer.code === 'stopped') return
    if (this.held.size >= this.most) this.held.delete(this.held.keys().next().value!)
    this.held.set(key, { answer, until: this.now() + lifeMs(answer) })
  }
}

/** An answer lives as long as the shortest of its records; a quarter of a minute at least, so that one run asks once. */
function lifeMs(answer: DnsAnswer): number {
  if (answer.status === 'failed') return FAILURE_MS
  if (answer.records.length === 0) return NEGATIVE_MS
  const ttl = answer.records.reduce((least, record) => Math.min(least, record.ttl), LONGEST_MS / 1000)
  return Math.max(15_000, ttl * 1000)
}
