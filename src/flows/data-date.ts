import { statSync } from 'node:fs'
import type { Instant } from '#core/kernel'
import type { FeedFile } from '#intake/feeds'

/** Finds out as of when a feed's data speaks, by the newest date in it. A date in the future is a mistake and counts for nothing. */
export class DataDate {
  readonly #now: Instant
  #newest: string | undefined

  /** @param held the newest date that earlier runs met: an unchanged record is not looked at again. */
  constructor(now: Instant, held: string | undefined) {
    this.#now = now
    this.#newest = held
  }

  /** Takes a day or an instant. */
  note(date: string | undefined): void {
    if (date !== undefined && date <= this.#now && (this.#newest === undefined || date > this.#newest))
      this.#newest = date
  }

  get newest(): string | undefined {
    return this.#newest
  }
}

/** For data that dates nothing in itself: when its files were last written. */
export function newestFileTime(files: readonly FeedFile[]): string | undefined {
  const times = files.map(({ path }) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  const newest = Math.max(0, ...times)
  return newest === 0 ? undefined : new Date(newest).toISOString()
}
