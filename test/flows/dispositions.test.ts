import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Instant } from '#core/kernel'
import type { Exposure } from '#core/vocabulary'
import type { Ruling } from '#exposure/findings'
import { endDispositions, makeDisposition, rehearseRevoking, revokeDisposition } from '#exposure/findings/store'
import type { AssetId } from '#exposure/inventory'
import { changeAsset } from '#flows/exposure'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { listDispositions } from '#views/dispositions'
import { listFindings } from '#views/findings'
import { type Installation, installation, movableClock, osvRecord } from '../support/installation.ts'

let clock: ReturnType<typeof movableClock>
let site: Installation
beforeEach(async () => {
  clock = movableClock('2026-08-02T00:00:00Z')
  site = await installation(clock.clock)
  site.publish(
    'osv/npm.ndjson',
    osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1', { aliases: ['CVE-2026-1000'] }),
  )
  site.publish('kev/kev.json', kevFile('CVE-2000-0001'))
  await site.refresh()
})
afterEach(() => site.close())

function kevFile(...ids: string[]): string {
  const vulnerabilities = ids.map((cveID) => ({ cveID, dateAdded: '2026-08-01', dueDate: '2026-08-22' }))
  return JSON.stringify({ vulnerabilities })
}

const accepted: Ruling = {
  status: 'accepted',
  scope: 'finding',
  reason: 'the service is switched off in October',
  endsAt: '2026-11-01T00:00:00.000Z',
}

async function rows(filter = 'state:any') {
  return (await listFindings(site.database, DEFAULT_WORKSPACE, { filter, limit: 100 })).rows
}

async function states() {
  return (await rows()).map(({ asset, state }) => `${asset.name} ${state}`).sort()
}

async function lastEvent(): Promise<{ kind: string; detail: Record<string, unknown> }> {
  const { rows: events } = await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql<{
      kind: string
      detail: Record<string, unknown>
    }>`select kind, detail from finding_event order by id desc limit 1`.execute(work),
  )
  return events[0]!
}

async function rule(over: Partial<Parameters<typeof makeDisposition>[3]> = {}, rehearse = false) {
  const [finding] = await rows('asset:shop state:any')
  const ruling = { ...accepted, by: 'ada', ...over }
  return makeDisposition(site.database, DEFAULT_WORKSPACE, finding?.id ?? '', ruling, clock.clock(), { rehearse })
}

function revoke(id: string) {
  const by = { workspaceId: DEFAULT_WORKSPACE, by: 'bea', now: clock.clock() as Instant }
  return site.database.inWorkspace(DEFAULT_WORKSPACE, (work) => revokeDisposition(work, by, id))
}

const rulings = () =>
  listDispositions(site.database, DEFAULT_WORKSPACE, { filter: '', sort: 'newest', limit: 10 }, clock.clock())

const shop = (over: object = {}) => site.record('shop', ['pkg:npm/left-pad@1.3.0'], over)

test('a ruling suppresses its finding, which leaves the list and stays findable', async () => {
  await shop()
  expect(await rule()).toMatchObject({ ok: true, value: { suppressed: 1, assets: 1 } })
  expect(await rows('')).toEqual([])
  expect(await rows('state:suppressed')).toHaveLength(1)
  expect(await lastEvent()).toMatchObject({ kind: 'suppressed', detail: { status: 'accepted', by: 'ada' } })
  const { findings } = await shop({ timestamp: '2026-08-03T00:00:00Z' })
  expect(findings).toMatchObject({ opened: 0, reopened: 0 })
  expect(await states()).toEqual(['shop suppressed'])
})

test('a rehearsal tells what a ruling would do and does nothing', async () => {
  await shop()
  expect(await rule({}, true)).toMatchObject({ ok: true, value: { suppressed: 1 } })
  expect(await states()).toEqual(['shop open'])
})

test('another version brings it back, with what was and what is', async () => {
  await shop()
  await rule()
  await site.record('shop', ['pkg:npm/left-pad@1.2.0'], { timestamp: '2026-08-05T00:00:00Z' })
  expect(await states()).toEqual(['shop open'])
  expect(await lastEvent()).toMatchObject({
    kind: 'returned',
    detail: { because: 'moved', reason: accepted.reason, was: { version: '1.3.0' }, now: { version: '1.2.0' } },
  })
})

/** Says how exposed an asset is, as a person does. */
function expose(assetId: string, value: Exposure) {
  const exposure = { value, basis: 'stated', by: 'ada', at: clock.clock() } as const
  return changeAsset(site, DEFAULT_WORKSPACE, assetId as AssetId, { exposure })
}

