import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Notifier } from '../contract.ts'
import { noticeKinds } from '../notice.ts'
import { deliveredBy } from '../reply.ts'

const SECRET_PREFIX = 'whsec_'
const MIN_BYTES = 24
const MAX_BYTES = 64

const settings = z.object({
  url: z.url({ protocol: /^https?$/, message: 'an http(s) address' }).max(2_000),
  secret: z.string().refine(isSigningSecret, {
    message: `"${SECRET_PREFIX}" and ${MIN_BYTES} to ${MAX_BYTES} bytes in base64`,
  }),
})

/** Signed HTTP calls as Standard Webhooks has them (standardwebhooks.com, specification 1.0): any 2xx is an answer. */
export const webhook: Notifier = {
  id: 'webhook',
  name: 'Webhook',
  description: 'Posts each notice as JSON, signed with a secret that both sides know (Standard Webhooks).',
  fields: [
    {
      name: 'url',
      label: 'Address',
      kind: 'url',
      required: true,
      help: 'Where notices are posted to. Redirects are not followed.',
      secret: false,
    },
    {
      name: 'secret',
      label: 'Signing secret',
      kind: 'text',
      required: true,
      help: 'whsec_ and base64: the receiver checks the header webhook-signature with it.',
      secret: true,
      generated: 'signing-secret',
    },
  ],
  schema: settings,
  kinds: noticeKinds,
  suggested: noticeKinds,
  hostOf: ({ url = '' }) => new URL(url).hostname,
  async deliver(notice, { settings: { url = '' }, secrets: { secret = '' } }, ports) {
    const { id, kind, at, workspace, link, detail } = notice
    const body = JSON.stringify({ type: kind, timestamp: at, data: { workspace, ...detail, ...(link && { link }) } })
    const seconds = Math.floor(Date.parse(ports.clock()) / 1_000)
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signature(secret, id, seconds, body),
    }
    return deliveredBy(await ports.call({ method: 'POST', url, headers, body }))
  },
}

function isSigningSecret(text: string): boolean {
  if (!text.startsWith(SECRET_PREFIX)) return false
  const { length } = keyOf(text)
  return length >= MIN_BYTES && length <= MAX_BYTES
}

const keyOf = (secret: string): Buffer => Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64')

/** `v1,` and the HMAC-SHA-256 of `id.timestamp.body` in base64. */
function signature(secret: string, id: string, seconds: number, body: string): string {
  return `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.${body}`).digest('base64')}`
}
