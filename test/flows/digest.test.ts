import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { putSubscription, writeDueDigests, writeNotice } from '#action/notifiers/store'
import { addSeed } from '#exposure/surface/store'
import { deliverNotices } from '#flows/deliver-notices'
import { type DiscoveryEngine, discoverSurface } from '#flows/discover'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { secretBox } from '#platform/secrets'
import { listDeliveries } from '#views/deliveries'
import { type Installation, installation, movableClock, osvRecord } from '../support/installation.ts'
import { type MailServer, mailServer } from '../support/mail-server.ts'
import { makePerson } from '../support/people.ts'
import { receiver } from '../support/receiver.ts'
import { placeTarget } from '../support/targets.ts'

const secrets = secretBox([randomBytes(32)])
const stop = new AbortController().signal

let clock: ReturnType<typeof movableClock>
let site: Installation
let mail: MailServer
beforeEach(async () => {
  // A Sunday.
  clock = movableClock('2026-08-02T00:00:00Z')
  site = await installation(clock.clock)
  mail = await mailServer()
  site.publish(
    'osv/npm.ndjson',
    osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1', { aliases: ['CVE-2026-1000'] }),
  )
  const listed = [{ cveID: 'CVE-2026-1000', dateAdded: '2026-08-01', dueDate: '2026-08-22' }]
  site.publish('kev/kev.json', JSON.stringify({ vulnerabilities: listed }))
  await site.refresh()
})
afterEach(async () => {
  await mail.close()
  await site.close()
})

async function mailTarget(over: Record<string, string> = {}, kinds: string[] = []): Promise<string> {
  const settings = {
    host: '127.0.0.1',
    port: String(mail.port),
    security: 'none',
    from: 'lunette@a.example',
    to: 'team@a.example',
  }
  return placeTarget(
    { ...site, secrets },
    { notifier: 'smtp', name: 'Mail', settings: { ...settings, ...over }, secrets: {}, kinds },
  )
}

async function subscribe(name: string, cadence: 'daily' | 'weekly', target: string): Promise<string> {
  const account = await makePerson(site.database, name, 'analyst')
  const wanted = { target, address: `${name}@a.example`, cadence }
  await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    putSubscription(work, DEFAULT_WORKSPACE, account, wanted, clock.clock()),
  )
  return account
}

async function turnTo(at: string): Promise<void> {
  clock.move(at)
  await writeDueDigests(site.database, DEFAULT_WORKSPACE, clock.clock())
  await writeDueDigests(site.database, DEFAULT_WORKSPACE, clock.clock())
  await deliver()
}

const deliver = () =>
  deliverNotices(
    {
      database: site.database,
      clock: clock.clock,
      secrets,
      privateHosts: ['127.0.0.1'],
      publicUrl: 'https://l.example',
    },
    DEFAULT_WORKSPACE,
    () => {},
    stop,
  )
function shop(name = 'shop') {
  clock.move('2026-08-02T01:00:00Z')
  return site.record(name, ['pkg:npm/left-pad@1.3.0'], { exposure: 'internet' })
}
const to = () => mail.mails.map((one) => one.to[0]).sort()
/** Lines that mail folds are joined again. */
const body = (index = 0) => mail.mails[index]!.source.replace(/=\r\n/g, '').replaceAll('=3D', '=')

