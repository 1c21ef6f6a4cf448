import { createTransport } from 'nodemailer'
import { z } from 'zod'
import type { Delivered, DeliveryFailure, Notifier, NotifierPorts, OpenTarget } from '../contract.ts'
import { changeLines, type Notice, noticeKinds, sentenceOf } from '../notice.ts'
import { digestMail } from './digest-mail.ts'
import { type Mail, plainMail } from './mail.ts'

const TIMEOUT_MS = 30_000
const securities = ['starttls', 'tls', 'none'] as const

const settings = z
  .object({
    host: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, 'the name of a mail server'),
    port: z.coerce.number().int().min(1).max(65_535).default(587),
    security: z.enum(securities).default('starttls'),
    user: z.string().max(300).optional(),
    password: z.string().max(1_000).optional(),
    from: z.email(),
    to: z.email(),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    path: ['password'],
    message: 'user and password come together',
  })
  .refine(({ user, security }) => user === undefined || security !== 'none', {
    path: ['security'],
    message: 'a password is sent over TLS only',
  })

/** Of a list in a mail. */
const MOST_LINES = 20

/** Mail over SMTP: single notices to one address, digests to each person who asked. */
export const smtp: Notifier = {
  id: 'smtp',
  name: 'E-mail',
  description: 'Sends notices to an address, and to each person who wants it a digest of what is new, due and overdue.',
  fields: [
    field('host', 'Mail server', 'text', 'Its name, for example smtp.a.example.'),
    { ...field('port', 'Port', 'number', '587 where nothing is said.'), required: false },
    {
      ...field('security', 'Encryption', 'choice', 'starttls asks for TLS and goes on only with it.'),
      choices: securities,
      required: false,
    },
    { ...field('user', 'User', 'text', 'None where the server asks for none.'), required: false },
    { ...field('password', 'Password', 'text', 'Goes with the user.'), required: false, secret: true },
    field('from', 'From', 'text', 'Address that mail comes from.'),
    field('to', 'To', 'text', 'Where single notices and tests go. Digests go to whoever asked for one.'),
  ],
  schema: settings.transform((given) =>
    Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
    ),
  ),
  kinds: noticeKinds,
  suggested: [],
  digests: true,
  hostOf: ({ host = '' }) => host,
  deliver: (notice, target, ports) => send(mailOf(notice, target), notice.id, target, ports),
}

function field(name: string, label: string, kind: 'text' | 'number' | 'choice', help: string) {
  return { name, label, kind, help, required: true, secret: false }
}

function mailOf(notice: Notice, { settings: { to = '' } }: OpenTarget): Mail {
  if (notice.kind === 'digest') return digestMail(notice)
  const { workspace, link } = notice
  const lines = notice.kind === 'surface.changed' || notice.kind === 'feed.stale' ? changeLines(notice, MOST_LINES) : []
  return plainMail({
    to,
    subject: `[${workspace.name}] ${sentenceOf(notice)}`,
    paragraphs: [sentenceOf(notice)],
    sections:
      lines.length > 0
        ? [
            {
              heading: notice.kind === 'feed.stale' ? 'Sources' : 'What changed',
              lines: lines.map((text) => ({ text })),
            },
          ]
        : [],
    link,
  })
}

async function send(
  { to, subject, text, html }: Mail,
  id: string,
  { settings: { host = '', port = '587', security, user, from = '' }, secrets: { password } }: OpenTarget,
  ports: NotifierPorts,
): Promise<Delivered> {
  const socket = await ports.connect(host, Number(port))
  if (!socket.ok) return { ok: false, error: socket.error }
  const transport = createTransport({
    host,
    port: Number(port),
    secure: security === 'tls',
    requireTLS: security !== 'none' && security !== 'tls',
    ignoreTLS: security === 'none',
    ...(user !== undefined && password !== undefined && { auth: { user, pass: password } }),
    ...{ connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS },
    getSocket: (_options, done) => done(null, { connection: socket.value }),
  })
  try {
    await transport.sendMail({
      ...{ from, to, subject, text, html },
      // The same mail sent twice is known by its id.
      messageId: `<${id}@lunette>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      ...{ disableFileAccess: true, disableUrlAccess: true },
    })
    return { ok: true }
  } catch (cause) {
    return { ok: false, error: failureOf(cause as Error & { code?: string; responseCode?: number }) }
  } finally {
    transport.close()
    socket.value.destroy()
  }
}

/** A server that will not have these addresses will not have them later either. */
function failureOf(cause: Error & { code?: string; responseCode?: number }): DeliveryFailure {
  const final = cause.code === 'EENVELOPE' && (cause.responseCode ?? 0) >= 500
  return { code: 'mail-refused', message: cause.message.slice(0, 300), cause, final }
}
