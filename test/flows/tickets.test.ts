import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deliverNotices } from '#flows/deliver-notices'
import { syncTickets } from '#flows/sync-tickets'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { secretBox } from '#platform/secrets'
import { listDeliveries } from '#views/deliveries'
import { type Installation, installation, movableClock, osvRecord } from '../support/installation.ts'
import { type LocalJira, localJira } from '../support/jira.ts'
import { placeTarget } from '../support/targets.ts'

const secrets = secretBox([randomBytes(32)])
const stop = new AbortController().signal
const basic = `Basic ${Buffer.from('ada@a.example:a-token').toString('base64')}`
const kinds = ['finding.opened', 'finding.raised', 'finding.reopened', 'finding.resolved', 'finding.suppressed']

describe.each([
  ['3', basic, { email: 'ada@a.example' }],
  ['2', 'Bearer a-token', {}],
] as const)('a ticket in Jira, API version %s', (version, authorization, user) => {
  let clock: ReturnType<typeof movableClock>
  let site: Installation
  let jira: LocalJira

  beforeEach(async () => {
    clock = movableClock('2026-08-02T00:00:00Z')
    site = await installation(clock.clock)
    jira = await localJira(version, authorization)
    const over = { aliases: ['CVE-2026-1000'] }
    site.publish('osv/npm.ndjson', osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1', over))
    const listed = [{ cveID: 'CVE-2026-1000', dateAdded: '2026-08-01', dueDate: '2026-08-22' }]
    site.publish('kev/kev.json', JSON.stringify({ vulnerabilities: listed }))
    await site.refresh()
    const settings = { url: jira.origin, project: 'SEC', issueType: 'Task', version, ...user }
    await placeTarget(
      { ...site, secrets },
      { notifier: 'jira', name: 'Jira', settings, secrets: { token: 'a-token' }, kinds },
    )
  })
  afterEach(async () => {
    await jira.close()
    await site.close()
  })

  const shop = (version: string, timestamp: string) => {
    clock.move(timestamp)
    return site.record('shop', [`pkg:npm/left-pad@${version}`], { exposure: 'internet', timestamp })
  }
  const context = () => ({ database: site.database, clock: clock.clock, secrets, privateHosts: ['127.0.0.1'] })
  const deliver = () => deliverNotices(context(), DEFAULT_WORKSPACE, () => {}, stop)
  async function tickets() {
    const { rows } = await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql`select key, url, status, done from ticket`.execute(work),
    )
    return rows
  }

  it('is made with its finding, closed with it, and opened with it again', async () => {
    await shop('1.3.0', '2026-08-02T00:00:00Z')
    expect(await deliver()).toEqual({ delivered: 1, failed: 0 })
    expect(jira.issues).toMatchObject([
      {
        key: 'SEC-1',
        summary: 'CVE-2026-1000 in left-pad 1.3.0 on shop',
        status: 'To Do',
        labels: ['lunette', expect.any(String)],
      },
    ])
    expect(await tickets()).toMatchObject([{ key: 'SEC-1', url: `${jira.origin}/browse/SEC-1` }])
    await shop('1.3.1', '2026-08-03T00:00:00Z')
    await deliver()
    expect(jira.issues).toMatchObject([{ status: 'Done', comments: [expect.anything()] }])
    await shop('1.3.0', '2026-08-04T00:00:00Z')
    await deliver()
    expect(jira.issues).toHaveLength(1)
    expect(jira.issues[0]?.status).not.toBe('Done')
  })

  it('that was made and not noted is found again, not made twice', async () => {
    await shop('1.3.0', '2026-08-02T00:00:00Z')
    jira.trouble = ({ method, path, body }) => {
      if (method !== 'POST' || !path.endsWith('/issue')) return undefined
      jira.trouble = undefined
      // The issue is there, but the answer never came.
      const { labels } = JSON.parse(body).fields
      jira.issues.push({ key: 'SEC-1', summary: '', description: '', labels, status: 'To Do', comments: [] })
      return { status: 502 }
    }
    expect(await deliver()).toEqual({ delivered: 0, failed: 1 })
    clock.move('2026-08-02T00:01:00Z')
    expect(await deliver()).toEqual({ delivered: 1, failed: 0 })
    expect(jira.issues).toHaveLength(1)
    expect(await tickets()).toMatchObject([{ key: 'SEC-1' }])
  })

  it('that is done over there claims its finding fixed, which stays open until an import shows it gone (law 4)', async () => {
    await shop('1.3.0', '2026-08-02T00:00:00Z')
    await deliver()
    jira.issues[0]!.status = 'Done'
    expect(await syncTickets(context(), DEFAULT_WORKSPACE, stop)).toEqual({ looked: 1, claims: 1 })
    expect(await tickets()).toMatchObject([{ status: 'Done', done: true }])
    const { rows } = await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql<{ state: string }>`select state from finding`.execute(work),
    )
    expect(rows).toEqual([{ state: 'open' }])
    expect(await claims()).toEqual([{ claimed_by: 'Jira SEC-1' }])
    expect(await syncTickets(context(), DEFAULT_WORKSPACE, stop)).toEqual({ looked: 0, claims: 0 })
    jira.trouble = () => ({ status: 503 })
    clock.move('2026-08-02T00:06:00Z')
    await syncTickets(context(), DEFAULT_WORKSPACE, stop)
    expect(await tickets()).toMatchObject([{ status: 'Done', done: true }])
  })

  async function claims() {
    const { rows } = await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql`select claimed_by from finding_work where progress = 'claimed-fixed'`.execute(work),
    )
    return rows
  }

  it('that is opened again over there takes back what it claimed, and not what a person claimed', async () => {
    await shop('1.3.0', '2026-08-02T00:00:00Z')
    await deliver()
    const turn = async (status: 'Done' | 'To Do', at: string) => {
      jira.issues[0]!.status = status
      clock.move(at)
      return syncTickets(context(), DEFAULT_WORKSPACE, stop)
    }
    await turn('Done', '2026-08-02T00:01:00Z')
    expect(await turn('To Do', '2026-08-02T00:10:00Z')).toMatchObject({ claims: 1 })
    expect(await claims()).toEqual([])
    await turn('Done', '2026-08-02T00:20:00Z')
    await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql`update finding_work set claimed_by = 'ada'`.execute(work),
    )
    expect(await turn('To Do', '2026-08-02T00:30:00Z')).toMatchObject({ claims: 0 })
    expect(await claims()).toEqual([{ claimed_by: 'ada' }])
  })

  it('that is done is refuted by an import that still shows the finding', async () => {
    await shop('1.3.0', '2026-08-02T00:00:00Z')
    await deliver()
    jira.issues[0]!.status = 'Done'
    await syncTickets(context(), DEFAULT_WORKSPACE, stop)
    await shop('1.3.0', '2026-08-03T00:00:00Z')
    expect(await claims()).toEqual([])
    expect(await eventKinds()).toContain('still-seen')
    clock.move('2026-08-03T00:10:00Z')
    expect(await syncTickets(context(), DEFAULT_WORKSPACE, stop)).toMatchObject({ claims: 0 })
  })

  async function eventKinds() {
    const { rows } = await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql<{ kind: string }>`select kind from finding_event order by id`.execute(work),
    )
    return rows.map(({ kind }) => kind)
  }

  it('that Jira refuses is given up with what Jira says', async () => {
    await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql`update notifier_target set settings = settings || '{"project": "NONE"}'`.execute(work),
    )
    await shop('1.3.0', '2026-08-02T00:00:00Z')
    await deliver()
    const { rows } = await listDeliveries(site.database, DEFAULT_WORKSPACE, { filter: '', limit: 10 })
    expect(rows).toMatchObject([
      { state: 'dead', problem: { message: 'it answered 400: valid project is required' }, attempts: 1 },
    ])
  })
})
