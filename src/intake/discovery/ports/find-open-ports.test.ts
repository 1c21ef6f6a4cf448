import { describe, expect, it } from 'vitest'
import { err, type ProbePort, problem } from '#core/kernel'
import { loopbackPort } from '../conversation/loopback-port.kit.ts'
import { serve } from '../conversation/server.kit.ts'
import { findOpenPorts, Pace, type PortScanOptions, type PortScanSummary, parsePortList, portsOf } from './index.ts'

async function scan(address: string, port: ProbePort, options: PortScanOptions) {
  let summary: PortScanSummary | undefined
  const open: number[] = []
  const onSummary = (said: PortScanSummary): void => {
    summary = said
  }
  const { signal } = new AbortController()
  for await (const target of findOpenPorts(address, { port, signal }, { ...options, onSummary })) open.push(target.port)
  return { open: open.sort((a, b) => a - b), summary: summary! }
}

/** A port on which this machine has no room for the first tries of each connection. */
function crowded(failures: number): ProbePort {
  const real = loopbackPort()
  const tried = new Map<number, number>()
  return {
    ...real,
    connect(target, terms) {
      const before = tried.get(target.port) ?? 0
      tried.set(target.port, before + 1)
      if (before < failures) return Promise.resolve(err(problem('local-limit', 'no port left')))
      return real.connect(target, terms)
    },
  }
}

describe('a port scan', () => {
  it('tells open from closed', async () => {
    const { address, port } = await serve(() => {})
    const { open, summary } = await scan(address, loopbackPort(), { ports: [port, 1, 2, 3] })
    expect(open).toEqual([port])
    expect(summary).toMatchObject({ asked: 4, open: 1, closed: 3, unasked: 0 })
  })

  it('tries again what this machine could not do, and finds it open', async () => {
    const { address, port } = await serve(() => {})
    expect((await scan(address, crowded(3), { ports: [port] })).open).toEqual([port])
  })

  it('never calls closed what this machine could not ask', async () => {
    const { summary } = await scan('127.0.0.1', crowded(1_000), { ports: [1, 2] })
    expect(summary).toMatchObject({ open: 0, closed: 0, unasked: 2 })
  })

  it('leaves a quiet address after the first ports when told so', async () => {
    const { address, port } = await serve(() => {}, '127.0.0.77')
    const ports = [1, 2, port]
    expect((await scan(address, loopbackPort(), { ports, first: [1, 2], whereQuiet: 'leave' })).summary).toMatchObject({
      leftQuiet: true,
      asked: 2,
    })
    expect((await scan(address, loopbackPort(), { ports, first: [1, 2], whereQuiet: 'all' })).open).toEqual([port])
    expect(
      (await scan(address, loopbackPort(), { ports: [...ports, 4], first: [port], whereQuiet: 'leave' })).summary,
    ).toMatchObject({ asked: 4 })
  })

  it('gives up on an address of which nothing answers', async () => {
    const silent: ProbePort = {
      ...loopbackPort(),
      connect: () => Promise.resolve(err(problem('timeout', 'no answer'))),
    }
    const first = portsOf('top-100')
    expect(
      (await scan('127.0.0.79', silent, { first, whereQuiet: 'leave', pace: new Pace({ start: 8, most: 8 }) })).summary
        .asked,
    ).toBeLessThan(40)
    expect((await scan('127.0.0.79', silent, { ports: first, whereQuiet: 'all' })).summary).toMatchObject({
      asked: 100,
      silent: 100,
    })
  })

  it('says that an address answers everything, and stops there', async () => {
    const ports = Array.from({ length: 200 }, (_, index) => 42_000 + index)
    for (const port of ports) await serve(() => {}, '127.0.0.78', port)
    const { open, summary } = await scan('127.0.0.78', loopbackPort(), { ports })
    expect(summary.answersEverything).toBe(true)
    expect(open.length).toBeLessThan(30)
  })

  it('sends nothing once it is stopped', async () => {
    const port = loopbackPort()
    const stop = new AbortController()
    stop.abort()
    for await (const _ of findOpenPorts('127.0.0.1', { port, signal: stop.signal })) expect.unreachable()
    expect(port.connections).toBe(0)
  })
})

describe('the pace', () => {
  it('is halved by a local limit and never runs more than it allows', async () => {
    const pace = new Pace({ start: 16, most: 16 })
    let running = 0
    let most = 0
    const attempt = async (): Promise<void> => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 1))
      running--
    }
    await Promise.all(Array.from({ length: 200 }, () => pace.run(attempt, () => 'answered')))
    expect(most).toBeLessThanOrEqual(16)
    await pace.run(attempt, () => 'local-limit')
    expect(pace.allowed).toBe(8)
  })

  it('is shared by the addresses that are scanned at once: none begins what would only wait', async () => {
    const pace = new Pace({ start: 16, most: 16 })
    let [running, most] = [0, 0]
    const run = pace.run.bind(pace)
    pace.run = async (attempt, judge) => {
      most = Math.max(most, ++running)
      const outcome = await run(attempt, judge)
      running--
      return outcome
    }
    const closed: ProbePort = {
      ...loopbackPort(),
      connect: () => new Promise((resolve) => setTimeout(() => resolve(err(problem('refused', 'closed'))), 1)),
    }
    const ports = portsOf('top-100')
    const scans = Array.from({ length: 8 }, (_, host) => scan(`127.0.1.${host + 1}`, closed, { ports, pace }))
    for (const { summary } of await Promise.all(scans)) expect(summary.closed).toBe(100)
    // The first to come knows of no others yet.
    expect(most).toBeLessThanOrEqual(32 + 16)
    expect(pace.share).toBe(16)
  })
})

describe('the turns of a pace', () => {
  it('the rest waits for what goes first, and each in order', async () => {
    const pace = new Pace({ start: 1, most: 1 })
    const order: string[] = []
    const run = (name: string, turn: 'first' | 'rest') =>
      pace.run(
        async () => order.push(name),
        () => 'answered',
        turn,
      )
    const given = [
      ['a', 'rest'],
      ['b', 'rest'],
      ['c', 'first'],
      ['d', 'rest'],
      ['e', 'first'],
    ] as const
    await Promise.all(given.map(([name, turn]) => run(name, turn)))
    expect(order).toEqual(['a', 'c', 'e', 'b', 'd'])
  })
})

describe('lists of ports', () => {
  it('hold what their names say, the smaller within the larger', () => {
    expect(portsOf('top-100')).toHaveLength(100)
    expect(portsOf('top-1000')).toHaveLength(1_000)
    expect(new Set(portsOf('top-1000')).size).toBe(1_000)
    expect(portsOf('top-1000').slice(0, 100)).toEqual(portsOf('top-100'))
    for (const port of [22, 80, 443, 2375, 3389, 5000, 5900, 6443, 8080, 9200, 11434])
      expect(portsOf('top-100')).toContain(port)
  })

  it.each([
    ['80,443', [80, 443]],
    ['8000-8002, 22', [8000, 8001, 8002, 22]],
    ['80,80', [80]],
    ['', undefined],
    ['0', undefined],
    ['70000', undefined],
    ['9-1', undefined],
    ['80;443', undefined],
  ])('%j is %j', (text, ports) => expect(parsePortList(text)).toEqual(ports))
})
