import { likePairs, type Sketch } from '#core/similarity'

/** Something that may belong to a pattern: requests that were stopped or found wrong, or a case. */
export interface PatternItem {
  id: string
  sketch: Sketch
}

/** What a person said of two items: they belong together, or they do not. */
export interface PatternWord {
  kind: 'together' | 'apart'
  a: string
  b: string
}

/** Share of shingles in common from which two texts are near-duplicates: our own choice. */
export const NEAR = 0.5

/**
 * Groups of items that are near-duplicates of one another, directly or through others. What people said goes first; then the most
 * alike are joined before the less alike, and never so that two come together that somebody told apart. The same items
 * and words give the same groups, in whatever order they come. Groups and what is in them are sorted.
 */
export function groupsOf(items: readonly PatternItem[], words: readonly PatternWord[]): string[][] {
  const sorted = items.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const groups = new Groups(sorted.map(({ id }) => id))
  for (const { a, b } of words.filter(({ kind }) => kind === 'together').sort(byIds)) groups.join(a, b)
  for (const { a, b } of words.filter(({ kind }) => kind === 'apart')) groups.keepApart(a, b)
  const pairs = likePairs(
    sorted.map(({ sketch }) => sketch),
    NEAR,
  ).sort((x, y) => y.jaccard - x.jaccard || x.a - y.a || x.b - y.b)
  for (const { a, b } of pairs) groups.join(sorted[a]!.id, sorted[b]!.id)
  return groups.all()
}

function byIds(x: PatternWord, y: PatternWord): number {
  return x.a < y.a || (x.a === y.a && x.b < y.b) ? -1 : 1
}

/** Groups that are joined one after the other, and know which of them never are. */
class Groups {
  readonly #root = new Map<string, string>()
  readonly #members = new Map<string, string[]>()
  readonly #apart = new Map<string, Set<string>>()

  constructor(ids: readonly string[]) {
    for (const id of ids) {
      this.#root.set(id, id)
      this.#members.set(id, [id])
    }
  }

  join(a: string, b: string): void {
    const [x, y] = [this.#root.get(a), this.#root.get(b)]
    if (x === undefined || y === undefined || x === y || this.#apart.get(x)?.has(y)) return
    const [into, from] = this.#sizeOf(x) >= this.#sizeOf(y) ? [x, y] : [y, x]
    for (const id of this.#members.get(from) ?? []) this.#root.set(id, into)
    this.#members.get(into)?.push(...(this.#members.get(from) ?? []))
    this.#members.delete(from)
    for (const other of this.#apart.get(from) ?? []) {
      this.#apart.get(other)?.delete(from)
      this.#note(into, other)
    }
    this.#apart.delete(from)
  }

  keepApart(a: string, b: string): void {
    const [x, y] = [this.#root.get(a), this.#root.get(b)]
    if (x !== undefined && y !== undefined && x !== y) this.#note(x, y)
  }

  all(): string[][] {
    return [...this.#members.values()].map((ids) => ids.sort()).sort((a, b) => (a[0]! < b[0]! ? -1 : 1))
  }

  #sizeOf(root: string): number {
    return this.#members.get(root)?.length ?? 0
  }

  #note(x: string, y: string): void {
    for (const [from, to] of [
      [x, y],
      [y, x],
    ] as const) {
      const known = this.#apart.get(from) ?? new Set()
      this.#apart.set(from, known.add(to))
    }
  }
}
