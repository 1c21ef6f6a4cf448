import { statSync } from 'node:fs'
import type { Instant } from '#core/kernel'
import type { SourceId } from '#core/vocabulary'
import type { FeedFile } from '#intake/feeds'

/**
 * Finds out as of when each source of a feed speaks, by the newest date in the files it was read from. A date in the
 * future is a mistake and counts for nothing. One fresh file makes no other fresh: each source has its own.
 */
export class DataDates {
  readonly #now: Instant
  readonly #bySource: Map<SourceId, string>
  #file: string | undefined

  /** @param held the newest dates that earlier runs met: an unchanged record is not looked at again. */
  constructor(now: Instant, held: Readonly<Record<SourceId, string>>) {
    this.#now = now
    this.#bySource = new Map(Object.entries(held))
  }

  /** Takes a day or an instant that stands in the file being read. */
  note(date: string | undefined): void {
    if (date !== undefined && date <= this.#now) this.#file = later(this.#file, date)
  }

  /** Ends a file: what it is dated counts for the sources it told something of. */
  endFile(sources: Iterable<SourceId>): void {
    for (const source of sources) {
      const newest = this.#file === undefined ? undefined : later(this.#bySource.get(source), this.#file)
      if (newest !== undefined) this.#bySource.set(source, newest)
    }
    this.#file = undefined
  }

  /** The newest date of a source, of the file being read before its end is known; `undefined`: none is dated. */
  of(source: SourceId): string | undefined {
    return this.#bySource.get(source) ?? this.#file
  }

  /** The newest of all. */
  get newest(): string | undefined {
    return [...this.#bySource.values()].reduce<string | undefined>(later, undefined)
  }

  toJSON(): Record<SourceId, string> {
    return Object.fromEntries(this.#bySource)
  }
}

function later(known: string | undefined, date: string): string {
  return known === undefined || date > known ? date : known
}

/** For data that dates nothing in itself: when its files were last written. */
export function newestFileTime(files: readonly FeedFile[]): string | undefined {
  const times = files.map(({ path }) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  const newest = Math.max(0, ...times)
  return newest === 0 ? undefined : new Date(newest).toISOString()
}
