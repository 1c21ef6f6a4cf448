/** What happened to whom: harm, nearly harm, what could do harm, or a rehearsal (OECD, AI incidents and hazards, 2024). */
export const caseKinds = ['incident', 'near-miss', 'hazard', 'exercise'] as const
export type CaseKind = (typeof caseKinds)[number]

export const barrierOutcomes = ['held', 'failed', 'missing'] as const
export type BarrierOutcome = (typeof barrierOutcomes)[number]

/** What is changed because of a case; an exception says why nothing is, and until when. */
export const caseChangeKinds = ['control', 'playbook', 'exception'] as const
export type CaseChangeKind = (typeof caseChangeKinds)[number]
