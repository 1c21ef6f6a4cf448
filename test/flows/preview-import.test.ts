import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { previewNotes } from '#contract/preview-notes'
import { keepPreview, makeDisposition, startPreview } from '#exposure/findings/store'
import { type InventoryFile, importInventory } from '#flows/exposure'
import { previewImport } from '#flows/preview-import'
import { DEFAULT_WORKSPACE, rehearse } from '#platform/database'
import { listFindings } from '#views/findings'
import { listPreviews } from '#views/import-previews'
import { bom, type Installation, installation, movableClock, osvRecord } from '../support/installation.ts'

let clock: ReturnType<typeof movableClock>
let site: Installation
beforeEach(async () => {
  clock = movableClock('2026-08-02T00:00:00Z')
  site = await installation(clock.clock)
  site.publish(
    'osv/npm.ndjson',
    [
      osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1', { aliases: ['CVE-2026-1000'] }),
      osvRecord('GHSA-dddd-eeee-ffff', 'npm', 'right-pad', '2.0.0'),
      osvRecord('GHSA-gggg-hhhh-jjjj', 'npm', 'mid-pad', '3.0.0'),
    ].join('\n'),
  )
  await site.refresh()
})
afterEach(() => site.close())

let files = 0
function fileOf(purls: readonly string[], timestamp: string) {
  const path = join(site.folder, `preview-${++files}.cdx.json`)
  writeFileSync(path, bom('shop', purls, timestamp))
  const fileName = 'shop.cdx.json'
  return { workspaceId: DEFAULT_WORKSPACE, path, fileName, exposure: 'unknown' as const, actor: 'ada' }
}

async function preview(file: InventoryFile, context: Parameters<typeof previewImport>[0] = site) {
  const previewed = await previewImport(context, file, () => {})
  if (!previewed.ok) throw new Error(previewed.error.message)
  return previewed.value
}

async function everything() {
  const tables = [
    'asset',
    'component',
    'import',
    'import_component',
    'finding',
    'finding_event',
    'coverage',
    'assessment',
  ]
  return site.database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
    const digests: unknown[] = []
    for (const table of tables)
      digests.push(
        (
          await sql`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from ${sql.table(table)} t`.execute(
            work,
          )
        ).rows[0],
      )
    return digests
  })
}

test('a preview counts what is new, gone, moved and back, and leaves everything as it was', async () => {
  await site.record('shop', ['pkg:npm/left-pad@1.3.0', 'pkg:npm/right-pad@1.0.0'])
  const [padded] = (await listFindings(site.database, DEFAULT_WORKSPACE, { filter: 'left-pad', limit: 10 })).rows
  const ruling = {
    status: 'accepted',
    scope: 'finding',
    reason: 'switched off soon',
    endsAt: '2026-11-01T00:00:00.000Z',
  } as const
  await makeDisposition(site.database, DEFAULT_WORKSPACE, padded!.id, { ...ruling, by: 'ada' }, clock.clock())
  const before = await everything()
  const file = fileOf(['pkg:npm/left-pad@1.2.0', 'pkg:npm/mid-pad@1.0.0'], '2026-08-05T00:00:00Z')
  const { result, changes } = await preview(file)
  expect(result).toMatchObject({
    assetName: 'shop',
    isNewAsset: false,
    counts: { new: 1, gone: 1, moved: 0, reopened: 1 },
    changedVersion: 1,
  })
  const urgent = Object.entries(result.byUrgency).map(([kind, counts]) => [
    kind,
    Object.values(counts).reduce((sum, count) => sum + count, 0),
  ])
  expect(Object.fromEntries(urgent)).toEqual(result.counts)
  const [fresh] = changes.filter(({ kind }) => kind === 'new')
  expect(result.byUrgency.new).toEqual({ now: 0, soon: 0, scheduled: 0, defer: 0, [fresh!.finding.urgency]: 1 })
  expect(changes.find(({ kind }) => kind === 'reopened')).toMatchObject({
    was: { state: 'suppressed', componentVersion: '1.3.0' },
    finding: { state: 'open', componentVersion: '1.2.0' },
    returned: { because: 'moved', reason: 'switched off soon', was: { version: '1.3.0' }, now: { version: '1.2.0' } },
  })
  expect(await everything()).toEqual(before)
})

test('findings that an import leaves alone are counted, and so are those of a file that changes nothing', async () => {
  const purls = ['pkg:npm/left-pad@1.3.0', 'pkg:npm/right-pad@1.0.0']
  await site.record('shop', purls)
  const more = await preview(fileOf([...purls, 'pkg:npm/mid-pad@1.0.0'], '2026-08-05T00:00:00Z'))
  expect(more.result).toMatchObject({ counts: { new: 1, gone: 0, moved: 0, reopened: 0 }, unchanged: 2 })
  const other = await preview(fileOf([...purls, 'pkg:npm/harmless@1.0.0'], '2026-08-05T00:00:00Z'))
  expect(other.result).toMatchObject({ counts: { new: 0, gone: 0, moved: 0, reopened: 0 }, unchanged: 2 })
  const fewer = await preview(fileOf(purls.slice(1), '2026-08-05T00:00:00Z'))
  expect(fewer.result).toMatchObject({ counts: { gone: 1 }, unchanged: 1 })
  // The asset as it is known already, once more.
  await importInventory(site, fileOf(purls, '2026-08-06T00:00:00Z'), () => {})
  expect((await preview(fileOf(purls, '2026-08-06T00:00:00Z'))).result).toMatchObject({ unchanged: 2 })
})

