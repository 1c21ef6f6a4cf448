import type { KeyedStatement, KnowledgeKey } from '#core/vocabulary'

/** Statements of one generation; a key with more than a quarter of that is not kept at all. */
const GENERATION = 8_000

/**
 * The statements lately asked for: inventories name the same packages many times over, and one asset's are those of the
 * next. Two generations: what is not asked for while the younger fills is forgotten.
 */
export class RememberedStatements {
  #young = new Map<KnowledgeKey, KeyedStatement[]>()
  #old = new Map<KnowledgeKey, KeyedStatement[]>()
  #count = 0

  get(key: KnowledgeKey): KeyedStatement[] | undefined {
    const young = this.#young.get(key)
    if (young) return young
    const old = this.#old.get(key)
    if (old) this.keep(key, old)
    return old
  }

  keep(key: KnowledgeKey, statements: KeyedStatement[]): void {
    if (statements.length > GENERATION / 4) return
    this.#count += statements.length + 1
    if (this.#count > GENERATION) {
      this.#old = this.#young
      this.#young = new Map()
      this.#count = statements.length + 1
    }
    this.#young.set(key, statements)
  }
}
