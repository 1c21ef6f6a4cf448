import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Instant } from '#core/kernel'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { listAssets } from '#views/asset-list'
import { readAsset } from '#views/assets'
import { FindingLists } from '#views/finding-lists'
import { withTestDatabase } from '../support/database.ts'
import { seedAssets } from '../support/findings.ts'

const now = '2026-08-08T00:00:00Z' as Instant

test('what only knowledge out of date covers is not judged, in the list as on the page of the asset', async () => {
  await withTestDatabase(async (database) => {
    await seedAssets(database, DEFAULT_WORKSPACE, 1)
    await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql`insert into coverage (workspace_id, asset_id, ecosystem, components, covered, no_knowledge, no_version,
          no_identity, matched_at, as_of)
        select ${DEFAULT_WORKSPACE}, 'asset-0', ecosystem, components, covered, components - covered, 0, 0, now(), as_of
        from (values ('npm', 10, 7, '2026-08-02'::timestamptz), ('PyPI', 5, 5, '2026-07-31'), ('Go', 3, 3, null))
          as given (ecosystem, components, covered, as_of)`.execute(work),
    )
    const { rows } = await listAssets(
      { database, lists: new FindingLists(database) },
      DEFAULT_WORKSPACE,
      { filter: '', sort: 'decision', limit: 10 },
      { now },
    )
    expect(rows.map((row) => row.unjudged)).toEqual([3 + 5 + 3])
    const page = await readAsset(database, DEFAULT_WORKSPACE, 'asset-0', { now })
    expect(page?.unjudged).toBe(page!.coverage.components - page!.coverage.covered)
    const lenient = await readAsset(database, DEFAULT_WORKSPACE, 'asset-0', { now, maxAgeDays: 30 })
    expect([lenient?.unjudged, lenient?.coverage.stale]).toEqual([3 + 3, 3])
  })
})

test('the knowledge of a publisher that is seldom heard counts for as long as its feed says', async () => {
  await withTestDatabase(async (database) => {
    await seedAssets(database, DEFAULT_WORKSPACE, 1)
    await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql`insert into coverage (workspace_id, asset_id, ecosystem, components, covered, no_knowledge, no_version,
          no_identity, matched_at, as_of, max_age_days)
        select ${DEFAULT_WORKSPACE}, 'asset-0', ecosystem, 1, 1, 0, 0, 0, now(), '2026-07-28'::timestamptz, max_age_days
        from (values ('npm', 7), ('crates.io', 14)) as given (ecosystem, max_age_days)`.execute(work),
    )
    const page = await readAsset(database, DEFAULT_WORKSPACE, 'asset-0', { now })
    expect(page?.coverage.ecosystems).toMatchObject([
      { ecosystem: 'npm', covered: 0, stale: 1 },
      { ecosystem: 'crates.io', covered: 1, stale: 0 },
    ])
  })
})
