import { createHmac, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Instant } from '#core/kernel'
import { ok } from '#core/kernel'
import type { HttpCall } from '../contract.ts'
import { notifierKit } from '../notifier.kit.ts'
import { webhook } from './index.ts'

const key = randomBytes(32)
const secret = `whsec_${key.toString('base64')}`
notifierKit(webhook, { url: 'https://a.example/in?x=1', secret })

const notice = {
  kind: 'test',
  detail: { by: 'ada' },
  id: 'msg_1',
  at: '2026-08-02T06:00:00.000Z' as Instant,
  workspace: { id: 'w', name: 'Default' },
} as const

test('the signature is that of Standard Webhooks: id, seconds and body, by HMAC-SHA-256', async () => {
  const calls: HttpCall[] = []
  await webhook.deliver(
    notice,
    { settings: { url: 'https://a.example/' }, secrets: { secret } },
    {
      clock: () => '2026-08-02T06:00:05.900Z' as Instant,
      connect: () => Promise.reject(new Error('it opens no connection of its own')),
      call(call) {
        calls.push(call)
        return Promise.resolve(ok({ status: 204, headers: {}, text: '' }))
      },
    },
  )
  const [{ headers, body }] = calls as [HttpCall]
  const signed = createHmac('sha256', key).update(`msg_1.1785650405.${body}`).digest('base64')
  expect(headers).toMatchObject({
    'webhook-id': 'msg_1',
    'webhook-timestamp': '1785650405',
    'webhook-signature': `v1,${signed}`,
  })
})

test.each(['whsec_short', 'x'.repeat(40), `whsec_${randomBytes(80).toString('base64')}`])(
  'what is no signing secret is refused: %s',
  (wrong) => expect(webhook.schema.safeParse({ url: 'https://a.example/', secret: wrong }).success).toBe(false),
)
