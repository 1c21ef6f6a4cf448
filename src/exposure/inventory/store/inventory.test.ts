import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { digestOf, emptyOutcome, type Instant } from '#core/kernel'
import type { Component, ImportedInventory } from '#core/vocabulary'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts'
import type { AssetId } from '../index.ts'
import {
  componentsOfAsset,
  findAsset,
  type ImportRecord,
  listAssets,
  recordImport,
  updateAsset,
  vexOfAsset,
} from './index.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await testDatabase()
})
afterAll(() => test.drop())

const workspace = DEFAULT_WORKSPACE
const now = '2024-06-01T00:00:00.000Z' as Instant

beforeEach(() =>
  test.database.inWorkspace(workspace, async (transaction) => void (await sql`delete from asset`.execute(transaction))),
)

function component(name: string, version: string, more: Partial<Component> = {}): Component {
  return {
    ref: `${name}@${version}`,
    purl: `pkg:npm/${name}@${version}`,
    cpes: [],
    name,
    version,
    type: 'npm',
    upstream: [],
    licences: [],
    location: '',
    dependsOn: [],
    evidence: [{ kind: 'sbom', by: 'cyclonedx', path: 'bom.json', pointer: `/${name}` }],
    ...more,
  }
}

function record(components: Component[], more: Partial<ImportedInventory> = {}): ImportRecord {
  const inventory: ImportedInventory = {
    importer: 'cyclonedx',
    format: 'CycloneDX 1.6 JSON',
    subject: { name: 'shop', kind: 'application' },
    tool: 'syft 1.0.0',
    components,
    vex: [],
    ...more,
  }
  const outcome = { ...emptyOutcome(), read: components.length, kept: components.length }
  return {
    inventory,
    outcome,
    fileName: 'bom.json',
    contentDigest: digestOf(JSON.stringify(inventory)),
    importedAt: now,
  }
}

function add(one: ImportRecord) {
  return recordImport(test.database, workspace, one)
}

async function present(assetId: AssetId): Promise<Component[]> {
  return test.database.inWorkspace(workspace, async (transaction) => {
    const found: Component[] = []
    for await (const one of componentsOfAsset(transaction, assetId)) found.push(one)
    return found
  })
}

async function names(assetId: AssetId): Promise<string[]> {
  return (await present(assetId)).map((one) => `${one.name}@${one.version}`).sort()
}

