import type { AffectedCpe, KeyedStatement, MatchMethod } from '#core/vocabulary'
import type { Identity } from '../identity.ts'
import type { Opinion } from '../opinion.ts'
import { type ConfigurationFinding, type CriteriaContext, meetConfiguration } from './configuration.ts'
import { cpeReasons } from './cpe-reasons.ts'

/** What those of a statement's configurations that are `wanted` mean for a component; `undefined`: they do not concern it. */
export function configurationOpinion(
  identity: Identity,
  statement: KeyedStatement,
  method: MatchMethod,
  context: CriteriaContext,
  wanted: (configuration: AffectedCpe) => boolean,
): Opinion | undefined {
  let deciding: ConfigurationFinding | undefined
  const { affected } = statement
  for (let at = 0; at < affected.length; at++) {
    const configuration = affected[at]!
    if (configuration.kind !== 'cpe' || !wanted(configuration)) continue
    const names = identity.cpes.names()
    for (let place = 0; place < names.length; place++) {
      const finding = meetConfiguration(identity, names[place]!, configuration, context)
      if (finding && (deciding === undefined || byStrength(finding, deciding) < 0)) deciding = finding
    }
  }
  if (deciding === undefined) return undefined
  const found = deciding
  const fix = found.containment === 'inside' && !found.criteria.maxInclusive ? found.criteria.max : undefined
  const opinion: Opinion = {
    verdict: verdictOf(identity, found),
    method,
    statement,
    fixedVersions: fix === undefined ? [] : [fix],
    fixState: fix === undefined ? 'unknown' : 'fixed',
    direct: true,
    reasons: () => cpeReasons(identity, statement, found),
  }
  // What a CNA's own configuration leaves out it gives no status, as the CVE record format has it.
  if (method === 'cna' && found.containment !== 'inside') opinion.yields = true
  return opinion
}

const strength: Readonly<Record<ConfigurationFinding['containment'], number>> = { inside: 2, unparsable: 1, outside: 0 }

function byStrength(a: ConfigurationFinding, b: ConfigurationFinding): number {
  const doubts = Number(!isSure(a)) - Number(!isSure(b))
  return strength[b.containment] - strength[a.containment] || doubts || (a.criteria.cpe < b.criteria.cpe ? -1 : 1)
}

function isSure({ platform, fit }: ConfigurationFinding): boolean {
  return platform === 'met' && fit === 'yes'
}

function verdictOf(identity: Identity, finding: ConfigurationFinding): Opinion['verdict'] {
  if (finding.containment === 'outside') return 'not-affected'
  if (finding.containment === 'unparsable') return 'unknown'
  return isSure(finding) && isNamedBySelf(identity) ? 'affected' : 'likely-affected'
}

/**
 * True where a CPE is the component's own name and its version upstream's: not for a distribution's build, which may
 * carry fixes, a service's banner, or the CPE that a scanner guessed for a language package.
 */
export function isNamedBySelf({ kind, banner, component }: Identity): boolean {
  if (banner) return false
  return kind === 'other' || (kind === 'language' && component.cpes.length === 0)
}
