import type { AssuranceCase, CaseChange } from '#assurance/incidents'
import { commandLine } from '#core/kernel'
import type { ExaminedCase } from '#flows/examine-case'
import { checklistWords, namedControl } from './incident-checklist.ts'

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

/** Closed cases that look like an open one, and what opens them again. */
export function similarWords({ id, kind, state, pattern, proposedPattern, similar }: ExaminedCase): string[] {
  if (state === 'closed' || (kind !== 'incident' && kind !== 'near-miss')) return []
  const closed = similar.filter((other) => other.state === 'closed' && (pattern === null || other.pattern !== pattern))
  return closed.flatMap((other) => {
    const joint = other.pattern ?? pattern ?? proposedPattern?.pattern ?? '<pattern>'
    const put = [...(other.pattern === null ? [other.id] : []), ...(pattern === joint ? [] : [id])]
    return [
      `looks like a closed case, ${other.title} (${other.id}): ${other.why.join('; ')}; if it is the same again, this opens it:`,
      ...put.map((one) => `  ${commandLine(`incident pattern ${one} "${joint}"`)}`),
    ]
  })
}

/** Who does what in it, and what whoever reported it added. */
function peopleWords({ lead, leadOutside, roles, said }: ExaminedCase): string[] {
  const all = [...(lead === null ? [] : [{ role: 'lead', person: lead, outside: leadOutside }]), ...roles]
  return [
    ...all.map(({ role, person, outside }) => `${role}: ${person}${outside ? ' (from outside)' : ''}`),
    ...said.map(({ at, by, words }) => `${by ?? 'whoever reported it'}, ${day(at)}: ${words}`),
  ]
}

/** A case as its page tells it: what happened, what the safeguards did, what was changed, and what is missing. */
export function wordsOf(one: ExaminedCase): string {
  return [
    `${one.title} (${one.kind.replace('-', ' ')}, ${one.state}${one.reopenedWhy ? `: ${one.reopenedWhy}` : ''})`,
    ...(one.summary === '' || one.summary === one.title ? [] : [one.summary]),
    ...peopleWords(one),
    `barriers: ${one.barriers.map(({ controlId, outcome }) => `${namedControl(one, controlId)} ${outcome}`).join(', ') || 'nobody said'}`,
    ...(one.pattern === null ? [] : [`pattern: ${one.pattern}`]),
    ...one.changes.map((change) => {
      const { id, controlId, kind, what, madeAt } = change
      return `${kind} of ${namedControl(one, controlId)}, ${day(madeAt)}: ${what}${aboutIt(change)}${standingOf(one, change)} [${id}]`
    }),
    ...checklistWords(one),
    ...patternHint(one),
    ...similarWords(one),
  ].join('\n')
}

function day(at: string): string {
  return at.slice(0, 10)
}

/** Who answers for a change and when it is looked at again; of an exception its last day. */
function aboutIt({ owner, nextReview, until, withdrawn }: CaseChange): string {
  if (withdrawn) return ''
  if (until !== null) return `, until ${until}`
  return `, ${owner === null ? 'nobody owns it' : `owned by ${owner}`}, ${nextReview === null ? 'no review planned' : `next review ${nextReview}`}`
}

/** What the checklist says of the change that is nearest to its proof is not said twice. */
function standingOf({ unproven, missing }: ExaminedCase, { id, withdrawn }: CaseChange): string {
  if (withdrawn) return ` (withdrawn by ${withdrawn.by}, ${withdrawn.at.slice(0, 10)}: ${withdrawn.why})`
  if (missing.some(({ changeId }) => changeId === id)) return ''
  const lacks = unproven.find((change) => change.id === id)?.lacks ?? []
  return lacks.length === 0 ? '' : ` (not proven: ${lacks.join('; ')})`
}
