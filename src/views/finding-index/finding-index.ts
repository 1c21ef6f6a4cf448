import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type FindingSort,
  type FixActionSort,
  findingSorts,
  formatFilter,
  parseFilter,
  type VulnerabilitySort,
} from '#contract'
import { systemClock } from '#core/kernel'
import type { Database } from '#platform/database'
import { BETWEEN_TAGS, facetKeys, findingColumns } from '../finding-filter.ts'
import { type ActionAsset, countAssets } from './action-assets.ts'
import { type ActionColumns, type ActionCounts, countActions, keysByAction } from './by-action.ts'
import { type AssetCounts, countByAsset } from './by-asset.ts'
import { keysByVulnerability, vulnerabilityKeys } from './by-vulnerability.ts'
import { FindingColumns, type IndexedFinding } from './columns.ts'
import type { Condition } from './condition.ts'
import { above, type FilterColumns, judge } from './conditions.ts'
import { countGroups, groupFacetKeys } from './group-facets.ts'
import type { KeptConditions } from './kept-conditions.ts'
import { KeptSelections } from './kept-selections.ts'
import { changesSince, keyNames, loadAll, loadThese, type Seen, scoredKeys, textNames, wordNames } from './load.ts'
import { Order, type Position, type SortBy } from './order.ts'
import { firstRanked, type Ranked, rankedFrom, sortRanked } from './ranked.ts'
import { Reading, type ReadingProgress } from './reading.ts'
import { applyScores, type Score } from './scores.ts'
import type { Selection, ValueCount } from './selection.ts'
import { Steps } from './steps.ts'
import { countToday, type TodayCounts } from './today.ts'
import type { WordColumn } from './word-column.ts'

/** So few findings are sorted for a page that is far down. */
const SORTED = 1_000
/** A page is sooner met by walking in order than by looking at each selected finding, within so many steps for each of them. */
const STEPS_EACH = 4
/** With a greater share of all selected, walking through all costs less. */
const MANY_SELECTED = 1 / 8
/** So few fix actions are kept with what they come to, until something changes. */
const FEW_ACTIONS = 20
/** So many changes are taken in before others have their turn. */
const FETCHED = 2_000
/** Taking in a large import may take so many times as long as answers may be behind. */
const MOST_BEHIND = 25
/** When one finding in so many changed, filters are judged anew sooner than finding by finding. */
const MANY = 8
const DAY_MINUTES = 1_440

/** Numbers of a page's findings, in order. */
export interface IndexPage {
  seqs: number[]
  total: number
  next: Position | null
}

/** The first of the fix actions, with what their findings come to, and how many there are. */
interface CountedActions {
  first: readonly (Ranked & ActionCounts)[]
  total: number
}

/** Who keeps something of findings beside the index. */
export interface IndexListener {
  /** Findings with these numbers came, changed or went. */
  changed(seqs: readonly number[]): void
  /** All of them were read anew. */
  loaded(): void
}

/**
 * The findings of one workspace by what lists filter, count and sort by, in memory: pages of 200,000 findings with exact
 * counts on every facet take PostgreSQL most of a second. Each question is answered as of its own time: `sync` reads what
 * was committed since the last one.
 */
export class FindingIndex {
  readonly #database: Database
  readonly #workspaceId: string
  readonly #listener: IndexListener
  #columns = emptyColumns()
  #seen: Seen | undefined
  #selections = new KeptSelections(this.#columns)
  readonly #orders = new Map<string, Order>()
  /** How long an answer may be behind what others do, in milliseconds. */
  readonly #freshMs: number
  /** When the last look that ended began, and what it must be younger than; by the process's own clock. */
  #looked = Number.NEGATIVE_INFINITY
  #outdated = Number.NEGATIVE_INFINITY
  #syncing: Promise<void> | undefined
  #reading: Reading | undefined
  #next: Promise<void> | undefined

  /** `freshMs`: what others commit may be missing for so long; what `outdate` was called for is not. */
  constructor(database: Database, workspaceId: string, listener: IndexListener, freshMs = 0) {
    this.#freshMs = freshMs
    this.#database = database
    this.#workspaceId = workspaceId
    this.#listener = listener
  }

