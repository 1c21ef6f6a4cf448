import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { ProbeTarget } from '#core/kernel'
import { type AddressRules, addressScope } from '#core/network'
import { type Dialler, systemDialler } from './dial.ts'
import { ProbeLog, type ProbePortParts, type ProbeRecord, type ProbeRules, probePort } from './index.ts'
import { OneStop, pauseUntil, stopOf } from './stop.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const terms = { timeoutMs: 1_000 }
const budget = { perHost: 10_000, perNetwork: 10_000 }

function rulesOf(given: Partial<AddressRules>, more: Partial<ProbeRules> = {}): ProbeRules {
  return {
    scope: addressScope({ ranges: [], addresses: [], exclusions: [], ...given }),
    budget,
    isStopped: false,
    ...more,
  }
}

function setUp(rules: ProbeRules, { flushMs = 5, ...more }: Partial<ProbePortParts> & { flushMs?: number } = {}) {
  const lines: ProbeRecord[] = []
  const state = { rules }
  const log = new ProbeLog(async (batch) => void lines.push(...batch), { flushMs })
  const port = probePort({ rules: () => state.rules, ownListeners: () => [], log, now: Date.now, ...more })
  closers.push(() => port.stop())
  return { port, state, log, lines }
}

/** Counts who came: refusing must happen before anything is sent. */
async function listen(address: string): Promise<{ server: Server; target: ProbeTarget; came: () => number }> {
  let came = 0
  const server = createServer((socket) => {
    came++
    socket.on('error', () => {})
  })
  server.listen(0, address)
  await once(server, 'listening')
  closers.push(() => server.close())
  return { server, target: { address, port: (server.address() as AddressInfo).port }, came: () => came }
}

const codeOf = async (asked: Promise<{ ok: boolean; error?: { code: string } }>) => {
  const { ok, error } = await asked
  return ok ? 'ok' : error?.code
}

describe('what is out of scope gets no packet', () => {
  it('a name that is rebound to this machine is judged by the address it leads to now', async () => {
    const { target, came } = await listen('127.0.0.1')
    const { port } = setUp(rulesOf({ addresses: ['8.8.8.8', '127.0.0.1'] }))
    expect(await codeOf(port.connect(target, terms))).toBe('out-of-scope')
    expect(came()).toBe(0)
  })

  it.each([
    ['IPv4-mapped', '::ffff:127.0.0.1'],
    ['IPv4-mapped in hex', '::ffff:7f00:1'],
    ['unspecified', '0.0.0.0'],
    ['unspecified of IPv6', '::'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['6to4', '2002:7f00:1::'],
    ['short', '127.1'],
    ['a number', '2130706433'],
    ['a name', 'localhost'],
    ['a zone', 'fe80::1%lo'],
  ])('%s forms of an address get no further than the address', async (_form, address) => {
    const { target, came } = await listen('127.0.0.1')
    const { port } = setUp(rulesOf({ ranges: ['::/0', '0.0.0.0/0', '127.0.0.2'], exclusions: ['127.0.0.1'] }))
    expect(await codeOf(port.connect({ ...target, address }, terms))).toBe('out-of-scope')
    expect(came()).toBe(0)
  })

  it('a redirect to another address of the same machine is another target', async () => {
    const approved = await listen('127.0.0.2')
    const other = await listen('127.0.0.3')
    const { port, log } = setUp(rulesOf({ ranges: ['127.0.0.2'] }))
    expect(await codeOf(port.connect(approved.target, terms))).toBe('ok')
    expect(await codeOf(port.connect(other.target, terms))).toBe('out-of-scope')
    expect([approved.came(), other.came(), log.totals]).toEqual([
      1,
      0,
      { connections: 1, datagrams: 0, refused: { 'out-of-scope': 1 } },
    ])
  })

  it('datagrams are judged as connections are', async () => {
    const peer = createSocket('udp4')
    let came = 0
    peer.on('message', () => came++)
    peer.bind(0, '127.0.0.1')
    await once(peer, 'listening')
    closers.push(() => peer.close())
    const { port } = setUp(rulesOf({ ranges: ['127.0.0.2'] }))
    expect(await codeOf(port.datagrams({ address: '127.0.0.1', port: peer.address().port }, terms))).toBe(
      'out-of-scope',
    )
    expect(came).toBe(0)
  })
})

describe('Lunette’s own listeners', () => {
  const all = { ranges: ['127.0.0.0/8', '::1', '::ffff:127.0.0.1'] }

  it.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])('are refused on %s', async (address) => {
    const { target } = await listen('127.0.0.1')
    const { port } = setUp(rulesOf(all), { ownListeners: () => [{ port: target.port }] })
    expect(await codeOf(port.connect({ ...target, address }, terms))).toBe('own-listener')
  })

  it('one that is bound to a single address holds that one only', async () => {
    const { target } = await listen('127.0.0.5')
    const { port } = setUp(rulesOf(all), { ownListeners: () => [{ address: '127.0.0.1', port: target.port }] })
    expect(await codeOf(port.connect(target, terms))).toBe('ok')
    expect(await codeOf(port.connect({ ...target, address: '127.0.0.1' }, terms))).toBe('own-listener')
    expect(await codeOf(port.connect({ ...target, address: '::ffff:127.0.0.1' }, terms))).toBe('own-listener')
  })

  it('a database on another machine is one, too', async () => {
    const { port } = setUp(rulesOf({ ranges: ['10.0.0.0/24'] }), {
      ownListeners: () => [{ address: '10.0.0.5', port: 5432 }],
    })
    expect(await codeOf(port.connect({ address: '10.0.0.5', port: 5432 }, terms))).toBe('own-listener')
  })
})

