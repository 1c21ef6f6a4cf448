import { sql } from 'kysely'
import {
  type Facets,
  type FindingListQuery,
  type FindingRow,
  type FixActionListQuery,
  formatFilter,
  type Page,
  type VulnerabilityListQuery,
} from '#contract'
import type { Instant } from '#core/kernel'
import { type Database, listWorkspaces } from '#platform/database'
import { fewFindingTables, theseFindings } from './finding-filter.ts'
import {
  type ActionAsset,
  type ActionCounts,
  type AssetCounts,
  FindingIndex,
  FindingsBeingRead,
  type Ranked,
  readPosition,
  type TodayCounts,
  writePosition,
} from './finding-index/index.ts'
import { readRemedies } from './finding-remedies.ts'
import { type FindingSql, findingRowColumns, findingRowOf } from './finding-row.ts'
import type { Freshness } from './kept-answers.ts'
import { type CachedRow, RowCache } from './row-cache.ts'

export { FindingsBeingRead }

/** Workspaces whose findings are kept in memory. */
const MOST_WORKSPACES = 8
const MOST_VALUES = 20

/** A fix action's place in the order, what its findings come to, and the first of them. */
export type CountedAction = Ranked & ActionCounts & { worst: FindingRow; remedy: string | null }

/** What is kept of one workspace. */
interface Held {
  index: FindingIndex
  rows: RowCache
}

/** Pages and facets of findings for a server, which is asked again and again; a single question is `listFindings`. */
export class FindingLists implements Freshness {
  readonly #database: Database
  readonly #held = new Map<string, Held>()

  readonly #patienceMs: number | undefined
  readonly freshMs: number
  outdatedAt = Number.NEGATIVE_INFINITY

  /**
   * `freshMs`: for so long answers may miss what others commit, never what `outdate` was called for. `patienceMs`: for so
   * long a question waits while all findings are being read; then it fails with {@link FindingsBeingRead}.
   */
  constructor(database: Database, { freshMs = 0, patienceMs }: { freshMs?: number; patienceMs?: number } = {}) {
    this.#database = database
    this.freshMs = freshMs
    this.#patienceMs = patienceMs
  }