describe('recording imports', () => {
  it('the same file again changes nothing and says so', async () => {
    const file = record([component('a', '1'), component('b', '1')])
    const first = await add(file)
    expect(first).toMatchObject({
      status: 'recorded',
      isLatest: true,
      components: 2,
      changes: { added: [{ name: 'a' }, { name: 'b' }], removed: [] },
    })
    expect(await add({ ...file, importedAt: '2025-01-01T00:00:00.000Z' as Instant })).toMatchObject({
      status: 'unchanged',
      importId: first.importId,
      changes: { added: [], removed: [], changedVersion: [] },
    })
  })

  it('a newer file of the same subject says what came, what went and what changed version', async () => {
    await add(
      record([component('a', '1'), component('b', '1'), component('c', '1')], { statedAt: '2024-01-01T00:00:00.000Z' }),
    )
    const next = await add(
      record([component('a', '2'), component('b', '1'), component('d', '1')], {
        statedAt: '2024-02-01T00:00:00.000Z',
        tool: 'syft 1.1.0',
      }),
    )
    expect(next.changes).toMatchObject({
      added: [{ name: 'd' }],
      removed: [{ name: 'c' }],
      changedVersion: [{ from: { version: '1' }, to: { name: 'a', version: '2' } }],
    })
    expect(await names(next.assetId)).toEqual(['a@2', 'b@1', 'd@1'])
  })

  it('a file stated earlier than the latest is kept and decides nothing', async () => {
    const latest = await add(record([component('a', '2')], { statedAt: '2024-02-01T00:00:00.000Z' }))
    const older = await add(record([component('a', '1')], { statedAt: '2024-01-01T00:00:00.000Z' }))
    expect(older).toMatchObject({ status: 'recorded', isLatest: false, changes: { added: [], removed: [] } })
    expect(await names(latest.assetId)).toEqual(['a@2'])
  })

  it('a run that is not complete adds and takes nothing back; the next complete one does', async () => {
    const day = (date: number, components: Component[], more: Partial<ImportedInventory> = {}) =>
      add(record(components, { statedAt: `2024-01-0${date}T00:00:00.000Z`, ...more }))
    const { assetId } = await day(1, [component('a', '1')])
    const broken = await day(2, [component('b', '1')], { complete: false })
    expect(broken.changes).toMatchObject({ added: [{ name: 'b' }], removed: [] })
    expect(await names(assetId)).toEqual(['a@1', 'b@1'])
    const whole = await day(3, [component('a', '1')])
    expect(whole.changes).toMatchObject({ added: [], removed: [{ name: 'b' }] })
    expect(await names(assetId)).toEqual(['a@1'])
  })

  it('a run told to look for less takes nothing back from the others', async () => {
    const { assetId } = await add(record([component('a', '1')], { statedAt: '2024-01-01T00:00:00.000Z' }))
    await add(record([], { configuration: 'only-critical', statedAt: '2024-01-02T00:00:00.000Z' }))
    expect(await names(assetId)).toEqual(['a@1'])
  })

  it('a witness retracts only what it saw itself, and evidence of both is kept', async () => {
    const both = component('b', '1')
    await add(record([component('a', '1'), both], { statedAt: '2024-01-01T00:00:00.000Z' }))
    await add(
      record([{ ...both, evidence: [{ kind: 'sbom', by: 'spdx' }] }], {
        importer: 'spdx',
        tool: 'trivy',
        statedAt: '2024-01-02T00:00:00.000Z',
      }),
    )
    const third = await add(record([], { statedAt: '2024-01-03T00:00:00.000Z' }))
    expect(third.changes.removed).toMatchObject([{ name: 'a' }])
    const [left] = await present(third.assetId)
    expect(left).toMatchObject({ name: 'b', evidence: [{ by: 'spdx' }] })
  })

  it('components that are one by identity are one, with all evidence and edges between ids', async () => {
    const twice = [
      component('a', '1', { dependsOn: ['b@1'] }),
      component('a', '1', { ref: 'again', evidence: [{ kind: 'file', by: 'x' }] }),
      component('b', '1'),
    ]
    const { assetId, components } = await add(record(twice))
    const [a, b] = (await present(assetId)).sort((one, other) => (one.name < other.name ? -1 : 1))
    expect(components).toBe(2)
    expect(a?.evidence).toHaveLength(2)
    expect(a?.dependsOn).toEqual([b?.ref])
  })

  it('NUL and lone surrogates in names do not stop an import', async () => {
    const { assetId } = await add(record([component('a', '1', { name: 'n\0\ud800', purl: 'pkg:npm/n@1' })]))
    expect(await present(assetId)).toMatchObject([{ name: 'n\uFFFD\uFFFD' }])
  })

  it('names as long as a limit allows, and subjects beyond it, fit every index', async () => {
    const long = Array.from({ length: 500 }, (_, index) => String.fromCodePoint(0x4e00 + index * 7)).join('')
    const { assetId } = await add(
      record([component('a', '1', { name: long, version: long })], {
        subject: { name: long.repeat(9), kind: 'application' },
      }),
    )
    expect((await present(assetId))[0]?.name).toBe(long)
  })

  it('supplier VEX is that of the latest import of each witness', async () => {
    const vex = (status: 'affected' | 'fixed') => [
      { vulnerability: 'CVE-2024-0001', aliases: [], products: [], subcomponents: [], status, source: 'cyclonedx' },
    ]
    await add(record([], { vex: vex('affected'), statedAt: '2024-01-01T00:00:00.000Z' }))
    const { assetId } = await add(record([], { vex: vex('fixed'), statedAt: '2024-01-02T00:00:00.000Z' }))
    const found = await test.database.inWorkspace(workspace, (transaction) => vexOfAsset(transaction, assetId))
    expect(found.map((one) => one.status)).toEqual(['fixed'])
  })
})

