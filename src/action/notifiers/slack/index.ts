import { z } from 'zod'
import type { Notifier } from '../contract.ts'
import { changeLines, type Notice, noticeKinds, sentenceOf } from '../notice.ts'
import { deliveredBy } from '../reply.ts'

/** Slack shortens longer texts of an attachment; a notice is one sentence and a few lines. */
const MAX_TEXT = 2_900
/** Of a list: a channel is read in passing. */
const MOST_LINES = 10

const settings = z
  .object({
    server: z
      .url({ protocol: /^https?$/, message: 'an http(s) address' })
      .max(500)
      .refine((url) => ['', '/'].includes(new URL(url).pathname), { message: 'the address of the server alone' }),
    path: z.string().min(2).max(1_000),
  })
  .transform(({ server, path }, context) => {
    const { origin } = new URL(server)
    const whole = URL.canParse(path) ? new URL(path) : undefined
    if (whole && whole.origin !== origin)
      context.addIssue({ code: 'custom', path: ['path'], message: 'an address on another server than the one named' })
    const rest = whole ? `${whole.pathname}${whole.search}` : path
    if (!rest.startsWith('/'))
      context.addIssue({ code: 'custom', path: ['path'], message: 'a path that begins with /' })
    return { server: origin, path: rest }
  })

/**
 * Incoming webhooks as Slack has them (docs.slack.dev, "Sending messages using incoming webhooks"), which Mattermost,
 * Rocket.Chat and others take, too. The path is all that keeps strangers out of the channel: it is a secret.
 */
export const slack: Notifier = {
  id: 'slack',
  name: 'Slack',
  description: 'Posts each notice into a channel through an incoming webhook of Slack, Mattermost or the like.',
  fields: [
    {
      name: 'server',
      label: 'Server',
      kind: 'url',
      required: true,
      help: 'https://hooks.slack.com, or the address of your own chat server.',
      secret: false,
    },
    {
      name: 'path',
      label: 'Path of the webhook',
      kind: 'text',
      required: true,
      help: 'What stands behind the server in the webhook’s address, or the whole address. Who knows it can post.',
      secret: true,
    },
  ],
  schema: settings,
  kinds: noticeKinds,
  suggested: ['finding.opened', 'finding.raised', 'finding.reopened', 'finding.overdue', 'surface.changed'],
  hostOf: ({ server = '' }) => new URL(server).hostname,
  async deliver(notice, { settings: { server = '' }, secrets: { path = '' } }, ports) {
    return deliveredBy(
      await ports.call({
        method: 'POST',
        url: `${server}${path}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: textOf(notice), unfurl_links: false, unfurl_media: false }),
      }),
    )
  },
}

function textOf(notice: Notice): string {
  const lines = [plain(sentenceOf(notice)), ...detailsOf(notice).map(plain)]
  const text = lines.join('\n').slice(0, MAX_TEXT)
  return notice.link === undefined ? text : `${text}\n<${plain(notice.link)}>`
}

function detailsOf(notice: Notice): string[] {
  if (notice.kind === 'surface.changed' || notice.kind === 'feed.stale') return changeLines(notice, MOST_LINES)
  if (!('finding' in notice.detail)) return []
  const { why, fixedVersion, dueAt } = notice.detail.finding
  return [
    ...(why === '' ? [] : [why]),
    ...(fixedVersion === null ? [] : [`fixed in ${fixedVersion}`]),
    ...(dueAt === null ? [] : [`due ${dueAt.slice(0, 10)}`]),
  ]
}

/** Names come from outside: nothing in them may become a link, a mention of everybody (`<!channel>`) or a line of its own. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
