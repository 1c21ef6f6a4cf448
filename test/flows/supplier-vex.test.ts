import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isOutdated, type Reassessed, reassess } from '#flows/reassess'
import { removeSupplierVex, type TakenSupplierVex, takeSupplierVex } from '#flows/supplier-vex'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { readFinding } from '#views/finding-detail'
import { listFindings } from '#views/findings'
import { type Installation, installation, osvRecord } from '../support/installation.ts'

const silent = async () => {}

let site: Installation
beforeEach(async () => {
  site = await installation()
  const over = { aliases: ['CVE-2026-1000'] }
  site.publish(
    'osv/npm.ndjson',
    [
      osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1', over),
      osvRecord('GHSA-dddd-eeee-ffff', 'npm', 'right-pad', '2.0.0'),
    ].join('\n'),
  )
  await site.refresh()
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'])
  await site.record('till', ['pkg:npm/right-pad@1.0.0'])
})
afterEach(() => site.close())

const statement = (over: object = {}) => ({
  vulnerability: { name: 'CVE-2026-1000' },
  products: [{ '@id': 'pkg:npm/left-pad@1.3.0' }],
  status: 'not_affected',
  justification: 'vulnerable_code_not_present',
  ...over,
})
const openVex = (...statements: object[]) => ({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://supplier.example/vex/1',
  author: 'Pad & Sons',
  timestamp: '2026-01-01T00:00:00Z',
  version: 1,
  statements,
})
const given = (json: unknown) => ({ workspaceId: DEFAULT_WORKSPACE, json, fileName: 'vex.json', by: 'ada' })

async function taken(json: unknown): Promise<TakenSupplierVex> {
  const done = await takeSupplierVex(site, given(json), silent)
  if (!done.ok) throw new Error(done.error.message)
  return done.value
}
const assessed = (): Promise<Reassessed> => reassess(site, () => {})

async function states() {
  const { rows } = await listFindings(site.database, DEFAULT_WORKSPACE, { filter: 'state:any', limit: 100 })
  return rows.map(({ asset, state }) => `${asset.name} ${state}`).sort()
}

