import type { SchemeId } from '#core/versions'
import type { Component, Statement } from '#core/vocabulary'

/** A component with what a test cares about. */
export function component(part: Partial<Component> & { name: string }): Component {
  const { type, name, namespace, version } = part
  return {
    ref: [type, namespace, name, version].filter(Boolean).join('/'),
    cpes: [],
    upstream: [],
    licences: [],
    location: '',
    dependsOn: [],
    evidence: [{ kind: 'sbom', by: 'test' }],
    ...part,
  }
}

interface PackageWords {
  source?: string
  recordId: string
  aliases?: string[]
  related?: string[]
  ecosystem: string
  name: string
  scheme: SchemeId
  max: string
  module?: string
}

/** A statement that one package is affected below `max`. */
export function packageStatement(words: PackageWords): Statement {
  const { source = 'osv', recordId, aliases = [], related = [], ecosystem, name, scheme, max, module } = words
  return {
    ...blank,
    source,
    recordId,
    aliases,
    related,
    affected: [
      {
        kind: 'package',
        ecosystem,
        name,
        scheme,
        intervals: [{ max }],
        status: 'affected',
        ...(module === undefined ? {} : { module }),
      },
    ],
  }
}

/** A statement that the product a CPE names is vulnerable below `max`. */
export function cpeStatement({
  source = 'nvd',
  recordId,
  cpe,
  max,
}: {
  source?: string
  recordId: string
  cpe: string
  max: string
}): Statement {
  return {
    ...blank,
    source,
    recordId,
    affected: [{ kind: 'cpe', operator: 'OR', nodes: [{ operator: 'OR', matches: [{ cpe, vulnerable: true, max }] }] }],
  }
}

const blank = {
  state: 'published' as const,
  aliases: [],
  related: [],
  severities: [],
  cwes: [],
  ssvc: [],
  references: [],
}