  /** Something was committed that the next answers must show. */
  outdate(): void {
    this.#outdated = performance.now()
  }

  /**
   * Resolves when everything is taken in that was committed before the call; of what others commit, that of the last
   * `freshMs` may be missing, and of a large import what is just being taken in, so that nobody waits for what they
   * have not asked for.
   */
  async sync(): Promise<void> {
    const age = performance.now() - this.#looked
    const isFresh = age < this.#freshMs || (this.#syncing !== undefined && age < this.#freshMs * MOST_BEHIND)
    if (this.#looked <= this.#outdated || !isFresh) return this.#look()
    // In good time, so that whoever comes later need not wait either; who waits for it is told when it fails.
    if (age >= this.#freshMs / 2 && !this.#syncing) this.#look().catch(() => {})
  }

  /** How far the reading of all findings is, while that is under way. */
  get reading(): ReadingProgress | undefined {
    return this.#reading?.progress(performance.now())
  }

  /** Resolves after a look that began after the call. */
  #look(): Promise<void> {
    if (!this.#syncing) {
      const began = performance.now()
      this.#syncing = this.#sync()
        .then(() => {
          this.#looked = began
        })
        .finally(() => {
          this.#syncing = undefined
        })
      return this.#syncing
    }
    // The one under way may have looked before the caller's change: all who come meanwhile share the next.
    this.#next ??= this.#syncing
      .catch(() => {})
      .then(() => {
        this.#next = undefined
        return this.#look()
      })
    return this.#next
  }

  /** One page under a filter, after a position of an earlier one and beyond `offset` more. */
  page(filter: string, sort: FindingSort, limit: number, after?: Position, offset = 0): IndexPage {
    const selection = this.#selectionOf(filter)
    const order = this.#orderOf(sort)
    const sorted = order.places()
    let found: number[]
    if (offset === 0) {
      const first = () => firstOf(selection, order, limit + 1, after)
      found = after ? first() : selection.keep(`first ${limit} by ${sort}`, first)
    } else if (selection.total <= SORTED) {
      found = order.first(selection.places(), offset + limit + 1, after).slice(offset)
    } else {
      const start = after ? order.indexAfter(after) : 0
      found = this.#stepsOf(selection, sort, sorted).take(start, offset, limit + 1)
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
    // Of the order as it is now: another finding may have moved in it.
    const kept = selection.keep<{ steps?: Steps }>(`steps ${sort}`, () => ({}))
    if (kept.steps?.sorted !== sorted) kept.steps = new Steps(sorted, selection)
    return kept.steps
  }

  /** The values of each facet with their counts, most first. */
  facets(filter: string, most: number): { key: string; values: ValueCount[] }[] {
    const selection = this.#selectionOf(filter)
    return facetKeys.map((key) => {
      const counted = this.#simplerFor(key, filter) ?? selection
      return { key, values: counted.valuesOf(key, this.#column(key), most) }
    })
  }

  /** What a facet is counted of that a filter of one or two terms names, is the findings of the other: many filters share them. */
  #simplerFor(key: string, filter: string): Selection | undefined {
    const { terms, text } = parseFilter(filter)
    const others = terms.filter((term) => term.key !== key)
    if (others.length === terms.length || others.length > 1 || text !== '') return undefined
    return this.#selectionOf(formatFilter({ terms: others, text }))
  }

  /** The first `most` vulnerabilities, after a position and beyond `offset` more, that findings under a filter name, and how many there are. */
  vulnerabilities(
    filter: string,
    sort: VulnerabilitySort,
    most: number,
    after?: Ranked,
    offset = 0,
  ): { first: Ranked[]; total: number } {
    const column = this.#column('vulnerability')
    const { column: name } = vulnerabilityKeys[sort]
    const selection = this.#selectionOf(filter)
    const found = selection.groupKeys(`vulnerabilities ${sort}`, column, (places) =>
      keysByVulnerability(places, column, sort, name === undefined ? undefined : this.#keys(name)),
    )
    const ids = column.dictionary.values
    if (offset === 0) return firstRanked(found, ids, most, after)
    const sorted = selection.keep(`sorted vulnerabilities ${sort}`, () => sortRanked(found, ids))
    return rankedFrom(sorted, most, offset, after)
  }

  /** The first `most` fix actions, after a position and beyond `offset` more, for findings under a filter, and how many there are. */
  actions(filter: string, sort: FixActionSort, most: number, after?: Ranked, offset = 0): CountedActions {
    const selection = this.#selectionOf(filter)
    const read = () => this.#actions(selection, sort, { most, after, offset })
    // The first page is what Today begins with, for everybody who looks.
    return after || offset > 0 || most > FEW_ACTIONS ? read() : selection.keep(`first actions ${sort} ${most}`, read)
  }

  #actions(
    selection: Selection,
    sort: FixActionSort,
    { most, after, offset }: { most: number; after: Ranked | undefined; offset: number },
  ): CountedActions {
    const columns = this.#actionColumns()
    const found = selection.groupKeys(`actions ${sort}`, columns.action, (places) =>
      keysByAction(places, this.#actionColumns(), sort),
    )
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
    const places = selection.placesWith(columns.action, columns.action.dictionary.these(ids))
    const counted = countActions(places, columns, ids)
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
    const minute = Math.floor(now / 60)
    return countToday(
      {
        under: (filter) => this.#selectionOf(filter, minute),
        inLastDay: (time, filter) => this.#inLastDay(time, filter, minute),
      },
      { decision: this.#column('decision'), assetId: this.#column('assetId') },
    )
  }

  /** What is open on each asset, by its id. */
  openByAsset(): ReadonlyMap<string, AssetCounts> {
    const selection = this.#selectionOf('')
    const rank = this.#keys('decision')
    return selection.keep('by asset', () =>
      countByAsset(selection.places(), { assetId: this.#column('assetId'), rank }),
    )
  }

  #actionColumns(): ActionColumns {
    return {
      action: this.#column('action'),
      decision: this.#column('decision'),
      fixed: this.#column('fixed'),
      version: this.#column('version'),
      assetId: this.#column('assetId'),
      vulnerability: this.#column('vulnerability'),
      progress: this.#column('progress'),
      due: this.#keys('due'),
      rank: this.#keys('decision'),
      seqs: this.#columns.seqs,
    }
  }

  #selectionOf(filter: string, minute = Math.floor(Date.parse(systemClock()) / 60_000)): Selection {
    // What is due changes with the time.
    const key = filter.includes('due:') ? `${filter}\n${minute}` : filter
    return this.#selections.under(key, (kept) => this.#judged(filter, minute, kept))
  }

  #inLastDay(time: 'since' | 'resolved', filter: string, minute: number): Selection {
    return this.#selections.under(`${filter}\n${time} ${minute}`, (kept) => [
      ...this.#judged(filter, minute, kept),
      above(time, () => this.#keys(time), (minute - DAY_MINUTES) * 60, this.#columns.size, kept),
    ])
  }

  #judged(filter: string, minute: number, kept: KeptConditions): Condition[] {
    const judged = { columns: this.#filterColumns(), size: this.#columns.size, now: minute * 60 }
    return judge(parseFilter(filter), judged, kept)
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

  #keys(name: string): Float64Array {
    return this.#columns.keys[keyNames.indexOf(name)]!
  }

  #filterColumns(): FilterColumns {
    const terms = Object.fromEntries(Object.keys(findingColumns).map((key) => [key, { columns: [this.#column(key)] }]))
    return {
      // An asset is named as it is written, or by its id.
      terms: {
        ...terms,
        tag: { columns: [this.#column('tag')], between: BETWEEN_TAGS },
        asset: { columns: [this.#column('asset'), this.#column('assetId')], exact: true },
      },
      text: textNames.map((name) => this.#column(name)),
      due: () => this.#keys('due'),
    }
  }

  async #sync(): Promise<void> {
    const seen = this.#seen
    if (!seen) return this.#loadAll()
    const changes = await changesSince(this.#database, this.#workspaceId, seen)
    // The table was made anew, as a restore does.
    if (changes.seen.table !== seen.table) return this.#loadAll()
    // More than are kept: reading all in one go takes a fraction of the time.
    if (changes.changed.length > Math.max(FETCHED, this.#columns.size)) return this.#loadAll()
    if (changes.changed.length * MANY > this.#columns.size) this.#selections.clear()
    for (let start = 0; start < changes.changed.length; start += FETCHED) {
      const seqs = changes.changed.slice(start, start + FETCHED)
      this.#take(seqs, await loadThese(this.#database, this.#workspaceId, seqs))
    }
    if (changes.scores.size > 0) this.#rescore(changes.scores)
    this.#seen = changes.seen
  }

  async #loadAll(): Promise<void> {
    const reading = new Reading(performance.now())
    this.#reading = reading
    try {
      await this.#readAll(reading)
      this.#listener.loaded()
      await this.#prepare()
    } finally {
      this.#reading = undefined
    }
  }

  async #readAll(reading: Reading): Promise<void> {
    const columns = emptyColumns()
    const take = (findings: readonly IndexedFinding[]) => {
      for (const finding of findings) columns.put(finding)
      reading.read += findings.length
    }
    const expect = (total: number) => {
      reading.total = total
    }
    const seen = await this.#database.inWorkspace(this.#workspaceId, (work) => loadAll(work, take, expect))
    this.#columns = columns
    this.#seen = seen
    this.#selections = new KeptSelections(columns)
    this.#orders.clear()
  }

  /** Before anybody asks: with millions of findings an order takes a second to make, in which nobody is answered; so do the words that text is looked for in. */
  async #prepare(): Promise<void> {
    for (const sort of findingSorts) {
      this.#orderOf(sort).places()
      await nextTurn()
    }
    for (const name of textNames) {
      this.#column(name).dictionary.withPart(' ')
      await nextTurn()
    }
    // What a list begins with, for everybody who looks.
    this.facets('', 1)
  }

  /** Moves the findings of vulnerabilities that are scored otherwise. */
  #rescore(scores: ReadonlyMap<string, Score>): void {
    const moved = applyScores(this.#columns, this.#column('vulnerability'), scoredKeys, scores)
    if (moved.length === 0) return
    this.#listener.changed(moved.map((place) => this.#columns.seqs[place]!))
    // What they come to for a filter is worked out anew when it is asked for: a new day moves most of them.
    this.#selections.clear()
    for (const sort of ['decision', 'epss'] as const) {
      const order = this.#orders.get(sort)
      if (order) for (const place of moved) order.note(place)
    }
  }

  #take(seqs: readonly number[], findings: readonly IndexedFinding[]): void {
    this.#listener.changed(seqs)
    const left = seqs.map((seq) => this.#columns.placeOf(seq)).filter((place) => place !== undefined)
    this.#selections.leave(left)
    this.#note(left)
    const gone = new Set(seqs)
    for (const { seq } of findings) gone.delete(seq)
    for (const seq of gone) this.#columns.remove(seq)
    const places = findings.map((finding) => this.#columns.put(finding))
    this.#selections.enter(places)
    this.#note(places)
  }

  #note(places: readonly number[]): void {
    for (const order of this.#orders.values()) for (const place of places) order.note(place)
  }
}

/** The first `most` selected places in an order, after a position. */
function firstOf(selection: Selection, order: Order, most: number, after?: Position): number[] {
  const sorted = order.places()
  const found: number[] = []
  const start = after ? order.indexAfter(after) : 0
  const isMany = selection.total > sorted.length * MANY_SELECTED
  const end = isMany ? sorted.length : Math.min(sorted.length, start + selection.total * STEPS_EACH)
  for (let at = start; at < end && found.length < most; at++) if (selection.has(sorted[at]!)) found.push(sorted[at]!)
  if (found.length === most || end === sorted.length) return found
  // Few, or those that come last in this order.
  return order.first(selection.places(), most, after)
}

function emptyColumns(): FindingColumns {
  return new FindingColumns(wordNames.length, keyNames.length)
}
