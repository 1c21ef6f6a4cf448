import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcp } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import type { Discovered } from '#core/vocabulary'
import type { DiscoveryEngine } from '#flows/discover'
import { newOrderKey, type SignedOrder, signOrder } from '#platform/work-orders'
import { runAgent } from './index.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const key = newOrderKey()
const terms = {
  rules: { ranges: ['127.0.0.0/8'], addresses: [], exclusions: [] },
  rulings: { rulings: [], proofs: [], ranges: [] },
  ...{ perHost: 1_000, perNetwork: 1_000, isStopped: false },
}
const set = gzipSync('[]')
const task = { seeds: [], look: 'deep', order: { changed: [] }, sources: { resolvers: ['127.0.0.1:9'] } }

interface Body {
  nonce: string
  seq?: number
  said?: Discovered[]
  probes?: { address: string; ports: number[] }[]
  end?: { outcome: string }
}
type Asked = { path: string; body: Body; token: string | undefined }

/** A server that gives out one order; `answer` may do otherwise: a status, or nothing at all. */
async function serverWith(
  answer: (asked: Asked, count: number) => object | number | 'silence' | undefined = () => undefined,
) {
  const heard: Asked[] = []
  let given = 0
  const server = createServer((request, response) => void reply(request, response))
  async function reply(request: IncomingMessage, response: ServerResponse) {
    let text = ''
    for await (const part of request) text += part
    const asked = { path: request.url!, body: JSON.parse(text) as Body, token: request.headers.authorization }
    heard.push(asked)
    const said = answer(asked, heard.length) ?? usual(asked)
    if (said === 'silence') return request.socket.destroy()
    response.writeHead(typeof said === 'number' ? said : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(typeof said === 'number' ? { code: 'not-logged-in', detail: 'revoked' } : said))
  }
  function usual({ path, body }: Asked): object {
    if (path.endsWith('/fingerprints')) return { content: set.toString('base64') }
    if (!path.endsWith('/said')) return { agent: 'a', order: given++ === 0 ? signed(body.nonce, { serial: 1 }) : null }
    return { terms: body.end ? null : signed(body.nonce, { serial: 1 + body.seq! }) }
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(
    () => server.close(),
    () => server.closeAllConnections(),
  )
  return { heard, origin: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`) }
}

function signed(
  nonce: string,
  { lifeMs = 60_000, stopped = false, privateKey = key.privateKey, task: what = task, ...over } = {} as Over,
): SignedOrder {
  const issuedAt = new Date().toISOString()
  const expiresAt = new Date(Date.now() + lifeMs).toISOString()
  const head = { agent: 'a', run: 'r', serial: 1, nonce, issuedAt, expiresAt, ...over }
  return signOrder({ ...head, ...{ terms: { ...terms, isStopped: stopped }, task: what } }, privateKey)
}
interface Over {
  serial?: number
  lifeMs?: number
  stopped?: boolean
  privateKey?: string
  nonce?: string
  task?: object
}

/** Runs an agent until it ends, or until `until` holds. */
async function run(
  origin: URL,
  engineOf: (sets: ReadonlyMap<string, Buffer>) => DiscoveryEngine,
  until: (words: string[]) => boolean,
) {
  const stop = new AbortController()
  const words: string[] = []
  const parts = {
    origin,
    token: `lunette_${'x'.repeat(30)}`,
    key: key.publicKey,
    resolvers: [],
    privateHosts: ['127.0.0.1'],
  }
  const ended = runAgent({ ...parts, engine: engineOf, say: (text) => words.push(text), stop: stop.signal })
  let isOver = false
  void ended.finally(() => {
    isOver = true
  })
  for (let waited = 0; !isOver && !until(words) && waited < 15_000; waited += 20) await pause(20)
  stop.abort()
  return { ended: await ended, words }
}

const always = (engine: DiscoveryEngine) => () => engine
const looked: Discovered = { type: 'looked', subject: { kind: 'ip-address', name: '127.0.0.1' }, by: 'ports' }

async function listening() {
  let came = 0
  const server = createTcp((socket) => {
    came++
    socket.on('error', () => {}).end()
  }).listen(0, '127.0.0.9')
  await once(server, 'listening')
  closers.push(() => server.close())
  return { port: (server.address() as AddressInfo).port, came: () => came }
}

test('an order is followed: what was seen and sent is said, in order, and how it ended', async () => {
  const { heard, origin } = await serverWith()
  const target = await listening()
  const engine: DiscoveryEngine = async function* ({ port, scope }) {
    expect([scope.approves('127.0.0.9'), scope.approves('192.0.2.1')]).toEqual([true, false])
    const asked = await port.connect({ address: '127.0.0.9', port: target.port }, { timeoutMs: 1_000 })
    const outside = await port.connect({ address: '192.0.2.1', port: 80 }, { timeoutMs: 1_000 })
    const itself = await port.connect({ address: origin.hostname, port: Number(origin.port) }, { timeoutMs: 1_000 })
    expect([asked.ok, !outside.ok && outside.error.code, !itself.ok && itself.error.code]).toEqual([
      ...[true, 'out-of-scope', 'own-listener'],
    ])
    yield looked
  }
  const { ended, words } = await run(
    origin,
    () => engine,
    (said) => said.includes('done'),
  )
  expect(ended.ok).toBe(true)
  expect(words.at(-1)).toBe('done')
  const said = heard.filter(({ path }) => path.endsWith('/said')).map(({ body }) => body)
  expect(said.map(({ seq }) => seq)).toEqual(said.map((_, index) => index + 1))
  expect(said.flatMap((one) => one.said)).toEqual([looked])
  expect(said.flatMap(({ probes = [] }) => probes).find(({ address }) => address === '127.0.0.9')?.ports).toContain(
    target.port,
  )
  expect(said.at(-1)?.end).toEqual({ outcome: 'complete' })
  expect(heard.every(({ token }) => token?.startsWith('Bearer lunette_'))).toBe(true)
})

test.each<[string, Over, string]>([
  ['that somebody else signed', { privateKey: newOrderKey().privateKey }, 'was not signed by the server'],
  ['that has expired', { lifeMs: -1 }, 'the order held from'],
  ['that answers an earlier question', { nonce: 'an earlier question' }, 'taken before'],
])('an order %s is not followed', async (_what, over, words) => {
  let begun = 0
  const engine: DiscoveryEngine = async function* () {
    begun++
    yield looked
  }
  const { origin } = await serverWith(({ path, body }) =>
    path.endsWith('/said') ? undefined : { agent: 'a', order: signed(over.nonce ?? body.nonce, { ...over }) },
  )
  const { words: said } = await run(
    origin,
    () => engine,
    (all) => all.length > 0,
  )
  expect(said[0]).toContain(words)
  expect(begun).toBe(0)
})

/** Connects again and again. */
function restless(target: { port: number }): DiscoveryEngine {
  return async function* ({ port, signal }) {
    while (!signal.aborted) {
      await port.connect({ address: '127.0.0.9', port: target.port }, { timeoutMs: 500 })
      yield looked
      await pause(50)
    }
  }
}

test('a server that is lost: nothing is sent any more once the terms have ended, and the agent waits for it', async () => {
  const target = await listening()
  const { origin } = await serverWith(({ path, body }) =>
    path.endsWith('/said') ? 'silence' : { agent: 'a', order: signed(body.nonce, { lifeMs: 1_500 }) },
  )
  const at = performance.now()
  const { ended, words } = await run(origin, always(restless(target)), (said) =>
    said.some((text) => /was lost/.test(text)),
  )
  expect(ended.ok).toBe(true)
  expect(words.some((text) => /ended with its terms/.test(text))).toBe(true)
  expect(performance.now() - at).toBeLessThan(8_000)
  const before = target.came()
  expect(before).toBeGreaterThan(2)
  await pause(200)
  expect(target.came()).toBe(before)
})

test('a batch that was not answered is said again, and is the same', async () => {
  const { heard, origin } = await serverWith((_asked, count) => (count === 2 ? 'silence' : undefined))
  const engine: DiscoveryEngine = async function* () {
    yield looked
  }
  await run(
    origin,
    () => engine,
    (said) => said.includes('done'),
  )
  const [first, again] = heard
    .filter(({ path }) => path.endsWith('/said'))
    .map(({ body: { nonce: _nonce, ...body } }) => body)
  expect(again).toEqual(first)
})

test('a token that was revoked ends the agent, and what it was at, at once', async () => {
  const target = await listening()
  const { origin } = await serverWith(({ path, body }) => (path.endsWith('/said') && body.seq! > 1 ? 401 : undefined))
  const { ended } = await run(origin, always(restless(target)), () => false)
  expect(ended).toMatchObject({ ok: false, error: { code: 'token-refused' } })
  const before = target.came()
  await pause(200)
  expect(target.came()).toBe(before)
})

test('the kill switch reaches it with the next answer, and an order that is over is left', async () => {
  const target = await listening()
  const stopping = await serverWith(({ path, body }) =>
    path.endsWith('/said') && body.seq! > 1 ? { terms: signed(body.nonce, { serial: 9, stopped: true }) } : undefined,
  )
  await run(stopping.origin, always(restless(target)), (said) => said.includes('stopped'))
  const before = target.came()
  await pause(200)
  expect(before).toBeGreaterThan(0)
  expect(target.came()).toBe(before)
  const over = await serverWith(({ path, body }) =>
    path.endsWith('/said') && body.seq! > 1 ? { terms: null } : undefined,
  )
  const { words } = await run(over.origin, always(restless(target)), (said) =>
    said.some((text) => /is over/.test(text)),
  )
  expect(words.at(-1)).toContain('the order is over')
})

test.each([
  ['that was signed for', createHash('sha256').update(set).digest('hex'), ['recog']],
  ['but no other than was signed for', 'ab'.repeat(32), []],
])('fingerprints are asked for where an order names them, %s', async (_words, sha256, held) => {
  const named = { ...task, fingerprints: [{ set: 'recog', sha256 }] }
  const { heard, origin } = await serverWith(({ path, body }, count) =>
    path.endsWith('/orders') && count === 1
      ? { agent: 'a', order: signed(body.nonce, { serial: 1, task: named }) }
      : undefined,
  )
  let sets: string[] = ['none was asked']
  const engine: DiscoveryEngine = async function* () {
    yield looked
  }
  const look = (given: ReadonlyMap<string, Buffer>) => {
    sets = [...given.keys()]
    return engine
  }
  const { words } = await run(origin, look, (said) => said.includes('done'))
  expect(sets).toEqual(held)
  expect(words.some((word) => word.startsWith('looking without the fingerprints of recog'))).toBe(held.length === 0)
  expect(heard.filter(({ path }) => path.endsWith('/fingerprints'))).toHaveLength(1)
})