test('what a supplier says acts in matching: the finding is resolved, no ruling is made, only its asset is looked at', async () => {
  expect(await isOutdated(site)).toBe(false)
  expect(await taken(openVex(statement()))).toMatchObject({
    format: 'openvex',
    author: 'Pad & Sons',
    statedAt: '2026-01-01T00:00:00.000Z',
    statements: 1,
    unchanged: false,
  })
  expect(await isOutdated(site)).toBe(true)
  expect(await assessed()).toMatchObject({ assets: 2, touched: 1, resolved: 1 })
  expect(await states()).toEqual(['shop resolved', 'till open'])
  expect(await isOutdated(site)).toBe(false)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from disposition`.execute(site.database.instance)
  expect(rows).toEqual([{ n: 0 }])
})

test('the same document again changes nothing, and what is imported later is judged with it', async () => {
  await taken(openVex(statement()))
  await assessed()
  expect(await taken(openVex(statement()))).toMatchObject({ unchanged: true })
  expect(await isOutdated(site)).toBe(false)
  await site.record('kiosk', ['pkg:npm/left-pad@1.3.0', 'pkg:npm/right-pad@1.0.0'])
  expect(await states()).toEqual(['kiosk open', 'shop resolved', 'till open'])
})

test('the supplier’s word stands in the trail of reasons, with who and when', async () => {
  await taken(
    openVex(statement({ status: 'affected', justification: undefined, action_statement: 'Update to 1.3.1.' })),
  )
  await assessed()
  const { rows } = await listFindings(site.database, DEFAULT_WORKSPACE, { filter: 'asset:shop', limit: 1 })
  const finding = await readFinding(site.database, DEFAULT_WORKSPACE, rows[0]!.id, site.clock())
  expect(finding?.match?.reasons.at(-1)).toMatchObject({
    code: 'vex',
    text: 'Pad & Sons states affected on 2026-01-01: Update to 1.3.1.',
    source: 'https://supplier.example/vex/1',
  })
})

test('a document that is taken back opens what it closed, and may come again', async () => {
  const { document } = await taken(openVex(statement()))
  await assessed()
  const removal = { workspaceId: DEFAULT_WORKSPACE, document, by: 'ada' }
  expect(await removeSupplierVex(site, removal, silent)).toMatchObject({ ok: true })
  expect(await removeSupplierVex(site, removal, silent)).toMatchObject({ ok: false, error: { code: 'not-found' } })
  expect(await assessed()).toMatchObject({ touched: 1, opened: 1 })
  expect(await states()).toEqual(['shop open', 'till open'])
  expect(await taken(openVex(statement()))).toMatchObject({ unchanged: false })
  expect(await assessed()).toMatchObject({ touched: 1, resolved: 1 })
})

test('of two documents the newer word counts, whichever came first', async () => {
  const later = statement({ status: 'affected', justification: undefined, timestamp: '2026-02-01T00:00:00Z' })
  await taken({ ...openVex(later), '@id': 'https://supplier.example/vex/2' })
  await taken(openVex(statement()))
  await assessed()
  expect(await states()).toEqual(['shop open', 'till open'])
})

test('a CycloneDX document that speaks of the whole product speaks of what is in it', async () => {
  const vex = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    metadata: {
      timestamp: '2026-01-01T00:00:00Z',
      component: { type: 'application', 'bom-ref': 'root', name: 'till' },
    },
    vulnerabilities: [
      {
        id: 'GHSA-dddd-eeee-ffff',
        analysis: { state: 'not_affected', justification: 'code_not_reachable' },
        affects: [{ ref: 'root' }],
      },
    ],
  }
  expect(await taken(vex)).toMatchObject({ format: 'cyclonedx', statements: 1 })
  expect(await assessed()).toMatchObject({ touched: 1, resolved: 1 })
  expect(await states()).toEqual(['shop open', 'till resolved'])
})

test('a CSAF VEX document is read, too; what says nothing usable is refused by name', async () => {
  const product = {
    name: 'left-pad 1.3.0',
    product_id: 'P1',
    product_identification_helper: { purl: 'pkg:npm/left-pad@1.3.0' },
  }
  const csaf = {
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      title: 't',
      publisher: { category: 'vendor', name: 'Pad & Sons', namespace: 'https://supplier.example' },
      tracking: { id: 'PAD-1', current_release_date: '2026-01-01T00:00:00Z' },
    },
    product_tree: { full_product_names: [product] },
    vulnerabilities: [
      {
        cve: 'CVE-2026-1000',
        product_status: { known_not_affected: ['P1'] },
        flags: [{ label: 'vulnerable_code_not_present', product_ids: ['P1'] }],
      },
    ],
  }
  expect(await taken(csaf)).toMatchObject({ format: 'csaf', author: 'Pad & Sons', statements: 1 })
  expect(await assessed()).toMatchObject({ touched: 1, resolved: 1 })
  const empty = await takeSupplierVex(site, given(openVex({ ...statement(), products: [] })), silent)
  expect(empty).toMatchObject({
    ok: false,
    error: { code: 'vex-empty', message: expect.stringContaining('no product') },
  })
})

test('another workspace hears nothing of it', async () => {
  const other = '00000000-0000-4000-8000-000000000002'
  await sql`insert into workspace (id, slug, name) values (${other}, 'other', 'Other')`.execute(site.database.instance)
  await site.record('theirs', ['pkg:npm/left-pad@1.3.0'], { workspaceId: other })
  await taken(openVex(statement()))
  expect(await assessed()).toMatchObject({ touched: 1, resolved: 1 })
  const { rows } = await listFindings(site.database, other, { filter: '', limit: 10 })
  expect(rows).toMatchObject([{ state: 'open' }])
})
