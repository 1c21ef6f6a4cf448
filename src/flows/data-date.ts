import type { Instant } from '#core/kernel'
import { NO_DAY, type SourceId } from '#core/vocabulary'

/**
 * Finds out as of when each source of a feed speaks, by the newest date in the files it was read from. A date in the
 * future is a mistake and counts for nothing. One fresh file makes no other fresh: each source has its own.
 */
export class DataDates {
  readonly #now: Instant
  readonly #bySource: Map<SourceId, string>
  /** Of data that dates nothing: the beginning of the newest year in the CVE ids it names, before which it was not written. */
  readonly #named = new Map<SourceId, string>()
  #file: string | undefined
  #fileNamed: string | undefined

  /** @param held the newest dates that earlier runs met: an unchanged record is not looked at again. */
  constructor(now: Instant, held: Readonly<Record<SourceId, string>>) {
    this.#now = now
    this.#bySource = new Map(Object.entries(held))
  }

  /** Takes a day or an instant that stands in the file being read. */
  note(date: string | undefined): void {
    if (date !== undefined && date <= this.#now) this.#file = later(this.#file, date)
  }

  /** Takes the id of something that the file being read speaks of. */
  noteNamed(id: string): void {
    const year = /^CVE-(\d{4})-/.exec(id)?.[1]
    if (year !== undefined && year <= this.#now) this.#fileNamed = later(this.#fileNamed, `${year}-01-01T00:00:00.000Z`)
  }

  /** Ends a file: what it is dated counts for the sources it told something of. */
  endFile(sources: Iterable<SourceId>): void {
    for (const source of sources) {
      note(this.#bySource, source, this.#file)
      note(this.#named, source, this.#fileNamed)
    }
    this.#file = undefined
    this.#fileNamed = undefined
  }

  /** The newest date of a source, of the file being read before its end is known; `undefined`: none is dated. */
  of(source: SourceId): string | undefined {
    return this.#bySource.get(source) ?? this.#file
  }

  /** Not before this was written what a source was read from, though nothing in it is dated. */
  leastOf(source: SourceId): string {
    return this.#named.get(source) ?? this.#fileNamed ?? NO_DAY
  }

  /** The newest of all. */
  get newest(): string | undefined {
    return newestIn(this.#bySource)
  }

  /** The same of what was read from data that dates nothing. */
  get least(): string {
    return newestIn(this.#named) ?? NO_DAY
  }

  toJSON(): Record<SourceId, string> {
    return Object.fromEntries(this.#bySource)
  }
}

/** The later of two days or instants. */
export function later(known: string | undefined, date: string): string {
  return known === undefined || date > known ? date : known
}

function note(dates: Map<SourceId, string>, source: SourceId, date: string | undefined): void {
  if (date !== undefined) dates.set(source, later(dates.get(source), date))
}

function newestIn(dates: ReadonlyMap<SourceId, string>): string | undefined {
  return [...dates.values()].reduce<string | undefined>(later, undefined)
}
