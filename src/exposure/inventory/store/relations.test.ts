import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { digestOf, emptyOutcome, type Instant } from '#core/kernel'
import type { NamedAsset, ReportedRelation, Subject } from '#core/vocabulary'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts'
import { assetIdOf, naturalKeyOf } from '../index.ts'
import { type ImportRecord, inventoryMarks, recordImport, stateRelation, withdrawRelation } from './index.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await testDatabase()
})
afterAll(() => test.drop())
beforeEach(() => inWorkspace((work) => sql`delete from asset`.execute(work)))

const workspace = DEFAULT_WORKSPACE
const inWorkspace: <T>(work: Parameters<typeof test.database.inWorkspace<T>>[1]) => Promise<T> = (work) =>
  test.database.inWorkspace(workspace, work)

const shop: Subject = { kind: 'application', name: 'shop' }
const image = (name: string): NamedAsset => ({ kind: 'container-image', name })
const id = ({ kind, name }: NamedAsset | Subject) => assetIdOf(kind, naturalKeyOf({ kind, name }))

function file(
  day: number,
  relations: ReportedRelation[],
  more: { subject?: Subject; complete?: false; tool?: string } = {},
): ImportRecord {
  const { subject = shop, complete, tool = 'syft' } = more
  const statedAt = `2026-10-${String(day).padStart(2, '0')}T00:00:00.000Z`
  const inventory = {
    importer: 'cyclonedx',
    format: 'CycloneDX',
    subject,
    tool,
    statedAt,
    components: [],
    vex: [],
    relations,
  }
  return {
    inventory: { ...inventory, ...(complete === false && { complete }) },
    outcome: emptyOutcome(),
    fileName: 'bom.json',
    contentDigest: digestOf(JSON.stringify(inventory)),
    importedAt: '2026-11-01T00:00:00.000Z' as Instant,
  }
}

const contains = (name: string, confidence = 100): ReportedRelation => ({
  kind: 'contains',
  to: image(name),
  confidence,
})

async function record(...files: ImportRecord[]): Promise<void> {
  for (const one of files) await recordImport(test.database, workspace, one)
}

it.each([
  ['domain', 'hostname'],
  ['hostname', 'domain'],
] as const)('a name that is called a %s first and a %s later is one domain', async (first, later) => {
  const domain = (kind: 'domain' | 'hostname'): ReportedRelation => ({
    kind: 'domain',
    from: { kind: 'mailbox', name: 'post@shop.example' },
    to: { kind, name: 'shop.example' },
    confidence: 100,
  })
  await record(file(1, [domain(first)]), file(2, [domain(later)]))
  const { rows } = await inWorkspace((work) =>
    sql`select kind from asset where natural_key = 'shop.example'`.execute(work),
  )
  expect(rows).toEqual([{ kind: 'domain' }])
})

/** All edges and assets, as words. */
async function state() {
  return inWorkspace(async (work) => {
    const { rows: edges } = await sql`select f.name as from, r.kind, t.name as to, r.present, r.confidence,
        to_char(r.first_seen at time zone 'utc', 'DD') as first, to_char(r.last_seen at time zone 'utc', 'DD') as last
      from relation r join asset f on f.id = r.from_id join asset t on t.id = r.to_id order by 1, 2, 3`.execute(work)
    const { rows: assets } = await sql`select kind, name, to_char(first_seen at time zone 'utc', 'DD') as first,
        to_char(last_seen at time zone 'utc', 'DD') as last, last_digest = '' as mentioned from asset order by 1, 2`.execute(
      work,
    )
    return { edges, assets }
  })
}

