import type { AssuranceCase, CaseChange } from '#assurance/incidents'
import { commandLine } from '#core/kernel'
import type { ExaminedCase } from '#flows/examine-case'

export function barriersOf({ barriers }: AssuranceCase): string {
  return barriers.map(({ controlId, outcome }) => `${controlId} ${outcome}`).join(', ') || 'nobody said'
}

/** Which closed cases are open again. */
export function againWords(reopened: readonly string[]): string {
  return reopened.length > 0 ? `; it happened again, so these are open again: ${reopened.join(', ')}` : ''
}

/** What puts a case into a pattern that is in none: nothing would open it again. */
export function patternHint({ id, pattern, proposedPattern }: ExaminedCase): string[] {
  if (pattern !== null) return []
  const proposed = proposedPattern ? `"${proposedPattern.pattern}"` : '<pattern>'
  const why = proposedPattern ? ` (${proposedPattern.why})` : ''
  return [
    `in no pattern, so nothing opens it again when it recurs: ${commandLine(`incident pattern ${id} ${proposed}`)}${why}`,
  ]
}

export function wordsOf(one: ExaminedCase): string {
  return [
    `${one.title} (${one.kind}, ${one.state}${one.reopenedWhy ? `: ${one.reopenedWhy}` : ''})`,
    ...(one.summary === '' ? [] : [one.summary]),
    `barriers: ${barriersOf(one)}`,
    ...(one.pattern === null ? [] : [`pattern: ${one.pattern}`]),
    ...one.changes.map((change) => {
      const { id, controlId, kind, what, madeAt } = change
      return `${kind} of ${controlId}, ${madeAt.slice(0, 10)}: ${what}${standingOf(one, change)} [${id}]`
    }),
    ...one.proofs.flatMap(proofWords),
    ...(one.unjudgedDuties.length > 0
      ? [`nobody judged these duties to report: ${one.unjudgedDuties.join('; ')}`]
      : []),
    ...(one.state === 'closed'
      ? [`closed ${one.closedAt?.slice(0, 10)} by ${one.closedBy}`]
      : one.missing.length === 0
        ? [`it may be closed: ${commandLine('incident close')}`]
        : ['missing before it may be closed:', ...one.missing.map(({ sentence }) => `- ${sentence}`)]),
    ...patternHint(one),
  ].join('\n')
}

/** What there is of the proof for a barrier that failed. */
function proofWords({ controlId, failedBefore, passedAfter, probe }: ExaminedCase['proofs'][number]): string[] {
  const run = (one: NonNullable<typeof failedBefore>) =>
    `${one.runName} of ${one.at.slice(0, 16).replace('T', ' ')} UTC`
  return [
    ...(failedBefore ? [`${controlId}: its regression case failed in ${run(failedBefore)}`] : []),
    ...(passedAfter ? [`${controlId}: it passes in ${run(passedAfter)}`] : []),
    ...(probe
      ? [`${controlId}: alive by a probe of ${probe.at.slice(0, 16).replace('T', ' ')} UTC (${probe.source})`]
      : []),
  ]
}

function standingOf({ unproven }: ExaminedCase, { id, withdrawn }: CaseChange): string {
  if (withdrawn) return ` (withdrawn by ${withdrawn.by}, ${withdrawn.at.slice(0, 10)}: ${withdrawn.why})`
  const lacks = unproven.find((change) => change.id === id)?.lacks ?? []
  return lacks.length === 0 ? '' : ` (not proven: ${lacks.join('; ')})`
}