test('what was previewed is what the import does', async () => {
  await site.record('shop', ['pkg:npm/left-pad@1.3.0', 'pkg:npm/right-pad@1.0.0'])
  const file = fileOf(['pkg:npm/left-pad@1.2.0', 'pkg:npm/mid-pad@1.0.0'], '2026-08-05T00:00:00Z')
  const { result } = await preview(file)
  expect(result.counts).toEqual({ new: 1, gone: 1, moved: 1, reopened: 0 })
  const done = await importInventory(site, file, () => {})
  expect(done).toMatchObject({ ok: true, value: { findings: { opened: 1, resolved: 1, changed: 1, reopened: 0 } } })
})

test('what is out of date is what the setting says, as everywhere', async () => {
  clock.move('2026-12-01T00:00:00Z')
  const file = fileOf(['pkg:npm/left-pad@1.3.0', 'pkg:hex/unknown@1.0.0'], '2026-08-05T00:00:00Z')
  const staleBy = async (maxKnowledgeAgeDays: number) => {
    const { result } = await preview(file, { ...site, maxKnowledgeAgeDays })
    return [result.unjudged, result.unjudgedBy.stale]
  }
  expect([await staleBy(3_650), await staleBy(1)]).toEqual([
    [1, 0],
    [2, 1],
  ])
})

test('the same file again would change nothing', async () => {
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'])
  const { result, changes } = await preview(fileOf(['pkg:npm/left-pad@1.3.0'], '2026-08-01T00:00:00Z'))
  expect(result).toMatchObject({ isRecorded: true, counts: { new: 0, gone: 0, moved: 0, reopened: 0 } })
  expect(changes).toEqual([])
})

test('a file of an asset that nobody knows is previewed with its name, and the asset is not made', async () => {
  const { result } = await preview(
    fileOf(['pkg:npm/left-pad@1.3.0', 'pkg:cargo/nothing@1.0.0'], '2026-08-01T00:00:00Z'),
  )
  expect(result).toMatchObject({ assetName: 'shop', isNewAsset: true, counts: { new: 1 }, unjudged: 1 })
  expect(await listFindings(site.database, DEFAULT_WORKSPACE, { filter: 'state:any', limit: 10 })).toMatchObject({
    total: 0,
  })
})

test('a preview says that an asset of the name is there already, and which files go on counting beside it', async () => {
  const purls = ['pkg:npm/left-pad@1.3.0']
  await site.record('shop', purls)
  const [known] = (await preview(fileOf(purls, '2026-08-05T00:00:00Z'))).result.namesakes
  expect(known).toBeUndefined()
  const path = join(site.folder, 'image.cdx.json')
  const image = bom('Shop', purls).replace('"type":"application"', '"type":"container"')
  writeFileSync(path, image)
  const { result } = await preview({ ...fileOf(purls, ''), path })
  expect(result).toMatchObject({ isNewAsset: true, namesakes: [{ kind: 'application', name: 'shop' }], beside: [] })
  expect(previewNotes(result, 'name it.')).toEqual([
    'An asset named shop exists already (application): this file would make a second. If they are the same, name it.',
  ])
  const owned = { ...fileOf(purls, ''), path, assetName: 'shop' }
  const joined = (await preview(owned)).result
  expect(joined).toMatchObject({ isNewAsset: false, namesakes: [] })
  writeFileSync(path, bom('shop 2', purls))
  const other = (await preview(owned)).result
  expect(other.beside).toEqual([{ fileName: 'shop.cdx.json', because: 'subject', other: 'shop' }])
  expect(previewNotes(other, '')).toEqual([
    'shop.cdx.json is about another subject (shop), so it goes on counting on shop beside this file.',
  ])
})

test('a file that another one of its subject outdoes is set aside, and says for which: newer, or of the same time', async () => {
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'], { timestamp: '2026-08-05T00:00:00Z', fileName: 'new.cdx.json' })
  const notes = []
  for (const version of ['1.2.0', '1.1.0', '1.0.0', '0.9.0'])
    for (const at of ['2026-08-04T00:00:00Z', '2026-08-05T00:00:00Z']) {
      const { result } = await preview(fileOf([`pkg:npm/left-pad@${version}`], at))
      if (!result.isLatest) notes.push(...previewNotes(result, ''))
    }
  expect(new Set(notes)).toEqual(
    new Set([
      'It would be set aside: new.cdx.json of the same subject, which is newer (2026-08-05 00:00 UTC), was imported before; the inventory stays as it is.',
      'It would be set aside: new.cdx.json of the same subject, which bears the same time (2026-08-05 00:00 UTC), counts already; the inventory stays as it is.',
    ]),
  )
})

