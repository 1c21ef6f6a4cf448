import type { Urgency } from '#core/vocabulary'

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

/** The meaning of an outcome; a table of one's own spreads its outcomes, least to most urgent, over the four words. */
export function meaningOf(outcomePoint: string, outcome: string, index: number, outcomes: number): OutcomeMeaning {
  const known = outcomeMeanings[outcomePoint]?.[outcome]
  if (known) return known
  const step = outcomes > 1 ? index / (outcomes - 1) : 1
  return { urgency: spread[Math.round(step * (spread.length - 1))]! }
}
