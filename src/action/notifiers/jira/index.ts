import { z } from 'zod'
import type { Delivered, Notifier, Ticket } from '../contract.ts'
import { type Notice, sentenceOf } from '../notice.ts'
import { JiraApi } from './api.ts'

const settings = z.object({
  url: z.url({ protocol: /^https?$/, message: 'an http(s) address' }).max(2_000),
  project: z.string().regex(/^[A-Z][A-Z0-9_]{1,30}$/i, 'the key of a project'),
  issueType: z.string().min(1).max(100).default('Task'),
  version: z.enum(['2', '3']).default('3'),
  email: z.email().optional(),
  token: z.string().min(1).max(1_000),
})

const kinds = [
  'finding.opened',
  'finding.raised',
  'finding.reopened',
  'finding.resolved',
  'finding.suppressed',
] as const
const MOST_SUMMARY = 250

type FindingNotice = Extract<Notice, { detail: { finding: unknown } }>

/**
 * Tickets in Jira: one for each finding, opened with it, closed when it is resolved or suppressed, opened again when it is.
 * Source: Jira REST API, version 3 (cloud) and 2 (data center).
 */
export const jira: Notifier = {
  id: 'jira',
  name: 'Jira',
  description: 'Makes a ticket for each finding, closes it with the finding, and looks how it stands over there.',
  fields: [
    field('url', 'Address', 'url', 'https://your-site.atlassian.net, or your own server.'),
    field('project', 'Project key', 'text', 'For example SEC.'),
    { ...field('issueType', 'Issue type', 'text', 'Task where nothing is said.'), required: false },
    {
      ...field('version', 'API version', 'choice', '3 for the cloud, 2 for a data center.'),
      choices: ['3', '2'],
      required: false,
    },
    {
      ...field('email', 'User', 'text', 'Mail address of the user the token belongs to; none for a data center.'),
      required: false,
    },
    {
      ...field('token', 'API token', 'text', 'It may create, comment on and move issues of the project.'),
      secret: true,
    },
  ],
  schema: settings.transform((given) =>
    Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  ),
  kinds,
  suggested: kinds,
  hostOf: ({ url = '' }) => new URL(url).hostname,
  async deliver(notice, target, ports) {
    const api = new JiraApi(target, ports)
    if (notice.kind === 'test') return tested(api, target.settings.project ?? '')
    if (!isOfFinding(notice)) return { ok: true }
    const held = await stateOf(api, notice, target.ticket)
    if (!held.ok) return held
    const ends = notice.kind === 'finding.resolved' || notice.kind === 'finding.suppressed'
    if (!held.value) return ends ? { ok: true } : create(api, notice)
    return bringTo(api, held.value, ends, notice)
  },
  async look(keys, target, ports) {
    return new JiraApi(target, ports).find(`key in (${keys.map((key) => `"${key}"`).join(', ')})`)
  },
}

function field(name: string, label: string, kind: 'text' | 'url' | 'choice', help: string) {
  return { name, label, kind, help, required: true, secret: false }
}

function isOfFinding(notice: Notice): notice is FindingNotice {
  return 'finding' in notice.detail
}

async function tested(api: JiraApi, project: string): Promise<Delivered> {
  const found = await api.find(`project = "${project}" ORDER BY created DESC`)
  return found.ok ? { ok: true } : found
}

/** The finding's ticket, by the key that is known or by its label: one that was made and not noted is found again. */
async function stateOf(api: JiraApi, { detail }: FindingNotice, ticket: Ticket | undefined) {
  const found = await api.find(ticket ? `key = "${ticket.key}"` : `labels = "${labelOf(detail.finding.id)}"`)
  return found.ok ? { ok: true as const, value: found.value[0] } : found
}

async function create(api: JiraApi, notice: FindingNotice): Promise<Delivered> {
  const { finding } = notice.detail
  const made = await api.create({
    summary: summaryOf(notice),
    text: textOf(notice),
    labels: ['lunette', labelOf(finding.id)],
  })
  return made.ok ? { ok: true, ticket: { key: made.value, url: api.urlOf(made.value) } } : made
}

/** Nothing is said over there unless something is to change: a notice that comes twice changes nothing the second time. */
async function bringTo(
  api: JiraApi,
  held: { key: string; done: boolean },
  done: boolean,
  notice: FindingNotice,
): Promise<Delivered> {
  const ticket = { key: held.key, url: api.urlOf(held.key) }
  if (held.done === done) return { ok: true, ticket }
  const said = await api.comment(held.key, [sentenceOf(notice), notice.link].filter(Boolean).join('\n'))
  if (!said.ok) return said
  const moved = await api.move(held.key, done)
  return moved.ok ? { ok: true, ticket } : moved
}

const labelOf = (findingId: string): string => `lunette-${findingId}`

function summaryOf({ detail: { finding } }: FindingNotice): string {
  const { vulnerability, rule, title, component, version, asset } = finding
  const what = `${vulnerability ?? rule ?? title} in ${version === null ? component : `${component} ${version}`} on ${asset.name}`
  // Jira takes no line breaks in a summary.
  return what.replace(/\s+/g, ' ').slice(0, MOST_SUMMARY)
}

function textOf({ detail: { finding }, link }: FindingNotice): string {
  const { title, urgency, outcome, why, fixedVersion, dueAt, kev, epss, cvss } = finding
  const facts = [
    `Decision: ${outcome} (${urgency}), because ${why}`,
    `Fixed in: ${fixedVersion ?? 'no version is known'}`,
    ...(dueAt === null ? [] : [`Due: ${dueAt.slice(0, 10)}`]),
    ...(kev ? ['Known to be exploited'] : []),
    ...(cvss === null ? [] : [`CVSS: ${cvss}`]),
    ...(epss === null ? [] : [`EPSS: ${(epss * 100).toFixed(1)} in 100`]),
  ]
  return [title, facts.join('\n'), ...(link ? [link] : [])].join('\n\n')
}
