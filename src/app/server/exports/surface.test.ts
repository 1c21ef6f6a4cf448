import { expect, test } from 'vitest'
import type { SurfaceRow } from '#contract/surface'
import type { Instant } from '#core/kernel'
import type { Database } from '#platform/database'
import { surfaceFormats } from './surface.ts'

const row = (kind: SurfaceRow['kind'], name: string, reason = 'Ruled so by a person', resolvesTo: string[] = []) =>
  ({ kind, name, reason, resolvesTo }) as SurfaceRow

async function written(format: 'hosts' | 'stix', ...rows: SurfaceRow[]): Promise<string> {
  const excluded = { kind: 'exclusion', range: '198.51.100.9', addresses: [] }
  const database = { inWorkspace: async () => ({ ranges: [excluded] }) } as unknown as Database
  const terms = { database, workspaceId: 'w', now: '2026-08-02T00:00:00.000Z' as Instant }
  const parts: string[] = []
  for await (const part of surfaceFormats(terms)[format].text(pages())) parts.push(part)
  return parts.join('')

  async function* pages() {
    yield rows
  }
}

const rows = [
  row('hostname', '*.apps.example.com'),
  row('hostname', 'www.example.com'),
  row('ip-address', '198.51.100.7'),
  row('service', '198.51.100.7:443/tcp'),
  row('service', '[2001:db8::7]:53/udp'),
]

test('a list of hosts holds no wildcard, for nobody can be asked by it, and nothing that is excluded', async () => {
  expect(await written('hosts', ...rows, row('ip-address', '198.51.100.9'))).toBe('www.example.com\n198.51.100.7\n')
})

test('a list of hosts leaves out what was only named, with the addresses that are ours only by it', async () => {
  const by = 'Only names of ours have it'
  const named = 'Named as a seed, not proven yet'
  const owned = [row('ip-address', '192.0.2.1', by), row('ip-address', '192.0.2.2', by), row('domain', 'b.example')]
  const unproven = row('domain', 'a.example', named, ['192.0.2.1', '192.0.2.2'])
  const proven = row('domain', 'c.example', 'Proven to be ours', ['192.0.2.2'])
  expect(await written('hosts', ...owned, unproven, row('ip-address', '8.8.8.8', named), proven)).toBe(
    'b.example\nc.example\n192.0.2.2\n',
  )
})

test('a service is traffic to its address, which stands beside it once (STIX 2.1, 6.12)', async () => {
  const { objects } = JSON.parse(await written('stix', ...rows)) as { objects: Record<string, unknown>[] }
  const [name, address, traffic, other, otherTraffic, ...rest] = objects
  expect(rest).toEqual([])
  expect([name?.value, address?.value, other?.value]).toEqual(['www.example.com', '198.51.100.7', '2001:db8::7'])
  const to = (ref: unknown, port: number, protocol: string) => ({
    ...{ type: 'network-traffic', spec_version: '2.1', dst_ref: ref, dst_port: port, protocols: [protocol] },
  })
  expect(traffic).toMatchObject(to(address?.id, 443, 'tcp'))
  expect(otherTraffic).toMatchObject(to(other?.id, 53, 'udp'))
  expect(new Set(objects.map(({ id }) => id)).size).toBe(5)
})
