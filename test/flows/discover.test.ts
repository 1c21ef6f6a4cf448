import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { sql, type Transaction } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { doWords } from '#contract'
import { wasTakenUp } from '#contract/surface-words'
import type { Instant } from '#core/kernel'
import type { Discovered, DiscoveryLook, NamedAsset, SeenService, SeenWeakness } from '#core/vocabulary'
import { relationIdOf } from '#exposure/inventory'
import { idOfNamed, withdrawRelation } from '#exposure/inventory/store'
import {
  addAgent,
  addRange,
  addSeed,
  askProof,
  beginRun,
  changeDiscoverySettings,
  changeWatch,
  claimDueLook,
  endOrder,
  findRun,
  hearAgent,
  isTurnHeld,
  keepBatch,
  keepProofCheck,
  knownServices,
  noteAddresses,
  orderStand,
  putNoticeRule,
  readProbes,
  readQuestions,
  readScope,
  readWatch,
  removeAgent,
  removeSeed,
  restandSurface,
  ruleAsset,
  stopProbes,
  takeOrder,
} from '#exposure/surface/store'
import { type DiscoveryEngine, discoverSurface } from '#flows/discover'
import { importInventory } from '#flows/exposure'
import { recordStandings } from '#flows/record-surface'
import { DEFAULT_WORKSPACE, type NoTables } from '#platform/database'
import { countChanges } from '#views/changes'
import { FindingLists } from '#views/finding-lists'
import { listFindings } from '#views/findings'
import { listFixActions } from '#views/fix-actions'
import { listRelations } from '#views/relations'
import { listSurface, readSurfaceGraph } from '#views/surface'
import { readSurfaceAsset } from '#views/surface-asset'
import { listChangedRuns, listSurfaceChanges } from '#views/surface-changes'
import { SurfaceFacetShelf } from '#views/surface-facet-shelf'
import { surfaceFacets } from '#views/surface-facets'
import { engineWith } from '../../src/app/discovery-engine.ts'
import { type Installation, installation, movableClock } from '../support/installation.ts'

let clock: ReturnType<typeof movableClock>
let site: Installation
const ada = () => ({ workspaceId: DEFAULT_WORKSPACE, by: 'ada', at: clock.clock() })
const closers: (() => unknown)[] = []

beforeEach(async () => {
  clock = movableClock('2026-08-02T00:00:00Z')
  site = await installation(clock.clock)
  await within(async (work) => {
    await addSeed(work, ada(), { kind: 'domain', name: 'example.com' })
    await addRange(work, ada(), { kind: 'approval', range: '127.0.0.0/30', statement: 'a test' })
    await changeDiscoverySettings(work, ada(), { perHost: 1_000, perNetwork: 5_000, resolvers: ['127.0.0.1:9'] })
  })
})
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
  await site.close()
})

function within<T>(work: (transaction: Transaction<NoTables>) => Promise<T>): Promise<T> {
  return site.database.inWorkspace(DEFAULT_WORKSPACE, work)
}

const ADDRESS = '127.0.0.1'
const weakness = (over: Partial<SeenWeakness> = {}): SeenWeakness => ({
  ...{ ruleId: 'expired-cert', title: 'Certificate has expired', severity: 'medium', evidence: 'notAfter 2020-01-01' },
  ...{ reason: 'Browsers refuse it.', remedy: 'Renew it.', references: [] },
  subject: { kind: 'service', name: `${ADDRESS}:443/tcp` },
  ...over,
})
const service = (over: Partial<SeenService> = {}): SeenService => ({
  ...{ address: ADDRESS, port: 443, transport: 'tcp', protocol: 'http', names: ['www.example.com'] },
  software: [
    {
      product: 'nginx',
      version: '1.20.0',
      cpe: 'cpe:2.3:a:f5:nginx:1.20.0:*:*:*:*:*:*:*',
      where: 'Server header',
      by: 'own',
      confidence: 90,
    },
  ],
  ...{ weaknesses: [], pivots: [] },
  ...over,
})
const domain = { kind: 'domain', name: 'example.com' } as const
const host = { kind: 'hostname', name: 'www.example.com' } as const
const address = { kind: 'ip-address', name: ADDRESS } as const
const step = { kind: 'dns_record', from: host, to: address, by: 'dns-records', how: 'A', confidence: 100 } as const

/** One name with one address, at which these services are. */
function* seen(...services: SeenService[]): Generator<Discovered> {
  const owned = { standing: 'owned' as const, confidence: 100, reason: 'a seed', path: [] }
  yield { type: 'asset', asset: { asset: domain, ...owned } }
  yield { type: 'asset', asset: { asset: host, ...owned } }
  yield { type: 'step', step }
  yield { type: 'asset', asset: { asset: address, ...owned, path: [step] } }
  yield { type: 'records', records: { name: 'www.example.com', type: 'A', values: [ADDRESS] } }
  for (const found of services) yield { type: 'service', service: found }
  yield { type: 'looked', subject: host, by: 'dns-records' }
  yield { type: 'looked', subject: address, by: 'ports' }
}

/** Asks the address once, as a scan does, and says these things. */
function engineOf(said: () => Iterable<Discovered>, isAsked = true): DiscoveryEngine {
  return async function* ({ port }) {
    if (isAsked) {
      const asked = await port.connect({ address: ADDRESS, port: 1 }, { timeoutMs: 500 })
      if (asked.ok) asked.value.destroy()
    }
    yield* said()
  }
}

async function run(
  engine: DiscoveryEngine,
  {
    runId = randomUUID() as string,
    stop = new AbortController().signal,
    look = 'deep' as DiscoveryLook,
    seeds = [] as NamedAsset[],
  } = {},
) {
  clock.move(new Date(Date.parse(clock.clock()) + 60_000).toISOString())
  const context = { ...site, engine, ownListeners: () => [], privateHosts: ['127.0.0.1'] }
  const done = await discoverSurface(
    context,
    { workspaceId: DEFAULT_WORKSPACE, runId, look, seeds, actor: 'ada' },
    () => {},
    stop,
  )
  return { runId, done }
}

async function changes(runId: string): Promise<string[]> {
  const { rows } = await within((work) =>
    sql<{ words: string }>`select concat_ws(' ', kind, change, subject, before, after) as words from surface_change
      where run_id = ${runId} order by id`.execute(work),
  )
  return rows.map(({ words }: { words: string }) => words)
}

async function components(): Promise<{ name: string }[]> {
  const { rows } = await within((work) =>
    sql<{ name: string }>`select name from component where present order by name collate "C"`.execute(work),
  )
  return rows
}

/** When each open finding was first seen, and since when it waits. */
async function clocks(): Promise<{ first: Date; since: Date }[]> {
  const { rows } = await within((work) =>
    sql<{ first: Date; since: Date }>`select first_seen as first, priority_since as since from finding
      where state = 'open' order by id`.execute(work),
  )
  return rows
}

const open = async () =>
  (await listFindings(site.database, DEFAULT_WORKSPACE, { filter: 'state:open', limit: 100 })).rows

