import { expect, test } from 'vitest'
import type { SeenService, SurfaceStep } from '#core/vocabulary'
import type { KnownService, ProbeTools, ServiceTools, Speakers } from '../contract.ts'
import { Desk } from './desk.ts'
import { ServiceRounds } from './service-rounds.ts'
import { Surface } from './surface.ts'

const ADDRESS = '192.0.2.1'
const scope = { seeds: [], approves: () => true, ruling: () => undefined }
const known: KnownService = {
  ...{ address: ADDRESS, port: 443, transport: 'tcp', protocol: 'https', leaves: [] },
  ...{ names: ['a.example.com', 'b.example.com', 'c.example.com'], speakers: { sites: ['b.example.com'] } },
}

function rounds(before: readonly KnownService[], { lasts = false } = {}) {
  let [now, underWay, together] = [0, 0, 0]
  const asked: string[][] = []
  const scans: string[] = []
  const speakers: (Speakers | undefined)[] = []
  const surface = new Surface(scope)
  const signal = new AbortController().signal
  const tools = { scope, signal, now: () => now } as unknown as ProbeTools
  const desk = new Desk({
    ...{ signal, now: () => now, mostWork: 100 },
    atOnce: { names: 1, sources: 1, ports: 1, services: 4 },
  })
  const services: ServiceTools = {
    async *findOpenPorts(address, _tools, { also = [] }) {
      scans.push([address, ...also].join(' '))
      yield { address, port: 443 }
    },
    async inspectService(_target, names, _tools, first) {
      asked.push(names)
      speakers.push(first)
      if (lasts) {
        together = Math.max(together, ++underWay)
        await new Promise((resolve) => setTimeout(resolve, 20))
        underWay--
      }
      return undefined as SeenService | undefined
    },
  }
  const options = { services, tools, desk, surface, take: () => {}, mostAddresses: 10, before }
  const made = new ServiceRounds(options)
  made.plan({ kind: 'ip-address', name: ADDRESS })
  const turn = async (at: number, namesAreDone: boolean) => {
    now = at
    for (let times = 0; times < 4; times++) {
      desk.start(() => {})
      await new Promise((resolve) => setImmediate(resolve))
      made.next(namesAreDone)
    }
    return asked.splice(0)
  }
  return {
    turn,
    scans,
    plan: (kind: 'ip-address' | 'netblock', name: string) => made.plan({ kind, name }),
    speakers,
    most: () => together,
    isIdle: () => desk.isIdle(),
    named: (name: string) => surface.add(leads(name)) && made.named(ADDRESS),
  }
}

const leads = (name: string): SurfaceStep => ({
  ...{ kind: 'dns_record', from: { kind: 'hostname', name }, to: { kind: 'ip-address', name: ADDRESS } },
  ...{ by: 'dns-address', how: name, confidence: 99 },
})

test('of names that show one site, the one that spoke before is asked first', async () => {
  const { turn, named } = rounds([known])
  for (const name of ['c.example.com', 'a.example.com', 'b.example.com']) named(name)
  expect(await turn(100, true)).toEqual([['b.example.com', 'a.example.com', 'c.example.com']])
})

test('a name that spoke before is not waited for: it is told along, and speaks when it comes', async () => {
  const { turn, named, speakers } = rounds([known])
  named('c.example.com')
  expect(await turn(100, true)).toEqual([['c.example.com']])
  named('b.example.com')
  expect(await turn(200, true)).toEqual([['b.example.com']])
  expect(speakers).toEqual([known.speakers, known.speakers])
})

test('where nothing is known, nothing is waited for but the names under way', async () => {
  const { turn, named } = rounds([])
  named('c.example.com')
  expect(await turn(100, true)).toEqual([['c.example.com']])
})

test('a place is asked by one after the other, however many names come meanwhile', async () => {
  const { turn, named, most, isIdle } = rounds([], { lasts: true })
  for (const name of ['a', 'b', 'c', 'd']) {
    named(`${name}.example.com`)
    await turn(100, true)
  }
  while (!isIdle()) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    await turn(100, true)
  }
  expect(most()).toBe(1)
})

test('an address that something leads to goes before what is left of a network', async () => {
  const { turn, plan, scans, isIdle } = rounds([])
  plan('netblock', '198.51.100.0/29')
  await turn(100, true)
  plan('ip-address', '203.0.113.9')
  while (!isIdle()) await turn(100, true)
  const at = scans.indexOf('203.0.113.9')
  expect(scans).toHaveLength(10)
  expect([at > 1, at < 8]).toEqual([true, true])
})

test('a port that was known or told of is asked, whatever list of ports is', async () => {
  const { turn, scans } = rounds([
    { ...known, port: 48_123 },
    { ...known, port: 53, transport: 'udp' },
  ])
  await turn(100, true)
  expect(scans).toEqual([`${ADDRESS} 48123`])
})
