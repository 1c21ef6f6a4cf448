import { type FindingSort, type FixActionSort, parseFilter, type VulnerabilitySort } from '#contract'
import { systemClock } from '#core/kernel'
import type { Database } from '#platform/database'
import { facetKeys, findingColumns } from '../finding-filter.ts'
import { type ActionAsset, countAssets } from './action-assets.ts'
import { type ActionColumns, type ActionCounts, countActions, keysByAction } from './by-action.ts'
import { type AssetCounts, countByAsset } from './by-asset.ts'
import { keysByVulnerability, vulnerabilityKeys } from './by-vulnerability.ts'
import { FindingColumns, type IndexedFinding } from './columns.ts'
import { type FilterColumns, judge } from './conditions.ts'
import { countGroups, groupFacetKeys } from './group-facets.ts'
import { changesSince, keyNames, loadAll, loadThese, type Seen, textNames, wordNames } from './load.ts'
import { Order, type Position, type SortBy } from './order.ts'
import { firstRanked, type Ranked, rankedFrom, sortRanked } from './ranked.ts'
import { Selection, type ValueCount } from './selection.ts'
import { Steps } from './steps.ts'
import { countToday, type TodayCounts } from './today.ts'
import type { WordColumn } from './word-column.ts'

/** Filters whose findings are kept until something changes: a page and its facets, the next page, people with one view. */
const MOST_SELECTIONS = 64
/** So few findings are sorted for a page; with more of them, walking all in order meets a page of them sooner. */
const SORTED = 1_000
const FETCHED = 20_000

/** Numbers of a page's findings, in order. */
export interface IndexPage {
  seqs: number[]
  total: number
  next: Position | null
}

/**
 * The findings of one workspace by what lists filter, count and sort by, in memory: pages of 200,000 findings with exact
 * counts on every facet take PostgreSQL most of a second. Each question is answered as of its own time: `sync` reads what
 * was committed since the last one.
 */
export class FindingIndex {
  readonly #database: Database
  readonly #workspaceId: string
  #columns = emptyColumns()
  #seen: Seen | undefined
  readonly #selections = new Map<string, Selection>()
  readonly #orders = new Map<FindingSort, Order>()
  #syncing: Promise<void> | undefined
  #next: Promise<void> | undefined

  constructor(database: Database, workspaceId: string) {
    this.#database = database
    this.#workspaceId = workspaceId
  }

