import type { ServerLine } from './server-line.ts'

interface Named {
  set: string
  sha256: string
}

/** Sets of fingerprints that the server gave, kept until it holds others. */
export class FingerprintShelf {
  readonly #line: Pick<ServerLine, 'fingerprints'>
  readonly #say: (words: string) => void
  readonly #held = new Map<string, { sha256: string; content: Buffer }>()

  constructor(line: Pick<ServerLine, 'fingerprints'>, say: (words: string) => void) {
    this.#line = line
    this.#say = say
  }

  /** What the order names, asked for where it is not held. A set that cannot be had is said, and looked without. */
  async hold(named: readonly Named[], signal: AbortSignal): Promise<ReadonlyMap<string, Buffer>> {
    const wanted = new Set(named.map(({ set }) => set))
    for (const set of this.#held.keys()) if (!wanted.has(set)) this.#held.delete(set)
    for (const one of named) {
      if (signal.aborted) break
      if (this.#held.get(one.set)?.sha256 === one.sha256) continue
      this.#held.delete(one.set)
      const given = await this.#line.fingerprints(one, signal)
      if (given.ok) this.#held.set(one.set, { sha256: one.sha256, content: given.value })
      else this.#say(`looking without the fingerprints of ${one.set}: ${given.error.message}`)
    }
    return new Map([...this.#held].map(([set, { content }]) => [set, content]))
  }
}
