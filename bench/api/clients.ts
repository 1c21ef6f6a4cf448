import { nextQuestion, type Question } from './questions.ts'
import type { Server } from './server.ts'

/** Milliseconds of each answer by kind of question. */
export type Timings = Map<Question['kind'], number[]>

/** A client for each session (by its cookie; `undefined`: whoever set the server up), each asking its next question as soon as it has its answer, until `until` resolves. */
export async function askAround(
  server: Server,
  cookies: readonly (string | undefined)[],
  until: Promise<unknown>,
): Promise<Timings> {
  const timings: Timings = new Map()
  let over = false
  void until.finally(() => {
    over = true
  })
  const note = (kind: Question['kind'], ms: number) => {
    const known = timings.get(kind)
    if (known) known.push(ms)
    else timings.set(kind, [ms])
  }
  const client = async (cookie: string | undefined, seed: number) => {
    const random = drawer(seed)
    while (!over) {
      const { kind, path, deep = 0 } = nextQuestion(random)
      let cursor: string | null = null
      for (let page = 0; page <= deep && !over; page++) {
        const asked = performance.now()
        const { text } = await server.get(cursor ? `${path}&cursor=${encodeURIComponent(cursor)}` : path, cookie)
        note(kind, performance.now() - asked)
        cursor = deep > 0 ? (JSON.parse(text) as { next: string | null }).next : null
        if (cursor === null) break
      }
    }
  }
  await Promise.all(cookies.map((cookie, place) => client(cookie, place + 1)))
  return timings
}

/** mulberry32: the same questions in every run. */
function drawer(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The value that the given share of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}