test('a name, and one that is an alias of it, tell what answers at its address, with the finding of it', async () => {
  const alias = { kind: 'hostname', name: 'shop.example.com' } as const
  const owned = { standing: 'owned' as const, confidence: 100, reason: 'a seed', path: [] }
  await run(
    engineOf(function* () {
      yield { type: 'asset', asset: { asset: alias, ...owned } }
      yield { type: 'records', records: { name: alias.name, type: 'CNAME', values: ['WWW.example.com'] } }
      yield* seen(service({ weaknesses: [weakness()] }))
    }),
  )
  const [finding] = await open()
  // What discovery saw is nobody's import.
  const [since, until] = ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z']
  expect(await within((work) => countChanges(work, { since, until, reader: 'ada' }))).toMatchObject({ imports: 0 })
  for (const name of [host, alias])
    expect(await readSurfaceAsset(site.database, DEFAULT_WORKSPACE, idOfNamed(name))).toMatchObject({
      resolvesTo: [ADDRESS],
      services: 1,
      weaknesses: 1,
      open: { [finding!.urgency]: 1 },
      seenWeaknesses: [
        { ruleId: 'expired-cert', finding: { id: finding!.id, urgency: finding!.urgency, state: 'open' } },
      ],
    })
  // The address is another: what is there is told of nobody any more.
  await run(
    engineOf(function* () {
      yield* seen()
      yield { type: 'records', records: { name: host.name, type: 'A', values: ['192.0.2.200'] } }
    }),
  )
  expect(await readSurfaceAsset(site.database, DEFAULT_WORKSPACE, idOfNamed(host))).toMatchObject({
    services: 0,
    open: { now: 0 },
  })
})

test('a certificate tells what is wrong with itself where it is presented, and no more', async () => {
  const leaf = {
    ...{
      fingerprint: 'ab'.repeat(32),
      serial: '1',
      subject: 'CN=www.example.com',
      issuer: 'CN=CA',
      names: [host.name],
    },
    ...{ validFrom: '2025-01-01T00:00:00Z', validTo: '2026-01-01T00:00:00Z', key: { kind: 'rsa', bits: 2_048 } },
    ...{ signature: 'sha256WithRSAEncryption', selfSigned: false },
  }
  const certificate = { kind: 'certificate', name: leaf.fingerprint } as const
  const tls = { versions: ['TLSv1.2'], weakCiphers: [], chain: [leaf] }
  const old = { ruleId: 'tls-1.0', title: 'TLS 1.0 is offered', aspect: 'x' }
  await run(
    engineOf(function* () {
      yield {
        type: 'asset',
        asset: { asset: certificate, standing: 'owned', confidence: 90, reason: 'presented', path: [] },
      }
      yield* seen(service({ tls, weaknesses: [weakness(), weakness(old)] }), service({ port: 8443 }))
    }),
  )
  expect(await readSurfaceAsset(site.database, DEFAULT_WORKSPACE, idOfNamed(certificate))).toMatchObject({
    ...{ services: 1, weaknesses: 1, seenServices: [{ port: 443 }], seenWeaknesses: [{ ruleId: 'expired-cert' }] },
  })
  const kinds = async (filter: string) =>
    (await listSurface(site.database, DEFAULT_WORKSPACE, { filter, sort: 'name', limit: 10 })).rows.map(
      ({ kind }) => kind,
    )
  expect(await kinds('weakness:expired-cert')).toContain('certificate')
  expect(await kinds('weakness:tls-1.0')).not.toContain('certificate')
  const { facets } = await surfaceFacets(site.database, DEFAULT_WORKSPACE, 'kind:certificate')
  expect(facets.find(({ key }) => key === 'weakness')?.values).toEqual([{ value: 'expired-cert', count: 1 }])
  const { nodes } = await readSurfaceGraph(site.database, DEFAULT_WORKSPACE, { filter: 'kind:certificate', limit: 10 })
  expect(nodes[0]?.decision).not.toBeNull()
})

test('what is seen becomes assets, relations, components and findings, and the same again changes nothing', async () => {
  const engine = engineOf(() => seen(service({ weaknesses: [weakness()] })))
  const first = await run(engine)
  expect(first.done).toMatchObject({ value: { state: 'complete', recorded: 1, opened: 1, sent: { connections: 1 } } })
  expect(await changes(first.runId)).toEqual([
    'host new example.com owned',
    'host new www.example.com owned',
    'host new 127.0.0.1 owned',
    'record new A 127.0.0.1',
    'port new 443/tcp http, nginx 1.20.0',
    'weakness new Certificate has expired medium',
  ])
  const { rows } = await within((work) =>
    sql`select r.kind, f.name as from, t.name as to, s.basis from relation r join asset f on f.id = r.from_id
      join asset t on t.id = r.to_id join relation_statement s on s.relation_id = r.id where r.present order by 1, 2`.execute(
      work,
    ),
  )
  expect(rows).toEqual([
    { kind: 'dns_record', from: 'www.example.com', to: ADDRESS, basis: 'observed' },
    { kind: 'port', from: ADDRESS, to: `${ADDRESS}:443/tcp`, basis: 'observed' },
  ])
  const recorded = await within((work) =>
    sql`select c.name, c.version, c.location, a.kind from component c join asset a on a.id = c.asset_id`.execute(work),
  )
  expect(recorded.rows).toEqual([{ name: 'nginx', version: '1.20.0', location: 'tcp/443', kind: 'ip-address' }])
  expect(await open()).toMatchObject([{ title: 'Certificate has expired', kind: 'misconfiguration' }])
  const hostId = idOfNamed(host)
  expect(await listRelations(site.database, DEFAULT_WORKSPACE, hostId, { limit: 10 })).toMatchObject({
    rows: [{ words: 'resolves to', sources: [{ kind: 'discovery', by: 'Lunette discovery', basis: 'observed' }] }],
  })
  // What discovery says is nobody's to take back.
  const relationId = relationIdOf(hostId, 'dns_record', idOfNamed(address))
  const taken = within((work) =>
    withdrawRelation(work, { by: 'ada' }, { assetId: hostId, relationId }, { anybodys: true }),
  )
  expect(await taken).toMatchObject({ error: { code: 'not-found' } })
  const second = await run(engine)
  expect(second.done).toMatchObject({ value: { state: 'complete', recorded: 0, opened: 0, changes: 0 } })
})

test('a relation reads as the record that it is by, wherever it is told', async () => {
  const mail = { kind: 'hostname', name: 'mail.example.net' } as const
  const owned = { standing: 'owned' as const, confidence: 100, reason: 'a seed', path: [] }
  await run(
    engineOf(function* () {
      yield* seen()
      yield { type: 'step', step: { ...step, to: mail, by: 'dns-mx', how: 'MX' } }
      yield { type: 'records', records: { name: host.name, type: 'MX', values: ['10 Mail.example.net'] } }
      yield { type: 'asset', asset: { asset: mail, ...owned } }
    }),
  )
  const { edges } = await readSurfaceGraph(site.database, DEFAULT_WORKSPACE, { filter: '', limit: 10 })
  expect(edges.map(({ words }) => words).sort()).toEqual([
    'www.example.com has its mail taken by mail.example.net',
    `www.example.com resolves to ${ADDRESS}`,
  ])
  const ofMail = await listRelations(site.database, DEFAULT_WORKSPACE, idOfNamed(mail), { limit: 10 })
  expect(ofMail?.rows.map(({ words }) => words)).toEqual(['takes the mail of'])
  const detail = await readSurfaceAsset(site.database, DEFAULT_WORKSPACE, idOfNamed(host))
  expect(detail?.neighbours.map(({ title }) => title)).toEqual(['Resolves to', 'Has its mail taken by'])
})

