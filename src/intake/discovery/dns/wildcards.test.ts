import { afterEach, describe, expect, it } from 'vitest'
import { connectTo, openChannel } from '../loopback.kit.ts'
import { type DnsServer, dnsServer, type Reply, zoneAnswers } from './dns-server.kit.ts'
import { parseDnsName } from './name.ts'
import { Resolver } from './resolver.ts'
import { Wildcards } from './wildcards.ts'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

type Answer = (asked: Parameters<Parameters<typeof dnsServer>[0]>[0]) => Reply

async function lookingAt(answer: Answer, lies = false) {
  const server: DnsServer = await dnsServer((asked) =>
    asked.name.endsWith('.invalid') && !lies ? { rcode: 3 } : answer(asked),
  )
  const resolver = new Resolver({
    servers: [server.target],
    open: openChannel,
    connect: (target) => connectTo(target, 500),
    now: Date.now,
    timeoutMs: 100,
  })
  open.push(resolver, server)
  const wildcards = new Wildcards(resolver)
  const exists = async (text: string) => {
    const name = parseDnsName(text)!
    return !(await wildcards.explains(name, await resolver.ask(name, 'A')))
  }
  return { server, wildcards, exists }
}

const zone = {
  'shop.example': `@ A 192.0.2.1
    real A 192.0.2.1
    * A 192.0.2.50
    same A 192.0.2.50
    differs A 192.0.2.51
    alias CNAME other.example.
    deep.real A 192.0.2.2`,
  example: 'other A 192.0.2.9',
}

describe('a wildcard', () => {
  it('is found where it is, and explains what it answers and nothing else', async () => {
    const { wildcards, exists } = await lookingAt(zoneAnswers(zone))
    expect(await wildcards.below(parseDnsName('shop.example')!)).toMatchObject({ values: new Set(['192.0.2.50']) })
    expect(await exists('ghost.shop.example')).toBe(false)
    expect(await exists('ghost.ghost.shop.example')).toBe(false)
    expect(await exists('differs.shop.example')).toBe(true)
    expect(await exists('real.shop.example')).toBe(true)
    expect(await exists('alias.shop.example')).toBe(true)
    // Below a name that exists the wildcard does not answer (RFC 4592 section 2.2.1).
    expect(await wildcards.below(parseDnsName('real.shop.example')!)).toBeUndefined()
    expect(await exists('ghost.real.shop.example')).toBe(false)
    expect(await exists('deep.real.shop.example')).toBe(true)
  })

  it('of an alias is known by where it leads', async () => {
    const { exists } = await lookingAt(
      zoneAnswers({ example: '* CNAME park.other.\nmine CNAME me.other.', other: 'park A 192.0.2.1\nme A 192.0.2.1' }),
    )
    expect(await exists('ghost.example')).toBe(false)
    expect(await exists('mine.example')).toBe(true)
  })

  it('that leads to a name that is gone makes no ghosts', async () => {
    const { exists } = await lookingAt(zoneAnswers({ example: '* CNAME gone.other.' }))
    expect(await exists('ghost.example')).toBe(false)
  })

  it('of a whole branch that moved (DNAME) does not hide what is there', async () => {
    const moved: Answer = (asked) => {
      const { name, type } = asked
      if (!name.endsWith('.old.example')) return zoneAnswers({ 'new.example': 'www A 192.0.2.1' })(asked)
      const data = name.replace('.old.', '.new.')
      const alias = { name, type: 'CNAME' as const, ttl: 1, data }
      return data === 'www.new.example'
        ? { answers: [alias, { name: data, type: 'A', ttl: 1, data: '192.0.2.1' }] }
        : { rcode: type === 'A' ? 3 : 0, answers: [alias] }
    }
    const { exists } = await lookingAt(moved)
    expect(await exists('ghost.old.example')).toBe(false)
    expect(await exists('www.old.example')).toBe(true)
  })

  it('whose answers take turns is sampled until nothing new comes', async () => {
    let turn = 0
    const balanced: Answer = ({ name }) => {
      if (name === 'mine.example') return { answers: [{ name, type: 'A', ttl: 1, data: '198.51.100.7' }] }
      return { answers: [{ name, type: 'A', ttl: 1, data: `192.0.2.${turn++ % 12}` }] }
    }
    const { exists } = await lookingAt(balanced)
    for (let times = 0; times < 12; times++) expect(await exists(`ghost${times}.example`)).toBe(false)
    expect(await exists('mine.example')).toBe(true)
  })

  it('whose answers never end explains what lies near them', async () => {
    let turn = 0
    const { exists } = await lookingAt(({ name }) => {
      const data = name === 'mine.example' ? '198.51.100.7' : `192.0.2.${turn++ % 250}`
      return { answers: [{ name, type: 'A', ttl: 1, data }] }
    })
    expect(await exists('ghost.example')).toBe(false)
    expect(await exists('mine.example')).toBe(true)
  })

  it('is not a resolver that lies of names that do not exist', async () => {
    const lying: Answer = (asked) => {
      const said = zoneAnswers({ 'shop.example': 'www A 192.0.2.1' })(asked)
      return said.rcode === 3 ? { answers: [{ name: asked.name, type: 'A', ttl: 1, data: '203.0.113.80' }] } : said
    }
    const { wildcards, exists } = await lookingAt(lying, true)
    expect(await wildcards.below(parseDnsName('shop.example')!)).toBeUndefined()
    expect(await exists('ghost.shop.example')).toBe(false)
    expect(await exists('www.shop.example')).toBe(true)
  })

  it('explains everything where nobody can say what a missing name gets', async () => {
    const { exists } = await lookingAt(({ name }) =>
      name === 'www.example' ? { answers: [{ name, type: 'A', ttl: 1, data: '192.0.2.1' }] } : { rcode: 2 },
    )
    expect(await exists('www.example')).toBe(false)
  })
})
