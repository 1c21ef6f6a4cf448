import { sql } from 'kysely'
import type { Facets } from '#contract'
import type { Database } from '#platform/database'
import { surfaceFacets } from './surface-facets.ts'

/** Filters whose counts are kept. */
const MOST_KEPT = 200

interface Kept {
  /** As the surface was when it was counted, or before. */
  mark: string
  facets: Promise<Facets>
}

/**
 * The facets of the surface, counted once for each filter until anything changes: of 100,000 assets that takes a second or
 * more. What changes is asked of the database each time, so that other processes may change it, too.
 */
export class SurfaceFacetShelf {
  readonly #database: Database
  readonly #kept = new Map<string, Kept>()

  constructor(database: Database) {
    this.#database = database
  }

  async facets(workspaceId: string, filter: string): Promise<Facets> {
    const mark = await this.#markOf(workspaceId)
    const key = `${workspaceId} ${filter}`
    const known = this.#kept.get(key)
    this.#kept.delete(key)
    if (known?.mark === mark) {
      this.#kept.set(key, known)
      return known.facets
    }
    const facets = surfaceFacets(this.#database, workspaceId, filter)
    const kept = { mark, facets }
    this.#kept.set(key, kept)
    facets.catch(() => this.#kept.get(key) === kept && this.#kept.delete(key))
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest)
    return facets
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