test('facets are counted once until anything that they count by changes, whoever changes it', async () => {
  const shelf = new SurfaceFacetShelf(site.database, { slowMs: Number.POSITIVE_INFINITY })
  const ask = () => shelf.facets(DEFAULT_WORKSPACE, '')
  const count = async (key: string, value: string) =>
    (await ask()).facets.find((one) => one.key === key)?.values.find((one) => one.value === value)?.count ?? 0
  await run(engineOf(() => seen(service({ weaknesses: [weakness()] }))))
  expect(await ask()).toBe(await ask())
  expect([await count('standing', 'owned'), await count('weakness', 'expired-cert')]).toEqual([3, 2])
  const changed = async (change: (work: Transaction<NoTables>) => Promise<unknown>) => {
    const before = await ask()
    await within(change)
    return (await ask()) !== before
  }
  expect(await changed((work) => sql`update finding set urgency = 'now'`.execute(work))).toBe(true)
  expect(await count('decision', 'now')).toBe(2)
  expect(await changed((work) => sql`update surface_asset set standing = 'rejected'`.execute(work))).toBe(true)
  expect(await count('standing', 'rejected')).toBe(3)
  expect(await changed((work) => sql`delete from observation where kind = 'weakness'`.execute(work))).toBe(true)
  expect(await count('weakness', 'expired-cert')).toBe(0)
  // What takes long is given as it was, and counted behind that.
  let recounted = 0
  const slow = new SurfaceFacetShelf(site.database, { slowMs: 0, recounted: () => recounted++ })
  const known = await slow.facets(DEFAULT_WORKSPACE, '')
  await within((work) => sql`update surface_asset set standing = 'owned'`.execute(work))
  expect(await slow.facets(DEFAULT_WORKSPACE, '')).toBe(known)
  await expect.poll(() => recounted, { timeout: 10_000 }).toBe(1)
  const { facets } = await slow.facets(DEFAULT_WORKSPACE, '')
  expect(facets.find(({ key }) => key === 'standing')?.values).toEqual([{ value: 'owned', count: 3 }])
})

test('what to do about a weakness is what its check says, not that nobody names a fix', async () => {
  await run(engineOf(() => seen(service({ weaknesses: [weakness()] }))))
  const { rows } = await listFixActions(new FindingLists(site.database), DEFAULT_WORKSPACE, {
    ...{ filter: '', sort: 'decision', limit: 5 },
  })
  expect(rows.map(doWords)).toEqual(['Certificate has expired: Renew it.'])
  const [action] = rows
  expect(doWords({ ...action!, remedy: null })).toBe('Certificate has expired: no version fixes it, see what was found')
})

test('a check that finds nothing any more closes its finding, and the witness is the same', async () => {
  await run(engineOf(() => seen(service({ weaknesses: [weakness()] }))))
  const { runId, done } = await run(engineOf(() => seen(service())))
  expect(done).toMatchObject({ value: { resolved: 1 } })
  expect(await changes(runId)).toEqual(['weakness vanished Certificate has expired medium'])
  expect(await open()).toEqual([])
})

test('a weakness that other names show is neither new nor gone, nor is its finding, and one that ends is', async () => {
  const shown = (...shownBy: string[]) => weakness({ shownBy, title: 'Index is open', severity: 'critical' })
  const by = (...names: string[]) => service({ names, weaknesses: [shown(...names)] })
  await run(engineOf(() => seen(service({ names: [], weaknesses: [shown(ADDRESS)] }))))
  const before = await clocks()
  const renamed = await run(engineOf(() => seen(by('www.example.com'))))
  expect(await changes(renamed.runId)).toEqual([])
  expect(renamed.done).toMatchObject({ value: { opened: 0, resolved: 0 } })
  expect(await clocks()).toEqual(before)
  const ended = await run(engineOf(() => seen(service({ names: ['www.example.com'] }))))
  expect(await changes(ended.runId)).toEqual(['weakness vanished Index is open critical'])
})

test('a finding of a part of a place, as earlier versions kept it, goes on as that of the place', async () => {
  await run(engineOf(() => seen(service({ weaknesses: [weakness({ aspect: 'www.example.com' })] }))))
  const [before] = await clocks()
  const again = await run(engineOf(() => seen(service({ weaknesses: [weakness()] }))))
  expect(again.done).toMatchObject({ value: { opened: 0, resolved: 0 } })
  expect(await clocks()).toMatchObject([{ since: before!.since }])
})

test('a service that is not seen is gone only when a second complete run does not see it either', async () => {
  await run(engineOf(() => seen(service())))
  const once = await run(engineOf(() => seen()))
  expect(await changes(once.runId)).toEqual([])
  const twice = await run(engineOf(() => seen()))
  expect(await changes(twice.runId)).toEqual(['port vanished 443/tcp http, nginx 1.20.0'])
  const { rows } = await within((work) => sql`select from component where present`.execute(work))
  expect(rows).toEqual([])
})

test('names of which no resolver can tell are not missed, nor what answers where they led', async () => {
  await within((work) => addSeed(work, ada(), { kind: 'domain', name: 'other.example' }))
  const other = { kind: 'domain', name: 'other.example' } as const
  const elsewhere = { kind: 'ip-address', name: '127.0.0.9' } as const
  const way = { ...step, from: other, to: elsewhere }
  const owned = { standing: 'owned' as const, confidence: 100, reason: 'ours' }
  const records = { name: other.name, type: 'A', values: [elsewhere.name] }
  await run(
    engineOf(function* () {
      yield* seen()
      yield { type: 'asset', asset: { asset: other, ...owned, path: [] } }
      yield { type: 'asset', asset: { asset: elsewhere, ...owned, path: [way] } }
      yield { type: 'records', records }
    }),
  )
  const silent = engineOf(function* () {
    yield* seen()
    yield { type: 'trouble', subject: other, by: 'dns-records', code: 'servfail', detail: 'A could not be resolved' }
  })
  const gone = async () =>
    (await listSurface(site.database, DEFAULT_WORKSPACE, { filter: 'seen:gone', sort: 'name', limit: 10 })).rows.map(
      ({ name }) => name,
    )
  for (let times = 0; times < 3; times++) await run(silent)
  expect(await gone()).toEqual([])
  for (let times = 0; times < 2; times++) await run(engineOf(() => seen()))
  expect(await gone()).toEqual([elsewhere.name, other.name])
})

test('where nothing was asked, silence says nothing', async () => {
  await run(engineOf(() => seen(service({ weaknesses: [weakness()] }))))
  for (let times = 0; times < 3; times++) await run(engineOf(() => seen(), false))
  expect(await open()).toHaveLength(1)
})

test('another version is another product, and no other service', async () => {
  await run(engineOf(() => seen(service())))
  const [nginx] = service().software
  const { runId } = await run(engineOf(() => seen(service({ software: [{ ...nginx!, version: '1.24.0' }] }))))
  expect(await changes(runId)).toEqual(['product changed 443/tcp nginx 1.20.0 nginx 1.24.0'])
})

test('what a service shows by each of its names is what it shows', async () => {
  const wordpress = { product: 'WordPress', where: 'generator', by: 'own', confidence: 90 }
  const byName = service({
    names: ['blog.example.com'],
    software: [wordpress],
    weaknesses: [weakness({ shownBy: ['blog'] })],
  })
  await run(engineOf(() => seen(service(), byName)))
  expect((await components()).map(({ name }) => name)).toEqual(['WordPress', 'nginx'])
  const again = await run(engineOf(() => seen(byName, service())))
  expect(await changes(again.runId)).toEqual([])
})

test('a check that was not made again ends nothing: the service was asked by fewer names', async () => {
  const byName = service({ names: ['blog.example.com'], weaknesses: [weakness({ shownBy: ['blog'] })] })
  await run(engineOf(() => seen(service(), byName)))
  const less = await run(engineOf(() => seen(service())))
  expect(await changes(less.runId)).toEqual([])
  expect(await open()).toHaveLength(1)
  const enough = await run(engineOf(() => seen(service(), service({ names: ['blog.example.com'] }))))
  expect(await changes(enough.runId)).toEqual(['weakness vanished Certificate has expired medium'])
})