  /** Something was committed that the next answers must show. */
  outdate(): void {
    this.outdatedAt = performance.now()
    for (const { index } of this.#held.values()) index.outdate()
  }

  /** Reads the findings of the first workspaces, so that nobody waits for it at their first list. */
  async warm(): Promise<void> {
    for (const workspaceId of (await listWorkspaces(this.#database)).slice(0, MOST_WORKSPACES))
      await this.#indexOf(workspaceId).sync()
  }

  /** One page in the order asked for, with the exact count under the filter: after a cursor, from a place, or around a finding. */
  async page(workspaceId: string, query: FindingListQuery): Promise<Page<FindingRow>> {
    const { rows, ...page } = await this.#page(workspaceId, query)
    return { rows: rows.map(({ row }) => row), ...page }
  }

  /** The same page as the JSON of an answer: rows that did not change since they were last sent are not written again. */
  async pageText(workspaceId: string, query: FindingListQuery): Promise<string> {
    const { rows, ...page } = await this.#page(workspaceId, query)
    return `{"rows":[${rows.map(({ text }) => text).join(',')}],${JSON.stringify(page).slice(1)}`
  }

  /** Where the page begins that a finding is on, of pages counted from the first row. */
  async #offsetOf(
    index: FindingIndex,
    workspaceId: string,
    { filter, sort, anchor, limit }: FindingListQuery,
  ): Promise<number | undefined> {
    if (anchor === undefined) return undefined
    const [seq] = await this.seqsOfThese(workspaceId, [anchor])
    const place = seq === undefined ? undefined : index.placeOf(filter, sort, seq)
    return place === undefined ? undefined : place - (place % limit)
  }

  /** For each facet its values with exact counts; a facet's own terms are left out, so that its other values can be chosen. */
  async facets(workspaceId: string, filter: string): Promise<Facets> {
    const index = await this.#synced(workspaceId)
    return { facets: index.facets(filter, MOST_VALUES) }
  }

  /** The first `most` vulnerabilities, after a position and beyond `offset` more, that findings under a filter name, and how many there are. */
  async vulnerabilities(
    workspaceId: string,
    { filter, sort }: Pick<VulnerabilityListQuery, 'filter' | 'sort'>,
    most: number,
    after?: Ranked,
    offset?: number,
  ): Promise<{ first: Ranked[]; total: number }> {
    const index = await this.#synced(workspaceId)
    return index.vulnerabilities(filter, sort, most, after, offset)
  }

  /** The values of a few facets with the number of vulnerabilities under each; a facet's own terms are left out. */
  async vulnerabilityFacets(workspaceId: string, filter: string): Promise<Facets> {
    const index = await this.#synced(workspaceId)
    return { facets: index.groupFacets(filter, 'vulnerability') }
  }

  /** The first `most` fix actions, after a position and beyond `offset` more, for findings under a filter, and how many there are. */
  async fixActions(
    workspaceId: string,
    { filter, sort }: Pick<FixActionListQuery, 'filter' | 'sort'>,
    most: number,
    after?: Ranked,
    offset?: number,
  ): Promise<{ first: CountedAction[]; total: number }> {
    const index = await this.#synced(workspaceId)
    const { first, total } = index.actions(filter, sort, most, after, offset)
    const rows = await this.#rowsBySeq(
      workspaceId,
      first.map((action) => action.first),
    )
    // One whose findings went away in this moment is left out.
    const there = first.flatMap((action) => {
      const worst = rows.get(action.first)
      return worst ? [{ ...action, worst: worst.row }] : []
    })
    const remedies = await readRemedies(
      this.#database,
      workspaceId,
      there.flatMap(({ worst, first }) => (worst.component.name === '' ? first : [])),
    )
    const still = there.map((action) => ({ ...action, remedy: remedies.get(action.first) ?? null }))
    return { first: still, total }
  }

  /** Numbers (`finding.seq`) of the open findings of a fix action, of all assets or of one: all of them, or those it closes. */
  async seqsOfAction(
    workspaceId: string,
    id: string,
    { assetId, which }: { assetId?: string | undefined; which: 'all' | 'closed' },
  ): Promise<number[]> {
    const index = await this.#synced(workspaceId)
    const terms = [
      { key: 'action', values: [id], not: false },
      { key: 'asset', values: assetId === undefined ? [] : [assetId], not: false },
    ]
    const fixed = { key: 'fix', values: ['yes'], not: false }
    const under = (all: typeof terms) => index.seqsOf(formatFilter({ terms: all, text: '' }))
    // An update closes what has a fixed version; where nothing has one, it is another kind of change, for all of them.
    const isUpdate = under([terms[0]!, fixed]).length > 0
    return under(which === 'closed' && isUpdate ? [...terms, fixed] : terms)
  }

  /** Numbers of the findings under a filter. */
  async seqsUnder(workspaceId: string, filter: string): Promise<number[]> {
    const index = await this.#synced(workspaceId)
    return index.seqsOf(filter)
  }

  /** Numbers of the findings with these ids; those that are not there are left out. */
  async seqsOfThese(workspaceId: string, ids: readonly string[]): Promise<number[]> {
    return this.#database.inWorkspace(workspaceId, async (work) => {
      const { rows } = await sql<{ seq: number }>`select seq from finding where id = any (${ids}::text[])`.execute(work)
      return rows.map(({ seq }) => Number(seq))
    })
  }

  /** The assets that the findings of a fix action are on, the most urgent first. */
  async assetsOfAction(workspaceId: string, id: string, most: number): Promise<ActionAsset[]> {
    const index = await this.#synced(workspaceId)
    return index.assetsOfAction(id, most)
  }

