import { digestOf } from '#core/kernel'
import { significant } from '#core/statistics'
import type { Residual } from './residual.ts'
import type { Scenario } from './scenario.ts'

/** What is written of a control. */
export interface OscalControl {
  id: string
  name: string
  claim: string
  references: readonly string[]
  /** `dead`, `unknown` or `measured`. */
  state: string
  failure: number
}

export interface OscalTerms {
  workspaceId: string
  workspaceName: string
  /** ISO 8601. */
  at: string
  /** Of the program that writes. */
  version: string
}

const OSCAL_VERSION = '1.1.3'
/** More digits than that say nothing. */
const DIGITS = 3

/** What is left over as files have it: rounded outwards, so that a bound stays one. */
export function writtenResidual({ frequency, perAttempt }: Pick<Residual, 'frequency' | 'perAttempt'>) {
  const { left, bounds } = perAttempt
  return {
    frequency: frequency === null ? null : significant(frequency, DIGITS, 'up'),
    left: significant(left, DIGITS, 'up'),
    low: significant(bounds.low, DIGITS, 'down'),
    high: significant(bounds.high, DIGITS, 'up'),
  }
}

/** Names of properties that are ours. */
const NAMESPACE = 'https://lunette.invalid/ns/oscal'

/**
 * The risk register as OSCAL's plan of action and milestones (NIST, OSCAL 1.1, `oscal-poam`): a risk with a status, its
 * characterisation and its barriers as mitigating factors for each scenario, and an item that names it. What is not known is
 * left out or said in words, never a number.
 */
export function oscalRegister(
  scenarios: readonly (Scenario & { residual: Residual })[],
  controls: readonly OscalControl[],
  terms: OscalTerms,
): object {
  const known = new Map(controls.map((control) => [control.id, control]))
  const uuid = uuidsOf(terms.workspaceId)
  return {
    'plan-of-action-and-milestones': {
      uuid: uuid('register'),
      metadata: {
        title: `Risk register of ${oneLine(terms.workspaceName) || 'the organisation'}`,
        'last-modified': terms.at,
        version: terms.at,
        'oscal-version': OSCAL_VERSION,
        props: [{ name: 'generator', ns: NAMESPACE, value: `Lunette ${terms.version}` }],
      },
      'system-id': { 'identifier-type': NAMESPACE, id: terms.workspaceId },
      // What risks name as the origin of their numbers.
      'local-definitions': {
        components: [
          {
            ...{ uuid: uuid('lunette'), type: 'software', title: 'Lunette', status: { state: 'operational' } },
            description: 'Reckons what scenarios leave over from evidence about their barriers.',
          },
        ],
      },
      ...(scenarios.length > 0 && { risks: scenarios.map((scenario) => riskOf(scenario, known, uuid)) }),
      'poam-items':
        scenarios.length > 0
          ? scenarios.map((scenario) => itemOf(scenario, uuid))
          : // The schema wants one: of an empty register it says that it is empty.
            [{ uuid: uuid('empty'), title: 'No scenario is registered', description: 'The register is empty.' }],
    },
  }
}

type Uuids = (name: string) => string

function riskOf(
  scenario: Scenario & { residual: Residual },
  known: ReadonlyMap<string, OscalControl>,
  uuid: Uuids,
): object {
  const { id, title, harm, barriers, treatment, treatmentUntil } = scenario
  return {
    uuid: uuid(`risk ${id}`),
    title: oneLine(title),
    description: `${harm}${scenario.initiators.length > 0 ? ` Set off by: ${scenario.initiators.join('; ')}.` : ''}`,
    statement: statementOf(scenario),
    props: propsOf(scenario),
    status: statusOf(scenario),
    characterizations: [
      {
        origin: { actors: [{ type: 'tool', 'actor-uuid': uuid('lunette') }] },
        facets: facetsOf(scenario),
      },
    ],
    ...(barriers.length > 0 && {
      'mitigating-factors': barriers.map(({ control, layer }, place) => ({
        uuid: uuid(`barrier ${id} ${place} ${control}`),
        description: barrierWords(known.get(control), layer),
      })),
    }),
    ...(treatmentUntil !== null && { deadline: `${treatmentUntil}T00:00:00Z` }),
    remediations: [
      {
        uuid: uuid(`treatment ${id}`),
        lifecycle: treatment === 'mitigate' ? 'planned' : 'recommendation',
        title: `Treatment: ${treatment}`,
        description:
          treatmentUntil === null ? `It is treated by: ${treatment}.` : `${treatment} until ${treatmentUntil}.`,
      },
    ],
  }
}