test('a look that got no answer to some questions ends nothing at once', async () => {
  await run(engineOf(() => seen(service({ weaknesses: [weakness()] }))))
  const deaf = await run(engineOf(() => seen(service({ unanswered: 2 }))))
  expect(await changes(deaf.runId)).toEqual([])
  expect(await open()).toHaveLength(1)
  const heard = await run(engineOf(() => seen(service())))
  expect(await changes(heard.runId)).toEqual(['weakness vanished Certificate has expired medium'])
})

test('what turned out to be another’s when more names were known was never said', async () => {
  const bare = service({
    names: [],
    weaknesses: [weakness({ shownBy: [ADDRESS] }), weakness({ ruleId: 'old-tls', title: 'Old TLS' })],
  })
  const named = service({
    weaknesses: [weakness({ shownBy: ['www.example.com'] }), weakness({ ruleId: 'old-tls', title: 'Old TLS' })],
  })
  const first = await run(engineOf(() => seen(bare, named)))
  expect((await changes(first.runId)).filter((words) => words.startsWith('weakness'))).toHaveLength(2)
  expect(await open()).toHaveLength(2)
  const again = await run(engineOf(() => seen(named)))
  expect(await changes(again.runId)).toEqual([])
  expect(again.done).toMatchObject({ value: { recorded: 0, opened: 0, resolved: 0 } })
  const slow = await run(engineOf(() => seen(bare, named)))
  expect(await changes(slow.runId)).toEqual([])
})

test('a run that was stopped tells only of what is new', async () => {
  await run(engineOf(() => seen(service())))
  const stop = new AbortController()
  const [nginx] = service().software
  const stopped = await run(
    async function* () {
      yield* seen(service({ software: [{ ...nginx!, version: '1.24.0' }] }), service({ port: 8443 }))
      stop.abort()
    },
    { stop: stop.signal },
  )
  expect(stopped.done).toMatchObject({ value: { state: 'stopped' } })
  expect(await changes(stopped.runId)).toEqual(['port new 8443/tcp http, nginx 1.20.0'])
})

test('the kill switch ends a run within a second, keeps what it saw, and nothing is gone by it', async () => {
  await run(engineOf(() => seen(service())))
  let stoppedAt = Number.POSITIVE_INFINITY
  const halted = run(async function* ({ port, signal }) {
    yield* seen()
    const knocking = (async () => {
      while (!signal.aborted) await port.connect({ address: ADDRESS, port: 1 }, { timeoutMs: 500 })
    })()
    await within((work) => stopProbes(work, ada()))
    stoppedAt = Date.now()
    await once(signal, 'abort')
    await knocking
  })
  const { done, runId } = await halted
  expect(done).toMatchObject({ value: { state: 'stopped' } })
  const { rows: sent } = await within((work) =>
    sql<{ at: number }>`select extract(epoch from p.at + one.after * interval '1 ms')::float8 * 1000 as at
      from probe_log p cross join unnest(p.after_ms, p.outcomes) as one (after, outcome)
      where p.run_id = ${runId} and one.outcome < 7 order by 1 desc`.execute(work),
  )
  expect(sent.length).toBeGreaterThan(1)
  expect(sent[0]!.at - stoppedAt).toBeLessThan(1_000)
  expect(await changes(runId)).toEqual([])
  expect((await run(engineOf(() => seen()))).done).toMatchObject({ error: { code: 'stopped' } })
})

test('while a run looks no other begins, and what a run is given to look for stands in the scope', async () => {
  const second: unknown[] = []
  const first = await run(async function* () {
    yield* seen(service())
    const other = { seeds: [{ kind: 'domain' as const, name: 'mistyped.example' }] }
    second.push(
      (
        await run(
          engineOf(() => seen()),
          other,
        )
      ).done,
    )
  })
  expect(first.done).toMatchObject({ value: { state: 'complete' } })
  expect(second).toMatchObject([{ error: { code: 'already-running' } }])
  const seeds = async () => (await within((work) => readScope(work))).seeds.map(({ name }) => name)
  expect(await seeds()).toEqual(['example.com'])
  await run(
    engineOf(() => seen()),
    { seeds: [{ kind: 'domain', name: 'mistyped.example' }] },
  )
  expect((await seeds()).toSorted()).toEqual(['example.com', 'mistyped.example'])
})

test('a scope that is narrowed meanwhile holds for the next connection, and the log says so', async () => {
  const server = createServer((socket) => socket.on('error', () => {})).listen(0, ADDRESS)
  await once(server, 'listening')
  closers.push(() => server.close())
  const target = { address: ADDRESS, port: (server.address() as AddressInfo).port }
  const codes: unknown[] = []
  const { runId } = await run(async function* ({ port }) {
    const first = await port.connect(target, { timeoutMs: 500 })
    codes.push(first.ok)
    await within((work) => addRange(work, ada(), { kind: 'exclusion', range: ADDRESS, statement: '' }))
    await new Promise((resolve) => setTimeout(resolve, 700))
    const second = await port.connect(target, { timeoutMs: 500 })
    codes.push(second.ok || second.error.code, first.ok && first.value.destroyed)
    yield { type: 'progress', stage: 'ports', done: 1, total: 1 }
  })
  expect(codes).toEqual([true, 'out-of-scope', true])
  const rows = await readProbes(site.database, DEFAULT_WORKSPACE, runId)
  expect(rows.flatMap(({ outcomes }) => outcomes)).toEqual([1, 7])
  await run(engineOf(() => seen()))
  const to = async (target: string) => (await readProbes(site.database, DEFAULT_WORKSPACE, runId, { target })).length
  for (const target of [ADDRESS, `${ADDRESS}:443`, '127.0.0.0/24', '127.0.0.0-127.0.0.9', 'WWW.example.com'])
    expect([target, await to(target)]).toEqual([target, rows.length])
  for (const target of ['127.0.0.2', '10.0.0.0/8', '::1', 'other.example.com']) expect(await to(target)).toBe(0)
})

test('a run that is taken up again knows what it said, and says nothing twice', async () => {
  const runId = randomUUID()
  const died = run(
    async function* ({ port }) {
      await port.connect({ address: ADDRESS, port: 1 }, { timeoutMs: 500 })
      for (const said of seen(service())) yield said
      // Past the batch's time, so that it is kept.
      await new Promise((resolve) => setTimeout(resolve, 1_100))
      yield { type: 'looked', subject: domain, by: 'dns-records' }
      throw Object.assign(new Error('gone'), { code: 'ECONNRESET' })
    },
    { runId },
  )
  await expect(died).rejects.toThrow('gone')
  // What the log has counts, though the process died before it was noted of the run.
  await within((work) => sql`update discovery_run set sent = '{}' where id = ${runId}`.execute(work))
  const known: Discovered[] = []
  let stands: unknown
  const held = [await within((work) => isTurnHeld(work, DEFAULT_WORKSPACE))]
  const again = await run(
    async function* ({ port }, before) {
      stands = await within((work) => findRun(work, runId))
      held.push(await within((work) => isTurnHeld(work, DEFAULT_WORKSPACE)))
      known.push(...before)
      await port.connect({ address: ADDRESS, port: 2 }, { timeoutMs: 500 })
      yield { type: 'progress', stage: 'ports', done: 1, total: 1 }
    },
    { runId },
  )
  expect(known.map(({ type }) => type)).toEqual([...[...seen(service())].map(({ type }) => type), 'looked'])
  expect(again.done).toMatchObject({
    value: { state: 'complete', sent: { connections: 2 }, counts: { service: 1, hostname: 1 } },
  })
  expect(await changes(runId)).toHaveLength(5)
  const left = await within((work) => sql`select from discovery_journal`.execute(work))
  expect(left.rows).toEqual([])
  const problem = expect.stringContaining('taken up again after an interruption')
  expect(stands).toMatchObject({ state: 'running', problem })
  // Between, nobody was at it.
  expect(held).toEqual([false, true])
  const ended = await within((work) => findRun(work, runId))
  expect(ended).toMatchObject({ state: 'complete', counts: { service: 1 }, problem })
  expect(wasTakenUp(ended!.problem)).toBe(true)
})