describe('a changed scope', () => {
  it('stops the next connection at once and cuts those that are open', async () => {
    const { target, came } = await listen('127.0.0.1')
    const { port, state } = setUp(rulesOf({ ranges: ['127.0.0.0/8'] }))
    const opened = await port.connect(target, terms)
    if (!opened.ok) throw new Error('not opened')
    state.rules = rulesOf({ ranges: ['127.0.0.0/8'], exclusions: ['127.0.0.1'] })
    expect(await codeOf(port.connect(target, terms))).toBe('out-of-scope')
    port.recheck()
    expect(opened.value.destroyed).toBe(true)
    expect(came()).toBe(1)
  })

  it('holds for who waited for a turn meanwhile', async () => {
    const { target, came } = await listen('127.0.0.1')
    const slow = { budget: { perHost: 5, perNetwork: 1_000 } }
    const { port, state } = setUp(rulesOf({ ranges: ['127.0.0.0/8'] }, slow))
    const asked = [1, 2, 3].map(() => codeOf(port.connect(target, terms)))
    await pause(20)
    state.rules = rulesOf({}, slow)
    expect(await Promise.all(asked)).toEqual(['ok', 'out-of-scope', 'out-of-scope'])
    expect(came()).toBe(1)
  })

  it('holds for each datagram of an open channel', async () => {
    const peer = createSocket('udp4')
    let came = 0
    peer.on('message', () => came++)
    peer.bind(0, '127.0.0.1')
    await once(peer, 'listening')
    closers.push(() => peer.close())
    const { port, state } = setUp(rulesOf({ ranges: ['127.0.0.1'] }))
    const channel = await port.datagrams({ address: '127.0.0.1', port: peer.address().port }, terms)
    if (!channel.ok) throw new Error('not opened')
    const errors: unknown[] = []
    channel.value.onError((error) => errors.push((error as NodeJS.ErrnoException).code))
    channel.value.send(Buffer.from('a'))
    await pause(30)
    state.rules = rulesOf({})
    channel.value.send(Buffer.from('b'))
    await pause(30)
    expect([came, errors]).toEqual([1, ['out-of-scope']])
  })
})

describe('the kill switch', () => {
  it('stops what is open, what is being opened and what waits, within a second', async () => {
    const { target } = await listen('127.0.0.1')
    // Never comes to an end: a socket that was not told to connect.
    const hanging: Dialler = (wanted) => (wanted.port === 1 ? new Socket() : systemDialler(wanted))
    const { port, state } = setUp(rulesOf({ ranges: ['127.0.0.0/8'] }, { budget: { perHost: 2, perNetwork: 100 } }), {
      dialler: hanging,
    })
    const opened = await port.connect(target, terms)
    const opening = codeOf(port.connect({ address: '127.0.0.2', port: 1 }, { timeoutMs: 60_000 }))
    const waiting = [1, 2, 3, 4].map(() => codeOf(port.connect(target, terms)))
    await pause(20)
    const at = performance.now()
    state.rules = { ...state.rules, isStopped: true }
    port.recheck()
    expect(await opening).toBe('stopped')
    expect(await Promise.all(waiting)).toEqual(['stopped', 'stopped', 'stopped', 'stopped'])
    expect(opened.ok && opened.value.destroyed).toBe(true)
    expect(performance.now() - at).toBeLessThan(1_000)
    expect(await codeOf(port.connect(target, terms))).toBe('stopped')
  })

  it('quiet hours hold as it does', async () => {
    const { target, came } = await listen('127.0.0.1')
    const quietHours = { from: '00:00', to: '00:00', days: [], timeZone: 'UTC' }
    const { port } = setUp(rulesOf({ ranges: ['127.0.0.1'] }, { quietHours }))
    expect(await codeOf(port.connect(target, terms))).toBe('quiet-hours')
    expect(came()).toBe(0)
  })
})

