import { baseEcosystem, ecosystems, type RecordId, type Statement } from '#core/vocabulary'
import { isCve } from './merge.ts'

/**
 * The CVEs a distribution's advisory covers without being an alias of them: OSV writes them as `upstream` or `related`.
 * Other sources' related ids are connections only and cover nothing.
 */
export function coveredBy(statement: Pick<Statement, 'affected' | 'related'>): RecordId[] {
  if (statement.related.length === 0) return []
  const byDistribution = statement.affected.some(
    (entry) => entry.kind === 'package' && ecosystems[baseEcosystem(entry.ecosystem)]?.distribution !== undefined,
  )
  return byDistribution ? statement.related.filter(isCve) : []
}