test('each gets what is new and due since the last one, at six, daily or on Mondays, once', async () => {
  const target = await mailTarget()
  await subscribe('ada', 'daily', target)
  await subscribe('mara', 'weekly', target)
  await shop()
  await turnTo('2026-08-02T05:59:00Z')
  expect(to()).toEqual([])
  await turnTo('2026-08-02T06:00:01Z')
  expect(to()).toEqual(['ada@a.example'])
  expect(mail.mails[0]).toMatchObject({ from: 'lunette@a.example' })
  expect(body()).toContain('Subject: [Default] 0 overdue')
  expect(body()).toContain('now: CVE-2026-1000 in left-pad 1.3.0 on shop')
  expect(body()).toMatch(/<a href="https:\/\/l\.example\/findings\//)
  expect(body()).toMatch(/Message-ID: <msg_[\w-]+@lunette>/)
  await turnTo('2026-08-03T06:00:01Z')
  expect(to()).toContain('mara@a.example')
})

test('a day on which nothing is to be told has no mail', async () => {
  await subscribe('ada', 'daily', await mailTarget())
  await turnTo('2026-08-02T06:00:01Z')
  expect(to()).toEqual([])
})

test('what an asset or a person is called is text, never markup and never a header', async () => {
  await subscribe('ada', 'daily', await mailTarget())
  await shop('<img src=x onerror=alert(1)>\r\nBcc: eve@a.example')
  await turnTo('2026-08-02T06:00:01Z')
  expect(to()).toEqual(['ada@a.example'])
  expect(mail.mails[0]!.source).not.toMatch(/^Bcc:/m)
  const html = body().slice(body().indexOf('text/html'))
  expect(html).not.toContain('<img')
  expect(html).toContain('&lt;img')
})

test('single notices go to the one address of the target', async () => {
  await mailTarget({}, ['import.failed'])
  const detail = { import: { title: 'shop.json', code: 'bad', message: 'it is no SBOM' } }
  await writeNotice(site.database, DEFAULT_WORKSPACE, { kind: 'import.failed', key: 'one', detail }, clock.clock())
  await deliver()
  expect(to()).toEqual(['team@a.example'])
  expect(body()).toContain('An import failed: shop.json: it is no SBOM')
})

async function outcome() {
  const detail = { import: { title: 'shop.json', code: 'bad', message: 'it is no SBOM' } }
  await writeNotice(site.database, DEFAULT_WORKSPACE, { kind: 'import.failed', key: 'one', detail }, clock.clock())
  await deliver()
  return (await listDeliveries(site.database, DEFAULT_WORKSPACE, { filter: '', limit: 1 })).rows[0]!
}

test.each([
  ['without TLS', { disabledCommands: ['STARTTLS', 'AUTH'] }],
  ['with a certificate nobody vouches for', { disabledCommands: ['AUTH'] }],
])('a server %s gets nothing where TLS is asked for', async (_kind, options) => {
  await mail.close()
  mail = await mailServer(options)
  await mailTarget({ security: 'starttls' }, ['import.failed'])
  expect(await outcome()).toMatchObject({ state: 'waiting', problem: { code: 'mail-refused' } })
  expect(mail.mails).toEqual([])
})

test('an address that the server will not have is given up at once', async () => {
  mail.refused.add('team@a.example')
  await mailTarget({}, ['import.failed'])
  expect(await outcome()).toMatchObject({
    state: 'dead',
    attempts: 1,
    problem: { message: expect.stringContaining('No such user') },
  })
})

test('what changes at the surface is told at once by mail, signed webhook and chat; the rest waits for the digest', async () => {
  const hook = await receiver()
  onTestFinished(() => hook.close())
  const kinds = ['surface.changed']
  const key = Buffer.from('a key that both sides know')
  const placed = { ...site, secrets }
  const signing = { secret: `whsec_${key.toString('base64')}` }
  await placeTarget(placed, {
    notifier: 'webhook',
    name: 'Hook',
    settings: { url: `${hook.origin}/in` },
    secrets: signing,
    kinds,
  })
  const chat = { settings: { server: hook.origin }, secrets: { path: '/services/T0/B0/channel' } }
  await placeTarget(placed, { notifier: 'slack', name: 'Chat', ...chat, kinds })
  const address = await mailTarget({}, kinds)
  await subscribe('ada', 'daily', address)
  await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) => {
    const speaker = { workspaceId: DEFAULT_WORKSPACE, by: 'ada', at: clock.clock() }
    return addSeed(work, speaker, { kind: 'domain', name: 'example.com' })
  })
  await discovered('2026-08-02T07:00:00Z', [], ['192.0.2.1'])
  await turnTo('2026-08-02T07:05:00Z')
  expect([mail.mails.length, hook.received.length]).toEqual([0, 0])
  await discovered('2026-08-02T08:00:00Z', ['new.example.com'], ['192.0.2.2'])
  await turnTo('2026-08-02T08:05:00Z')
  expect(mail.mails.map(({ to }) => to[0])).toEqual(['team@a.example'])
  expect(body()).toContain('new.example.com')
  expect(hook.received.map(({ path }) => path).sort()).toEqual(['/in', '/services/T0/B0/channel'])
  for (const { body: said } of hook.received) expect(said).toContain('new.example.com')
  const { headers, body: said } = hook.received.find(({ path }) => path === '/in')!
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${said}`
  expect(headers['webhook-signature']).toContain(createHmac('sha256', key).update(signed).digest('base64'))
  await turnTo('2026-08-03T06:00:01Z')
  const digest = mail.mails.findIndex(({ to }) => to[0] === 'ada@a.example')
  expect(body(digest)).toContain('192.0.2.1 became 192.0.2.2')
  expect(body(digest)).not.toContain('new.example.com')
})

/** A complete run that sees these names, and this of the domain itself. */
async function discovered(at: string, names: string[], values: string[]): Promise<void> {
  clock.move(at)
  const owned = { standing: 'owned' as const, confidence: 100, reason: 'a test', path: [] }
  const engine: DiscoveryEngine = async function* () {
    yield { type: 'asset', asset: { asset: { kind: 'domain', name: 'example.com' }, ...owned } }
    for (const name of names) yield { type: 'asset', asset: { asset: { kind: 'hostname', name }, ...owned } }
    yield { type: 'records', records: { name: 'example.com', type: 'A', values } }
    yield { type: 'looked', subject: { kind: 'domain', name: 'example.com' }, by: 'dns-records' }
  }
  const context = { ...site, engine, ownListeners: () => [], privateHosts: [] }
  const work = { workspaceId: DEFAULT_WORKSPACE, runId: randomUUID(), actor: 'ada' }
  expect(await discoverSurface(context, work, () => {}, stop)).toMatchObject({ value: { state: 'complete' } })
}
