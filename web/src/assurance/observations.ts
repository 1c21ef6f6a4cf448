import type { ControlDetail } from '@contract/controls.ts'

type Day = ControlDetail['evidence'][number]

/** A thing that a person can have seen of a control, in words of its own. */
export interface Observation {
  id: ObservationId
  kind: Day['kind']
  aspect: Day['aspect']
  title: string
  hint: string
  pass: string
  fail: string
  /** What is asked where it may be of several requests or tests. */
  counts: string | undefined
  /** What recording it does. */
  effect: string
}

export type ObservationId = 'probe' | 'coverage' | 'outcome' | 'review' | 'attestation'

const OPINION = 'It stands with the evidence; a person’s word moves none of the three facts.'

export const observations: readonly Observation[] = [
  {
    ...{ id: 'probe', kind: 'probe', aspect: 'liveness', counts: undefined },
    title: 'A probe: does it act?',
    hint: 'A marked, harmless request was sent through it, and somebody looked downstream.',
    pass: 'It acted: the control is alive',
    fail: 'It did not act: the control is dead',
    effect: 'Risk reckons with it from now on.',
  },
  {
    ...{ id: 'coverage', kind: 'telemetry', aspect: 'coverage', counts: 'How many requests' },
    title: 'Traces: how many requests pass through it?',
    hint: 'Counted from traces or logs: record those that carried it, then those that did not.',
    pass: 'They carried it',
    fail: 'They went past it',
    effect: 'Its coverage counts them from now on.',
  },
  {
    ...{ id: 'outcome', kind: 'evaluation', aspect: 'efficacy', counts: 'How many times' },
    title: 'Tests: how often does it hold?',
    hint: 'How often it was put to the test, and the outcome was seen. The report of an evaluation tool is imported below, with its cases.',
    pass: 'It held',
    fail: 'It failed',
    effect: 'Its efficacy counts them from now on.',
  },
  {
    ...{ id: 'review', kind: 'review', aspect: 'efficacy', counts: undefined },
    title: 'A review by a person',
    hint: 'What somebody found who looked at how it is built and run.',
    pass: 'In order',
    fail: 'Not in order',
    effect: OPINION,
  },
  {
    ...{ id: 'attestation', kind: 'attestation', aspect: 'efficacy', counts: undefined },
    title: 'An attestation',
    hint: 'What somebody states of it: a vendor, an auditor, its owner.',
    pass: 'It is stated to hold',
    fail: 'It is stated not to hold',
    effect: OPINION,
  },
]

export function observationOf(id: ObservationId): Observation {
  return observations.find((one) => one.id === id)!
}
