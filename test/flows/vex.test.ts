import { afterEach, beforeEach, expect, test } from 'vitest'
import type { VexFormat } from '#core/vocabulary/vex'
import { exportVex, readStoredVex } from '#flows/vex-export'
import { type ImportedVex, importVex } from '#flows/vex-import'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { listDispositions } from '#views/dispositions'
import { listFindings } from '#views/findings'
import { type Installation, installation, osvRecord } from '../support/installation.ts'

let site: Installation
beforeEach(async () => {
  site = await madeSite()
})
afterEach(() => site.close())

async function madeSite(): Promise<Installation> {
  const made = await installation()
  const over = { aliases: ['CVE-2026-1000'] }
  made.publish('osv/npm.ndjson', osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1', over))
  await made.refresh()
  await made.record('shop', ['pkg:npm/left-pad@1.3.0'])
  await made.record('till', ['pkg:npm/left-pad@1.3.0'])
  return made
}

const endsAt = new Date(Date.now() + 90 * 86_400_000).toISOString()
const tool = { name: 'Lunette', version: 'test' }

async function importInto(into: Installation, json: unknown, rehearse = false): Promise<ImportedVex> {
  const given = { workspaceId: DEFAULT_WORKSPACE, json, fileName: 'a.json', by: 'ada', endsAt, rehearse }
  const done = await importVex(into, given)
  if (!done.ok) throw new Error(done.error.message)
  return done.value
}

const statement = (over: object = {}) => ({
  vulnerability: { name: 'CVE-2026-1000' },
  products: [{ '@id': 'pkg:npm/left-pad@1.3.0' }],
  status: 'not_affected',
  justification: 'vulnerable_code_not_in_execute_path',
  impact_statement: 'Only used to draw a banner.',
  timestamp: '2026-01-02T00:00:00Z',
  ...over,
})
const openVex = (...statements: object[]) => ({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://a.example/vex/1',
  author: 'Ada',
  timestamp: '2026-01-01T00:00:00Z',
  version: 1,
  statements,
})

async function states(of: Installation = site) {
  const { rows } = await listFindings(of.database, DEFAULT_WORKSPACE, { filter: 'state:any', limit: 100 })
  return rows.map(({ asset, state }) => `${asset.name} ${state}`).sort()
}
const rulings = async () =>
  (await listDispositions(site.database, DEFAULT_WORKSPACE, { filter: '', sort: 'newest', limit: 100 }, site.clock()))
    .rows

test('a statement about a component suppresses it everywhere, by whoever imported it, until an end', async () => {
  expect(await importInto(site, openVex(statement()))).toMatchObject({
    statements: 1,
    ruled: 1,
    rulings: 1,
    findings: 2,
  })
  expect(await states()).toEqual(['shop suppressed', 'till suppressed'])
  expect(await rulings()).toMatchObject([
    {
      status: 'not-affected',
      scope: 'component',
      justification: 'vulnerable_code_not_in_execute_path',
      reason: 'Only used to draw a banner.',
      madeBy: 'ada',
      endsAt,
      document: { fileName: 'a.json' },
    },
  ])
})

test('a statement about a part of one product reaches that product only', async () => {
  const products = [{ '@id': 'shop', subcomponents: [{ '@id': 'pkg:npm/left-pad@1.3.0' }] }]
  await importInto(site, openVex(statement({ products })))
  expect(await states()).toEqual(['shop suppressed', 'till open'])
})

test('the same document again changes nothing, and a rehearsal nothing at all', async () => {
  expect(await importInto(site, openVex(statement()), true)).toMatchObject({ rulings: 1, findings: 2 })
  expect(await states()).toEqual(['shop open', 'till open'])
  await importInto(site, openVex(statement()))
  expect(await importInto(site, openVex(statement()))).toMatchObject({ ruled: 0, rulings: 0, already: 1 })
  expect(await rulings()).toHaveLength(1)
})

test('what rules on nothing, or is about nothing here, is counted and suppresses nothing', async () => {
  const told = await importInto(
    site,
    openVex(
      statement({ status: 'affected' }),
      statement({ status: 'under_investigation' }),
      statement({ products: [{ '@id': 'pkg:npm/left-pad@1.2.0' }] }),
      statement({ vulnerability: { name: 'CVE-2026-1' } }),
    ),
  )
  expect(told).toMatchObject({ statements: 4, ruled: 0, noRuling: 2, nothingHere: 2 })
  expect(await states()).toEqual(['shop open', 'till open'])
})

test('of several statements about one thing the newest decides, at equal time the one that claims less safety', async () => {
  const later = statement({ status: 'affected', timestamp: '2026-02-01T00:00:00Z' })
  expect(await importInto(site, openVex(statement(), later))).toMatchObject({ ruled: 0, superseded: 1, noRuling: 1 })
  const same = statement({ status: 'affected' })
  expect(await importInto(site, openVex(statement(), same))).toMatchObject({ ruled: 0, superseded: 1 })
  expect(await states()).toEqual(['shop open', 'till open'])
  const earlier = statement({ status: 'affected', timestamp: '2025-02-01T00:00:00Z' })
  expect(await importInto(site, openVex(statement(), earlier))).toMatchObject({ ruled: 1, findings: 2 })
})

test('what is said of one product otherwise stays out of the reach of what is said of the component', async () => {
  const products = [{ '@id': 'till', subcomponents: [{ '@id': 'pkg:npm/left-pad@1.3.0' }] }]
  const till = statement({ products, status: 'affected', timestamp: '2026-02-01T00:00:00Z' })
  expect(await importInto(site, openVex(statement(), till))).toMatchObject({ ruled: 1, rulings: 1, findings: 1 })
  expect(await states()).toEqual(['shop suppressed', 'till open'])
})

test('a version beside a product in CycloneDX narrows the statement to it', async () => {
  const cycloneDx = (versions: object[]) => ({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: [{ type: 'library', 'bom-ref': 'a', name: 'left-pad', purl: 'pkg:npm/left-pad' }],
    vulnerabilities: [
      { id: 'CVE-2026-1000', analysis: { state: 'not_affected', detail: 'unused' }, affects: [{ ref: 'a', versions }] },
    ],
  })
  expect(await importInto(site, cycloneDx([{ version: '1.2.0' }]))).toMatchObject({ ruled: 0, nothingHere: 1 })
  expect(await importInto(site, cycloneDx([{ version: '1.3.0' }]))).toMatchObject({ ruled: 1, findings: 2 })
})

test('what no database can hold is refused', async () => {
  const json = openVex(statement({ impact_statement: 'a\u0000b' }))
  const given = { workspaceId: DEFAULT_WORKSPACE, json, fileName: 'a.json', by: 'ada', endsAt, rehearse: false }
  expect(await importVex(site, given)).toMatchObject({ ok: false, error: { code: 'vex-format' } })
})

test('a document comes out as it came in', async () => {
  const document = openVex(statement({ supplier: 'Ada', x: { own: 1 } }), statement({ status: 'affected' }))
  const { document: id } = await importInto(site, document)
  expect(await readStoredVex(site, DEFAULT_WORKSPACE, id)).toEqual(document)
  expect(await readStoredVex(site, DEFAULT_WORKSPACE, 'another')).toBeUndefined()
})

test.each<VexFormat>(['openvex', 'cyclonedx', 'csaf'])('our rulings as %s rule the same elsewhere', async (format) => {
  await importInto(
    site,
    openVex(statement({ products: [{ '@id': 'shop', subcomponents: [{ '@id': 'pkg:npm/left-pad@1.3.0' }] }] })),
  )
  const wanted = { workspaceId: DEFAULT_WORKSPACE, format, author: 'Northwind' }
  const document = JSON.parse(JSON.stringify(await exportVex(site, wanted, tool)))
  expect(JSON.stringify(document)).toContain('Only used to draw a banner.')
  expect(JSON.stringify(document)).toContain(
    'vulnerable_code_not_in_execute_path'.slice(0, format === 'cyclonedx' ? 0 : 99),
  )
  const other = await madeSite()
  await importInto(other, document)
  expect(await states(other)).toEqual(['shop suppressed', 'till open'])
  await other.close()
})

test('a finding that two versions show is ruled on by what is said of both, and comes out with both', async () => {
  await site.record('both', ['pkg:npm/left-pad@1.2.0', 'pkg:npm/left-pad@1.3.0'])
  expect(await importInto(site, openVex(statement()))).toMatchObject({ ruled: 1, findings: 2 })
  expect(await states()).toEqual(['both open', 'shop suppressed', 'till suppressed'])
  const older = statement({ products: [{ '@id': 'pkg:npm/left-pad@1.2.0' }] })
  expect(await importInto(site, openVex(older))).toMatchObject({ ruled: 0, partial: 1 })
  const products = [{ '@id': 'pkg:npm/left-pad@1.2.0' }, { '@id': 'pkg:npm/left-pad@1.3.0' }]
  expect(await importInto(site, openVex(statement({ products })))).toMatchObject({ ruled: 1, partial: 0 })
  expect(await states()).toEqual(['both suppressed', 'shop suppressed', 'till suppressed'])
  const { id: assetId } = (
    await listFindings(site.database, DEFAULT_WORKSPACE, { filter: 'asset:both state:any', limit: 1 })
  ).rows[0]!.asset
  const own = { workspaceId: DEFAULT_WORKSPACE, format: 'openvex', assetId, author: 'Ada' } as const
  const said = JSON.stringify(await exportVex(site, own, tool))
  expect(said).toContain('pkg:npm/left-pad@1.2.0')
  expect(said).toContain('pkg:npm/left-pad@1.3.0')
})
