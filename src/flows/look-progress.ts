import type { Discovered } from '#core/vocabulary'
import type { Report } from './context.ts'

type Said = Pick<Extract<Discovered, { type: 'progress' }>, 'stage' | 'done' | 'total'>

/** How far a look is. Its stages go on side by side and find each other work, so each has a count of its own. */
export class LookProgress {
  readonly #begins: string
  readonly #stages = new Map<string, { done: number; total: number }>()

  /** `begins`: what is told until a stage is. */
  constructor(begins = 'starting') {
    this.#begins = begins
  }

  /** Takes in how far one stage is, and reports all of them. Nothing goes back: what is told late changes nothing. */
  take({ stage, done, total }: Said, report: Report): void {
    const before = this.#stages.get(stage) ?? { done: 0, total: 0 }
    this.#stages.set(stage, { done: Math.max(before.done, done), total: Math.max(before.total, total) })
    report(this.words, this.#done(), undefined, 'steps done')
  }

  /** `names 120 of 130 · ports 40 of 254`, in the order in which they began; what is left grows as more is found. */
  get words(): string {
    if (this.#stages.size === 0) return this.#begins
    return [...this.#stages].map(([stage, { done, total }]) => `${stage} ${done} of ${total}`).join(' · ')
  }

  #done(): number {
    return [...this.#stages.values()].reduce((sum, { done }) => sum + done, 0)
  }
}
