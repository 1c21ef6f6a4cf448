import type { DecisionInput, DecisionTable } from '#core/vocabulary'
import type { ExploitationEvidence } from './inputs/index.ts'

/** How an urgent value reads on a row, by `namespace:key` of its point; others read "label: value". */
const words: Readonly<Record<string, string>> = {
  'cisa:PE': 'publicly exposed',
  'cisa:KEV': 'in KEV',
  'ssvc:A': 'automatable',
  'ssvc:TI': 'total impact',
  'ssvc:EXP': 'open to the internet',
}

const MAX_REASONS = 4

/**
 * The reason for the row, in words: exploitation evidence first, then the known urgent inputs, then what had to be
 * assumed, where the decision would be another without it (`isAssumed`). Calm decisions say that nothing urgent is known.
 */
export function whyOf(
  table: DecisionTable,
  inputs: readonly DecisionInput[],
  evidence: ExploitationEvidence,
  isAssumed: boolean,
): string {
  const urgent = inputs.filter((input) => !isLeastSevere(table, input))
  const known = urgent.filter((input) => input.basis !== 'assumed' && !repeatsEvidence(input)).map(wordsOf)
  const assumed = isAssumed ? urgent.filter((input) => input.basis === 'assumed').map(wordsOf) : []
  const exploited = evidence.level === 'none' || evidence.level === 'unknown' ? [] : [evidence.text]
  const tail = assumed.length > 0 ? [`assumed: ${assumed.join(', ')}`] : []
  const reasons = [...exploited, ...known].slice(0, MAX_REASONS)
  return reasons.length + tail.length > 0 ? [...reasons, ...tail].join(' · ') : 'no urgent input is known'
}

/** Values are ordered, the least severe first. */
function isLeastSevere(table: DecisionTable, input: DecisionInput): boolean {
  return table.points.find((point) => point.id === input.point)?.values[0]?.key === input.value
}

/** The exploitation points say what the evidence already said. */
function repeatsEvidence(input: DecisionInput): boolean {
  return input.point.startsWith('cisa:KEV') || input.point.startsWith('ssvc:E:')
}

function wordsOf(input: DecisionInput): string {
  const text =
    words[input.point.split(':').slice(0, 2).join(':')] ??
    `${input.label.toLowerCase()}: ${input.valueLabel.toLowerCase()}`
  return input.basis === 'inferred' ? `${text} (inferred)` : text
}
