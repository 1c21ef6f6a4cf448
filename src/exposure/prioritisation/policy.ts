import type { DecisionPoint, DecisionValue, Urgency } from '#core/vocabulary'

/** What an outcome of a table means for work: its word in the browser and the days to act, where the table sets any. */
export interface OutcomeMeaning {
  urgency: Urgency
  dueDays?: number
}

/** Outcome key → meaning, per `namespace:key` of the table's outcome. Days are the directive's own; SSVC sets none. */
const outcomeMeanings: Readonly<Record<string, Readonly<Record<string, OutcomeMeaning>>>> = {
  'cisa:BOD2604': {
    '3DF': { urgency: 'now', dueDays: 3 },
    '3D': { urgency: 'now', dueDays: 3 },
    '14D': { urgency: 'soon', dueDays: 14 },
    '60D': { urgency: 'scheduled', dueDays: 60 },
    FSU: { urgency: 'defer' },
  },
  'ssvc:DSOI': {
    I: { urgency: 'now' },
    O: { urgency: 'soon' },
    S: { urgency: 'scheduled' },
    D: { urgency: 'defer' },
  },
  'cisa:CISA': {
    AC: { urgency: 'now' },
    AT: { urgency: 'soon' },
    'T*': { urgency: 'scheduled' },
    T: { urgency: 'defer' },
  },
}

const spread: readonly Urgency[] = ['defer', 'scheduled', 'soon', 'now']

/**
 * The meaning of an outcome: what a table of one's own says of it, else the published one; where neither says a word, the
 * outcomes are spread, least to most urgent, over the four.
 */
export function meaningOf(outcomePoint: string, outcome: DecisionValue, { values }: DecisionPoint): OutcomeMeaning {
  const known = outcomeMeanings[outcomePoint]?.[outcome.key]
  // Days of one's own and the published ones, mixed, could give the worse outcome more time.
  const days = values.some((value) => value.dueDays !== undefined) ? undefined : known?.dueDays
  const { dueDays = days, urgency = known?.urgency ?? spreadWord(outcome, values) } = outcome
  return { urgency, ...(dueDays !== undefined && { dueDays }) }
}

function spreadWord({ key }: DecisionValue, values: readonly DecisionValue[]): Urgency {
  const index = values.findIndex((value) => value.key === key)
  const step = values.length > 1 ? index / (values.length - 1) : 1
  return spread[Math.round(step * (spread.length - 1))]!
}
