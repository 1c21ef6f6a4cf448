import { sql } from 'kysely'
import type { Facets } from '#contract'
import type { Database } from '#platform/database'
import { surfaceFacets } from './surface-facets.ts'

/** Filters whose counts are kept. */
const MOST_KEPT = 200

/** What took longer than this is counted again behind what is known already. */
const SLOW_MS = 500

interface Kept {
  /** As the surface was when it was counted, or before. */
  mark: string
  counted: Promise<Facets>
  /** What was known before, until it is counted; absent: that is waited for. */
  before?: Facets
  /** Once it is counted: what it gave, and how long that took. */
  done?: { facets: Facets; ms: number }
}

interface ShelfOptions {
  /** Hears that facets of a workspace, which were given as they were before, are counted by now. */
  recounted?: (workspaceId: string) => void
  slowMs?: number
}

/**
 * The facets of the surface, counted once for each filter until anything changes: of 100,000 assets that takes a second or
 * more. Nobody waits for such a count twice: after a change what is known is given at once, and counted anew behind it. What
 * changes is asked of the database each time, so that other processes may change it, too.
 */
export class SurfaceFacetShelf {
  readonly #database: Database
  readonly #recounted: ShelfOptions['recounted']
  readonly #slowMs: number
  readonly #kept = new Map<string, Kept>()

  constructor(database: Database, { recounted, slowMs = SLOW_MS }: ShelfOptions = {}) {
    this.#database = database
    this.#recounted = recounted
    this.#slowMs = slowMs
  }

  async facets(workspaceId: string, filter: string): Promise<Facets> {
    const mark = await this.#markOf(workspaceId)
    const key = `${workspaceId} ${filter}`
    const known = this.#kept.get(key)
    this.#kept.delete(key)
    // While it is counted behind what is given, nobody begins another count.
    const holds = known !== undefined && (known.mark === mark || (known.before !== undefined && !known.done))
    const kept = holds ? known : this.#count(workspaceId, filter, { key, mark, before: shownOf(known, this.#slowMs) })
    this.#kept.set(key, kept)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest)
    return kept.done?.facets ?? kept.before ?? kept.counted
  }

  #count(
    workspaceId: string,
    filter: string,
    { key, mark, before }: { key: string; mark: string; before: Facets | undefined },
  ): Kept {
    const began = performance.now()
    const counted = surfaceFacets(this.#database, workspaceId, filter)
    const kept: Kept = { mark, counted, ...(before && { before }) }
    counted.then(
      (facets) => {
        kept.done = { facets, ms: performance.now() - began }
        if (before) this.#recounted?.(workspaceId)
      },
      () => this.#kept.get(key) === kept && this.#kept.delete(key),
    )
    return kept
  }

  /** Another after each change. */
  #markOf(workspaceId: string): Promise<string> {
    return this.#database.inWorkspace(workspaceId, async (work) => {
      const { rows } = await sql<{ mark: string }>`select concat(count(*), ' ', sum(id)) as mark
        from surface_stir`.execute(work)
      return rows[0]!.mark
    })
  }
}

/** What may be given while it is counted anew: only where that takes long. */
function shownOf(known: Kept | undefined, slowMs: number): Facets | undefined {
  if (!known?.done) return known?.before
  return known.done.ms >= slowMs ? known.done.facets : undefined
}
