import { type CoverageRow, type KnowledgeCoverage, type KnowledgeReader, newestAge } from '#core/vocabulary'
import { distributionFacts } from './distributions.ts'
import type { Identity } from './identity.ts'
import { streamFor } from './release.ts'
import { isPastSupport } from './release-support.ts'

/** Why nothing is known of a component. */
export type UnknownReason = 'no-knowledge' | 'no-version' | 'no-identity'

export interface UnknownComponent {
  componentRef: string
  ecosystem: string
  reason: UnknownReason
}

/**
 * Counts what the loaded knowledge can speak about.
 *
 * Covered means: it has a version, and (a) a distribution package whose release has advisories loaded and still gets
 * them, (b) a language package whose ecosystem has advisories loaded, or (c) any other component that carries a CPE, or
 * is in the table of stock products, while CPE configurations are loaded. A CPE beside a distribution or language
 * package covers nothing: those are judged by their own databases. Where a distribution publishes fixes only, the row
 * says so: its packages are judged by what was fixed, and what is not fixed yet is in no list.
 */
export class CoverageLedger {
  readonly #rows = new Map<string, CoverageRow>()
  readonly #knowledge = new Map<string, KnowledgeCoverage | undefined>()
  readonly #reader: KnowledgeReader

  constructor(reader: KnowledgeReader) {
    this.#reader = reader
  }

  /** Counts a component; says why when nothing is known of it. */
  add(identity: Identity): UnknownComponent | undefined {
    const knowledge = this.#knowledgeFor(identity)
    const row = this.#rowOf(identity, knowledge)
    row.components++
    const reason = unknownReason(identity, knowledge)
    if (reason === undefined) {
      row.covered++
      return undefined
    }
    row.unknown[counters[reason]]++
    return { componentRef: identity.component.ref, ecosystem: identity.ecosystem, reason }
  }

  rows(): CoverageRow[] {
    return [...this.#rows.values()].sort((a, b) => b.components - a.components || (a.ecosystem < b.ecosystem ? -1 : 1))
  }

  #rowOf({ ecosystem, release }: Identity, knowledge: KnowledgeCoverage | undefined): CoverageRow {
    const known = this.#rows.get(ecosystem)
    if (known) return known
    const row: CoverageRow = {
      ecosystem,
      components: 0,
      covered: 0,
      unknown: { noKnowledge: 0, stale: 0, noVersion: 0, noIdentity: 0 },
      advisories: knowledge?.advisories ?? 0,
      ...newestAge(knowledge ? [knowledge] : []),
      ...(release && distributionFacts(release.base).lists === 'fixes' && { fixesOnly: true as const }),
    }
    this.#rows.set(ecosystem, row)
    return row
  }

  #knowledgeFor(identity: Identity): KnowledgeCoverage | undefined {
    const cpe = identity.kind === 'other'
    const key = cpe ? 'cpe' : identity.ecosystem
    if (!this.#knowledge.has(key)) this.#knowledge.set(key, this.#look(identity, key))
    return this.#knowledge.get(key)
  }

  #look({ release, kind }: Identity, key: string): KnowledgeCoverage | undefined {
    if (kind !== 'distribution') return this.#reader.coverage(key)
    if (!release || isPastSupport(release, this.#reader.builtAt)) return undefined
    const rows = this.#reader.coverages().filter(({ ecosystem }) => ecosystem.split(':', 1)[0] === release.base)
    return sum(
      key,
      rows.filter(({ ecosystem }) => streamFor(ecosystem, release) !== undefined),
    )
  }
}

function sum(ecosystem: string, rows: readonly KnowledgeCoverage[]): KnowledgeCoverage | undefined {
  if (rows.length === 0) return undefined
  const advisories = rows.reduce((total, row) => total + row.advisories, 0)
  return { ecosystem, advisories, ...newestAge(rows) }
}

const counters: Readonly<Record<UnknownReason, keyof CoverageRow['unknown']>> = {
  'no-knowledge': 'noKnowledge',
  'no-version': 'noVersion',
  'no-identity': 'noIdentity',
}

function unknownReason(identity: Identity, knowledge: KnowledgeCoverage | undefined): UnknownReason | undefined {
  if (!hasIdentity(identity)) return 'no-identity'
  if (knowledge === undefined) return 'no-knowledge'
  return identity.version === undefined ? 'no-version' : undefined
}

function hasIdentity({ kind, names, cpes, release, component }: Identity): boolean {
  if (kind === 'other') return cpes.names().length > 0
  if (kind === 'distribution') return component.name !== '' && (release === undefined || names.length > 0)
  return names.length > 0
}