test('a file that cannot be read is refused as its import would be', async () => {
  const path = join(site.folder, 'broken.cdx.json')
  writeFileSync(path, '{"bomFormat":"CycloneDX",')
  const file = {
    workspaceId: DEFAULT_WORKSPACE,
    path,
    fileName: 'broken.cdx.json',
    exposure: 'unknown' as const,
    actor: 'ada',
  }
  expect(await previewImport(site, file, () => {})).toMatchObject({ ok: false })
})

test('whoever holds the asset for long is told of, not waited for', async () => {
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'])
  await site.database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
    await sql`select from asset for update`.execute(work)
    const refused = await previewImport(site, fileOf(['pkg:npm/left-pad@1.2.0'], '2026-08-05T00:00:00Z'), () => {})
    expect(refused).toMatchObject({ ok: false, error: { code: 'preview-too-long' } })
  })
})

test('a rehearsal has no way out of its transaction', async () => {
  await rehearse(site.database, DEFAULT_WORKSPACE, 1_000, async (inside) => {
    expect(() => inside.instance).toThrow('leave the transaction')
    await expect(inside.inTransaction(async () => {})).rejects.toThrow('leave the transaction')
    await expect(inside.withClient(async () => {})).rejects.toThrow('leave the transaction')
    const elsewhere = inside.inWorkspace('00000000-0000-4000-8000-000000000002', async () => {})
    await expect(elsewhere).rejects.toThrow('one workspace')
  })
})

test('a preview that waits is out of date once its asset was imported or other knowledge came', async () => {
  clock.move('2026-08-03T00:00:00Z')
  const file = fileOf(['pkg:npm/left-pad@1.3.0', 'pkg:hex/unknown@1.0.0'], '2026-08-01T00:00:00Z')
  const isOutdated = async () =>
    (await listPreviews(site.database, DEFAULT_WORKSPACE, site.clock())).rows.map(({ outdated }) => outdated)
  const send = async (id: string) => {
    const { result, changes } = await preview(file)
    const { noKnowledge, stale, noVersion, noIdentity } = result.unjudgedBy
    expect(noKnowledge + stale + noVersion + noIdentity).toBe(result.unjudged)
    const times = { madeAt: site.clock(), expiresAt: '2026-09-01T00:00:00Z' as const }
    const waiting = { id, fileName: file.fileName, path: file.path, exposure: 'unknown' as const, assetName: null }
    await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      startPreview(work, DEFAULT_WORKSPACE, { ...waiting, madeBy: 'ada', ...times } as Parameters<
        typeof startPreview
      >[2]),
    )
    await keepPreview(site.database, DEFAULT_WORKSPACE, id, result, changes)
  }
  await send('00000000-0000-4000-8000-000000000001')
  expect(await isOutdated()).toEqual([false])
  clock.move('2026-08-03T01:00:00Z')
  await importInventory(site, file, () => {})
  expect(await isOutdated()).toEqual([true])
  clock.move('2026-08-03T02:00:00Z')
  await send('00000000-0000-4000-8000-000000000002')
  expect(await isOutdated()).toEqual([false, true])
  clock.move('2026-08-03T03:00:00Z')
  site.publish(
    'osv/npm.ndjson',
    osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.4.0', { modified: '2026-08-03T02:30:00Z' }),
  )
  await site.refresh()
  expect(await isOutdated()).toEqual([true, true])
})

test('entries that name a component again are told beside the components', async () => {
  const again = fileOf(['pkg:npm/left-pad@1.3.0', 'pkg:npm/right-pad@1.0.0'], '2026-08-02T00:00:00Z')
  const twice = bom('shop', ['pkg:npm/left-pad@1.3.0', 'pkg:npm/left-pad@1.3.0#'], '2026-08-02T00:00:00Z')
  writeFileSync(again.path, twice)
  expect((await preview(again)).result).toMatchObject({ components: 1, listed: 2 })
})

test('what comes under a ruling that stands is no news, but is said', async () => {
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'])
  const [found] = (await listFindings(site.database, DEFAULT_WORKSPACE, { filter: '', limit: 1 })).rows
  const endsAt = '2026-12-01T00:00:00.000Z'
  const ruling = { status: 'false-positive', scope: 'workspace', reason: 'never called', endsAt, by: 'ada' } as const
  await makeDisposition(site.database, DEFAULT_WORKSPACE, found!.id, ruling, site.clock())
  const { result, changes } = await preview({
    ...fileOf(['pkg:npm/left-pad@1.3.0'], '2026-08-05T00:00:00Z'),
    assetName: 'other',
  })
  expect(result).toMatchObject({ counts: { new: 0 }, ruledOff: 1 })
  expect(changes).toEqual([])
})