test('from inside, nothing is said to be on the internet; changes are told from the second look on that saw something', async () => {
  // A look that saw nothing is no look to compare with.
  await run(engineOf(() => []))
  const first = await run(engineOf(() => seen(service())))
  expect(first.done).toMatchObject({ value: { changes: 0, baseline: { 'example.com': 5 } } })
  const exposures = async () => (await within((work) => sql`select from exposure_statement`.execute(work))).rows
  expect(await exposures()).toEqual([])
  await within((work) =>
    sql`insert into notifier_target (workspace_id, id, notifier, name, settings, kinds, made_by, made_at)
      values (${DEFAULT_WORKSPACE}, gen_random_uuid(), 'webhook', 'w', '{}', array['surface.changed'], 'ada', now())`.execute(
      work,
    ),
  )
  await run(engineOf(() => seen(service(), service({ port: 8443 }))))
  const { rows } = await within((work) =>
    sql`select kind, detail -> 'surface' ->> 'total' as total from notice`.execute(work),
  )
  expect(rows).toEqual([{ kind: 'surface.changed', total: '1' }])
  // What another seed brings is there for the first time with it, whatever else changes.
  const sister = { kind: 'domain', name: 'sister.example' } as const
  await within((work) => addSeed(work, ada(), sister))
  const third = await run(
    engineOf(function* () {
      yield* seen(service(), service({ port: 8443 }), service({ port: 9443 }))
      const owned = { standing: 'owned' as const, confidence: 100, reason: 'a seed' }
      const shop = { kind: 'hostname', name: 'www.sister.example' } as const
      const way = { ...step, kind: 'node', from: sister, to: shop, by: 'wordlist' } as const
      yield { type: 'asset', asset: { asset: sister, ...owned, path: [] } }
      yield { type: 'asset', asset: { asset: shop, ...owned, path: [way] } }
    }),
  )
  expect(third.done).toMatchObject({ value: { changes: 1, baseline: { 'sister.example': 2 } } })
  const listed = async (filter: string) =>
    (await listSurfaceChanges(site.database, DEFAULT_WORKSPACE, { filter, limit: 10 })).rows.map(({ words }) => words)
  expect(await listed('')).toEqual(['new port 9443/tcp (http, nginx 1.20.0)', 'new port 8443/tcp (http, nginx 1.20.0)'])
  expect(await listed('seed:sister.example')).toEqual([
    'host www.sister.example (owned): first seen with sister.example',
    'host sister.example (owned): first seen with sister.example',
  ])
  const { rows: runs } = await listChangedRuns(site.database, DEFAULT_WORKSPACE, { filter: '', limit: 10 })
  expect(runs.map(({ total, baseline, isFirst }) => ({ total, baseline, isFirst }))).toEqual([
    { total: 1, baseline: { 'sister.example': 2 }, isFirst: false },
    { total: 1, baseline: {}, isFirst: false },
    { total: 0, baseline: { 'example.com': 5 }, isFirst: true },
  ])
})

test('a look at a part begins with what is known, and only what it shows is missed', async () => {
  await run(engineOf(() => seen(service({ weaknesses: [weakness()] }), service({ port: 8443 }))))
  let begun: Parameters<DiscoveryEngine>[2] | undefined
  const part: (said: readonly Discovered[]) => DiscoveryEngine = (said) =>
    async function* (tools, known, manners) {
      begun = manners
      yield* engineOf(() => said)(tools, known, manners)
    }
  const looked = { type: 'looked', subject: address, by: 'ports' } as const
  const once = await run(part([{ type: 'service', service: service() }, looked]), { look: 'services' })
  expect(once.done).toMatchObject({ value: { state: 'complete', resolved: 1 } })
  expect(begun?.look).toMatchObject({ kind: 'services', present: expect.arrayContaining([host, domain, address]) })
  expect(begun?.look?.services.map(({ port, names }) => [port, names])).toEqual([
    [443, ['www.example.com']],
    [8443, ['www.example.com']],
  ])
  expect(await changes(once.runId)).toEqual(['weakness vanished Certificate has expired medium'])
  const names = await run(part([]), { look: 'names' })
  expect(await changes(names.runId)).toEqual([])
  const twice = await run(part([{ type: 'service', service: service() }, looked]), { look: 'services' })
  expect(await changes(twice.runId)).toEqual(['port vanished 8443/tcp http, nginx 1.20.0'])
  await run(part([]), { look: 'names' })
  expect(begun?.isFirst(address)).toBe(true)
  expect(begun?.isFirst(host)).toBe(false)
})

test('what a rule leaves for the digest makes no notice, and what it silences neither', async () => {
  await run(engineOf(() => seen(service())))
  const [nginx] = service().software
  await within((work) =>
    putNoticeRule(work, ada(), { kind: 'port', change: 'new', asset: '127.0.0.0/8', tell: 'none' }),
  )
  await within((work) => putNoticeRule(work, ada(), { kind: 'product', change: '*', asset: '*', tell: 'digest' }))
  const newer = service({ software: [{ ...nginx!, version: '1.24.0' }] })
  const { runId } = await run(engineOf(() => seen(newer, service({ port: 8443 }))))
  const told = await within((work) =>
    sql`select kind, tell from surface_change where run_id = ${runId} order by id`.execute(work),
  )
  expect(told.rows).toEqual([
    { kind: 'product', tell: 'digest' },
    { kind: 'port', tell: 'none' },
  ])
  const notices = await within((work) => sql`select from notice where kind = 'surface.changed'`.execute(work))
  expect(notices.rows).toEqual([])
})

test('an agent that does not come, falls silent or fails ends its run, and what it said stands', async () => {
  const agentId = randomUUID()
  await within((work) => addAgent(work, ada(), { id: agentId, name: 'a', tokenId: randomUUID(), outside: false }))
  async function ordered(act: (runId: string) => Promise<unknown>) {
    const runId = randomUUID()
    const context = { ...site, engine: engineOf(() => []), ownListeners: () => [], privateHosts: [] }
    const work = { workspaceId: DEFAULT_WORKSPACE, runId, agent: 'a', actor: 'ada' }
    const ended = discoverSurface(context, work, () => {}, new AbortController().signal)
    while (!(await within((transaction) => orderStand(transaction, runId)))) await new Promise(setImmediate)
    await act(runId)
    return ended
  }
  const later = (ms: number) => clock.move(new Date(Date.parse(clock.clock()) + ms).toISOString())
  expect(await ordered(async () => later(121_000))).toMatchObject({ error: { code: 'agent-absent' } })
  const take = () => within((work) => takeOrder(work, { agentId, at: clock.clock() }))
  const say = (runId: string, seq: number) =>
    within(async (work) => {
      await hearAgent(work, { agentId, runId, at: clock.clock(), sent: { connections: 7 } })
      return keepBatch(work, { workspaceId: DEFAULT_WORKSPACE, runId, seq, said: [...seen(service())] })
    })
  const silent = await ordered(async (runId) => {
    expect(await take()).toMatchObject({ runId, serial: 1, task: { look: 'deep', seeds: [domain] } })
    expect(await take()).toBeUndefined()
    expect([await say(runId, 1), await say(runId, 1)]).toEqual([true, false])
    later(91_000)
  })
  expect(silent).toMatchObject({ error: { code: 'agent-lost' } })
  expect((await components()).map(({ name }) => name)).toEqual(['nginx'])
  const whole = await ordered(async (runId) => {
    // It looks at what is known, in the names in which that was spoken of, as this host does.
    const before = [{ address: ADDRESS, port: 443, names: ['www.example.com'], speakers: { tls: null, sites: [] } }]
    expect(await take()).toMatchObject({ task: { order: { before } } })
    await say(runId, 1)
    await within((work) => endOrder(work, { runId, at: clock.clock(), outcome: 'complete' }))
  })
  expect(whole).toMatchObject({ value: { state: 'complete', counts: { service: 1 }, sent: { connections: 7 } } })
  const failed = await ordered(async (runId) => {
    await take()
    await within((work) => endOrder(work, { runId, at: clock.clock(), outcome: 'failed', problem: 'no files left' }))
    expect(await within((work) => hearAgent(work, { agentId, runId, at: clock.clock(), sent: {} }))).toBeUndefined()
  })
  expect(failed).toMatchObject({ error: { message: 'the agent a ended: no files left' } })
})

