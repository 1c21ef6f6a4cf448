import type { KeyedStatement, Reason } from '#core/vocabulary'
import type { Identity } from '../identity.ts'
import { intervalText } from '../package-reasons.ts'
import type { ConfigurationFinding } from './configuration.ts'

/** The trail of a CPE opinion: which name met which criteria, the bounds, and why the verdict is held back. */
export function cpeReasons(identity: Identity, statement: KeyedStatement, finding: ConfigurationFinding): Reason[] {
  const { cpe, criteria, containment, fit, platform, by } = finding
  const from = { source: statement.source, recordId: statement.recordId }
  const origin = cpe.derived ? 'from the table of stock products' : 'stated by the component'
  const said = by === undefined ? '' : ` (by ${by})`
  const reasons: Reason[] = [
    {
      code: 'cpe',
      text: `${cpe.text} (${origin}) meets ${criteria.cpe} of ${statement.source} ${statement.recordId}${said}.`,
      ...from,
    },
    { code: rangeCodes[containment], text: rangeText(finding), ...from },
  ]
  if (fit === 'unknown')
    reasons.push({
      code: 'cpe-attributes',
      text: 'The criteria asks for an edition, a target or an update of which the component’s name says nothing.',
    })
  if (platform === 'unseen')
    reasons.push({
      code: 'cpe-platform',
      text: 'The configuration asks for a platform or companion product that was not seen.',
    })
  return [...reasons, ...heldBack(identity)]
}

/** Why what a CPE or a product's words say of a component is likely at most. */
export function heldBack(identity: Identity): Reason[] {
  const reasons: Reason[] = []
  if (identity.banner)
    reasons.push({
      code: 'banner',
      text: 'The version comes from a service’s own words, which do not show backported fixes.',
    })
  if (identity.kind === 'distribution')
    reasons.push({
      code: 'backport-possible',
      text: 'The package is a distribution’s build, which may carry fixes that its upstream version does not show.',
    })
  if (identity.kind === 'language')
    reasons.push({
      code: 'cpe-only',
      text: 'No advisory of the package’s own ecosystem says this; a CPE alone is weak evidence for a package.',
    })
  return reasons
}

const rangeCodes = { inside: 'range-inside', outside: 'range-outside', unparsable: 'unparsable-version' } as const

function rangeText({ cpe, criteria, containment }: ConfigurationFinding): string {
  const bounds = criteria.min === undefined && criteria.max === undefined ? 'the named version' : intervalText(criteria)
  return containment === 'unparsable'
    ? `Version ${cpe.version} cannot be placed against ${bounds}; nothing is claimed.`
    : `Version ${cpe.version} is ${containment} ${bounds}.`
}
