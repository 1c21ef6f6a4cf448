import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Instant } from '#core/kernel'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { listComponents } from '#views/components'
import { installation, movableClock, osvRecord } from '../support/installation.ts'

test('why nothing is found of a component is said where it could not be judged', async () => {
  const site = await installation(movableClock('2026-08-02T00:00:00Z').clock)
  try {
    site.publish('osv/npm.ndjson', osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1'))
    site.publish('osv/debian.ndjson', osvRecord('DEBIAN-1', 'Debian:12', 'openssl', '1.0'))
    await site.refresh()
    const { recorded } = await site.record('shop', [
      'pkg:npm/left-pad@1.3.0',
      'pkg:npm/right-pad@1.0.0',
      'pkg:npm/bare',
      'pkg:cargo/left@1.0.0',
      'pkg:deb/debian/openssl@3.0.11-1?distro=debian-12',
      'pkg:deb/debian/curl@7.0-1?distro=debian-11',
      'pkg:generic/anything@1.0',
    ])
    const judgements = async (now: string) => {
      const query = { filter: '', limit: 100 }
      const currency = { now: now as Instant }
      const { rows } = await listComponents(site.database, DEFAULT_WORKSPACE, recorded.assetId, query, currency)
      return Object.fromEntries(rows.map(({ name, judgement }) => [name, judgement]))
    }
    const today = {
      'left-pad': 'judged',
      'right-pad': 'judged',
      bare: 'no-version',
      left: 'no-knowledge',
      'debian/openssl': 'judged',
      'debian/curl': 'no-knowledge',
      anything: 'no-identity',
    }
    expect(await judgements('2026-08-03T00:00:00.000Z')).toEqual(today)
    expect(await judgements('2026-09-03T00:00:00.000Z')).toEqual({
      ...today,
      'left-pad': 'out-of-date',
      'right-pad': 'out-of-date',
      'debian/openssl': 'out-of-date',
    })
    await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) => sql`delete from coverage`.execute(work))
    expect(new Set(Object.values(await judgements('2026-08-03T00:00:00.000Z')))).toEqual(new Set(['not-yet']))
  } finally {
    await site.close()
  }
})

test('the findings of a component are counted by decision, not under the most urgent one', async () => {
  const site = await installation(movableClock('2026-08-02T00:00:00Z').clock)
  try {
    const ids = ['GHSA-aaaa-bbbb-cccc', 'GHSA-aaaa-bbbb-dddd', 'GHSA-aaaa-bbbb-eeee']
    site.publish('osv/npm.ndjson', ids.map((id) => osvRecord(id, 'npm', 'left-pad', '1.3.1')).join('\n'))
    await site.refresh()
    const { recorded } = await site.record('shop', ['pkg:npm/left-pad@1.3.0', 'pkg:npm/right-pad@1.0.0'])
    const within = <T>(work: Parameters<typeof site.database.inWorkspace<T>>[1]) =>
      site.database.inWorkspace(DEFAULT_WORKSPACE, work)
    await within((work) => sql`update finding set urgency = 'defer', rank = 1`.execute(work))
    await within((work) =>
      sql`update finding set urgency = 'now', rank = 9 where id = (select min(id) from finding)`.execute(work),
    )
    const currency = { now: '2026-08-03T00:00:00.000Z' as Instant }
    const query = { filter: '', limit: 100 }
    const { rows } = await listComponents(site.database, DEFAULT_WORKSPACE, recorded.assetId, query, currency)
    expect(rows.map(({ name, urgency, findings, open }) => ({ name, urgency, findings, open }))).toEqual([
      { name: 'left-pad', urgency: 'now', findings: 3, open: { now: 1, soon: 0, scheduled: 0, defer: 2 } },
      { name: 'right-pad', urgency: null, findings: 0, open: { now: 0, soon: 0, scheduled: 0, defer: 0 } },
    ])
  } finally {
    await site.close()
  }
})
