import { returnedWords } from '@contract/finding-words.ts'
import type { FindingDetail } from '@contract/findings.ts'
import { Link } from '@tanstack/react-router'
import { When } from '../parts/when.tsx'

type Event = FindingDetail['history'][number]

/** Every change of state or urgency with its reason, newest first. */
export function History({ history }: { history: readonly Event[] }) {
  return (
    <ol className="space-y-1">
      {history.map((event) => (
        <li key={`${event.at} ${event.kind}`} className="flex flex-wrap gap-x-3">
          <span className="w-28 text-muted">
            <When at={event.at} />
          </span>
          <span>
            {wordsOf(event)}
            <Other detail={event.detail} />
          </span>
        </li>
      ))}
    </ol>
  )
}

/** The finding that this one was before, or goes on as. */
function Other({ detail }: Pick<Event, 'detail'>) {
  const id = detail.to ?? detail.from
  if (typeof id !== 'string') return null
  return (
    <>
      {' · '}
      <Link to="/findings/$id" params={{ id }} className="text-accent underline">
        {detail.to ? 'what it is now' : 'what it was before'}
      </Link>
    </>
  )
}

/** What happened, with before and after. */
export function wordsOf({ kind, detail }: Pick<Event, 'kind' | 'detail'>): string {
  if (kind === 'resolved') return `resolved: ${endWords(detail)}`
  if (kind === 'worked') return workedWords(detail)
  if (kind === 'claimed') return `claimed fixed by ${detail.by}: the next import confirms it or opens it again`
  if (kind === 'claim-withdrawn') return `no longer claimed fixed: taken back by ${detail.by}`
  if (kind === 'verified') return verifiedWords(detail)
  if (kind === 'claim-ended') return claimEndedWords(detail)
  if (kind === 'still-seen') return stillSeenWords(detail)
  if (kind === 'suppressed') return `taken off the list by ${detail.by}: ${detail.reason}`
  if (kind === 'ruling-replaced') return replacedWords(detail)
  if (kind === 'returned') return returnedWords(detail)
  if (kind === 'moved') return movedWords(detail)
  const after = partOf(detail.after ?? detail)
  const before = partOf(detail.before)
  const moved =
    before.urgency && before.urgency !== after.urgency ? `${before.urgency} → ${after.urgency}` : after.urgency
  return [kind, moved, after.why].filter(Boolean).join(' · ')
}

/** Under which other name or at which other place it goes on. */
function movedWords({ how, was, now, to }: Event['detail']): string {
  const [before, after] = [was, now].map((value) => (value ?? {}) as Record<string, string | null>)
  const named = (['vulnerability', 'location', 'version'] as const)
    .filter((field) => before?.[field] !== after?.[field])
    .map((field) => `${before?.[field] || 'no place'} → ${after?.[field] || 'no place'}`)
    .join(', ')
  if (how === 'moved') return `the same finding, ${named}: ruling, work and comments go along`
  return `${to ? 'it goes on in another finding' : 'another finding goes on in this one'}, ${named}`
}

/** Fields of the work on a finding, in words. */
export const fieldWords: Readonly<Record<string, string>> = {
  assignee: 'assigned to',
  team: 'team',
  progress: 'progress',
  dueAt: 'due',
  ticketUrl: 'ticket',
}

/** What somebody set, each field with what it was before. */
function workedWords({ by, undo, before, after }: Event['detail']): string {
  const [was, is] = [before, after].map((value) => (value ?? {}) as Record<string, string | null>)
  const moved = Object.entries(is ?? {})
    .filter(([field, value]) => was?.[field] !== value)
    .map(
      ([field, value]) =>
        `${fieldWords[field] ?? field}: ${shownField(was?.[field], field)} → ${shownField(value, field)}`,
    )
  return `${undo ? 'undone' : 'changed'} by ${by}: ${moved.join(', ')}`
}

/** As the form calls what is not said. */
const emptyWords: Readonly<Record<string, string>> = { assignee: 'nobody', progress: 'not begun' }

/** The value of such a field, in words. */
export function shownField(value: string | null | undefined, field?: string): string {
  if (!value) return (field && emptyWords[field]) ?? 'none'
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return value.slice(0, 10)
  return value === 'in-progress' ? 'in progress' : value === 'claimed-fixed' ? 'claimed fixed' : value
}

const resolutions: Readonly<Record<string, string>> = {
  fixed: 'another version is there that is not affected',
  gone: 'the component is no longer there',
  superseded: 'what the sources say changed, or it goes on as another finding',
  'not-reported': 'the tool that stated it no longer does',
  'not-ours': 'somebody said that the asset is not ours',
}

/** How a finding came to its end. */
export function resolutionWords(resolution: unknown): string {
  return resolutions[String(resolution)] ?? String(resolution)
}

/** How it ended, and which report of which tool no longer states it. */
function endWords({ resolution, seenBy, seenAt, fileName }: Event['detail']): string {
  if (resolution !== 'not-reported' || seenBy === undefined) return resolutionWords(resolution)
  return `${seenBy} no longer states it: not in ${fileName} of ${dayOf(seenAt)}`
}

/** What became of a claim that nothing confirmed. */
function claimEndedWords({ claimedAt, claimedBy }: Event['detail']): string {
  return `claimed fixed by ${claimedBy} on ${dayOf(claimedAt)}: it ended otherwise, no later run of what saw it confirms that`
}

/** What confirmed a claim. */
function verifiedWords({ resolution, versions, claimedBy, seenBy, seenAt }: Event['detail']): string {
  const there =
    Array.isArray(versions) && resolution === 'fixed'
      ? `${versions.join(', ')} was seen`
      : resolution === 'not-reported'
        ? 'it is no longer stated'
        : 'it is gone'
  return `fixed and verified: ${there} by ${seenBy} on ${dayOf(seenAt)}, as ${claimedBy} had said`
}

/** What refuted one. */
function stillSeenWords({ claimedAt, claimedBy, version, seenBy, seenAt }: Event['detail']): string {
  const what = version === undefined ? 'still seen' : `still seen in ${version}`
  return `open again: claimed fixed by ${claimedBy} on ${dayOf(claimedAt)}, ${what} by ${seenBy} on ${dayOf(seenAt)}`
}

function dayOf(at: unknown): string {
  return String(at).slice(0, 10)
}

/** Which ruling stands now, and which did before. */
function replacedWords({ by, reason, instead, because }: Event['detail']): string {
  const before = (instead ?? {}) as Record<string, string>
  const left = { revoked: 'was taken back', ended: 'came to its end', moved: 'no longer holds' }[String(because)]
  if (left) return `under the ruling of ${by} again (${reason}): that of ${before.by} ${left}`
  return `ruled anew by ${by}: ${reason}; this took the place of what ${before.by} had ruled: ${before.reason}`
}

function partOf(value: unknown): { urgency?: string; why?: string } {
  return typeof value === 'object' && value !== null ? value : {}
}
