import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { connectTo, openChannel } from '../loopback.kit.ts'
import { type Asked, type DnsServer, dnsServer, encodeReply, type Reply, zoneAnswers } from './dns-server.kit.ts'
import { many } from './many.ts'
import { type DnsName, parseDnsName } from './name.ts'
import { Resolver } from './resolver.ts'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function serverOf(answer: Parameters<typeof dnsServer>[0]): Promise<DnsServer> {
  const server = await dnsServer(answer)
  open.unshift(server)
  return server
}

function resolverOf(servers: DnsServer[], options: Partial<ConstructorParameters<typeof Resolver>[0]> = {}): Resolver {
  const resolver = new Resolver({
    servers: servers.map(({ target }) => target),
    open: openChannel,
    connect: (server) => connectTo(server, 500),
    now: Date.now,
    timeoutMs: 150,
    ...options,
  })
  open.unshift(resolver)
  return resolver
}

async function resolving(answer: Parameters<typeof dnsServer>[0]): Promise<{ resolver: Resolver; server: DnsServer }> {
  const server = await serverOf(answer)
  return { resolver: resolverOf([server]), server }
}

const name = (text: string) => parseDnsName(text)!
const address = (asked: Asked, value = '192.0.2.1'): Reply => ({
  answers: [{ name: asked.name, type: 'A', ttl: 60, data: value }],
})

