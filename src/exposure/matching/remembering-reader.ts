import type { KeyedStatement, KnowledgeKey, KnowledgeReader } from '#core/vocabulary'

/** Statements kept at once; a key with more than a quarter of that is not kept at all. */
const MAX_STATEMENTS = 8_000

/** A reader that keeps what it lately read: inventories name the same packages many times over. */
export function rememberingReader(reader: KnowledgeReader): KnowledgeReader {
  const kept = new Map<KnowledgeKey, KeyedStatement[]>()
  let count = 0
  const statements = (key: KnowledgeKey): KeyedStatement[] => {
    const known = kept.get(key)
    if (known) return known
    const read = reader.statements(key)
    if (count + read.length > MAX_STATEMENTS) {
      kept.clear()
      count = 0
    }
    if (read.length <= MAX_STATEMENTS / 4) {
      kept.set(key, read)
      count += read.length + 1
    }
    return read
  }
  return {
    statements,
    vulnerability: (id) => reader.vulnerability(id),
    coverage: (ecosystem) => reader.coverage(ecosystem),
    coverages: () => reader.coverages(),
    generation: reader.generation,
    builtAt: reader.builtAt,
  }
}
