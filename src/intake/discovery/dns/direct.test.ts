import type { Answer } from 'dns-packet'
import { afterEach, describe, expect, it } from 'vitest'
import { loopbackPort } from '../loopback.kit.ts'
import { askServer, transferZone } from './direct.ts'
import { type Asked, type DnsServer, dnsServer, encodeReply } from './dns-server.kit.ts'
import { parseDnsName } from './name.ts'

const servers: DnsServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

const zone = parseDnsName('shop.example')!
const soa: Answer = {
  name: zone,
  type: 'SOA',
  ttl: 60,
  data: { mname: 'ns.shop.example', rname: 'h.shop.example', serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 },
}
const host = (at: number): Answer => ({ name: `h${at}.shop.example`, type: 'A', ttl: 60, data: '192.0.2.1' })
const { signal } = new AbortController()

async function transferred(messages: (asked: Asked) => Answer[][], bounds = {}) {
  const server = await dnsServer((asked) => {
    const { bytes, transport: _, edns: __, ...question } = asked
    return messages(asked).map((answers) => encodeReply(bytes.readUInt16BE(0), question, { answers }))
  })
  servers.push(server)
  const all = { timeoutMs: 300, mostBytes: 1_000_000, mostRecords: 10_000, ...bounds }
  return transferZone(loopbackPort(), server.target, zone, all, signal)
}

describe('a zone transfer (RFC 5936)', () => {
  it('is whole from SOA to SOA, over as many messages as it takes', async () => {
    const transfer = await transferred(() => [
      [soa, host(1)],
      [host(2), host(3)],
      [host(4), soa],
    ])
    expect(transfer).toMatchObject({ given: true, whole: true })
    expect(transfer.given && transfer.records).toHaveLength(6)
  })

  it('that is refused, or is none, is said so', async () => {
    const server = await dnsServer(() => ({ rcode: 5 }))
    servers.push(server)
    const bounds = { timeoutMs: 300, mostBytes: 1000, mostRecords: 10 }
    expect(await transferZone(loopbackPort(), server.target, zone, bounds, signal)).toEqual({
      given: false,
      why: 'refused',
    })
    expect(await transferred(() => [[host(1)]])).toEqual({ given: false, why: 'malformed' })
    const closed = loopbackPort(() => false)
    expect(await transferZone(closed, server.target, zone, bounds, signal)).toMatchObject({ given: false })
  })

  it('that stalls, grows too long or too large ends, with what came', async () => {
    expect(await transferred(() => [[soa, host(1)]])).toMatchObject({ given: true, whole: false })
    const many = Array.from({ length: 50 }, (_, at) => [soa, host(at)].slice(at === 0 ? 0 : 1))
    expect(await transferred(() => many, { mostRecords: 20 })).toMatchObject({ given: true, whole: false })
    const cut = await transferred(() => many, { mostBytes: 400 })
    expect(cut.given ? cut.records.length : 0).toBeLessThan(20)
  })
})

describe('one server asked alone', () => {
  it('says what it serves and whom it names for what is below', async () => {
    const server = await dnsServer(({ name, type }) => ({
      authoritative: type === 'SOA',
      answers: type === 'SOA' ? [soa] : [],
      authorities: [{ name, type: 'NS', ttl: 1, data: 'ns.below.example' }],
    }))
    servers.push(server)
    expect(await askServer(loopbackPort(), server.target, zone, 'SOA', signal)).toMatchObject({
      authoritative: true,
      rcode: 0,
    })
    const referral = await askServer(loopbackPort(), server.target, zone, 'NS', signal)
    expect(referral?.authorities).toMatchObject([{ target: 'ns.below.example' }])
    expect(server.asked.every(({ bytes }) => (bytes[2]! & 1) === 0)).toBe(true)
  })

  it('that is not approved is not asked', async () => {
    const port = loopbackPort(() => false)
    expect(await askServer(port, { address: '127.0.0.1', port: 9 }, zone, 'SOA', signal)).toBeUndefined()
  })
})
