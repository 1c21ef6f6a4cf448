import type { CaseDetail, CaseMomentRow, CaseRow } from '@contract/assurance-cases.ts'
import { missingWords, unheldHead } from '@contract/closing-checklist.ts'
import { counted } from '@contract/fix-words.ts'

export const kindWords: Readonly<Record<CaseRow['kind'], string>> = {
  incident: 'incident',
  'near-miss': 'near miss',
  hazard: 'hazard',
  exercise: 'exercise',
}

/** True where a case is to be less grave than it is: that needs a reason. The words stand the gravest first. */
export function isLessGrave(to: string, from: CaseRow['kind']): boolean {
  const kinds = Object.keys(kindWords)
  return kinds.indexOf(to) > kinds.indexOf(from)
}

export const kindHints: Readonly<Record<CaseRow['kind'], string>> = {
  incident: 'somebody or something was harmed',
  'near-miss': 'it nearly came to harm',
  hazard: 'it could do harm',
  exercise: 'a rehearsal',
}

export const stepWords: Readonly<Record<NonNullable<CaseMomentRow['step']>, string>> = {
  occurred: 'Began',
  detected: 'Noticed',
  triaged: 'Judged',
  contained: 'Contained',
  'change-verified': 'Change proven',
  'regression-green': 'Regression case passed',
  shared: 'Shared',
}

/** Answer of the list: what is open, and what nobody leads. */
export function casesAnswer(cases: readonly CaseRow[]): string {
  if (cases.length === 0) return 'Nothing was reported yet'
  const open = cases.filter(({ state }) => state === 'open')
  if (open.length === 0) return `No case is open; ${counted(cases.length, 'case')} closed`
  const alone = open.filter(({ lead, readable }) => lead === null && readable).length
  const again = open.filter(({ reopenedWhy }) => reopenedWhy !== null).length
  return [
    `${counted(open.length, 'case')} ${open.length === 1 ? 'is' : 'are'} open`,
    again > 0 && (open.length === 1 ? 'again' : `${again.toLocaleString()} of them again`),
    alone > 0 && `nobody leads ${alone < open.length ? alone.toLocaleString() : alone > 1 ? 'any of them' : 'it'}`,
  ]
    .filter((part) => part !== false)
    .join(', ')
}

/** A confidential case of somebody else. */
export const notYours = 'owners and whoever reported it read it'

/** What an open case waits for, as far as its row tells. */
export function caseOwed(
  { kind, kinds, barriers, lead, changes, reopenedWhy, readable, unanswered }: CaseRow,
  nameOf = (control: string) => control,
): string {
  if (!readable) return notYours
  const isEarnest = [kind, ...kinds.map(({ was }) => was)].some((one) => one === 'incident' || one === 'near-miss')
  const unmended = barriers.filter(
    ({ controlId, outcome }) =>
      outcome === 'failed' && !changes.some((change) => change.controlId === controlId && change.withdrawn === null),
  )
  return (
    [
      reopenedWhy !== null && 'open again',
      unanswered === true && 'whoever reported it added something',
      lead === null && 'nobody leads it',
      barriers.length === 0 && isEarnest && 'nobody said what the safeguards did',
      unmended.length > 0 && `nothing was changed for ${unmended.map(({ controlId }) => nameOf(controlId)).join(', ')}`,
    ]
      .filter((part) => part !== false)
      .join(', ') || 'open'
  )
}

/** The title of a report may end as a sentence does; what follows it here ends it. */
function withoutStop(words: string): string {
  return words.replace(/[.\s]+$/, '')
}

