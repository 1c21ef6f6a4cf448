import type { Match, Reason, RecordId, SourceId } from '#core/vocabulary'
import type { Identity } from './identity.ts'
import type { Opinion } from './opinion.ts'

/** The opinions beside the deciding one. */
export interface Others {
  heard: readonly Opinion[]
  silenced: readonly Opinion[]
  yielding: readonly Opinion[]
  /** Of the silenced the one whose fix is told, where those that decide name none. */
  lender: Opinion | undefined
}

/** A match as it is decided: what is not put together of the opinions. */
type Said = Pick<Match, 'vulnerabilityId' | 'verdict' | 'fixedVersions' | 'fixState'>

/**
 * A match whose records and reasons are put together when they are asked for: of several matches that come to one finding
 * one speaks. An inventory has thousands, so it is a class: an object with accessors each would be ten times as large.
 */
export class DecidedMatch implements Match {
  readonly componentRef: string
  readonly vulnerabilityId: RecordId
  readonly recordId: RecordId
  readonly source: SourceId
  readonly verdict: Match['verdict']
  readonly method: Match['method']
  readonly fixedVersions: string[]
  readonly fixState: Match['fixState']
  readonly #identity: Identity
  readonly #deciding: Opinion
  readonly #others: Others
  #records: Match['records'] | undefined
  #reasons: Reason[] | undefined

  constructor(said: Said, identity: Identity, deciding: Opinion, others: Others) {
    this.componentRef = identity.component.ref
    this.vulnerabilityId = said.vulnerabilityId
    this.recordId = deciding.statement.recordId
    this.source = deciding.statement.source
    this.verdict = said.verdict
    this.method = deciding.method
    this.fixedVersions = said.fixedVersions
    this.fixState = said.fixState
    this.#identity = identity
    this.#deciding = deciding
    this.#others = others
  }

  get records(): Match['records'] {
    const { heard, yielding, silenced } = this.#others
    this.#records ??= recordsOf([this.#deciding, ...heard, ...yielding, ...silenced])
    return this.#records
  }

  get reasons(): Reason[] {
    this.#reasons ??= reasonsOf(this.#identity, this.#deciding, this.#others)
    return this.#reasons
  }

  /** In JSON records and reasons are fields like the others. */
  toJSON(): Match {
    return amended(this, {})
  }
}

/** A match with some of its fields changed. A spread would lose those that are put together when they are asked for. */
export function amended(match: Match, changes: Partial<Match>): Match {
  return {
    componentRef: match.componentRef,
    vulnerabilityId: match.vulnerabilityId,
    recordId: match.recordId,
    source: match.source,
    records: match.records,
    verdict: match.verdict,
    method: match.method,
    fixedVersions: match.fixedVersions,
    fixState: match.fixState,
    reasons: changes.reasons ?? match.reasons,
    ...changes,
  }
}

function recordsOf(opinions: readonly Opinion[]): { source: SourceId; recordId: RecordId }[] {
  const seen = new Map<string, { source: SourceId; recordId: RecordId }>()
  for (const { statement } of opinions) {
    seen.set(`${statement.source} ${statement.recordId}`, { source: statement.source, recordId: statement.recordId })
  }
  return [...seen.values()]
}

function reasonsOf(identity: Identity, deciding: Opinion, { heard, silenced, yielding, lender }: Others): Reason[] {
  return [
    evidenceReason(identity),
    ...deciding.reasons(),
    ...otherVoices(deciding, heard),
    ...yielding.slice(0, MAX_VOICES).map((opinion) => yieldReason(deciding, opinion)),
    ...silenced.slice(0, MAX_VOICES).map((opinion) => overrideReason(deciding, opinion)),
    ...(lender ? [fixReason(deciding, lender)] : []),
  ]
}

const MAX_VOICES = 3

function evidenceReason({ component, version }: Identity): Reason {
  const [evidence] = component.evidence
  const where = evidence?.path === undefined ? '' : ` in ${evidence.path}`
  const seen = evidence === undefined ? '' : `, seen by ${evidence.by} (${evidence.kind})${where}`
  return {
    code: 'component-evidence',
    text: `${nameOf(component, version)}${seen}.`,
  }
}

/** Most purls name the version already. */
function nameOf({ purl, name }: Identity['component'], version: string | undefined): string {
  return purl?.includes('@', purl.lastIndexOf('/')) ? purl : `${purl ?? name} ${version ?? 'without version'}`
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