describe('the state of an inventory', () => {
  const version = fc.constantFrom('1', '2')
  const part = fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    version,
    scope: fc.constantFrom('runtime' as const, 'development' as const),
  })
  const imports = fc.uniqueArray(
    fc.record({
      tool: fc.constantFrom('syft 1.0', 'trivy 2.0'),
      day: fc.integer({ min: 1, max: 3 }),
      release: version,
      isBroken: fc.boolean(),
      configuration: fc.constantFrom('', 'narrow'),
      parts: fc.uniqueArray(part, { maxLength: 4, selector: (one) => one.name + one.version }),
    }),
    { minLength: 1, maxLength: 5, selector: (one) => JSON.stringify(one) },
  )

  async function stateAfter(records: ImportRecord[]): Promise<unknown> {
    return test.database
      .inWorkspace(workspace, async (transaction) => {
        await sql`delete from asset`.execute(transaction)
        return undefined
      })
      .then(async () => {
        for (const one of records) await add(one)
        return test.database.inWorkspace(workspace, async (transaction) => ({
          assets: (await sql`select to_jsonb(a) - 'changed' as row from asset a order by id`.execute(transaction)).rows,
          components: (await sql`select * from component order by id`.execute(transaction)).rows,
          seen: (await sql`select * from import_component order by import_id, component_id`.execute(transaction)).rows,
        }))
      })
  }

  it('does not depend on the order in which imports arrive, nor on their repetition', async () => {
    await fc.assert(
      fc.asyncProperty(
        imports.chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2, maxLength: list.length * 2 }),
          ),
        ),
        async ([ordered, shuffled]) => {
          const toRecord = (one: (typeof ordered)[number]) =>
            record(
              one.parts.map((each) => component(each.name, each.version, { scope: each.scope })),
              {
                tool: one.tool,
                ...(one.isBroken && { complete: false }),
                ...(one.configuration && { configuration: one.configuration }),
                statedAt: `2024-01-0${one.day}T00:00:00.000Z`,
                subject: { name: 'shop', kind: 'application', distribution: { id: 'debian', versionId: one.release } },
              },
            )
          expect(await stateAfter(shuffled.map(toRecord))).toEqual(await stateAfter(ordered.map(toRecord)))
        },
      ),
      { numRuns: 25 },
    )
  })
})

describe('assets', () => {
  it('keep what people say of them over later imports', async () => {
    const { assetId } = await add(record([component('a', '1')], { statedAt: '2024-01-01T00:00:00.000Z' }))
    const exposure = { value: 'internet' as const, basis: 'stated' as const, by: 'analyst', at: now }
    const updated = await updateAsset(test.database, workspace, assetId, {
      owner: 'web team',
      criticality: 'high',
      exposure,
      tags: [' b ', 'a', 'b'],
    })
    expect(updated).toMatchObject({
      ok: true,
      value: { owner: 'web team', criticality: 'high', exposure, tags: ['a', 'b'] },
    })
    await add(record([component('a', '2')], { statedAt: '2024-02-01T00:00:00.000Z' }))
    expect(await findAsset(test.database, workspace, assetId)).toMatchObject({
      owner: 'web team',
      exposure,
      environment: 'unknown',
      lastSeen: '2024-02-01T00:00:00.000Z',
    })
    expect(await updateAsset(test.database, workspace, assetId, { owner: null })).toMatchObject({
      ok: true,
      value: { criticality: 'high' },
    })
  })

  it('keep the name a person gave over later imports, and get back the newest that imports give', async () => {
    const { assetId } = await add(record([component('a', '1')], { statedAt: '2024-01-01T00:00:00.000Z' }))
    const imported = (await findAsset(test.database, workspace, assetId))!.name
    const name = async () => (await findAsset(test.database, workspace, assetId))!.name
    await updateAsset(test.database, workspace, assetId, { name: 'the shop' })
    await updateAsset(test.database, workspace, assetId, { name: 'our shop' })
    await add(record([component('a', '2')], { statedAt: '2024-02-01T00:00:00.000Z' }))
    expect(await name()).toBe('our shop')
    await updateAsset(test.database, workspace, assetId, { name: null })
    expect(await name()).toBe(imported)
    await updateAsset(test.database, workspace, assetId, { name: null })
    expect(await name()).toBe(imported)
  })

  it('are found only in their own workspace, and an unknown one is a problem', async () => {
    const { assetId } = await add(record([component('a', '1')]))
    const other = '00000000-0000-4000-8000-0000000000ff'
    expect(await listAssets(test.database, workspace)).toHaveLength(1)
    expect(await listAssets(test.database, other)).toEqual([])
    expect(await updateAsset(test.database, other, assetId, { owner: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'no-asset' },
    })
  })

  it('a name the user gives joins files of different subjects on one asset', async () => {
    const asset = { kind: 'host' as const, name: 'Web-1' }
    const first = await add({ ...record([component('a', '1')]), asset })
    const second = await add({
      ...record([component('b', '1')], { subject: { name: 'other', kind: 'repository' } }),
      asset: { ...asset, name: 'web-1' },
    })
    expect(second.assetId).toBe(first.assetId)
    expect(await names(first.assetId)).toEqual(['a@1', 'b@1'])
  })
})