  /** The values of a few facets with the number of fix actions under each; a facet's own terms are left out. */
  async fixActionFacets(workspaceId: string, filter: string): Promise<Facets> {
    const index = await this.#synced(workspaceId)
    return { facets: index.groupFacets(filter, 'action') }
  }

  /** What is open on each asset, by its id; those without are left out. */
  async openByAsset(workspaceId: string): Promise<ReadonlyMap<string, AssetCounts>> {
    const index = await this.#synced(workspaceId)
    return index.openByAsset()
  }

  /** What is to be done and changed. */
  async today(workspaceId: string, now: Instant): Promise<TodayCounts> {
    const index = await this.#synced(workspaceId)
    return index.today(Date.parse(now) / 1_000)
  }

  async #page(
    workspaceId: string,
    query: FindingListQuery,
  ): Promise<Omit<Page<FindingRow>, 'rows'> & { rows: CachedRow[] }> {
    const { filter, sort, cursor, limit } = query
    const index = await this.#synced(workspaceId)
    const offset = (await this.#offsetOf(index, workspaceId, query)) ?? query.offset
    const { seqs, total, next } = index.page(filter, sort, limit, readPosition(cursor), offset)
    const rows = await this.#rowsBySeq(workspaceId, seqs)
    // One that went away in this moment is left out.
    const there = seqs.flatMap((seq) => rows.get(seq) ?? [])
    return { rows: there, total, next: next && writePosition(next), ...(offset !== undefined && { offset }) }
  }

  async #rowsBySeq(workspaceId: string, seqs: readonly number[]): Promise<Map<number, CachedRow>> {
    const { rows: cache } = this.#heldOf(workspaceId)
    const found = new Map<number, CachedRow>()
    const missing = seqs.filter((seq) => {
      const known = cache.get(seq)
      if (known) found.set(seq, known)
      return !known
    })
    if (missing.length === 0) return found
    const reading = cache.read()
    try {
      const rows = await this.#database.readInWorkspace(
        workspaceId,
        sql<FindingSql & { seq: number }>`with ${theseFindings(sql`${missing}`)}
          select f.seq, ${findingRowColumns} from ${fewFindingTables}`,
      )
      for (const row of rows) found.set(row.seq, reading.take(row.seq, findingRowOf(row)))
    } finally {
      reading.end()
    }
    return found
  }

  /** The findings as of now. With millions of them the first reading takes a minute and more: nobody is left waiting for that. */
  async #synced(workspaceId: string): Promise<FindingIndex> {
    const index = this.#indexOf(workspaceId)
    const synced = index.sync()
    if (this.#patienceMs === undefined) await synced
    else await withPatience(synced, index, this.#patienceMs)
    return index
  }

  #indexOf(workspaceId: string): FindingIndex {
    return this.#heldOf(workspaceId).index
  }

  #heldOf(workspaceId: string): Held {
    const held = this.#held.get(workspaceId) ?? this.#newHeld(workspaceId)
    this.#held.delete(workspaceId)
    this.#held.set(workspaceId, held)
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= MOST_WORKSPACES) break
      this.#held.delete(oldest)
    }
    return held
  }

  #newHeld(workspaceId: string): Held {
    const rows = new RowCache()
    const listener = { changed: (seqs: readonly number[]) => rows.forget(seqs), loaded: () => rows.clear() }
    const index = new FindingIndex(this.#database, workspaceId, listener, this.freshMs)
    return { index, rows }
  }
}

async function withPatience(synced: Promise<void>, index: FindingIndex, patienceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, patienceMs, 'late')
  })
  const first = await Promise.race([synced, late]).finally(() => clearTimeout(timer))
  const { reading } = index
  if (first === 'late' && reading) {
    // Whoever asks next is told when it fails.
    synced.catch(() => {})
    throw new FindingsBeingRead(reading)
  }
  await synced
}