test('an accepted risk comes back when its asset becomes exposed', async () => {
  const { recorded } = await shop({ exposure: 'internal' })
  await rule({ status: 'accepted' })
  await expose(recorded.assetId, 'internet')
  expect(await states()).toEqual(['shop open'])
  expect(await lastEvent()).toMatchObject({
    kind: 'returned',
    detail: { because: 'moved', was: { exposure: 'internal' }, now: { exposure: 'internet' } },
  })
})

test('a wrong match stays wrong, however exposed its asset becomes', async () => {
  const { recorded } = await shop({ exposure: 'internal' })
  await rule({ status: 'false-positive' })
  await expose(recorded.assetId, 'internet')
  expect(await states()).toEqual(['shop suppressed'])
})

test.each(['component', 'workspace'] as const)(
  'an acceptance of scope "%s" covers what is exposed as the worst was when it was made, and nothing worse',
  async (scope) => {
    const { recorded } = await shop({ exposure: 'internal' })
    const same = (name: string, exposure: Exposure) => site.record(name, ['pkg:npm/left-pad@1.3.0'], { exposure })
    await same('cell', 'isolated')
    expect(await rule({ scope })).toMatchObject({
      ok: true,
      value: { suppressed: 2, anchor: { exposure: 'internal' } },
    })
    await same('inside', 'internal')
    await same('nobody-knows', 'unknown')
    await same('shopfront', 'internet')
    expect(await states()).toEqual([
      'cell suppressed',
      'inside suppressed',
      'nobody-knows open',
      'shop suppressed',
      'shopfront open',
    ])
    await expose(recorded.assetId, 'isolated')
    expect((await states()).filter((line) => line.startsWith('shop '))).toEqual(['shop suppressed'])
    await expose(recorded.assetId, 'internet')
    expect((await states()).filter((line) => line.startsWith('shop '))).toEqual(['shop open'])
    expect(await lastEvent()).toMatchObject({
      detail: { was: { exposure: 'internal' }, now: { exposure: 'internet' } },
    })
  },
)

test('a vulnerability that is exploited brings back every acceptance of it', async () => {
  await shop()
  await rule({ scope: 'workspace' })
  await site.record('other', ['pkg:npm/left-pad@1.1.0'])
  expect(await states()).toEqual(['other suppressed', 'shop suppressed'])
  site.publish('kev/kev.json', kevFile('CVE-2000-0001', 'CVE-2026-1000'))
  await site.refresh()
  expect(await states()).toEqual(['other open', 'shop open'])
  expect(await lastEvent()).toMatchObject({
    detail: { because: 'moved', was: { exploitation: 'unknown' }, now: { exploitation: 'active' } },
  })
})

test('what the sources say anew brings back a false positive', async () => {
  await shop()
  await rule({ status: 'false-positive' })
  site.publish(
    'osv/npm.ndjson',
    osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.4.0', {
      aliases: ['CVE-2026-1000'],
      modified: '2026-08-05T00:00:00Z',
    }),
  )
  await site.refresh()
  expect(await states()).toEqual(['shop open'])
})

test('a ruling ends on its day, and can be taken back before', async () => {
  await shop()
  await rule()
  clock.move('2026-10-31T23:59:59Z')
  expect(await endDispositions(site.database, DEFAULT_WORKSPACE, clock.clock())).toBe(0)
  clock.move('2026-11-01T00:00:00Z')
  expect(await endDispositions(site.database, DEFAULT_WORKSPACE, clock.clock())).toBe(1)
  expect(await states()).toEqual(['shop open'])
  expect(await lastEvent()).toMatchObject({ kind: 'returned', detail: { because: 'ended' } })
  const again = await rule({ endsAt: '2027-01-01T00:00:00.000Z' })
  if (!again.ok) throw new Error(again.error.message)
  expect(await revoke(again.value.id)).toMatchObject({ ok: true, value: { returned: 1 } })
  expect(await lastEvent()).toMatchObject({ kind: 'returned', detail: { because: 'revoked' } })
  expect(await revoke(again.value.id)).toMatchObject({ ok: false })
})

test('a ruling does not take the place of one that its author has not seen, and the history names both', async () => {
  await shop()
  const first = await rule({ reason: 'behind a filter', by: 'ada', instead: null })
  if (!first.ok) throw new Error(first.error.message)
  clock.move('2026-08-02T00:01:00Z')
  const bea = { status: 'false-positive', reason: 'never called', by: 'bea' } as const
  expect(await rule({ ...bea, instead: null })).toMatchObject({
    ok: false,
    error: { code: 'changed-meanwhile', message: expect.stringContaining('ada ruled on it (behind a filter)') },
  })
  expect(await lastEvent()).toMatchObject({ kind: 'suppressed', detail: { by: 'ada' } })
  expect(await rule({ ...bea, instead: first.value.id })).toMatchObject({ ok: true })
  const replaced = { kind: 'ruling-replaced', detail: { by: 'bea', reason: bea.reason, instead: { by: 'ada' } } }
  expect(await lastEvent()).toMatchObject(replaced)
  // A script that names none is asked nothing, and what it replaces is told all the same.
  clock.move('2026-08-02T00:02:00Z')
  expect(await rule({ by: 'cleo' })).toMatchObject({ ok: true })
  expect(await lastEvent()).toMatchObject({ kind: 'ruling-replaced', detail: { by: 'cleo', instead: { by: 'bea' } } })
})

