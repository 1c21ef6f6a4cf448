import { packageKey } from '#core/vocabulary'
import { packageOpinions } from '../../package-opinion.ts'
import type { Matcher } from '../types.ts'

/** What the CVE's own numbering authority (or an ADP) says of a package it names in an ecosystem. */
export const cnaMatcher: Matcher = {
  method: 'cna',
  description: 'The affected packages that a CVE record itself names in an ecosystem.',
  keys: ({ kind, names }) =>
    kind === 'language' ? names.map(({ ecosystem, name }) => packageKey(ecosystem, name)) : [],
  judge: (identity, statement) =>
    statement.source === 'cve' ? packageOpinions(identity, identity.names, statement, 'cna') : [],
}
