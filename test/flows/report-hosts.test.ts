import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listAssets } from '#exposure/inventory/store'
import { importInventory } from '#flows/exposure'
import { previewImport } from '#flows/preview-import'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { readAsset } from '#views/assets'
import { type Installation, installation } from '../support/installation.ts'

let site: Installation
beforeEach(async () => {
  site = await installation()
})
afterEach(() => site.close())

const ssh = (port: number) => `<port protocol="tcp" portid="${port}"><state state="open"/>
  <service name="ssh" product="OpenSSH" version="9.6" method="probed"><cpe>cpe:/a:openbsd:openssh:9.6</cpe></service></port>`

const host = (address: string, ports: string) =>
  `<host><status state="up"/><address addr="${address}" addrtype="ipv4"/><ports>${ports}</ports></host>`

function nmapFile(hosts: string, start: number, end = 'success') {
  const path = join(site.folder, `${start}.xml`)
  writeFileSync(
    path,
    `<nmaprun scanner="nmap" args="nmap -sV" start="${start}" version="7.94"><scaninfo type="syn" protocol="tcp" services="22"/>
    ${hosts}<runstats><finished exit="${end}"/></runstats></nmaprun>`,
  )
  const fileName = 'net.xml'
  return { workspaceId: DEFAULT_WORKSPACE, path, fileName, exposure: 'unknown' as const, actor: 'ada' }
}

async function record(file: ReturnType<typeof nmapFile>) {
  const done = await importInventory(site, file, () => {})
  if (!done.ok) throw new Error(done.error.message)
  return done.value
}

async function components(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const assets = await listAssets(site.database, DEFAULT_WORKSPACE)
  for (const { id, name } of assets.filter(({ kind }) => kind === 'host')) {
    const asset = await readAsset(site.database, DEFAULT_WORKSPACE, id, { now: site.clock() })
    counts[name] = asset?.components ?? 0
  }
  return counts
}

const both = `${host('192.0.2.1', ssh(22))}${host('192.0.2.2', ssh(22) + ssh(2222))}`

test('a report on several hosts is recorded on each of them', async () => {
  const { others } = await record(nmapFile(both, 1_785_500_000))
  expect(others).toHaveLength(1)
  expect(await components()).toEqual({ '192.0.2.1': 1, '192.0.2.2': 2 })
})

test('a later run retracts on the hosts it looked at, the silent ones too, and on no other', async () => {
  await record(nmapFile(both, 1_785_500_000))
  await record(nmapFile(host('192.0.2.2', ''), 1_785_600_000))
  expect(await components()).toEqual({ '192.0.2.1': 1, '192.0.2.2': 0 })
})

test('a run that broke off retracts nothing', async () => {
  await record(nmapFile(both, 1_785_500_000))
  await record(nmapFile(host('192.0.2.2', ''), 1_785_600_000, 'error'))
  expect(await components()).toEqual({ '192.0.2.1': 1, '192.0.2.2': 2 })
})

test('a preview tells of all the hosts and keeps nothing', async () => {
  const preview = await previewImport(site, nmapFile(both, 1_785_500_000), () => {})
  expect(preview).toMatchObject({ ok: true, value: { result: { assetName: '192.0.2.1 and 1 more', added: 3 } } })
  expect(await components()).toEqual({})
})

test('with the name of an asset given, everything is on it', async () => {
  await record({ ...nmapFile(both, 1_785_500_000), assetName: 'edge' } as ReturnType<typeof nmapFile>)
  expect(await components()).toEqual({ edge: 2 })
})
