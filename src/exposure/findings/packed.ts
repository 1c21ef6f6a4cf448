import type { DecisionInput, Match, Priority, Reason, RecordId, SourceId } from '#core/vocabulary'
import type { OtherVersion } from './versions.ts'

/**
 * How a finding's match and decision are stored: without what the finding's own columns say, and without the names of the
 * fields of each reason and input. That is two fifths of the row, which an import writes a hundred thousand times. What
 * was stored whole before is read as it is.
 */
export type PackedMatch = Pick<Match, 'componentRef' | 'records' | 'fixedVersions'> &
  Partial<Pick<Match, MatchColumn>> & { reasons: (PackedReason | Reason)[]; others?: OtherVersion[] }

export type PackedPriority = Omit<Priority, PriorityColumn | 'inputs'> &
  Partial<Pick<Priority, PriorityColumn>> & { inputs: (PackedInput | DecisionInput)[] }

/** What stands in columns of the finding. */
export type MatchColumn = 'vulnerabilityId' | 'recordId' | 'source' | 'verdict' | 'method' | 'fixState'
export type PriorityColumn = 'table' | 'outcome' | 'outcomeLabel' | 'urgency' | 'basis' | 'exploitation' | 'why'

/** Code, text, source, record. */
type PackedReason = [string, string, (SourceId | null)?, RecordId?]
/** Point, label, value, its label, whether it is decisive, basis, source, text, instant. */
type PackedInput = [string, string, string, string, 0 | 1, DecisionInput['basis'], string, string, string?]

/**
 * @param vulnerabilityId what the finding's column says: a finding by rule has none
 * @param others what is said of the component's other versions
 */
export function packMatch(
  match: Match,
  vulnerabilityId: string | null,
  others: readonly OtherVersion[] = [],
): PackedMatch {
  const { componentRef, records, fixedVersions, reasons } = match
  return {
    componentRef,
    records,
    fixedVersions,
    reasons: reasons.map(packReason),
    ...(match.vulnerabilityId !== vulnerabilityId && { vulnerabilityId: match.vulnerabilityId }),
    ...(others.length > 0 && { others: [...others] }),
  }
}

export function unpackMatch(packed: PackedMatch, columns: Pick<Match, MatchColumn>): Match {
  const { others: _, ...match } = packed
  return { ...columns, ...match, reasons: unpackReasons(packed) }
}

/** Its reasons alone. */
export function unpackReasons({ reasons }: Pick<PackedMatch, 'reasons'>): Reason[] {
  return reasons.map(unpackReason)
}

export function packPriority({ tableName, dueDays, epss, lev, cvss, inputs }: Priority): PackedPriority {
  return {
    inputs: inputs.map(packInput),
    ...(tableName !== undefined && { tableName }),
    ...(dueDays !== undefined && { dueDays }),
    ...(epss && { epss }),
    ...(lev && { lev }),
    ...(cvss && { cvss }),
  }
}

export function unpackPriority(packed: PackedPriority, columns: Pick<Priority, PriorityColumn>): Priority {
  return { ...columns, ...packed, inputs: packed.inputs.map(unpackInput) }
}

function packReason({ code, text, source, recordId }: Reason): PackedReason {
  if (recordId !== undefined) return [code, text, source ?? null, recordId]
  return source === undefined ? [code, text] : [code, text, source]
}

function unpackReason(packed: PackedReason | Reason): Reason {
  if (!Array.isArray(packed)) return packed
  const [code, text, source, recordId] = packed
  return { code, text, ...(source && { source }), ...(recordId !== undefined && { recordId }) }
}

function packInput(input: DecisionInput): PackedInput {
  const { point, label, value, valueLabel, decisive, basis, source, text, at } = input
  const packed: PackedInput = [point, label, value, valueLabel, decisive ? 1 : 0, basis, source, text]
  if (at !== undefined) packed.push(at)
  return packed
}

function unpackInput(packed: PackedInput | DecisionInput): DecisionInput {
  if (!Array.isArray(packed)) return packed
  const [point, label, value, valueLabel, decisive, basis, source, text, at] = packed
  const head = { point, label, value, valueLabel, decisive: decisive === 1, basis, source }
  return at === undefined ? { ...head, text } : { ...head, at, text }
}