test('a ruling that another replaced stands again when that one is taken back, not when it ends', async () => {
  await shop()
  const ada = await rule({ reason: 'behind a filter', by: 'ada', endsAt: '2026-12-01T00:00:00Z' })
  clock.move('2026-08-02T00:01:00Z')
  const bea = await rule({ reason: 'not now', by: 'bea', endsAt: '2026-10-01T00:00:00Z' })
  if (!ada.ok || !bea.ok) throw new Error('not ruled')
  expect((await rulings()).rows).toMatchObject([
    { madeBy: 'bea', state: 'in-force', replacedBy: null, suppresses: 1 },
    { madeBy: 'ada', state: 'replaced', replacedBy: 'bea', suppresses: 0 },
  ])
  const stands = [{ madeBy: 'ada', findings: 1 }]
  const terms = { workspaceId: DEFAULT_WORKSPACE, by: 'bea', now: clock.clock() }
  const told = await rehearseRevoking(site.database, terms, bea.value.id)
  expect(told).toMatchObject({ ok: true, value: { returned: 0, stands } })
  expect((await rulings()).rows[0]).toMatchObject({ madeBy: 'bea', state: 'in-force' })
  expect(await revoke(bea.value.id)).toMatchObject({ ok: true, value: { returned: 0, stands } })
  expect(await lastEvent()).toMatchObject({
    kind: 'ruling-replaced',
    detail: { by: 'ada', because: 'revoked', instead: { by: 'bea' } },
  })
  clock.move('2026-08-02T00:02:00Z')
  await rule({ reason: 'not now', by: 'cleo', endsAt: '2026-10-01T00:00:00Z' })
  clock.move('2026-10-01T00:00:00Z')
  expect(await endDispositions(site.database, DEFAULT_WORKSPACE, clock.clock())).toBe(1)
  expect(await states()).toEqual(['shop open'])
})

test('a wider ruling that a narrow one stood before is what stands after it', async () => {
  await shop()
  await rule({ scope: 'workspace', by: 'ada' })
  clock.move('2026-08-02T00:01:00Z')
  await rule({ by: 'bea', endsAt: '2026-09-01T00:00:00Z' })
  expect((await rulings()).rows).toMatchObject([{ madeBy: 'bea' }, { madeBy: 'ada', state: 'in-force' }])
  clock.move('2026-09-01T00:00:00Z')
  expect(await endDispositions(site.database, DEFAULT_WORKSPACE, clock.clock())).toBe(0)
  expect(await lastEvent()).toMatchObject({ detail: { by: 'ada', because: 'ended', instead: { by: 'bea' } } })
})

test('scopes reach as far as they say', async () => {
  await shop()
  await site.record('same', ['pkg:npm/left-pad@1.3.0'])
  await site.record('older', ['pkg:npm/left-pad@1.2.0'])
  expect(await rule({ scope: 'component', status: 'false-positive' }, true)).toMatchObject({ value: { assets: 2 } })
  expect(await rule({ scope: 'asset' }, true)).toMatchObject({ value: { assets: 1 } })
  expect(await rule({ scope: 'workspace' }, true)).toMatchObject({ value: { assets: 3 } })
})

test('a finding that is gone and comes back is judged by the ruling again', async () => {
  await shop()
  await rule()
  await site.record('shop', [], { timestamp: '2026-08-05T00:00:00Z' })
  expect(await states()).toEqual(['shop resolved'])
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'], { timestamp: '2026-08-06T00:00:00Z' })
  expect(await states()).toEqual(['shop suppressed'])
})

test.each([
  ['without a reason', { reason: ' ' }],
  ['that ended', { endsAt: '2026-08-01T00:00:00Z' }],
  ['for ever', { endsAt: '2036-08-01T00:00:00Z' }],
  ['not affected without VEX’s justification', { status: 'not-affected' as const }],
  ['of a workspace that rests on one version', { scope: 'workspace' as const, restsOn: ['version' as const] }],
  ['that rests on nothing', { restsOn: [] }],
])('a ruling %s is refused', async (_, over) => {
  await shop()
  expect(await rule(over)).toMatchObject({ ok: false, error: { code: 'bad-ruling' } })
})
