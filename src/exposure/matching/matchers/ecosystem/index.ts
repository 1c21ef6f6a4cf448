import { keyOfName } from '../../identity.ts'
import { packageOpinions } from '../../package-opinion.ts'
import type { Matcher } from '../types.ts'

/** Advisory databases of language ecosystems, named by package. */
export const ecosystemMatcher: Matcher = {
  method: 'ecosystem',
  description:
    'Advisory databases of the package’s language ecosystem (OSV, GitHub, the ecosystem’s own), by package name.',
  keys: ({ kind, names }) => (kind === 'language' ? names.map(keyOfName) : []),
  judge: (identity, statement) =>
    statement.source === 'cve' ? [] : packageOpinions(identity, identity.names, statement, 'ecosystem'),
}
