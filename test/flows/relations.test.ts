import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listAssets } from '#exposure/inventory/store'
import { importInventory } from '#flows/exposure'
import { previewImport } from '#flows/preview-import'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { readNeighbourhood } from '#views/relations'
import { type Installation, installation } from '../support/installation.ts'

let site: Installation
beforeEach(async () => {
  site = await installation()
})
afterEach(() => site.close())

function nmapFile(start: number, hosts: string) {
  const path = join(site.folder, `${start}.xml`)
  writeFileSync(
    path,
    `<nmaprun scanner="nmap" args="nmap" start="${start}" version="7.94"><scaninfo type="syn" protocol="tcp" services="443"/>
    ${hosts}<runstats><finished exit="success"/></runstats></nmaprun>`,
  )
  return { workspaceId: DEFAULT_WORKSPACE, path, fileName: 'net.xml', exposure: 'unknown' as const, actor: 'ada' }
}

const host = (name: string, address: string, port: number) => `<host><status state="up"/>
  <address addr="${address}" addrtype="ipv4"/><hostnames><hostname name="${name}" type="user"/></hostnames>
  <ports><port protocol="tcp" portid="${port}"><state state="open"/></port></ports></host>`

async function record(file: ReturnType<typeof nmapFile>) {
  const done = await importInventory(site, file, () => {})
  if (!done.ok) throw new Error(done.error.message)
  return done.value
}

async function around(name: string): Promise<string[]> {
  const asset = (await listAssets(site.database, DEFAULT_WORKSPACE)).find(
    (one) => one.kind === 'host' && one.name === name,
  )
  const found = await readNeighbourhood(site.database, DEFAULT_WORKSPACE, asset!.id, 3)
  const names = new Map(found!.nodes.map((node) => [node.id, `${node.kind} ${node.name}`]))
  return found!.edges.map(({ from, words, to }) => `${names.get(from)} ${words} ${names.get(to)}`).sort()
}

test('a scan of a network tells which host has which address, which name leads there and what listens', async () => {
  await record(nmapFile(1_785_500_000, host('a.example', '192.0.2.1', 443) + host('b.example', '192.0.2.2', 22)))
  expect(await around('a.example')).toEqual([
    'host a.example answers to the name hostname a.example',
    'host a.example has the address ip-address 192.0.2.1',
    'hostname a.example resolves to ip-address 192.0.2.1',
    'ip-address 192.0.2.1 offers service 192.0.2.1:443/tcp',
  ])
})

test('the next scan of the same host takes back what is no more, and the same again changes nothing', async () => {
  await record(nmapFile(1_785_500_000, host('a.example', '192.0.2.1', 443)))
  const later = nmapFile(1_785_600_000, host('a.example', '192.0.2.9', 443))
  await record(later)
  const after = await around('a.example')
  expect(after.filter((edge) => edge.includes('192.0.2.1'))).toEqual([])
  expect(after).toContain('host a.example has the address ip-address 192.0.2.9')
  await record(later)
  expect(await around('a.example')).toEqual(after)
})

test('a preview leaves neither assets nor relations behind', async () => {
  const preview = await previewImport(site, nmapFile(1_785_500_000, host('a.example', '192.0.2.1', 443)), () => {})
  expect(preview.ok).toBe(true)
  expect(await listAssets(site.database, DEFAULT_WORKSPACE)).toEqual([])
})
