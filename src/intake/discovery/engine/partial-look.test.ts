import { expect, test } from 'vitest'
import type { SeenService } from '#core/vocabulary'
import type { KnownService, Probe, ProbeTools, ServiceTools } from '../contract.ts'
import { probes } from '../probes/registry.ts'
import { Lane } from './lanes.ts'
import { probesFor, servicesFor } from './partial-look.ts'

const tools = {} as ProbeTools
const known: KnownService = {
  ...{ address: '192.0.2.1', port: 443, transport: 'tcp', protocol: 'https' },
  ...{ names: ['www.example.com'], leaves: ['aa', 'bb'], speakers: { sites: [] } },
}
const target = { address: '192.0.2.1', port: 443, transport: 'tcp' } as const

function lookAs(kind: 'certificates' | 'ports' | 'services', leaves?: string[]) {
  const inspected: number[] = []
  const full: ServiceTools = {
    async *findOpenPorts(address) {
      yield { address, port: 8443 }
    },
    async inspectService({ port }) {
      inspected.push(port)
      return { port } as SeenService
    },
    presents: async () => leaves,
  }
  const look = { kind, steps: [], present: [], zones: [], services: [known] }
  return { services: servicesFor(look, full)!, inspected }
}

test('names are asked of resolvers, certificates of the logs, ports and services of neither', () => {
  const ids = (list: readonly Probe[]) => list.map(({ id }) => id)
  expect(ids(probesFor('certificates', probes))).toEqual(['certificate-transparency'])
  expect(ids(probesFor('names', probes))).toEqual(ids(probes).filter((id) => id !== 'certificate-transparency'))
  expect(probesFor('ports', probes)).toEqual([])
})

test('a service that presents what it did is not looked at closer; another certificate, or none, is', async () => {
  const same = lookAs('certificates', ['bb'])
  await same.services.inspectService(target, [], tools)
  expect(same.inspected).toEqual([])
  for (const leaves of [['cc'], ['aa', 'cc'], [], undefined]) {
    const { services, inspected } = lookAs('certificates', leaves)
    await services.inspectService(target, [], tools)
    expect(inspected, String(leaves)).toEqual([443])
  }
})

test('a look at ports asks what is new there, and leaves what is known', async () => {
  const { services, inspected } = lookAs('ports')
  await services.inspectService(target, [], tools)
  await services.inspectService({ ...target, port: 8443 }, [], tools)
  expect(inspected).toEqual([8443])
  expect(await portsOf(services)).toEqual([8443])
})

test('a look at services asks no port but those of known services', async () => {
  const { services, inspected } = lookAs('services')
  expect(await portsOf(services)).toEqual([])
  await services.inspectService(target, [], tools)
  expect(inspected).toEqual([443])
})

async function portsOf(services: ServiceTools): Promise<number[]> {
  const ports: number[] = []
  const terms = { named: true, onIncomplete: () => {} }
  for await (const { port } of services.findOpenPorts('192.0.2.1', tools, terms)) ports.push(port)
  return ports
}

test('what changed goes before what waited longer', async () => {
  const lane = new Lane(1)
  const order: string[] = []
  const task = (name: string) => ({ run: async () => void order.push(name) })
  lane.add(task('first'))
  lane.add(task('second'))
  lane.add(task('changed'), true)
  while (!lane.idle) {
    lane.start(() => {})
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(order).toEqual(['changed', 'first', 'second'])
})