function itemOf({ id, title, harm }: Scenario, uuid: Uuids): object {
  return {
    uuid: uuid(`item ${id}`),
    title: oneLine(title),
    description: harm,
    'related-risks': [{ 'risk-uuid': uuid(`risk ${id}`) }],
  }
}

/** Accepted risks are deviations that were approved; others stay open. */
function statusOf({ treatment }: Scenario): string {
  return treatment === 'accept' ? 'deviation-approved' : treatment === 'mitigate' ? 'remediating' : 'open'
}

function statementOf(scenario: Scenario & { residual: Residual }): string {
  const { residual, appetite } = scenario
  const { withinAppetite } = residual
  const { frequency, left: ofOne } = writtenResidual(residual)
  const left =
    frequency === null
      ? `Nobody knows how often it is tried; of an attempt at most ${ofOne} ends in harm.`
      : `At most ${frequency} events a year are left over.`
  const verdict = withinAppetite === undefined ? 'unknown against' : withinAppetite ? 'within' : 'above'
  const against =
    appetite === null ? 'Nobody said how much is acceptable.' : `That is ${verdict} the appetite of ${appetite} a year.`
  return [left, assumedWords(scenario), against].filter((part) => part !== '').join(' ')
}

/** What of the figure nobody measured or stated: a file that goes elsewhere does not leave that behind. */
function assumedWords({ attempts, enabling, consequence, residual }: Scenario & { residual: Residual }): string {
  const shared = residual.groups.some(
    ({ members, measured }) =>
      measured === null && members.filter((place) => residual.barriers[place]!.failure < 1).length > 1,
  )
  const assumed = [
    attempts?.basis === 'assumed' && 'attempts',
    enabling.some(({ probability }) => probability?.basis === 'assumed') && 'conditions',
    shared && 'shared causes',
    consequence?.basis === 'assumed' && 'consequence',
  ].filter((part) => part !== false)
  return assumed.length === 0 ? '' : `It rests on assumed ${assumed.join(', ')}.`
}

function propsOf({ id, owner, techniques, beganAs }: Scenario): object[] {
  const own = (name: string, value: string | null) =>
    value === null || value.trim() === '' ? [] : [{ name, ns: NAMESPACE, value: oneLine(value) }]
  return [
    ...own('scenario', id),
    ...own('owner', owner),
    ...own('began-as', beganAs),
    ...techniques.flatMap((technique) => own('technique', technique)),
  ]
}

function facetsOf({ attempts, residual, appetite }: Scenario & { residual: Residual }): object[] {
  const facet = (name: string, value: number | null) =>
    value === null ? [] : [{ name, system: NAMESPACE, value: String(value) }]
  const { left, low, high, frequency } = writtenResidual(residual)
  return [
    ...facet('attempts-per-year', attempts?.value ?? null),
    ...facet('residual-per-year', frequency),
    ...facet('residual-per-attempt', left),
    ...facet('residual-per-attempt-low', low),
    ...facet('residual-per-attempt-high', high),
    ...facet('appetite-per-year', appetite),
  ]
}

function barrierWords(control: OscalControl | undefined, layer: string): string {
  if (!control) return `${layer}: a control that is not registered`
  const credited =
    control.failure >= 1 ? 'credited nothing' : `fails on demand at most ${significant(control.failure, DIGITS, 'up')}`
  const references = control.references.length > 0 ? ` (${control.references.join(', ')})` : ''
  return `${layer}: ${control.name}${references}. ${control.claim}. ${control.state}, ${credited}.`
}

/** Titles and values of properties have one line. */
function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim()
}

/** The same name has the same UUID each time (RFC 9562, version 8 is not in the schema: marked as version 5, of SHA-256). */
function uuidsOf(workspaceId: string): Uuids {
  return (name) => {
    const hex = Buffer.from(digestOf(`${workspaceId} ${name}`), 'base64url')
      .toString('hex')
      .padEnd(32, '0')
    const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16)
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `5${hex.slice(13, 16)}`,
      `${variant}${hex.slice(17, 20)}`,
      hex.slice(20, 32),
    ].join('-')
  }
}