describe('relations of imports', () => {
  it('an import makes the assets it names and its relations with their times', async () => {
    await record(file(3, [contains('web:1')]))
    expect(await state()).toEqual({
      edges: [{ from: 'shop', kind: 'contains', to: 'web:1', present: true, confidence: 100, first: '03', last: '03' }],
      assets: [
        { kind: 'application', name: 'shop', first: '03', last: '03', mentioned: false },
        { kind: 'container-image', name: 'web:1', first: '03', last: '03', mentioned: true },
      ],
    })
  })

  it('only a later complete run of the same witness takes a relation back', async () => {
    await record(file(3, [contains('web')]))
    await record(file(4, [], { tool: 'other' }), file(5, [], { complete: false }))
    expect((await state()).edges).toMatchObject([{ present: true }])
    await record(file(6, []))
    expect((await state()).edges).toMatchObject([{ present: false, confidence: 0, first: '03', last: '03' }])
    await record(file(7, [contains('web', 50)]))
    expect((await state()).edges).toMatchObject([{ present: true, confidence: 50, first: '03', last: '07' }])
  })

  it('what others name has nothing to judge, until an import of its own comes', async () => {
    await record(file(3, [contains('web')]))
    expect([...(await inventoryMarks(test.database, workspace)).keys()]).toEqual([id(shop)])
    await record(file(1, [], { subject: { kind: 'container-image', name: 'web', distribution: { id: 'debian' } } }))
    expect((await inventoryMarks(test.database, workspace)).size).toBe(2)
    expect((await state()).assets[1]).toMatchObject({ first: '01', last: '01', mentioned: false })
  })

  it('the same files in any order, and again, give the same relations and assets', async () => {
    const files = [
      file(1, [contains('web:1'), contains('db')]),
      file(2, [contains('web:2')]),
      file(3, [contains('db', 40)], { tool: 'other' }),
      file(4, [contains('web:1')], { complete: false }),
      file(5, [{ kind: 'based_on', to: image('debian'), confidence: 100 }], {
        subject: { kind: 'container-image', name: 'web:2' },
      }),
      file(2, [{ kind: 'runs_on', to: { kind: 'host', name: 'edge' }, confidence: 100 }], {
        subject: { kind: 'container-image', name: 'db' },
      }),
      file(6, [], { subject: { kind: 'host', name: 'Edge' } }),
    ]
    await record(...files)
    const expected = await state()
    expect(expected.edges).toHaveLength(4)
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...files, ...files], { minLength: files.length * 2 }), async (shuffled) => {
        await inWorkspace((work) => sql`delete from asset`.execute(work))
        await record(...shuffled)
        expect(await state()).toEqual(expected)
      }),
      { numRuns: 12 },
    )
  })

  it('imports that name each other at the same time all come in', async () => {
    const names = ['a', 'b', 'c', 'd']
    const files = names.map((name) =>
      file(
        1,
        names.filter((other) => other !== name).map((other) => contains(other)),
        { subject: { kind: 'container-image', name } },
      ),
    )
    await Promise.all(files.map((one) => recordImport(test.database, workspace, one)))
    expect((await state()).edges).toHaveLength(12)
  })
})

describe('relations that people state', () => {
  const speaker = { workspaceId: workspace, by: 'ada', at: '2026-10-09T00:00:00.000Z' as Instant }
  const edge = { from: id(shop), kind: 'contains', to: id(image('web')) } as const

  it('stand beside those of imports, and are taken back by whoever said them', async () => {
    await record(file(3, [contains('web')]), file(4, []))
    const said = await inWorkspace((work) => stateRelation(work, speaker, edge))
    await inWorkspace((work) => stateRelation(work, speaker, edge))
    expect((await state()).edges).toMatchObject([{ present: true, first: '03', last: '09' }])
    if (!said.ok) throw new Error(said.error.message)
    const named = { assetId: id(shop), relationId: said.value.id }
    expect(await inWorkspace((work) => withdrawRelation(work, { by: 'eve' }, named))).toMatchObject({ ok: false })
    expect(await inWorkspace((work) => withdrawRelation(work, { by: 'ada' }, named))).toMatchObject({
      ok: true,
      value: { saidBy: ['ada'] },
    })
    expect((await state()).edges).toMatchObject([{ present: false, last: '03' }])
  })

  it('leave nothing behind when nobody else states them, and an owner may take back anybody’s', async () => {
    await record(file(3, []), file(3, [], { subject: { kind: 'container-image', name: 'web' } }))
    const said = await inWorkspace((work) => stateRelation(work, speaker, edge))
    if (!said.ok) throw new Error(said.error.message)
    const named = { assetId: id(image('web')), relationId: said.value.id }
    await inWorkspace((work) => withdrawRelation(work, { by: 'eve' }, named, { anybodys: true }))
    expect((await state()).edges).toEqual([])
  })

  it('join only kinds that the table joins', async () => {
    await record(file(3, []), file(3, [], { subject: { kind: 'container-image', name: 'web' } }))
    expect(await inWorkspace((work) => stateRelation(work, speaker, { ...edge, kind: 'dns_record' }))).toMatchObject({
      error: {
        code: 'no-such-relation',
        message: 'no relation "dns_record" leads from an application to a container-image',
      },
    })
    expect(
      await inWorkspace((work) => stateRelation(work, speaker, { ...edge, to: assetIdOf('host', 'x') })),
    ).toMatchObject({
      error: { code: 'not-found' },
    })
  })
})