test('of several servers one gets a look whose time has come, and not again before its time', async () => {
  const half = () => 0.5
  const at = clock.clock()
  const later = (minutes: number) => new Date(Date.parse(at) + minutes * 60_000).toISOString() as Instant
  await within((work) =>
    changeWatch(work, { workspaceId: DEFAULT_WORKSPACE, at, chance: half }, { names: 60, deep: 120 }),
  )
  const claim = (minutes: number) => within((work) => claimDueLook(work, { at: later(minutes), chance: half }))
  expect(await claim(59)).toBeUndefined()
  const [one, other] = await Promise.all([claim(61), claim(61)])
  expect([one?.look, other?.look].toSorted()).toEqual(['names', undefined])
  expect([(await claim(121))?.look, await claim(150), (await claim(182))?.look]).toEqual(['deep', undefined, 'names'])
  await within((work) => changeWatch(work, { workspaceId: DEFAULT_WORKSPACE, at, chance: half }, { names: null }))
  expect(await within(readWatch)).toMatchObject([{ look: 'deep', everyMinutes: 120 }])
})

test('each agent has a schedule of its own, who waited longest looks first, and it goes with the agent', async () => {
  const at = clock.clock()
  const terms = { workspaceId: DEFAULT_WORKSPACE, at, chance: () => 0.5 }
  const later = (minutes: number) => new Date(Date.parse(at) + minutes * 60_000).toISOString() as Instant
  const agent = { id: randomUUID(), name: 'cloud-1', tokenId: randomUUID(), outside: true }
  await within((work) => addAgent(work, { workspaceId: DEFAULT_WORKSPACE, by: 'ada', at }, agent))
  await within((work) => changeWatch(work, terms, { names: 60 }))
  await within((work) => changeWatch(work, { ...terms, agentId: agent.id }, { names: 30, deep: 45 }))
  expect(await within(readWatch)).toMatchObject([
    { look: 'names', agent: null },
    { look: 'names', agent: 'cloud-1' },
    { look: 'deep', agent: 'cloud-1' },
  ])
  const claim = () => within((work) => claimDueLook(work, { at: later(61), chance: () => 0.5 }))
  expect([await claim(), await claim(), await claim()]).toEqual([
    { look: 'deep', agent: 'cloud-1' },
    { look: 'names', agent: null },
    undefined,
  ])
  await within((work) => removeAgent(work, agent.id))
  expect(await within(readWatch)).toMatchObject([{ look: 'names', agent: null }])
})

test('what a person rejects is recorded no more, and its findings end', async () => {
  await run(engineOf(() => seen(service({ weaknesses: [weakness()] }))))
  const rejected: Discovered = {
    type: 'asset',
    asset: { asset: address, standing: 'rejected', confidence: 100, reason: 'ada said so', path: [step] },
  }
  await run(
    engineOf(function* () {
      yield* seen(service({ weaknesses: [weakness()] }))
      yield rejected
    }),
  )
  expect(await open()).toEqual([])
})

test('a name of an address where nothing answered is a weakness when the next look sees nothing there either', async () => {
  const stale = weakness({ ruleId: 'stale-a-record', severity: 'low', aspect: ADDRESS, subject: host })
  const silent = engineOf(function* () {
    yield* seen()
    yield { type: 'weakness', weakness: stale }
  })
  const first = await run(silent)
  expect(await open()).toEqual([])
  expect((await changes(first.runId)).filter((words) => words.startsWith('weakness'))).toEqual([])
  // Between the two it answered.
  await run(engineOf(() => seen(service())))
  await run(silent)
  expect(await open()).toEqual([])
  const last = await run(silent)
  expect(await open()).toHaveLength(1)
  expect((await changes(last.runId)).filter((words) => words.startsWith('weakness'))).toHaveLength(1)
})

test('what was only stated says by whom, and until it is proven or attested; what rests on it says the same', async () => {
  const found = { standing: 'owned' as const, confidence: 70, path: [] }
  const elsewhere: NamedAsset = { kind: 'ip-address', name: '192.0.2.9' }
  const at = { kind: 'service', name: '192.0.2.9:443/tcp' } as const
  await run(
    engineOf(function* () {
      yield { type: 'asset', asset: { asset: domain, ...found, reason: 'Named as a seed, not proven yet' } }
      const below = 'Lies in example.com, which is named as a seed, not proven yet'
      yield { type: 'asset', asset: { asset: host, ...found, reason: below } }
      yield { type: 'step', step: { ...step, to: elsewhere } }
      yield { type: 'asset', asset: { asset: elsewhere, ...found, reason: 'Only names of ours have it' } }
      yield { type: 'asset', asset: { asset: at, ...found, reason: 'Found on 192.0.2.9' } }
      yield { type: 'records', records: { name: host.name, type: 'A', values: [elsewhere.name] } }
    }),
  )
  const told = async (filter = '') => {
    const page = await listSurface(site.database, DEFAULT_WORKSPACE, { filter, limit: 9, sort: 'name' })
    return page.rows.map(({ name, proof, statedBy }) => [name, proof, statedBy])
  }
  const all = [elsewhere.name, at.name, domain.name, host.name]
  const as = (proof: string, by: string | null = null) => all.map((name) => [name, proof, by])
  expect(await told('proof:stated')).toEqual([
    [elsewhere.name, 'stated', null],
    [at.name, 'stated', null],
    [domain.name, 'stated', 'ada'],
    [host.name, 'stated', 'ada'],
  ])
  for (const [method, proof] of [
    ['attestation', 'attested'],
    ['dns-txt', 'proven'],
  ] as const) {
    await within(async (work) => {
      const asked = await askProof(work, ada(), { name: domain.name, method, statement: 'I answer for it' })
      if (asked.ok)
        await keepProofCheck(work, ada().at, { id: asked.value.id, isProven: true, isSure: true, detail: 'found' })
      await restandSurface(work)
    })
    expect([method, await told()]).toEqual([method, as(proof)])
  }
  const { facets } = await surfaceFacets(site.database, DEFAULT_WORKSPACE, '')
  expect(facets.find(({ key }) => key === 'proof')!.values).toEqual([{ value: 'proven', count: 4 }])
})

