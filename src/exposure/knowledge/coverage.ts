import {
  type Affected,
  baseEcosystem,
  ecosystemRelease,
  type KnowledgeCoverage,
  newestAge,
  type SourceId,
} from '#core/vocabulary'
import { ecosystemsOf } from './keys.ts'

/** Days after which what a source says is out of date. */
export type MaxAgeOf = (source: SourceId) => number

/** Counts advisories per ecosystem with release; only published statements count as knowledge. */
export class CoverageCounter {
  readonly #rows = new Map<string, { advisories: number; sources: Set<SourceId> }>()

  add(source: SourceId, affected: readonly Affected[]): void {
    for (const ecosystem of ecosystemsOf(affected)) this.addCount(source, ecosystem, 1)
  }

  /** Adds `advisories` published statements of one source about one ecosystem (with release). */
  addCount(source: SourceId, ecosystem: string, advisories: number): void {
    const row = this.#rows.get(ecosystem)
    if (row) {
      row.advisories += advisories
      row.sources.add(source)
    } else this.#rows.set(ecosystem, { advisories, sources: new Set([source]) })
  }

  /** One row per ecosystem that its own database speaks for, sorted; `asOf` says when each source was last read. */
  rows(asOf: ReadonlyMap<SourceId, string>, maxAgeOf?: MaxAgeOf): KnowledgeCoverage[] {
    return [...this.#rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([ecosystem, { advisories, sources }]) => {
        const authorities = authoritiesFor(ecosystem, sources, asOf)
        if (authorities.length === 0) return []
        const ages = authorities.flatMap((source) => {
          const at = asOf.get(source)
          return at === undefined ? [] : [{ asOf: at, ...(maxAgeOf && { maxAgeDays: maxAgeOf(source) }) }]
        })
        return [{ ecosystem, advisories, ...newestAge(ages) }]
      })
  }
}

/** Databases of one ecosystem that are published outside OSV. */
const homes: ReadonlyMap<SourceId, string> = new Map([
  ['rubysec', 'RubyGems'],
  ['rustsec', 'crates.io'],
  ['friends-of-php', 'Packagist'],
])
const byProduct: ReadonlySet<string> = new Set(['cpe', 'product'])

/**
 * The sources whose silence about a package of an ecosystem means something. A CVE record or a GitHub advisory that came
 * with another ecosystem's file names some packages; that most others are not named in it proves nothing.
 */
function authoritiesFor(
  ecosystem: string,
  sources: ReadonlySet<SourceId>,
  asOf: ReadonlyMap<SourceId, string>,
): SourceId[] {
  if (byProduct.has(ecosystem)) return [...sources]
  const base = baseEcosystem(ecosystem)
  const own = [...sources].filter((source) => source === `osv:${base}` || homes.get(source) === base)
  return own.length === 0 && asOf.has(`osv:${base}`) ? [`osv:${base}`] : own
}

/** Looks coverage up by ecosystem, with or without release, remembering answers. */
export class CoverageTable {
  readonly rows: readonly KnowledgeCoverage[]
  readonly #answers = new Map<string, KnowledgeCoverage | undefined>()

  constructor(rows: readonly KnowledgeCoverage[]) {
    this.rows = rows
  }

  /**
   * With a release: that release, or advisories that name none. Without: all its releases together. Nothing loaded:
   * `undefined`, which means no knowledge and never "clean".
   */
  of(ecosystem: string): KnowledgeCoverage | undefined {
    if (!this.#answers.has(ecosystem)) this.#answers.set(ecosystem, coverageOf(this.rows, ecosystem))
    return this.#answers.get(ecosystem)
  }
}

function coverageOf(rows: readonly KnowledgeCoverage[], ecosystem: string): KnowledgeCoverage | undefined {
  const base = baseEcosystem(ecosystem)
  if (ecosystemRelease(ecosystem) !== '') {
    return rows.find((row) => row.ecosystem === ecosystem) ?? rows.find((row) => row.ecosystem === base)
  }
  const releases = rows.filter((row) => baseEcosystem(row.ecosystem) === base)
  if (releases.length === 0) return undefined
  const advisories = releases.reduce((sum, row) => sum + row.advisories, 0)
  return { ecosystem, advisories, ...newestAge(releases) }
}
