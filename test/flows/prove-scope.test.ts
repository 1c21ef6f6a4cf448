import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { Instant } from '#core/kernel'
import { challengeOf } from '#exposure/surface'
import {
  addRange,
  approveName,
  askProof,
  changeDiscoverySettings,
  keepProofCheck,
  readScope,
} from '#exposure/surface/store'
import { lookUpName } from '#flows/look-up-name'
import { checkProof, recheckProofs } from '#flows/prove-scope'
import { type Database, DEFAULT_WORKSPACE } from '#platform/database'
import { withTestDatabase } from '../support/database.ts'
import { nameServer } from '../support/name-server.ts'

const at = '2026-08-01T00:00:00.000Z' as Instant
const ada = { workspaceId: DEFAULT_WORKSPACE, by: 'ada', at }
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function setUp(database: Database, method: 'dns-txt' | 'well-known') {
  const names = await nameServer()
  closers.push(names.close)
  const asked = await database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
    await changeDiscoverySettings(work, ada, { resolvers: [names.server] })
    return askProof(work, ada, { name: 'www.example.com', method })
  })
  if (!asked.ok) throw new Error(asked.error.message)
  return { names, proof: asked.value, ...challengeOf(asked.value) }
}

/** A web server that says the same of everything, as many do. */
async function webServer(text: () => string) {
  let came = 0
  const server = createServer((_request, reply) => {
    came++
    reply.end(text())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => server.close())
  return { port: (server.address() as AddressInfo).port, came: () => came }
}

test('a record proves a name, and another text does not', () =>
  withTestDatabase(async (database) => {
    const { names, proof, record, value } = await setUp(database, 'dns-txt')
    const check = () =>
      checkProof({ database, ownListeners: [], privateHosts: ['127.0.0.1'] }, DEFAULT_WORKSPACE, proof.id)
    const why = (words: string) => ({
      value: { isProven: false, isSure: true, detail: expect.stringContaining(words) },
    })
    names.absent.add(record)
    expect(await check()).toMatchObject(why(`the name ${record} does not exist`))
    names.absent.clear()
    expect(await check()).toMatchObject(why('exists, but has no TXT record'))
    names.txt.set(record, [`${value}0`, 'v=spf1 -all'])
    expect(await check()).toMatchObject(why('exists, but has other texts'))
    names.txt.set(record, ['v=spf1 -all', value])
    expect(await check()).toMatchObject({ value: { isProven: true, asked: [`${names.server} about ${record}`] } })
  }))

test('a proof that is gone ends after a week, with what was approved through it; silence ends nothing', () =>
  withTestDatabase(async (database) => {
    const { names, proof, record, value } = await setUp(database, 'dns-txt')
    names.txt.set(record, [value])
    const context = (now: string) => ({
      database,
      ownListeners: [],
      privateHosts: ['127.0.0.1'],
      clock: () => now as Instant,
    })
    const found = await checkProof(context(at), DEFAULT_WORKSPACE, proof.id)
    if (!found.ok) throw new Error(found.error.message)
    await database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
      await keepProofCheck(work, at, found.value)
      await approveName(work, ada, { name: 'www.example.com', seen: ['9.9.9.9'], addresses: ['9.9.9.9'] })
    })
    const scope = () => database.inWorkspace(DEFAULT_WORKSPACE, readScope)
    names.txt.clear()
    expect(await recheckProofs(context('2026-08-07T00:00:00.000Z'), DEFAULT_WORKSPACE)).toEqual({ lost: [] })
    const { server } = names
    await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      changeDiscoverySettings(work, ada, { resolvers: ['127.0.0.1:9'] }),
    )
    expect(await recheckProofs(context('2026-08-08T00:00:01.000Z'), DEFAULT_WORKSPACE)).toEqual({ lost: [] })
    expect(await scope()).toMatchObject({ proofs: [{ state: 'proven' }], names: [{ name: 'www.example.com' }] })
    await database.inWorkspace(DEFAULT_WORKSPACE, (work) => changeDiscoverySettings(work, ada, { resolvers: [server] }))
    const late = '2026-09-08T00:00:00.000Z'
    expect(await recheckProofs(context(late), DEFAULT_WORKSPACE)).toEqual({ lost: ['www.example.com'] })
    expect(await scope()).toMatchObject({ proofs: [{ state: 'failed' }], names: [] })
  }))