describe('limits of this machine', () => {
  const failing = (code: string): Socket => {
    const socket = new Socket()
    setImmediate(() => socket.destroy(Object.assign(new Error(code), { code })))
    return socket
  }

  it.each(['EMFILE', 'EADDRNOTAVAIL', 'EAGAIN', 'ENOBUFS'])(
    '%s is tried again and never called closed',
    async (code) => {
      const { target } = await listen('127.0.0.1')
      let tries = 0
      const dialler: Dialler = (wanted) => (++tries < 3 ? failing(code) : systemDialler(wanted))
      const { port } = setUp(rulesOf({ ranges: ['127.0.0.1'] }), { dialler })
      expect(await codeOf(port.connect(target, terms))).toBe('ok')
      expect(tries).toBe(3)
    },
  )

  it('that last are said to be this machine’s', async () => {
    let tries = 0
    const dialler: Dialler = () => {
      tries++
      return failing('EMFILE')
    }
    const { port } = setUp(rulesOf({ ranges: ['127.0.0.1'] }), { dialler })
    expect(await codeOf(port.connect({ address: '127.0.0.1', port: 9 }, terms))).toBe('local-limit')
    expect(tries).toBeGreaterThan(5)
  })

  it.each([
    ['ECONNREFUSED', 'refused'],
    ['ECONNRESET', 'reset'],
    ['ETIMEDOUT', 'timeout'],
    ['EHOSTUNREACH', 'unreachable'],
    ['EPERM', 'local-limit'],
  ])('%s is %s, at once', async (code, said) => {
    let tries = 0
    const dialler: Dialler = () => {
      tries++
      return failing(code)
    }
    const { port } = setUp(rulesOf({ ranges: ['127.0.0.1'] }), { dialler })
    expect(await codeOf(port.connect({ address: '127.0.0.1', port: 9 }, terms))).toBe(said)
    expect(tries).toBe(1)
  })

  it('a port that meets itself is closed', async () => {
    const dialler: Dialler = () => {
      const socket = new Socket()
      for (const name of ['localAddress', 'remoteAddress']) Object.defineProperty(socket, name, { value: '127.0.0.1' })
      for (const name of ['localPort', 'remotePort']) Object.defineProperty(socket, name, { value: 40_000 })
      setImmediate(() => socket.emit('connect'))
      return socket
    }
    const { port } = setUp(rulesOf({ ranges: ['127.0.0.1'] }), { dialler })
    expect(await codeOf(port.connect({ address: '127.0.0.1', port: 40_000 }, terms))).toBe('refused')
  })
})

describe('rules that are late', () => {
  it('hold a probe up, and it goes by those that come', async () => {
    const { target } = await listen('127.0.0.1')
    const current = rulesOf({ ranges: ['127.0.0.1'] })
    const late: ProbeRules = { ...current, isStopped: true, isBlind: true }
    const { port, state } = setUp(late)
    const asked = port.connect(target, terms)
    await pause(150)
    state.rules = current
    expect((await asked).ok).toBe(true)
    state.rules = late
    const narrowed = port.connect(target, terms)
    state.rules = rulesOf({})
    expect(await codeOf(narrowed)).toBe('out-of-scope')
  })
})