/** Answer of a case: how it stands, and what is between it and its end. */
export function caseAnswer(one: CaseDetail): string {
  const { kind, state, missing, barriers, readable, reopenedWhy } = one
  if (!readable) return state === 'open' ? 'It is open' : 'It is closed'
  if (state === 'closed') return closedWords(one)
  const again = reopenedWhy === null ? '' : `Open again, ${withoutStop(reopenedWhy)}. `
  if (barriers.length === 0 && (missing.length > 0 || kind === 'incident' || kind === 'near-miss'))
    return `${again}Nobody has said yet which safeguards held, failed or were missing`
  return `${again}${missingWords(missing) ?? 'Nothing is missing: it may be closed'}`
}

/** What a case was closed on: what is mended, and what was only accepted until a day. */
function closedWords({ barriers, changes, unproven, unheld }: CaseDetail): string {
  if (unheld.length > 0) return `${unheldHead(unheld)}. Nothing opened it again: look whether it is mended`
  const failed = barriers.filter(({ outcome }) => outcome === 'failed').map(({ controlId }) => controlId)
  if (failed.length === 0) return 'Closed: no safeguard failed in it'
  const standing = changes.filter(({ withdrawn }) => withdrawn === null)
  const isMended = (id: string) =>
    standing.some(
      (one) => one.controlId === id && one.kind !== 'exception' && !unproven.some((lacking) => lacking.id === one.id),
    )
  const accepted = failed.filter((id) => !isMended(id))
  if (accepted.length === 0) return 'Closed: what failed is mended'
  const until = accepted
    .flatMap((id) => standing.filter(({ controlId }) => controlId === id).flatMap((one) => one.until ?? []))
    .sort()[0]
  const days = until === undefined ? '' : ` until ${until}`
  return accepted.length === failed.length
    ? `Closed: nothing is mended, what failed is accepted${days}`
    : `Closed: ${failed.length - accepted.length} of ${failed.length} safeguards that failed ${failed.length - accepted.length === 1 ? 'is' : 'are'} mended, the rest is accepted${days}`
}

/** What closing does: only what is proven against clears failures. */
export function closeQuestion({ unjudgedDuties, pattern, ...one }: CaseDetail): string {
  const isChanged = one.changes.some(({ kind, withdrawn }) => kind !== 'exception' && withdrawn === null)
  const isExcepted = one.changes.some(({ kind, withdrawn }) => kind === 'exception' && withdrawn === null)
  const clears = isChanged
    ? ' The failures that its changes were proven against no longer count.'
    : isExcepted
      ? ' Nothing was changed: the failures still count, and the end of its exception opens it again.'
      : ''
  const left =
    unjudgedDuties.length > 0
      ? ` ${counted(unjudgedDuties.length, 'duty', 'duties')} to report ${unjudgedDuties.length === 1 ? 'was' : 'were'} not judged.`
      : ''
  const alone = pattern === null ? ' It is in no pattern: nothing opens it again when it happens once more.' : ''
  return `Close it?${clears}${left}${alone}`
}

/** When something was, with how sure anybody is. Times in UTC, as they are kept. */
export function momentWords({
  earliest,
  latest,
  estimated,
}: Pick<CaseMomentRow, 'earliest' | 'latest' | 'estimated'>): string {
  const about = estimated ? 'about ' : ''
  if (earliest === null && latest === null) return 'unknown'
  if (earliest === null) return `${about}by ${minute(latest!)}`
  if (latest === null) return `${about}after ${minute(earliest)}`
  if (earliest === latest) return `${about}${minute(earliest)}`
  const sameDay = earliest.slice(0, 10) === latest.slice(0, 10)
  return `${about}between ${minute(earliest)} and ${sameDay ? minute(latest).slice(11) : minute(latest)}`
}

function minute(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)}`
}

/** What people do in a case, besides leading it. */
export const roleWords: Readonly<Record<CaseRow['roles'][number]['role'], string>> = {
  technical: 'Technical work',
  communications: 'Communications',
  legal: 'Legal and data protection',
  business: 'The affected business',
  scribe: 'Keeps the record',
}
export const roleKinds = Object.keys(roleWords) as CaseRow['roles'][number]['role'][]