  /** Resolves when everything that was committed before the call is taken in. */
  sync(): Promise<void> {
    if (!this.#syncing) {
      this.#syncing = this.#sync().finally(() => {
        this.#syncing = undefined
      })
      return this.#syncing
    }
    // The one under way may have looked before the caller's change: all who come meanwhile share the next.
    this.#next ??= this.#syncing
      .catch(() => {})
      .then(() => {
        this.#next = undefined
        return this.sync()
      })
    return this.#next
  }

  /** One page under a filter, after a position of an earlier one and beyond `offset` more. */
  page(filter: string, sort: FindingSort, limit: number, after?: Position, offset = 0): IndexPage {
    const selection = this.#selectionOf(filter)
    const order = this.#orderOf(sort)
    const sorted = order.places()
    let found: number[] = []
    if (selection.total <= SORTED) {
      const wanted = [...selection.places()]
      found = after ? wanted.filter((place) => order.isAfter(place, after)) : wanted
      found = found.sort(order.compare).slice(offset)
    } else if (offset > 0) {
      const start = after ? order.indexAfter(after) : 0
      found = this.#stepsOf(selection, sort, sorted).take(start, offset, limit + 1)
    } else {
      for (let at = after ? order.indexAfter(after) : 0; at < sorted.length && found.length <= limit; at++)
        if (selection.has(sorted[at]!)) found.push(sorted[at]!)
    }
    const page = found.slice(0, limit)
    const last = page.at(-1)
    return {
      seqs: page.map((place) => this.#columns.seqs[place]!),
      total: selection.total,
      next: found.length > limit && last !== undefined ? order.positionOf(last) : null,
    }
  }

  /** How many findings stand before one in a list; `undefined`: it is not in it. */
  placeOf(filter: string, sort: FindingSort, seq: number): number | undefined {
    const selection = this.#selectionOf(filter)
    const order = this.#orderOf(sort)
    const place = this.#columns.placeOf(seq)
    if (place === undefined || !selection.has(place)) return undefined
    return this.#stepsOf(selection, sort, order.places()).before(order.indexOf(place))
  }

  #stepsOf(selection: Selection, sort: FindingSort, sorted: Uint32Array): Steps {
    return selection.keep(`steps ${sort}`, () => new Steps(sorted, selection))
  }

  /** The values of each facet with their counts, most first. */
  facets(filter: string, most: number): { key: string; values: ValueCount[] }[] {
    const selection = this.#selectionOf(filter)
    return facetKeys.map((key) => ({ key, values: selection.valuesOf(key, this.#column(key), most) }))
  }

  /** The first `most` vulnerabilities, after a position and beyond `offset` more, that findings under a filter name, and how many there are. */
  vulnerabilities(
    filter: string,
    sort: VulnerabilitySort,
    most: number,
    after?: Ranked,
    offset = 0,
  ): { first: Ranked[]; total: number } {
    const selection = this.#selectionOf(filter)
    const column = this.#column('vulnerability')
    const { column: name } = vulnerabilityKeys[sort]
    const keys = name === undefined ? undefined : this.#columns.keys[keyNames.indexOf(name)]
    const found = selection.keep(`vulnerabilities ${sort}`, () =>
      keysByVulnerability(selection.places(), column, sort, keys),
    )
    const ids = column.dictionary.values
    if (offset === 0) return firstRanked(found, ids, most, after)
    const sorted = selection.keep(`sorted vulnerabilities ${sort}`, () => sortRanked(found, ids))
    return rankedFrom(sorted, most, offset, after)
  }

  /** The first `most` fix actions, after a position and beyond `offset` more, for findings under a filter, and how many there are. */
  actions(
    filter: string,
    sort: FixActionSort,
    most: number,
    after?: Ranked,
    offset = 0,
  ): { first: (Ranked & ActionCounts)[]; total: number } {
    const selection = this.#selectionOf(filter)
    const columns = this.#actionColumns()
    const found = selection.keep(`actions ${sort}`, () => keysByAction(selection.places(), columns, sort))
    const all = columns.action.dictionary.values
    const { first, total } =
      offset === 0
        ? firstRanked(found, all, most, after)
        : rankedFrom(
            selection.keep(`sorted actions ${sort}`, () => sortRanked(found, all)),
            most,
            offset,
            after,
          )
    const ids = first.map(({ id }) => id)
    const count = () => countActions(selection.places(), columns, ids)
    // Everybody begins at the first page.
    const counted = after || offset > 0 ? count() : selection.keep(`counts ${sort} ${most}`, count)
    return { first: first.map((ranked, number) => ({ ...ranked, ...counted[number]! })), total }
  }

  /** Numbers of all findings under a filter, in no order. */
  seqsOf(filter: string): number[] {
    return Array.from(this.#selectionOf(filter).places(), (place) => this.#columns.seqs[place]!)
  }

  /** The first `most` assets that the open findings of a fix action are on. */
  assetsOfAction(id: string, most: number): ActionAsset[] {
    const [asset, exposure, owner] = ['asset', 'exposure', 'owner'].map((name) => this.#column(name))
    const places = this.#selectionOf(`action:${id}`).places()
    return countAssets(places, { ...this.#actionColumns(), asset: asset!, exposure: exposure!, owner: owner! }, most)
  }

  /** The values of a few facets with the number of vulnerabilities, or of fix actions, under each. */
  groupFacets(filter: string, group: 'vulnerability' | 'action'): { key: string; values: ValueCount[] }[] {
    const selection = this.#selectionOf(filter)
    const column = this.#column(group)
    return groupFacetKeys.map((key) => ({ key, values: countGroups(selection, column, key, this.#column(key)) }))
  }

  /** What is to be done at a time, in seconds since 1970. */
  today(now: number): TodayCounts {
    const keys = (name: string) => this.#columns.keys[keyNames.indexOf(name)]!
    return countToday(
      this.#columns,
      {
        state: this.#column('state'),
        decision: this.#column('decision'),
        basis: this.#column('basis'),
        exposure: this.#column('exposure'),
        assetId: this.#column('assetId'),
        due: keys('due'),
        since: keys('since'),
        resolved: keys('resolved'),
      },
      now,
    )
  }

  /** What is open on each asset, by its id. */
  openByAsset(): ReadonlyMap<string, AssetCounts> {
    const selection = this.#selectionOf('')
    const rank = this.#columns.keys[keyNames.indexOf('decision')]!
    return selection.keep('by asset', () =>
      countByAsset(selection.places(), { assetId: this.#column('assetId'), rank }),
    )
  }

  #actionColumns(): ActionColumns {
    const keys = (name: string) => this.#columns.keys[keyNames.indexOf(name)]!
    return {
      action: this.#column('action'),
      decision: this.#column('decision'),
      basis: this.#column('basis'),
      fixed: this.#column('fixed'),
      version: this.#column('version'),
      assetId: this.#column('assetId'),
      vulnerability: this.#column('vulnerability'),
      progress: this.#column('progress'),
      due: keys('due'),
      rank: keys('decision'),
      seqs: this.#columns.seqs,
    }
  }

  #selectionOf(filter: string): Selection {
    const minute = Math.floor(Date.parse(systemClock()) / 60_000)
    // What is due changes with the time.
    const key = filter.includes('due:') ? `${filter}\n${minute}` : filter
    const known = this.#selections.get(key)
    this.#selections.delete(key)
    const { size } = this.#columns
    const selection =
      known ?? new Selection(this.#columns, judge(parseFilter(filter), this.#filterColumns(), size, minute * 60))
    // The least recently asked for goes first.
    this.#selections.set(key, selection)
    for (const oldest of this.#selections.keys()) {
      if (this.#selections.size <= MOST_SELECTIONS) break
      this.#selections.delete(oldest)
    }
    return selection
  }

  #orderOf(sort: FindingSort): Order {
    const known = this.#orders.get(sort)
    if (known) return known
    const key = keyNames.indexOf(sort)
    const by: SortBy = key >= 0 ? { kind: 'key', column: key } : { kind: 'word', column: this.#column(sort) }
    const order = new Order(this.#columns, by)
    this.#orders.set(sort, order)
    return order
  }

  #column(name: string): WordColumn {
    return this.#columns.words[wordNames.indexOf(name)]!
  }

  #filterColumns(): FilterColumns {
    const terms = Object.fromEntries(Object.keys(findingColumns).map((key) => [key, { columns: [this.#column(key)] }]))
    return {
      // An asset is named as it is written, or by its id.
      terms: { ...terms, asset: { columns: [this.#column('asset'), this.#column('assetId')], exact: true } },
      text: textNames.map((name) => this.#column(name)),
      due: this.#columns.keys[keyNames.indexOf('due')]!,
    }
  }

  async #sync(): Promise<void> {
    const seen = this.#seen
    if (!seen) return this.#loadAll()
    const changes = await changesSince(this.#database, this.#workspaceId, seen)
    // The table was made anew, as a restore does.
    if (changes.seen.table !== seen.table) return this.#loadAll()
    for (let start = 0; start < changes.changed.length; start += FETCHED) {
      const seqs = changes.changed.slice(start, start + FETCHED)
      this.#take(seqs, await loadThese(this.#database, this.#workspaceId, seqs))
    }
    this.#seen = changes.seen
  }

  async #loadAll(): Promise<void> {
    const columns = emptyColumns()
    const seen = await this.#database.inWorkspace(this.#workspaceId, (work) =>
      loadAll(work, (findings) => {
        for (const finding of findings) columns.put(finding)
      }),
    )
    this.#columns = columns
    this.#seen = seen
    this.#selections.clear()
    this.#orders.clear()
  }

  #take(seqs: readonly number[], findings: readonly IndexedFinding[]): void {
    const gone = new Set(seqs)
    for (const finding of findings) gone.delete(finding.seq)
    for (const seq of gone) {
      const place = this.#columns.placeOf(seq)
      if (place === undefined) continue
      this.#columns.remove(seq)
      for (const order of this.#orders.values()) order.note(place)
    }
    for (const finding of findings) {
      const place = this.#columns.put(finding)
      for (const order of this.#orders.values()) order.note(place)
    }
    if (seqs.length > 0) this.#selections.clear()
  }
}

function emptyColumns(): FindingColumns {
  return new FindingColumns(wordNames.length, keyNames.length)
}