describe('the resolver', () => {
  it('follows aliases beyond what one answer holds, and tells where they end', async () => {
    const { resolver } = await resolving(({ name: asked }) =>
      asked === 'c.example'
        ? { answers: [{ name: asked, type: 'A', ttl: 1, data: '192.0.2.3' }] }
        : {
            answers: [{ name: asked, type: 'CNAME', ttl: 1, data: asked === 'a.example' ? 'b.example' : 'c.example' }],
          },
    )
    const answer = await resolver.ask(name('a.example'), 'A')
    expect(answer).toMatchObject({
      status: 'found',
      aliases: ['b.example', 'c.example'],
      records: [{ value: '192.0.2.3' }],
    })
  })

  it('gives a dangling alias as no name with its chain', async () => {
    const { resolver } = await resolving(zoneAnswers({ example: 'a CNAME gone.example.' }))
    expect(await resolver.ask(name('a.example'), 'A')).toMatchObject({ status: 'no-name', aliases: ['gone.example'] })
  })

  it('ends chains that go in a ring or on for ever', async () => {
    let made = 0
    const endless = await resolving(({ name: asked }) => ({
      answers: [{ name: asked, type: 'CNAME', ttl: 1, data: `n${made++}.example` }],
    }))
    expect(await endless.resolver.ask(name('a.example'), 'A')).toMatchObject({ status: 'failed', code: 'chain' })
    expect(endless.server.asked.length).toBeLessThan(40)
    const ring = await resolving(zoneAnswers({ example: 'a CNAME b.example.\nb CNAME a.example.' }))
    expect((await ring.resolver.ask(name('a.example'), 'A')).records).toEqual([])
  })

  it('asks again over TCP where the answer was cut off', async () => {
    const { resolver, server } = await resolving((asked) =>
      asked.transport === 'udp'
        ? { truncated: true }
        : {
            answers: Array.from({ length: 300 }, (_, at) => ({
              name: asked.name,
              type: 'TXT' as const,
              data: `text ${at}`,
            })),
          },
    )
    expect((await resolver.ask(name('big.example'), 'TXT')).records).toHaveLength(300)
    expect(server.asked.map(({ transport }) => transport)).toEqual(['udp', 'tcp'])
  })

  it('asks without EDNS where a server does not know it (RFC 6891 section 7)', async () => {
    const { resolver } = await resolving((asked) => (asked.edns ? { rcode: 1 } : address(asked)))
    expect(await resolver.ask(name('old.example'), 'A')).toMatchObject({ status: 'found' })
  })

  it('asks again when an answer is lost, and the next server when one is broken', async () => {
    let lost = 0
    const lossy = await resolving((asked) => (lost++ === 0 ? undefined : address(asked)))
    expect(await lossy.resolver.ask(name('a.example'), 'A')).toMatchObject({ status: 'found' })
    const resolver = resolverOf([await serverOf(() => ({ rcode: 2 })), await serverOf((asked) => address(asked))])
    expect(await resolver.ask(name('a.example'), 'A')).toMatchObject({ status: 'found' })
  })

  it('says who failed and how, and does not ask again at once (RFC 9520)', async () => {
    const { resolver, server } = await resolving(() => ({ rcode: 2 }))
    for (let times = 0; times < 3; times++)
      expect(await resolver.ask(name('a.example'), 'A')).toMatchObject({ status: 'failed', code: 'servfail' })
    expect(server.asked).toHaveLength(3)
    const silent = await resolving(() => undefined)
    expect(await silent.resolver.ask(name('a.example'), 'A')).toMatchObject({ status: 'failed', code: 'timeout' })
    expect(await resolverOf([]).ask(name('a.example'), 'A')).toMatchObject({ status: 'failed', code: 'unreachable' })
  })

  it('takes no answer with another id or question, however many come', async () => {
    const { resolver } = await resolving((asked) => {
      const { bytes, transport: _, edns: __, ...question } = asked
      const id = bytes.readUInt16BE(0)
      const forged = { answers: [{ name: asked.name, type: 'A' as const, data: '198.51.100.66' }] }
      return [
        encodeReply(id ^ 1, question, forged),
        encodeReply(id, { ...question, name: 'other.example' }, forged),
        randomBytes(40),
        Buffer.alloc(3),
        encodeReply(id, question, address(asked)),
      ]
    })
    expect((await resolver.ask(name('a.example'), 'A')).records.map(({ value }) => value)).toEqual(['192.0.2.1'])
  })

  it('reads no datagram that is far larger than it said it takes', async () => {
    const answers = Array.from({ length: 400 }, (_, at) => ({
      name: 'a.example',
      type: 'A' as const,
      data: `192.0.2.${at & 255}`,
    }))
    const { resolver } = await resolving(() => ({ answers }))
    expect(await resolver.ask(name('a.example'), 'A')).toMatchObject({ status: 'failed', code: 'malformed' })
  })

  it('remembers what is there and what is not, as long as it lives, and no more than so many', async () => {
    let now = 0
    const server = await serverOf(zoneAnswers({ example: 'a A 192.0.2.1' }))
    const resolver = resolverOf([server], { now: () => now, remembered: 2 })
    const ask = (text: string) => resolver.ask(name(text), 'A')
    await Promise.all([ask('a.example'), ask('a.example')])
    await ask('gone.example')
    await ask('gone.example')
    expect(server.asked).toHaveLength(2)
    await ask('b.example')
    await ask('a.example')
    expect(server.asked).toHaveLength(4)
    now = 3_600_000
    await ask('a.example')
    expect(server.asked).toHaveLength(5)
  })

  it('asks no more a second than it may', async () => {
    const server = await serverOf((asked) => address(asked))
    const resolver = resolverOf([server], { perSecond: 100 })
    const began = performance.now()
    await Promise.all(Array.from({ length: 31 }, (_, at) => resolver.ask(name(`n${at}.example`), 'A')))
    expect(performance.now() - began).toBeGreaterThan(280)
  })

  it('stops when it is told, also what waits for its turn', async () => {
    const halt = new AbortController()
    const resolver = resolverOf([await serverOf(() => undefined)], { signal: halt.signal, timeoutMs: 60_000 })
    const asked = Promise.all(Array.from({ length: 500 }, (_, at) => resolver.ask(name(`n${at}.example`), 'A')))
    setTimeout(() => halt.abort(), 50)
    expect(new Set((await asked).map(({ code }) => code))).toEqual(new Set(['stopped']))
  })

  it('resolves thousands of names from a server that loses some, none lost', async () => {
    const lost = new Set<string>()
    const server = await serverOf((one) => {
      const isLost = /0\.example$/.test(one.name) && !lost.has(one.name)
      if (isLost) lost.add(one.name)
      return isLost ? undefined : address(one)
    })
    const resolver = resolverOf([server], { timeoutMs: 500 })
    let found = 0
    const names = Array.from({ length: 3000 }, (_, at) => `n${at}.example` as DnsName)
    for await (const { status } of many(names, 500, (one) => resolver.ask(one, 'A', { remember: false })))
      if (status === 'found') found++
    expect(found).toBe(3000)
  }, 60_000)
})
