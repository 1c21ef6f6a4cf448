import type { Match, Reason, RecordId, SourceId, Verdict } from '#core/vocabulary'
import { combine } from './combine.ts'
import type { Identity } from './identity.ts'
import { isPositive, type Opinion } from './opinion.ts'
import { splitByTrust } from './opinions.ts'

/**
 * One match from all opinions about one vulnerability, most trusted method first; `undefined` when there is nothing to
 * tell: a plain "not in the affected range". A `not-affected` that contradicts a less trusted source is told.
 */
export function decide(identity: Identity, vulnerabilityId: RecordId, opinions: readonly Opinion[]): Match | undefined {
  // Most statements about a package are about other versions of it.
  if (opinions.every(({ verdict }) => verdict === 'not-affected')) return undefined
  const { trusted, silenced, yielding } = splitByTrust(opinions)
  const { deciding, heard } = combine(identity, trusted)
  const overridden = silenced.filter(({ verdict }) => isPositive(verdict))
  if (deciding.verdict === 'not-affected' && overridden.length === 0) return undefined
  // Without a version every advisory would be unknown: coverage counts the component once instead.
  if (deciding.verdict === 'unknown' && identity.version === undefined) return undefined
  return matchOf(identity, vulnerabilityId, deciding, { heard, silenced: overridden, yielding })
}

/** The same, but told whatever the verdict: for explaining why something does not match. */
export function decideAloud(identity: Identity, vulnerabilityId: RecordId, opinions: readonly Opinion[]): Match {
  const { trusted, silenced, yielding } = splitByTrust(opinions)
  const { deciding, heard } = combine(identity, trusted)
  return matchOf(identity, vulnerabilityId, deciding, { heard, silenced, yielding })
}

/** The opinions beside the deciding one. */
interface Others {
  heard: readonly Opinion[]
  silenced: readonly Opinion[]
  yielding: readonly Opinion[]
}

/** Of several matches that come to one finding one speaks: records and reasons are put together when they are asked for. */
function matchOf(
  identity: Identity,
  vulnerabilityId: RecordId,
  deciding: Opinion,
  { heard, silenced, yielding }: Others,
): Match {
  const { method, statement } = deciding
  let records: Match['records'] | undefined
  let reasons: Reason[] | undefined
  const borrowed = lenderOf(identity, [deciding, ...heard], silenced)
  const verdict = identity.banner ? softened(deciding.verdict) : deciding.verdict
  const positive = isPositive(verdict)
  return {
    componentRef: identity.component.ref,
    vulnerabilityId,
    recordId: statement.recordId,
    source: statement.source,
    get records() {
      records ??= recordsOf([deciding, ...heard, ...yielding, ...silenced])
      return records
    },
    verdict,
    method,
    fixedVersions: positive
      ? (borrowed?.fixedVersions ?? unique([deciding, ...heard].flatMap(({ fixedVersions }) => fixedVersions)))
      : [],
    fixState: borrowed ? 'fixed' : fixStateOf(deciding, heard),
    get reasons() {
      reasons ??= reasonsOf(identity, deciding, { heard, silenced, yielding }, borrowed)
      return reasons
    },
  }
}

function reasonsOf(
  identity: Identity,
  deciding: Opinion,
  { heard, silenced, yielding }: Others,
  borrowed: Opinion | undefined,
): Reason[] {
  return [
    evidenceReason(identity),
    ...deciding.reasons(),
    ...otherVoices(deciding, heard),
    ...yielding.slice(0, MAX_VOICES).map((opinion) => yieldReason(deciding, opinion)),
    ...silenced.slice(0, MAX_VOICES).map((opinion) => overrideReason(deciding, opinion)),
    ...(borrowed ? [fixReason(deciding, borrowed)] : []),
  ]
}

const MAX_VOICES = 3

/** A banner is a service's word about itself: what rests on it is likely at most. */
function softened(verdict: Verdict): Verdict {
  if (verdict === 'affected') return 'likely-affected'
  return verdict === 'not-affected' ? 'likely-fixed' : verdict
}

function fixStateOf(deciding: Opinion, heard: readonly Opinion[]): Match['fixState'] {
  if (deciding.fixState === 'fixed' || !isPositive(deciding.verdict)) return deciding.fixState
  return heard.some(({ fixedVersions }) => fixedVersions.length > 0) ? 'fixed' : deciding.fixState
}

/**
 * A less trusted source that agrees and names the fix of which those that decide say nothing: "through 2.4.59" is no word
 * on what comes after it. A distribution's package is not fixed by upstream's version.
 */
function lenderOf({ kind }: Identity, deciding: readonly Opinion[], silenced: readonly Opinion[]): Opinion | undefined {
  if (kind === 'distribution' || !isPositive(deciding[0]!.verdict)) return undefined
  if (deciding.some(({ fixState, fixedVersions }) => fixState !== 'unknown' || fixedVersions.length > 0))
    return undefined
  return silenced.find(({ verdict, fixedVersions }) => isPositive(verdict) && fixedVersions.length > 0)
}

function recordsOf(opinions: readonly Opinion[]): { source: SourceId; recordId: RecordId }[] {
  const seen = new Map<string, { source: SourceId; recordId: RecordId }>()
  for (const { statement } of opinions) {
    seen.set(`${statement.source} ${statement.recordId}`, { source: statement.source, recordId: statement.recordId })
  }
  return [...seen.values()]
}

function unique(values: string[]): string[] {
  return values.length < 2 ? values : [...new Set(values)]
}

function evidenceReason({ component, version }: Identity): Reason {
  const [evidence] = component.evidence
  const where = evidence?.path === undefined ? '' : ` in ${evidence.path}`
  const seen = evidence === undefined ? '' : `, seen by ${evidence.by} (${evidence.kind})${where}`
  return {
    code: 'component-evidence',
    text: `${component.purl ?? component.name} ${version ?? 'without version'}${seen}.`,
  }
}

function otherVoices(deciding: Opinion, heard: readonly Opinion[]): Reason[] {
  const others = heard.filter(
    ({ statement, verdict }) => statement !== deciding.statement && verdict !== deciding.verdict,
  )
  return others.slice(0, MAX_VOICES).map(({ statement, verdict }) => ({
    code: 'sources-differ',
    text: `${statement.source} ${statement.recordId} says ${verdict}; the decision follows ${deciding.statement.recordId}.`,
    source: statement.source,
    recordId: statement.recordId,
  }))
}

function yieldReason({ method }: Opinion, opinion: Opinion): Reason {
  const { source, recordId } = opinion.statement
  const text = `${source} ${recordId} (${opinion.method}), which would be trusted more, gives this version no status; so the word of ${method} stands.`
  return { code: 'no-status', text, source, recordId }
}

function fixReason({ statement: decides }: Opinion, { statement, method, fixedVersions }: Opinion): Reason {
  const { source, recordId } = statement
  const text = `${decides.source} ${decides.recordId} names no fix; ${source} ${recordId} (${method}) does: ${fixedVersions.join(', ')}.`
  return { code: 'fix-by-another', text, source, recordId }
}

function overrideReason(deciding: Opinion, { method, statement, verdict }: Opinion): Reason {
  const code = deciding.method === 'distribution' ? 'distro-overrides' : 'more-trusted-overrides'
  return {
    code,
    text: `${statement.source} ${statement.recordId} (${method}) says ${verdict}; the ${deciding.method} advisory is trusted more.`,
    source: statement.source,
    recordId: statement.recordId,
  }
}
