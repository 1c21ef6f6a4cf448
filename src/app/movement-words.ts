import type { Driver, MovementCause, StatedNumber } from '#assurance/threats'
import { inHundred, spanWords, statedFrequency } from '#contract/number-words'
import { assertNever } from '#core/kernel'

type NameOf = (control: string) => string

/** Why a risk moved, in a sentence without an end: which control, assumption or term, and what was seen or said of it. */
export function driverWords({ cause }: Driver, nameOf: NameOf): string {
  switch (cause.kind) {
    case 'evidence':
      return evidenceWords(cause, nameOf(cause.control))
    case 'silence':
      return `no probe showed for too long that ${nameOf(cause.control)} is alive`
    case 'untraced':
      return `no traces showed for too long how much ${nameOf(cause.control)} sees`
    case 'age':
      return `time passed: what was seen of ${nameOf(cause.control)} counts less`
    case 'appetite':
      return `what is acceptable: ${acceptedWords(cause.from)} → ${acceptedWords(cause.to)}`
    case 'attempts':
      return `attempts a year: ${numberWords(cause.from, count)} → ${numberWords(cause.to, count)}`
    case 'consequence':
      return `that harm follows: ${numberWords(cause.from, inHundred)} → ${numberWords(cause.to, inHundred)}`
    case 'condition':
      return `“${cause.condition}”: ${conditionWords(cause.from)} → ${conditionWords(cause.to)}`
    case 'layers':
      return layerWords(cause, nameOf)
    case 'shared':
      return `assumed share of failures from a shared ${cause.sharesModel ? 'model' : 'cause'}: ${cause.from} → ${cause.to}`
    case 'shared-measured':
      return measuredWords(cause, nameOf)
    case 'version':
      return `${nameOf(cause.control)} became version ${cause.to ?? 'unknown'}, from ${cause.from ?? 'unknown'}: what was seen of another counts less`
    case 'half-life':
      return `a pass of ${nameOf(cause.control)} counts half after ${cause.to} days; before, it was after ${cause.from}`
    case 'probe-interval':
      return `${nameOf(cause.control)} is probed every ${spanWords(cause.to)}; before, it was every ${spanWords(cause.from)}`
    case 'proven':
      return `a change of ${nameOf(cause.control)} was proven: ${cause.failures === 1 ? 'the failure' : `the ${count(cause.failures)} failures`} it was proven against no longer ${cause.failures === 1 ? 'counts' : 'count'}`
    case 'did-not-hold':
      return `a change of ${nameOf(cause.control)} did not hold: ${cause.failures === 1 ? 'the failure' : `the ${count(cause.failures)} failures`} it was proven against ${cause.failures === 1 ? 'counts' : 'count'} again`
    case 'corrected':
      return `a case said otherwise since, or is no incident and no near miss any more: what ${nameOf(cause.control)} did in it is counted anew`
    case 'limited':
      return `${nameOf(cause.control)} is credited nothing: ${cause.reasons.join('; ')}`
    case 'freed':
      return `${nameOf(cause.control)} is credited again; no longer so: ${cause.reasons.join('; ')}`
    default:
      return assertNever(cause)
  }
}

function evidenceWords(
  { of, aspect, source, held, failed, last }: Extract<MovementCause, { kind: 'evidence' }>,
  name: string,
): string {
  if (aspect === 'liveness')
    return `${of === 'probe' ? 'a probe' : `a word of ${of}`} found ${name} ${last === 'fail' ? 'dead' : 'alive'}`
  const [all, good] = [held + failed, held].map((number) => number.toLocaleString('en'))
  if (aspect === 'coverage') return `${good} of ${all} requests were seen to pass through ${name}`
  if ((of === 'incident' || of === 'near-miss') && held + failed === 1)
    return `${name} ${failed > 0 ? 'failed' : 'held'} in ${of === 'incident' ? 'an incident' : 'a near miss'}`
  const place = source?.startsWith('review queue ') ? 'seeded items' : (sources[of] ?? 'what was seen of it')
  if (held + failed === 1) return `${name} ${failed > 0 ? 'failed' : 'held'} the one time it was tried in ${place}`
  return `${name} held ${good} of ${all} times in ${place}`
}

const sources: Partial<Record<Extract<MovementCause, { kind: 'evidence' }>['of'], string>> = {
  evaluation: 'evaluations',
  incident: 'incidents',
  'near-miss': 'near misses',
  telemetry: 'its traces',
  probe: 'probes',
}

function layerWords({ came, went }: Extract<MovementCause, { kind: 'layers' }>, nameOf: NameOf): string {
  const list = (ids: readonly string[]) => ids.map(nameOf).join(', ')
  const parts = [
    came.length > 0 && `${list(came)} stands against it now`,
    went.length > 0 && `${list(went)} no longer stands against it`,
  ].filter((part) => part !== false)
  return parts.join('; ') || 'what its layers share, or their order, was said anew'
}

function measuredWords(
  { controls, from, to }: Extract<MovementCause, { kind: 'shared-measured' }>,
  nameOf: NameOf,
): string {
  const names = controls.map(nameOf).join(', ')
  const was = from ? `; before, at most ${round(from.upper)}` : ' in place of what is assumed'
  if (to)
    return `shared failures of ${names} were measured by ${count(to.cases)} cases: at most ${round(to.upper)}${was}`
  return `what was measured of shared failures of ${names} no longer holds: what is assumed is used`
}

function acceptedWords(appetite: number | null): string {
  return appetite === null ? 'nobody said' : statedFrequency(appetite)
}

function conditionWords(probability: StatedNumber | null | undefined): string {
  return probability === undefined ? 'not asked for' : numberWords(probability, inHundred)
}

function numberWords(number: StatedNumber | null, words: (value: number) => string): string {
  if (number === null) return 'unknown'
  const { value, basis, source } = number
  return `${words(value)} (${basis}${source === undefined ? '' : `: ${source}`})`
}

function count(value: number): string {
  return value.toLocaleString('en')
}

function round(share: number): string {
  return String(Number(share.toPrecision(2)))
}