test('findings follow a word at once: of what is rejected they end as such, and are open again when it is ours', async () => {
  const engine = engineOf(() => seen(service({ weaknesses: [weakness()] })))
  await run(engine)
  const [finding] = await open()
  const say = async (standing: 'rejected' | 'owned' | 'monitor-only') => {
    clock.move(new Date(Date.parse(clock.clock()) + 60_000).toISOString())
    await within(async (work) => {
      await ruleAsset(work, ada(), { ...address, standing, branch: true, reason: 'sold' })
      await restandSurface(work)
    })
    return recordStandings(site, DEFAULT_WORKSPACE)
  }
  expect(await say('rejected')).toEqual({ recorded: 1, opened: 0, resolved: 1 })
  expect(await open()).toEqual([])
  const { rows } = await within((work) => sql`select state, resolution from finding`.execute(work))
  expect(rows).toEqual([{ state: 'resolved', resolution: 'not-ours' }])
  expect(await say('owned')).toEqual({ recorded: 1, opened: 1, resolved: 0 })
  expect(await open()).toMatchObject([{ id: finding!.id }])
  expect(await say('monitor-only')).toEqual({ recorded: 0, opened: 0, resolved: 0 })
  // What a run records later stands, though it began before a word.
  let during = 0
  await run(async function* (tools, known, manners) {
    await say('rejected')
    during = (await open()).length
    await say('owned')
    yield* engineOf(() => seen(service()))(tools, known, manners)
  })
  expect([during, (await open()).length]).toEqual([0, 0])
})

test('what nobody looks at any more is neither gone nor closed: it was excluded, or its seed taken back', async () => {
  const seed = { kind: 'ip-address', name: '192.0.2.8' } as const
  await within((work) => addSeed(work, ada(), seed))
  const owned = { standing: 'owned' as const, confidence: 100, reason: 'Named as a seed', path: [] }
  await run(
    engineOf(function* () {
      yield* seen(service({ weaknesses: [weakness()] }))
      yield { type: 'asset', asset: { asset: seed, ...owned } }
    }),
  )
  await within(async (work) => {
    await removeSeed(work, seed)
    await addRange(work, ada(), { kind: 'exclusion', range: host.name, statement: '' })
    await noteAddresses(work, ada().at, new Map([[host.name, [ADDRESS]]]))
    await restandSurface(work)
  })
  // The address lies in a range approved by hand, whatever its names are; its finding is not proven to be mended.
  expect(await recordStandings(site, DEFAULT_WORKSPACE)).toEqual({ recorded: 0, opened: 0, resolved: 0 })
  const excluded = { standing: 'owned', reason: expect.stringContaining('it is excluded') }
  expect(await readSurfaceAsset(site.database, DEFAULT_WORKSPACE, idOfNamed(address))).toMatchObject(excluded)
  const standing = async (filter: string) => {
    const { rows } = await listSurface(site.database, DEFAULT_WORKSPACE, { filter, sort: 'name', limit: 10 })
    return rows.map(({ name }) => name)
  }
  expect(await standing('standing:excluded kind:hostname')).toEqual([host.name])
  expect(await standing('standing:rejected')).toEqual([])
  const onlyDomain = engineOf(function* () {
    yield { type: 'asset', asset: { asset: domain, ...owned } }
    yield { type: 'looked', subject: domain, by: 'dns-records' }
  })
  // A look at another name says nothing of these, nor is an address looked at no more that nobody had approved.
  await within((work) => addRange(work, ada(), { kind: 'exclusion', range: '192.0.2.0/24', statement: '' }))
  const elsewhere = await run(onlyDomain, { seeds: [{ kind: 'domain', name: 'other.example' }] })
  expect(await changes(elsewhere.runId)).toEqual([])
  const [first, second] = [await run(onlyDomain), await run(onlyDomain)]
  const unlooked = (name: string) => `host changed ${name} looked at no longer looked at: it is excluded`
  expect(await changes(first.runId)).toEqual([ADDRESS, host.name].map(unlooked))
  expect(await changes(second.runId)).toEqual([])
  expect(await open()).toHaveLength(1)
  // Others name it again: nobody looked there, so it was not seen, nor is it known by another way.
  const before = await readSurfaceAsset(site.database, DEFAULT_WORKSPACE, idOfNamed(address))
  const range = { kind: 'netblock', name: '127.0.0.0/30' } as const
  const lies = {
    kind: 'contains',
    from: range,
    to: address,
    by: 'netblock',
    how: 'lies in it',
    confidence: 99,
  } as const
  clock.move('2026-08-09T00:00:00Z')
  await run(
    engineOf(function* () {
      yield { type: 'asset', asset: { asset: address, ...owned, path: [lies] } }
    }),
  )
  const { lastSeen, path } = (await readSurfaceAsset(site.database, DEFAULT_WORKSPACE, idOfNamed(address)))!
  expect({ lastSeen, path }).toEqual({ lastSeen: before!.lastSeen, path: before!.path })
})

test('what somebody’s own word changes is told as that: nothing vanished, and nothing is new', async () => {
  const owned = { standing: 'owned' as const, confidence: 100, reason: 'a seed', path: [] }
  const sister = { kind: 'domain', name: 'sister.example' } as const
  const shop = { kind: 'hostname', name: 'www.sister.example' } as const
  const found = { ...step, kind: 'node', from: host, to: sister, by: 'links' } as const
  const below = { ...step, kind: 'node', from: sister, to: shop, by: 'wordlist' } as const
  const shown = service({ names: ['www.example.com', 'www.sister.example'] })
  const blog = { ...shown.software[0]!, product: 'wordpress', version: '6.1' }
  const both = service({ names: shown.names, software: [...shown.software, blog] })
  function* withSister(standing: 'candidate' | 'owned', isLookedAt: boolean): Generator<Discovered> {
    yield* seen(isLookedAt ? both : service())
    yield { type: 'asset', asset: { asset: sister, standing, confidence: 60, reason: 'linked', path: [found] } }
    if (!isLookedAt) return
    yield { type: 'asset', asset: { asset: shop, standing, confidence: 60, reason: 'in it', path: [found, below] } }
    yield { type: 'records', records: { name: shop.name, type: 'A', values: [ADDRESS] } }
  }
  const say = (standing: 'owned' | 'rejected') =>
    within(async (work) => {
      await ruleAsset(work, ada(), { ...sister, standing, branch: true })
      await restandSurface(work)
    })
  await run(engineOf(() => withSister('candidate', false)))
  await say('owned')
  const accepted = await run(engineOf(() => withSister('owned', true)))
  const listed = async (filter: string) =>
    (await listSurfaceChanges(site.database, DEFAULT_WORKSPACE, { filter, limit: 10 })).rows.map(({ words }) => words)
  expect(await listed('seed:sister.example')).toEqual([
    'record A (127.0.0.1): first seen with sister.example',
    'host www.sister.example (owned): first seen with sister.example',
  ])
  expect(accepted.done).toMatchObject({ value: { baseline: { 'sister.example': 2 } } })
  // What is new later is.
  const later = { ...shop, name: 'new.sister.example' } as const
  const another = engineOf(function* () {
    yield* withSister('owned', true)
    yield { type: 'asset', asset: { asset: later, ...owned, path: [found, { ...below, to: later }] } }
  })
  expect(await changes((await run(another)).runId)).toEqual(['host new new.sister.example owned'])

  await say('rejected')
  const rejected = await run(engineOf(() => seen(service())))
  const left = (name: string, what = 'sister.example') =>
    `host changed ${name} looked at no longer part of the surface: ${what} was rejected`
  expect(await changes(rejected.runId)).toEqual([
    left('new.sister.example'),
    left('sister.example', 'it'),
    left('www.sister.example'),
  ])
  expect(await changes((await run(engineOf(() => seen(service())))).runId)).toEqual([])
  const { rows } = await listSurface(site.database, DEFAULT_WORKSPACE, { filter: 'sister', sort: 'name', limit: 9 })
  expect(rows.map(({ standing, goneAt }) => [standing, goneAt !== null])).toEqual(rows.map(() => ['rejected', true]))
  expect(rows).toHaveLength(3)
  // Taken back, it is there again as it was told before; what is gone meanwhile is gone.
  await say('owned')
  const back = await run(engineOf(() => withSister('owned', true)))
  expect((await changes(back.runId)).filter((words) => !words.startsWith('product'))).toEqual([
    'host changed sister.example not looked at looked at again',
    'host changed www.sister.example not looked at looked at again',
  ])
})

