import type { Notice, ToldFinding } from '../notice.ts'
import { type Mail, type MailSection, plainMail } from './mail.ts'

type DigestNotice = Extract<Notice, { kind: 'digest' }>

/** What is new, due, overdue and ends soon, in that order; lists that are longer say by how much. */
export function digestMail({ detail: { digest }, workspace, link }: DigestNotice): Mail {
  const { to, cadence, since, until, counts, overdue, due, fresh, ending, surface } = digest
  const sections = [
    section(
      'Overdue',
      counts.overdue,
      overdue.map((finding) => lineOf(finding, link)),
    ),
    section(
      'Due soon',
      counts.due,
      due.map((finding) => lineOf(finding, link)),
    ),
    section(
      'New, to do now or soon',
      counts.fresh,
      fresh.map((finding) => lineOf(finding, link)),
    ),
    section(
      'Rulings that end soon',
      counts.ending,
      ending.map(({ vulnerability, status, endsAt, reason }) => ({
        text: `${vulnerability}: ${status} until ${endsAt.slice(0, 10)}, because ${reason.slice(0, 200)}`,
      })),
    ),
    section(
      'Changes of the attack surface',
      counts.surface,
      surface.map(({ asset, words }) => ({ text: `${asset}: ${words}` })),
    ),
  ].filter(({ lines }) => lines.length > 0)
  const outside =
    counts.surface === 0 ? '' : `, ${counts.surface} ${counts.surface === 1 ? 'change' : 'changes'} outside`
  const summary = `${counts.overdue} overdue, ${counts.due} due soon, ${counts.fresh} new, ${counts.resolved} resolved${outside}`
  return plainMail({
    to,
    subject: `[${workspace.name}] ${summary}`,
    paragraphs: [`${summary}, between ${day(since)} and ${day(until)} (${cadence}).`],
    sections,
    link,
  })
}

function section(heading: string, count: number, lines: MailSection['lines']): MailSection {
  const more = count - lines.length
  return { heading: `${heading} (${count})`, lines: more > 0 ? [...lines, { text: `and ${more} more` }] : lines }
}

function lineOf(
  { id, vulnerability, rule, title, component, version, asset, urgency, dueAt, why }: ToldFinding,
  link?: string,
) {
  const what = `${vulnerability ?? rule ?? title} in ${version === null ? component : `${component} ${version}`} on ${asset.name}`
  const due = dueAt === null ? '' : `, due ${day(dueAt)}`
  return {
    text: `${urgency}: ${what}${due} (${why})`,
    link: link === undefined ? undefined : new URL(`findings/${encodeURIComponent(id)}`, link).toString(),
  }
}

const day = (instant: string): string => instant.slice(0, 10)