describe('the budget', () => {
  it('of a host is kept, and another host does not wait for it', async () => {
    const busy = await listen('127.0.1.1')
    const other = await listen('127.0.1.2')
    const { port } = setUp(rulesOf({ ranges: ['127.0.0.0/8'] }, { budget: { perHost: 50, perNetwork: 10_000 } }))
    const at = performance.now()
    const took = (asked: Promise<unknown>) => asked.then(() => performance.now() - at)
    const many = Array.from({ length: 30 }, () => took(port.connect(busy.target, terms)))
    const one = took(port.connect(other.target, terms))
    expect(await one).toBeLessThan(300)
    expect(Math.max(...(await Promise.all(many)))).toBeGreaterThan(450)
  })

  it('of a network is shared in turn', async () => {
    const hosts = await Promise.all([1, 2, 3, 4].map((last) => listen(`127.0.2.${last}`)))
    const { port } = setUp(rulesOf({ ranges: ['127.0.0.0/8'] }, { budget: { perHost: 1_000, perNetwork: 100 } }))
    const order: string[] = []
    await Promise.all(
      hosts.flatMap(({ target }) =>
        Array.from({ length: 15 }, () => port.connect(target, terms).then(() => order.push(target.address))),
      ),
    )
    // Of the first half each host has about its quarter, though the first asked for all of it before the others did.
    const counts = hosts.map(({ target }) => order.slice(0, 30).filter((address) => address === target.address).length)
    expect(Math.min(...counts)).toBeGreaterThan(3)
  })
})

describe('what ends a probe', () => {
  it('is heard of by all that wait for it, and by nobody who has gone', async () => {
    const ends = new AbortController()
    const heard: string[] = []
    const leave = stopOf(ends.signal).onAbort(() => heard.push('gone'))
    leave()
    stopOf(ends.signal).onAbort(() => heard.push('first'))
    const one = new OneStop(stopOf(ends.signal))
    one.onAbort(() => heard.push('one'))
    const other = new OneStop(stopOf(ends.signal))
    const waited = pauseUntil(other, 60_000)
    other.abort()
    await waited
    expect([one.aborted, other.aborted, heard]).toEqual([false, true, []])
    ends.abort()
    expect(heard).toEqual(['first', 'one'])
    expect(one.aborted).toBe(true)
    await pauseUntil(one, 60_000)
  })
})

describe('the log', () => {
  it('says what was sent where, when and how it went', async () => {
    const { target } = await listen('127.0.0.1')
    const { port, lines, log } = setUp(rulesOf({ ranges: ['127.0.0.1'] }), { now: () => 7, flushMs: 60_000 })
    await port.connect(target, terms)
    await port.connect({ address: '10.0.0.1', port: 1 }, terms)
    await port.connect({ address: '10.0.0.1', port: 2 }, terms)
    await log.close()
    expect(lines).toEqual([
      { at: 7, ...target, transport: 'tcp', outcome: 'open' },
      { at: 7, address: '10.0.0.1', port: 1, transport: 'tcp', outcome: 'out-of-scope' },
    ])
    expect(log.totals).toEqual({ connections: 1, datagrams: 0, refused: { 'out-of-scope': 2 } })
  })

  it('knows of what was sent before it is known how it went', async () => {
    const lines: ProbeRecord[] = []
    const log = new ProbeLog(async (batch) => void lines.push(...batch.map((line) => ({ ...line }))), { flushMs: 1 })
    const went = log.sent({ at: 1, address: '127.0.0.1', port: 1, transport: 'tcp' })
    await log.flush()
    went('timeout')
    await log.close()
    expect(lines.map(({ outcome }) => outcome)).toEqual(['sent', 'timeout'])
  })

  it('that cannot be written stops all probes', async () => {
    const { target, came } = await listen('127.0.0.1')
    const log = new ProbeLog(() => Promise.reject(new Error('disk full')), { flushMs: 1 })
    const { port } = setUp(rulesOf({ ranges: ['127.0.0.1'] }), { log })
    await port.connect(target, terms)
    await pause(20)
    expect(await codeOf(port.connect(target, terms))).toBe('stopped')
    expect(came()).toBe(1)
    await expect(log.close()).rejects.toThrow('disk full')
  })

  it('that is slow makes probes wait: it holds so many lines and no more', async () => {
    let most = 0
    const log = new ProbeLog(
      async (batch) => {
        most = Math.max(most, batch.length)
        await pause(5)
      },
      { flushMs: 1, mostPending: 10 },
    )
    for (let count = 0; count < 200; count++) {
      await log.room()
      log.sent({ at: 1, address: '127.0.0.1', port: 1, transport: 'tcp' })
    }
    await log.close()
    expect(most).toBeLessThanOrEqual(10)
  })
})
