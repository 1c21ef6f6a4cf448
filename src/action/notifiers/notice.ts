import { z } from 'zod'
import type { Instant } from '#core/kernel'

/** What may happen that somebody outside wants to know; `test` and those for one target are asked for by a person or a clock. */
export const noticeKinds = [
  'finding.opened',
  'finding.raised',
  'finding.reopened',
  'finding.resolved',
  'finding.suppressed',
  'finding.due',
  'finding.overdue',
  'ruling.ending',
  'feed.stale',
  'import.failed',
  'surface.changed',
  'case.reopened',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

const text = z.string()
const staleFeed = z.object({ id: text, name: text, asOf: text.nullable() })
type StaleFeed = z.infer<typeof staleFeed>

/** A finding as it was when the notice was written. */
const finding = z.object({
  id: text,
  vulnerability: text.nullable(),
  rule: text.nullable(),
  title: text,
  component: text,
  version: text.nullable(),
  fixedVersion: text.nullable(),
  asset: z.object({ id: text, name: text }),
  state: text,
  resolution: text.nullable(),
  urgency: text,
  outcome: text,
  why: text,
  /** null: unknown. */
  kev: z.boolean().nullable(),
  epss: z.number().nullable(),
  cvss: z.number().nullable(),
  dueAt: text.nullable(),
})

export type ToldFinding = z.infer<typeof finding>

const findingKind = z.enum([
  'finding.opened',
  'finding.raised',
  'finding.reopened',
  'finding.resolved',
  'finding.suppressed',
  'finding.due',
  'finding.overdue',
  // For one target, because somebody asked for a ticket.
  'ticket.asked',
])

/** What a notice says, by kind. */
export const noticeContent = z.discriminatedUnion('kind', [
  z.object({
    kind: findingKind,
    detail: z.object({ finding, change: z.record(z.string(), z.unknown()).default({}) }),
  }),
  z.object({
    kind: z.literal('ruling.ending'),
    detail: z.object({
      ruling: z.object({
        id: text,
        status: text,
        scope: text,
        vulnerability: text,
        reason: text,
        madeBy: text,
        endsAt: text,
        suppresses: z.number(),
      }),
    }),
  }),
  z.object({
    kind: z.literal('feed.stale'),
    // One alone is how it was told before several were told together.
    detail: z.union([
      z.object({ feeds: z.array(staleFeed).min(1) }),
      z.object({ feed: staleFeed }).transform(({ feed }) => ({ feeds: [feed] })),
    ]),
  }),
  z.object({
    kind: z.literal('import.failed'),
    detail: z.object({ import: z.object({ title: text, code: text, message: text }) }),
  }),
  z.object({
    kind: z.literal('case.reopened'),
    // Of a confidential case its reference stands for its title.
    detail: z.object({ case: z.object({ id: text, title: text, why: text }) }),
  }),
  z.object({
    kind: z.literal('surface.changed'),
    detail: z.object({
      surface: z.object({
        run: text,
        total: z.number(),
        /** By kind and change: `port new`. */
        counts: z.record(text, z.number()),
        /** The most telling of them, in words. */
        changes: z.array(z.object({ asset: text, words: text })),
      }),
    }),
  }),
  z.object({
    kind: z.literal('digest'),
    detail: z.object({
      digest: z.object({
        to: text,
        name: text,
        cadence: text,
        since: text,
        until: text,
        counts: z.object({
          overdue: z.number(),
          due: z.number(),
          fresh: z.number(),
          ending: z.number(),
          resolved: z.number(),
          /** Changes of the attack surface that wait for the digest. */
          surface: z.number().default(0),
        }),
        overdue: z.array(finding),
        due: z.array(finding),
        fresh: z.array(finding),
        ending: z.array(z.object({ vulnerability: text, status: text, reason: text, endsAt: text })),
        surface: z.array(z.object({ asset: text, words: text })).default([]),
      }),
    }),
  }),
  z.object({ kind: z.literal('test'), detail: z.object({ by: text }) }),
])
export type NoticeContent = z.infer<typeof noticeContent>

/** Something that happened, on its way out. `id` stays the same however often it is sent: receivers drop what they have seen. */
export type Notice = NoticeContent & {
  id: string
  at: Instant
  workspace: { id: string; name: string }
  /** Page that shows it, where the address of this server is known. */
  link?: string | undefined
}

const headlines: Readonly<Record<Notice['kind'], string>> = {
  'finding.opened': 'New',
  'finding.raised': 'More urgent',
  'finding.reopened': 'Open again',
  'finding.resolved': 'Resolved',
  'finding.suppressed': 'Suppressed',
  'finding.due': 'Due soon',
  'finding.overdue': 'Overdue',
  'ticket.asked': 'Ticket wanted',
  'ruling.ending': 'A ruling ends soon',
  'feed.stale': 'Knowledge grows old',
  'import.failed': 'An import failed',
  'surface.changed': 'The attack surface changed',
  'case.reopened': 'A case is open again',
  digest: 'Digest',
  test: 'Test',
}

/** One plain sentence, for subject lines and lists: `New: CVE-2021-44228 in log4j-core 2.14.1 on shop (now)`. */
export function sentenceOf(notice: NoticeContent): string {
  return `${headlines[notice.kind]}: ${subjectOf(notice)}`
}

/** What a notice of several things tells, one a line, the most telling first; where there is but one the sentence says it. */
export function changeLines(
  notice: Extract<NoticeContent, { kind: 'surface.changed' | 'feed.stale' }>,
  most: number,
): string[] {
  if (notice.kind === 'feed.stale')
    return shownLines(notice.detail.feeds.map(staleWords), notice.detail.feeds.length, most)
  const { changes, total } = notice.detail.surface
  const words = changes.map((change) => `${change.asset}: ${change.words}`)
  return shownLines(words, total, most)
}

function shownLines(words: readonly string[], total: number, most: number): string[] {
  if (total < 2) return []
  const lines = words.slice(0, most)
  const more = total - lines.length
  return more > 0 ? [...lines, `and ${more.toLocaleString('en')} more`] : lines
}

const MOST_NAMES = 3

function namesOf(feeds: readonly StaleFeed[]): string {
  const names = feeds.slice(0, MOST_NAMES).map(({ name }) => name)
  const more = feeds.length - names.length
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
}

function staleWords({ name, asOf }: StaleFeed): string {
  return asOf === null ? `${name} was never read` : `${name} speaks as of ${asOf.slice(0, 10)}`
}

function subjectOf(notice: NoticeContent): string {
  switch (notice.kind) {
    case 'ruling.ending': {
      const { vulnerability, status, endsAt } = notice.detail.ruling
      return `${vulnerability} (${status}) until ${endsAt.slice(0, 10)}`
    }
    case 'feed.stale': {
      const { feeds } = notice.detail
      return feeds.length === 1 ? staleWords(feeds[0]!) : `${feeds.length} sources: ${namesOf(feeds)}`
    }
    case 'import.failed':
      return `${notice.detail.import.title}: ${notice.detail.import.message}`
    case 'case.reopened':
      return `${notice.detail.case.title}: ${notice.detail.case.why}`
    case 'surface.changed': {
      const { total, changes } = notice.detail.surface
      const [first] = changes
      const more = total > 1 ? ` and ${total - 1} more` : ''
      return first ? `${first.asset}: ${first.words}${more}` : `${total} changes`
    }
    case 'digest':
      return `for ${notice.detail.digest.name}, until ${notice.detail.digest.until.slice(0, 10)}`
    case 'test':
      return `sent by ${notice.detail.by}`
    default: {
      const { vulnerability, rule, title, component, version, asset, urgency } = notice.detail.finding
      const what = vulnerability ?? rule ?? title
      return `${what} in ${version === null ? component : `${component} ${version}`} on ${asset.name} (${urgency})`
    }
  }
}
