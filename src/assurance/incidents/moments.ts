import { type CaseStep, caseSteps } from '#core/vocabulary'
import type { AssuranceCase, CaseMoment } from './case.ts'
import { kindMoments } from './kinds.ts'

type Reported = Pick<
  AssuranceCase,
  'kind' | 'kinds' | 'occurredFrom' | 'occurredTo' | 'detectedAt' | 'containedAt' | 'reportedBy'
>

/** What each step is called where nobody gave it words. */
export const stepWords: Readonly<Record<CaseStep, string>> = {
  occurred: 'it began',
  detected: 'it was noticed',
  triaged: 'somebody judged what it is',
  contained: 'it was contained',
  'change-verified': 'the change was proven',
  'regression-green': 'the regression case passed',
  shared: 'what was learned was shared',
}

/** The timeline: what was said later stands in place of what the report said; what has no time comes last. */
export function timelineOf(reported: Reported, said: readonly CaseMoment[]): CaseMoment[] {
  const spoken = new Set(said.map(({ step }) => step))
  const first = fromReport(reported).filter(({ step }) => !spoken.has(step))
  return [...first, ...said, ...kindMoments(reported)].sort((a, b) => timeOf(a) - timeOf(b) || orderOf(a) - orderOf(b))
}

function fromReport({ occurredFrom, occurredTo, detectedAt, containedAt, reportedBy }: Reported): CaseMoment[] {
  const one = (step: CaseStep, earliest: string | null, latest: string | null): CaseMoment[] =>
    earliest === null && latest === null
      ? []
      : [{ id: step, step, what: stepWords[step], earliest, latest, estimated: false, saidBy: reportedBy }]
  return [
    ...one('occurred', occurredFrom, occurredTo),
    ...one('detected', detectedAt, detectedAt),
    ...one('contained', containedAt, containedAt),
  ]
}

function timeOf({ earliest, latest }: CaseMoment): number {
  const at = earliest ?? latest
  return at === null ? Number.MAX_SAFE_INTEGER : Date.parse(at)
}

function orderOf({ step }: CaseMoment): number {
  return step === null ? caseSteps.length : caseSteps.indexOf(step)
}