test('a resolver on a private address that nobody listed is not asked', () =>
  withTestDatabase(async (database) => {
    const { names, proof, record, value } = await setUp(database, 'dns-txt')
    names.txt.set(record, [value])
    const checked = await checkProof({ database, ownListeners: [], privateHosts: [] }, DEFAULT_WORKSPACE, proof.id)
    expect(checked).toMatchObject({ value: { isProven: false, isSure: false } })
    expect(names.asked()).toBe(0)
  }))

test('a resolver that is silent proves nothing', () =>
  withTestDatabase(async (database) => {
    const { names, proof } = await setUp(database, 'dns-txt')
    await names.close()
    closers.length = 0
    const checked = await checkProof(
      { database, ownListeners: [], privateHosts: ['127.0.0.1'] },
      DEFAULT_WORKSPACE,
      proof.id,
    )
    expect(checked).toMatchObject({ value: { isProven: false } })
  }))

test('a file proves a name, but nobody asks an inner address for it that no range approves', () =>
  withTestDatabase(async (database) => {
    const { names, proof, value } = await setUp(database, 'well-known')
    const web = await webServer(() => `${value}\n`)
    names.a.set('www.example.com', ['127.0.0.1'])
    const webPorts = { http: web.port, https: 1 }
    const check = (ownListeners: { port: number }[] = []) =>
      checkProof({ database, ownListeners, webPorts, privateHosts: ['127.0.0.1'] }, DEFAULT_WORKSPACE, proof.id)
    expect(await check()).toMatchObject({ value: { isProven: false } })
    expect(web.came()).toBe(0)
    await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      addRange(work, ada, { kind: 'approval', range: '127.0.0.1', statement: 'test' }),
    )
    expect(await check([{ port: web.port }])).toMatchObject({ value: { isProven: false } })
    expect(web.came()).toBe(0)
    expect(await check()).toMatchObject({ value: { isProven: true } })
    expect(
      await lookUpName({ database, privateHosts: ['127.0.0.1'] }, DEFAULT_WORKSPACE, 'www.example.com'),
    ).toMatchObject({ value: { addresses: ['127.0.0.1'], aliases: [], thirdParty: null } })
  }))

test('a name that is an alias of a third party’s says whose servers would be probed, and which addresses would not', () =>
  withTestDatabase(async (database) => {
    const { names } = await setUp(database, 'dns-txt')
    const look = (name: string) => lookUpName({ database, privateHosts: ['127.0.0.1'] }, DEFAULT_WORKSPACE, name)
    await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      askProof(work, ada, { name: 'example.com', method: 'attestation', statement: 'ours' }),
    )
    names.cname.set('shop.example.com', 'edge.example.com').set('edge.example.com', 'e7.cdn.example')
    names.a.set('shop.example.com', ['9.9.9.9', '10.0.0.9'])
    expect(await look('shop.example.com')).toMatchObject({
      value: {
        aliases: ['edge.example.com', 'e7.cdn.example'],
        thirdParty: 'e7.cdn.example',
        untouched: [{ address: '10.0.0.9', why: expect.stringContaining('private') }],
      },
    })
    names.cname.set('edge.example.com', 'shop.example.com')
    expect(await look('shop.example.com')).toMatchObject({ value: { aliases: ['edge.example.com'], thirdParty: null } })
  }))

test('an endless file is read so far and no further', () =>
  withTestDatabase(async (database) => {
    const { names, proof } = await setUp(database, 'well-known')
    const server = createServer((_request, reply) => {
      const more = () => void (reply.write('x'.repeat(65_536)) ? setImmediate(more) : reply.once('drain', more))
      reply.on('error', () => {})
      more()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    closers.push(
      () => server.closeAllConnections(),
      () => server.close(),
    )
    names.a.set('www.example.com', ['127.0.0.1'])
    await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      addRange(work, ada, { kind: 'approval', range: '127.0.0.1', statement: 'test' }),
    )
    const webPorts = { http: (server.address() as AddressInfo).port, https: 1 }
    const checked = await checkProof(
      { database, ownListeners: [], privateHosts: ['127.0.0.1'], webPorts },
      DEFAULT_WORKSPACE,
      proof.id,
    )
    expect(checked).toMatchObject({ value: { isProven: false } })
  }))
