/** How far the reading of all findings is. `total` and `seconds` are `null` while nobody can say. */
export interface ReadingProgress {
  read: number
  total: number | null
  /** That it takes still, about. */
  seconds: number | null
}

/** Putting in order what was read takes such a share of the time that reading it took. */
const ORDERING = 0.2

/** Measures a reading that is under way. */
export class Reading {
  read = 0
  total: number | undefined
  readonly #began: number

  /** @param now milliseconds of a clock that only goes forward */
  constructor(now: number) {
    this.#began = now
  }

  progress(now: number): ReadingProgress {
    const { read, total } = this
    if (total === undefined || read === 0) return { read, total: total ?? null, seconds: null }
    const passed = now - this.#began
    const each = read < total ? passed / read : passed / (total * (1 + ORDERING))
    const left = Math.max(0, total * (1 + ORDERING) * each - passed)
    return { read, total, seconds: Math.max(1, Math.round(left / 1_000)) }
  }
}

/** Thrown where findings are asked for that are still being read, after a start or when a backup was restored. */
export class FindingsBeingRead extends Error {
  readonly progress: ReadingProgress

  constructor(progress: ReadingProgress) {
    super('the findings are being read')
    this.progress = progress
  }
}