test('in quiet hours nobody begins, and a run that they catch says what it did not ask', async () => {
  const quietHours = { from: '01:00', to: '05:00', days: [], timeZone: 'UTC' }
  await within((work) => changeDiscoverySettings(work, ada(), { quietHours }))
  clock.move('2026-08-02T02:00:00Z')
  expect((await run(engineOf(() => seen()))).done).toMatchObject({
    error: { code: 'quiet-hours', message: expect.stringContaining('from 01:00 to 05:00 (UTC)') },
  })
  clock.move('2026-08-02T06:00:00Z')
  const engine: DiscoveryEngine = async function* ({ port }) {
    // The port goes by the machine's clock: now it is quiet all day.
    const allDay = { ...quietHours, from: '00:00', to: '00:00' }
    await within((work) => changeDiscoverySettings(work, ada(), { quietHours: allDay }))
    const ask = async () => {
      const asked = await port.connect({ address: ADDRESS, port: 1 }, { timeoutMs: 500 })
      return asked.ok ? 'open' : asked.error.code
    }
    await expect.poll(ask, { timeout: 5_000 }).toBe('quiet-hours')
    yield* seen()
  }
  const { runId, done } = await run(engine)
  expect(done).toMatchObject({ value: { state: 'partial' } })
  expect(await within((work) => findRun(work, runId))).toMatchObject({
    ...{ state: 'partial', problem: expect.stringMatching(/quiet hours began .* were not sent/) },
  })
})

test('without a seed there is nothing to start from', async () => {
  await within((work) => sql`delete from scope_seed`.execute(work))
  expect((await run(engineOf(() => []))).done).toMatchObject({ error: { code: 'no-seeds' } })
})

test('a name of the log is the instant of its sending', async () => {
  const { runId } = await run(engineOf(() => seen()))
  const [row] = await readProbes(site.database, DEFAULT_WORKSPACE, runId)
  expect(row).toMatchObject({ address: ADDRESS, transport: 'tcp', ports: [1], afterMs: [0], outcomes: [2] })
  expect(Math.abs(Date.parse(row!.at as Instant) - Date.now())).toBeLessThan(60_000)
})

test('what resolvers and sources were asked is written down and counted, tries included', async () => {
  const search = createHttpServer((_, response) => response.end('[]')).listen(0, '127.0.0.1')
  await once(search, 'listening')
  closers.push(() => search.close())
  const base = `http://127.0.0.1:${(search.address() as AddressInfo).port}`
  await within((work) => changeDiscoverySettings(work, ada(), { certificateSearch: `${base}/?q=%s` }))
  await within((work) => addRange(work, ada(), { kind: 'exclusion', range: ADDRESS, statement: '' }))
  const { runId, done } = await run(engineWith(async () => new Map()))
  // Nobody answers there: what the seed has is unknown, and it is no host by that.
  const why = expect.stringContaining('no resolver could tell of example.com')
  expect(done).toMatchObject({ value: { state: 'partial', problem: why } })
  expect(await within((work) => findRun(work, runId))).toMatchObject({ state: 'partial', problem: why })
  const { rows } = await listSurface(site.database, DEFAULT_WORKSPACE, { filter: '', sort: 'name', limit: 10 })
  expect(rows.map(({ name }) => name)).not.toContain('example.com')
  // What was approved is looked at all the same, though no seed leads there, but for what is excluded.
  const knocked = await readProbes(site.database, DEFAULT_WORKSPACE, runId)
  expect([...new Set(knocked.map((row) => row.address))].sort()).toEqual(
    expect.arrayContaining(['127.0.0.0', '127.0.0.2', '127.0.0.3']),
  )
  expect(knocked.filter((row) => row.address === ADDRESS && row.outcomes.some((how) => how < 7))).toEqual([])
  const asked = await readQuestions(site.database, DEFAULT_WORKSPACE, runId)
  const records = asked.find(({ step, about }) => step === 'dns-records' && about === 'example.com')
  expect(records).toMatchObject({ via: 'dns', server: '127.0.0.1:9', count: expect.any(Number) })
  expect(asked.filter(({ via }) => via === 'http')).toMatchObject([
    {
      server: new URL(base).host,
      about: '/?q=%25.example.com',
      step: 'certificate-transparency',
      outcome: '200',
      count: 1,
    },
  ])
  const sum = (via: string) => asked.reduce((all, row) => all + (row.via === via ? row.count : 0), 0)
  expect(done).toMatchObject({ value: { sent: { questions: sum('dns'), requests: sum('http') } } })
  const about = async (target: string) =>
    (await readQuestions(site.database, DEFAULT_WORKSPACE, runId, { target })).length
  for (const target of ['127.0.0.1', '127.0.0.0/24', 'www.Example.com']) expect(await about(target)).toBeGreaterThan(0)
  for (const target of ['192.0.2.1', 'ample.com', 'example.org']) expect(await about(target)).toBe(0)
})

test('ports of an imported scan are looked at without a scan of our own, where they are approved', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.write('220 (vsFTPd 3.0.5)\r\n')
  })
  await once(server.listen(0, ADDRESS), 'listening')
  closers.push(() => server.close())
  const { port } = server.address() as AddressInfo
  const path = join(site.folder, 'ports.masscan.txt')
  const line = (at: string) => `open tcp ${at} 1785000000\n`
  await writeFile(path, `#masscan\n${line(`${port} ${ADDRESS}`)}${line('22 198.51.100.9')}# end\n`)
  const file = { workspaceId: DEFAULT_WORKSPACE, path, fileName: 'ports.masscan.txt', actor: 'ada' }
  expect((await importInventory(site, { ...file, exposure: 'unknown' }, () => {})).ok).toBe(true)
  const { runId, done } = await run(
    engineWith(async () => new Map()),
    { look: 'services' },
  )
  expect(done).toMatchObject({ ok: true, value: { state: 'complete' } })
  const asked = await readProbes(site.database, DEFAULT_WORKSPACE, runId)
  expect([...new Set(asked.flatMap(({ address, ports }) => ports.map((one) => `${address} ${one}`)))]).toEqual([
    `${ADDRESS} ${port}`,
  ])
  const known = (await within(knownServices)).map((one) => [one.address, one.port, one.protocol, one.told ?? false])
  expect(known).toEqual([
    [ADDRESS, port, 'ftp', false],
    ['198.51.100.9', 22, 'unknown', true],
  ])
})

test('a run whose process died ends when the next begins, and may be gone on with', async () => {
  const dead = {
    ...{ id: randomUUID(), workspaceId: DEFAULT_WORKSPACE, seeds: [], vantage: 'here', look: 'deep' as const },
    ...{ by: 'ada', at: '2026-01-01T00:00:00.000Z' as Instant },
  }
  await within((work) => beginRun(work, dead))
  await run(engineOf(() => seen()))
  const standing = async () => (await within((work) => findRun(work, dead.id)))!
  expect(await standing()).toMatchObject({ state: 'failed', problem: expect.stringContaining('its process ended') })
  await within((work) => beginRun(work, dead))
  expect(await standing()).toMatchObject({ state: 'running', endedAt: null, problem: null })
})
