/** What happened to whom: harm, nearly harm, what could do harm, or a rehearsal (OECD, AI incidents and hazards, 2024). */
export const caseKinds = ['incident', 'near-miss', 'hazard', 'exercise'] as const
export type CaseKind = (typeof caseKinds)[number]

export const barrierOutcomes = ['held', 'failed', 'missing'] as const
export type BarrierOutcome = (typeof barrierOutcomes)[number]

/** What is changed because of a case; an exception says why nothing is, and until when. */
export const caseChangeKinds = ['control', 'playbook', 'exception'] as const
export type CaseChangeKind = (typeof caseChangeKinds)[number]

/** Through which door a report came in. */
export const caseOrigins = ['person', 'command', 'report-link', 'mail'] as const
export type CaseOrigin = (typeof caseOrigins)[number]

/** The moments that times are measured between, in the order in which they mostly come. */
export const caseSteps = [
  'occurred',
  'detected',
  'triaged',
  'contained',
  'change-verified',
  'regression-green',
  'shared',
] as const
export type CaseStep = (typeof caseSteps)[number]

/** What a case can be written as: JSON for databases of incidents, drafts for authorities. */
export const caseExports = ['oecd', 'aiid', 'ai-act-73', 'gdpr-33', 'nis2', 'dora'] as const
export type CaseExport = (typeof caseExports)[number]

/** What people do in a case, besides leading it. */
export const caseRoles = ['technical', 'communications', 'legal', 'business', 'scribe'] as const
export type CaseRole = (typeof caseRoles)[number]

/** What a case can hang together with. */
export const caseLinkKinds = ['finding', 'asset', 'ai-system', 'evaluation', 'case', 'pattern', 'reference'] as const
export type CaseLinkKind = (typeof caseLinkKinds)[number]

/** What is reviewed again and again. */
export const reviewSubjects = [
  'scenario',
  'control',
  'ai-system',
  'assumption',
  'case-change',
  'case-exception',
] as const
export type ReviewSubject = (typeof reviewSubjects)[number]
