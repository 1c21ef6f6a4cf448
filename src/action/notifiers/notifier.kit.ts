import { describe, expect, it } from 'vitest'
import { err, type Instant, problem } from '#core/kernel'
import type { HttpCall, Notifier, NotifierPorts } from './contract.ts'
import { type Notice, type NoticeContent, noticeKinds } from './notice.ts'

const finding = {
  ...{ id: 'finding-1', vulnerability: 'CVE-2026-1000', rule: null, title: 'A <b>title</b>\nof two lines' },
  ...{ component: 'left-pad', version: '1.3.0', fixedVersion: null, asset: { id: 'a', name: 'shop' } },
  ...{ state: 'open', resolution: null, urgency: 'now', outcome: 'Act', why: 'in KEV' },
  ...{ kev: true, epss: null, cvss: null, dueAt: null },
}
const ruling = {
  id: 'r',
  status: 'accepted',
  scope: 'finding',
  vulnerability: 'CVE-2026-1000',
  reason: 'known',
  madeBy: 'ada',
}
const at = '2026-08-02T06:00:00.000Z' as Instant

/** One content of each kind there is. */
const everyContent: readonly NoticeContent[] = [
  ...noticeKinds
    .filter((kind) => kind.startsWith('finding.'))
    .map((kind) => ({ kind, detail: { finding, change: {} } }) as NoticeContent),
  { kind: 'ticket.asked', detail: { finding, change: {} } },
  { kind: 'ruling.ending', detail: { ruling: { ...ruling, endsAt: at, suppresses: 1 } } },
  { kind: 'feed.stale', detail: { feeds: [{ id: 'kev', name: 'CISA KEV', asOf: at }] } },
  { kind: 'import.failed', detail: { import: { title: 'shop.json', code: 'bad', message: 'it is no SBOM' } } },
  { kind: 'case.reopened', detail: { case: { id: 'c', title: 'It went through', why: 'the exception ended' } } },
  {
    kind: 'surface.changed',
    detail: {
      surface: {
        ...{ run: '1', total: 2, counts: { 'port new': 2 } },
        changes: [{ asset: '192.0.2.7', words: 'new port 443/tcp (http)' }],
      },
    },
  },
  {
    kind: 'digest',
    detail: {
      digest: {
        ...{ to: 'ada@a.example', name: 'ada', cadence: 'daily', since: at, until: at },
        counts: { overdue: 0, due: 0, fresh: 1, ending: 1, resolved: 0, surface: 1 },
        ...{ overdue: [], due: [], fresh: [finding], ending: [{ ...ruling, endsAt: at }] },
        surface: [{ asset: 'www.example.com', words: 'record A: 192.0.2.1 became 192.0.2.2' }],
      },
    },
  },
  { kind: 'test', detail: { by: 'ada' } },
]

function noticeOf(content: NoticeContent): Notice {
  return { ...content, id: 'msg_1', at, workspace: { id: 'w', name: 'Default' }, link: 'https://l.example/' }
}

/**
 * What every plug-in keeps. @param values settings and secrets that work, by field name; every secret must be among them.
 */
export function notifierKit(notifier: Notifier, values: Readonly<Record<string, string>>): void {
  const secretNames = notifier.fields.filter(({ secret }) => secret).map(({ name }) => name)
  const split = (secret: boolean) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => secretNames.includes(name) === secret))
  const target = { settings: split(false), secrets: split(true) }

  /** Ports to a world where nobody answers; they note who was asked. */
  function deadWorld(): NotifierPorts & { hosts: Set<string> } {
    const hosts = new Set<string>()
    const away = (host: string) => {
      hosts.add(host)
      return Promise.resolve(err(problem('unreachable', 'nobody answers')))
    }
    return {
      hosts,
      clock: () => at,
      call: (call: HttpCall) => away(new URL(call.url).hostname),
      connect: (host) => away(host),
    }
  }

  describe(`the notifier ${notifier.id}`, () => {
    it('takes settings that work, and refuses them without a field that is required', () => {
      expect(notifier.schema.safeParse(values).success).toBe(true)
      for (const { name } of notifier.fields.filter(({ required }) => required)) {
        const { [name]: _, ...rest } = values
        expect(notifier.schema.safeParse(rest).success, name).toBe(false)
      }
    })

    it('describes every setting it keeps, and nothing twice', () => {
      const names = notifier.fields.map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
      expect(Object.keys(notifier.schema.parse(values)).filter((name) => !names.includes(name))).toEqual([])
    })

    it('suggests only what it can be told', () => {
      expect(notifier.suggested.filter((kind) => !notifier.kinds.includes(kind))).toEqual([])
      expect(notifier.kinds.filter((kind) => !noticeKinds.includes(kind))).toEqual([])
    })

    it.each(everyContent)(
      'takes $kind, asks its own host only, and fails without a word of its secrets',
      async (content) => {
        const world = deadWorld()
        const sent = await notifier.deliver(noticeOf(content), target, world)
        expect([...world.hosts].filter((host) => host !== notifier.hostOf(target.settings))).toEqual([])
        const said = JSON.stringify(sent)
        for (const secret of Object.values(target.secrets)) expect(said).not.toContain(secret)
        if (world.hosts.size > 0) expect(sent.ok).toBe(false)
      },
    )
  })
}
