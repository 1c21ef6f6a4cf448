import { expect, it } from 'vitest'
import { type Instant, ok } from '#core/kernel'
import type { HttpCall } from '../contract.ts'
import type { Notice } from '../notice.ts'
import { notifierKit } from '../notifier.kit.ts'
import { slack } from './index.ts'

notifierKit(slack, { server: 'https://chat.example', path: '/services/T0/B0/secret-of-the-channel' })

const finding = {
  ...{ id: 'finding-1', vulnerability: null, rule: null, title: '<!channel> & <https://evil.example|here>' },
  ...{ component: 'left-pad', version: '1.3.0', fixedVersion: '1.3.1', asset: { id: 'a', name: 'shop\nnow' } },
  ...{ state: 'open', resolution: null, urgency: 'now', outcome: 'Act', why: 'in KEV' },
  ...{ kev: true, epss: null, cvss: null, dueAt: '2026-08-05T00:00:00.000Z' },
}
const notice: Notice = {
  kind: 'finding.opened',
  detail: { finding, change: {} },
  id: 'msg_1',
  at: '2026-08-02T06:00:00.000Z' as Instant,
  workspace: { id: 'w', name: 'Default' },
  link: 'https://l.example/findings/finding-1',
}

/** What is posted for a notice, where the other side answers with a status. */
async function posted(status = 200, told: Notice = notice) {
  const calls: HttpCall[] = []
  const target = { settings: { server: 'https://chat.example' }, secrets: { path: '/services/T0/B0/x' } }
  const sent = await slack.deliver(told, target, {
    clock: () => '2026-08-02T06:00:05.000Z' as Instant,
    connect: () => Promise.reject(new Error('it opens no connection of its own')),
    call(call) {
      calls.push(call)
      return Promise.resolve(ok({ status, headers: { 'retry-after': '7' }, text: '' }))
    },
  })
  return { sent, call: calls[0]! }
}

it('posts the sentence, what speaks for it and the link as one text', async () => {
  const { sent, call } = await posted()
  expect(sent).toEqual({ ok: true })
  expect(call.url).toBe('https://chat.example/services/T0/B0/x')
  expect(JSON.parse(call.body!).text.split('\n')).toEqual([
    'New: &lt;!channel&gt; &amp; &lt;https://evil.example|here&gt; in left-pad 1.3.0 on shop now (now)',
    'in KEV',
    'fixed in 1.3.1',
    'due 2026-08-05',
    '<https://l.example/findings/finding-1>',
  ])
})

it('lists what changed outside, and how much more did', async () => {
  const changes = Array.from({ length: 12 }, (_, n) => ({ asset: `192.0.2.${n}`, words: 'new port 443/tcp' }))
  const surface = { run: '1', total: 30, counts: {}, changes }
  const { call } = await posted(200, { ...notice, kind: 'surface.changed', detail: { surface } })
  const lines = JSON.parse(call.body!).text.split('\n')
  expect(lines).toHaveLength(1 + 10 + 1 + 1)
  expect([lines[1], lines[11]]).toEqual(['192.0.2.0: new port 443/tcp', 'and 20 more'])
})

it('waits as long as it is asked to', async () => {
  const { sent } = await posted(429)
  expect(sent).toMatchObject({ ok: false, error: { code: 'refused', final: false, retryAfterMs: 7_000 } })
})

it('takes a whole address for the path, of the same server only', () => {
  const read = (path: string) => slack.schema.safeParse({ server: 'https://chat.example/', path })
  expect(read('https://chat.example/services/T0/B0/x?y=1').data).toEqual({
    server: 'https://chat.example',
    path: '/services/T0/B0/x?y=1',
  })
  expect(read('https://evil.example/services/T0/B0/x').success).toBe(false)
  expect(read('services/T0').success).toBe(false)
  expect(slack.schema.safeParse({ server: 'https://chat.example/x', path: '/y' }).success).toBe(false)
})
