import { daysToGrow } from '#core/statistics'
import type { ReviewSubject } from '#core/vocabulary'

/** What is known of something that is reviewed. Times are ISO 8601, days `YYYY-MM-DD`. */
export interface ReviewFacts {
  kind: ReviewSubject
  id: string
  name: string
  owner: string | null
  registeredAt: string
  lastReview: { at: string; by: string } | null
  reviewDays: number
  /** What changed: a version, a model, a tool, a guardrail. */
  changes: readonly { what: string; at: string }[]
  /** Incidents and near misses that its safeguards met. */
  cases: readonly { title: string; at: string }[]
  /** Safeguards that a probe found dead and nobody has seen alive since. */
  dead: readonly { control: string; at: string }[]
  /** Safeguards that a finding put in doubt, and that nothing has answered since. */
  doubts: readonly { sentence: string; at: string }[]
  /** Newest evidence of each control that has any, and how many days it counts for. */
  evidence: readonly { control: string; newest: string; halfLifeDays: number }[]
  /** Days after which something that it rests on may not be relied on any more. */
  ends: readonly { what: string; on: string }[]
  /** What attackers and models can do grows under it. */
  grows: boolean
  /** The case that it leads to, where it is of one. */
  caseId?: string
}

/** How fast capability grows, and how much of it asks for another look. */
export interface Growth {
  doublingDays: number
  factor: number
  source: string
}

export interface ReviewReason {
  kind: 'calendar' | 'change' | 'case' | 'dead' | 'suspect' | 'evidence' | 'end' | 'growth' | 'planned'
  on: string
  sentence: string
}

export interface DueReview extends Pick<ReviewFacts, 'kind' | 'id' | 'name' | 'owner' | 'lastReview'> {
  /** Of a change or an exception: the case it is in. */
  caseId: string | null
  /** The earliest of its reasons. */
  due: string
  isDue: boolean
  /** Earliest first: what came due by now, and the next that will. */
  reasons: ReviewReason[]
}

const DAY_MS = 86_400_000

/** When something is to be looked at again: at the earliest of calendar, change, case, dead or suspect control, old evidence, end and growth (METHODS M7). */
export function dueReview(facts: ReviewFacts, growth: Growth, now: string): DueReview {
  const { kind, id, name, owner, lastReview } = facts
  const reasons = reasonsOf(facts, growth).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
  const [today, due] = [now.slice(0, 10), reasons[0]!.on]
  return {
    ...{ kind, id, name, owner, lastReview, reasons, due },
    caseId: facts.caseId ?? null,
    isDue: due <= today && !isAnswered({ kind, lastReview, due }),
  }
}

/** Every review, what is due longest first. */
export function dueReviews(all: readonly ReviewFacts[], growth: Growth, now: string): DueReview[] {
  return all
    .map((facts) => dueReview(facts, growth, now))
    .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.name.localeCompare(b.name)))
}

/** Of a change one look is planned: once it was held on its day or later, nothing is left of it. */
export function isAnswered({ kind, lastReview, due }: Pick<DueReview, 'kind' | 'lastReview' | 'due'>): boolean {
  return kind === 'case-change' && lastReview !== null && lastReview.at.slice(0, 10) >= due
}

function reasonsOf(facts: ReviewFacts, growth: Growth): ReviewReason[] {
  if (facts.kind === 'case-change') return facts.ends.map(({ what, on }) => ({ kind: 'planned', on, sentence: what }))
  if (facts.kind === 'assumption' || facts.kind === 'case-exception')
    return facts.ends.map(({ what, on }) => ({ kind: 'end', on, sentence: what }))
  const since = facts.lastReview?.at ?? facts.registeredAt
  const looked = facts.lastReview
    ? `last reviewed ${since.slice(0, 10)}`
    : `registered ${since.slice(0, 10)}, never reviewed`
  const later = (at: string) => Date.parse(at) > Date.parse(since)
  return [
    calendar(facts, since, looked),
    ...facts.changes
      .filter(({ at }) => later(at))
      .map(({ what, at }): ReviewReason => ({ kind: 'change', on: at.slice(0, 10), sentence: what })),
    ...facts.cases
      .filter(({ at }) => later(at))
      .map(
        ({ title, at }): ReviewReason => ({
          kind: 'case',
          on: at.slice(0, 10),
          sentence: `a case concerns it: ${title}`,
        }),
      ),
    ...facts.dead
      .filter(({ at }) => later(at))
      .map(
        ({ control, at }): ReviewReason => ({
          kind: 'dead',
          on: at.slice(0, 10),
          sentence: `a probe found ${control} dead`,
        }),
      ),
    ...facts.doubts
      .filter(({ at }) => later(at))
      .map(({ sentence, at }): ReviewReason => ({ kind: 'suspect', on: at.slice(0, 10), sentence })),
    ...facts.evidence.map((one) => stale(one, since)),
    ...facts.ends
      .filter(({ on }) => on > since.slice(0, 10))
      .map(({ what, on }): ReviewReason => ({ kind: 'end', on, sentence: what })),
    ...(facts.grows ? [grown(growth, since, looked)] : []),
  ]
}

function calendar({ reviewDays }: ReviewFacts, since: string, looked: string): ReviewReason {
  return {
    kind: 'calendar',
    on: addDays(since, reviewDays),
    sentence: `${looked}; it is looked at every ${reviewDays} days`,
  }
}

/** Where it was reviewed although the evidence was old, it is old again after as many days. */
function stale({ control, newest, halfLifeDays }: ReviewFacts['evidence'][number], since: string): ReviewReason {
  const end = addDays(newest, halfLifeDays)
  const on = end > since.slice(0, 10) ? end : addDays(since, halfLifeDays)
  return {
    kind: 'evidence',
    on,
    sentence: `the newest evidence of ${control} is of ${newest.slice(0, 10)} and counts half after ${halfLifeDays} days`,
  }
}

function grown({ doublingDays, factor, source }: Growth, since: string, looked: string): ReviewReason {
  const days = daysToGrow(doublingDays, factor)
  return {
    kind: 'growth',
    on: addDays(since, Math.floor(days)),
    sentence: `${looked}; what AI can do grows by ${factor} in ${Math.floor(days)} days where it doubles in ${doublingDays} (${source})`,
  }
}

function addDays(at: string, days: number): string {
  return new Date(Date.parse(at) + days * DAY_MS).toISOString().slice(0, 10)
}
