import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AssetRow, FindingRow, Page } from '#contract'
import type { NamedAuditEntry } from '#contract/audit'
import type { Instant } from '#core/kernel'
import { recordAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { seed } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'

describe('the audit trail', () => {
  let testing: TestDatabase
  let server: RunningServer
  let ada: Visitor
  let olga: Visitor
  let mara: Visitor

  beforeAll(async () => {
    testing = await testDatabase()
    server = await serve(testing.database)
    const visitor = async (...person: Parameters<typeof makePerson> extends [unknown, ...infer Rest] ? Rest : never) =>
      Visitor.of(server.origin, testing.database, await makePerson(testing.database, ...person))
    ada = await visitor('ada', 'admin', { runsInstance: true })
    olga = await visitor('olga', 'owner')
    mara = await visitor('mara', 'analyst')
    for (let day = 1; day <= 30; day++)
      await testing.database.inTransaction((work) =>
        recordAudit(work, {
          chain: DEFAULT_WORKSPACE,
          at: `2026-01-${String(day).padStart(2, '0')}T12:00:00.000Z` as Instant,
          actor: day % 2 ? 'mara' : 'olga',
          action: 'asset.update',
          target: `asset ${day}`,
          detail: { note: day === 7 ? '=HYPERLINK("http://evil.example")' : 'fine' },
        }),
      )
  })
  afterAll(async () => {
    await server?.close()
    await testing?.drop()
  })

  const read = (visitor: Visitor, query: string) => visitor.json<Page<NamedAuditEntry>>('GET', `/audit?${query}`)

  it('is read by owners, the instance’s by who runs it', async () => {
    for (const path of ['/audit', '/audit/export', '/audit/verification']) {
      expect(await mara.outcome('GET', path)).toBe('403 not-allowed')
      expect((await olga.ask('GET', path)).status).toBe(200)
      expect(await olga.outcome('GET', `/instance${path}`)).toBe('403 not-allowed')
      expect((await ada.ask('GET', `/instance${path}`)).status).toBe(200)
    }
  })

  it('is paged, newest first, each entry once', async () => {
    const seen: number[] = []
    let next: string | null = ''
    while (next !== null) {
      const page: Page<NamedAuditEntry> = await read(olga, `limit=7${next && `&cursor=${next}`}`)
      expect(page.total).toBe(30)
      seen.push(...page.rows.map((row) => row.position))
      next = page.next
    }
    expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => 30 - index))
  })

  it('is filtered by who, what, words and days', async () => {
    expect((await read(olga, 'filter=actor:mara')).total).toBe(15)
    expect((await read(olga, 'filter=-actor:mara')).total).toBe(15)
    expect((await read(olga, 'filter=action:asset.update%20hyperlink')).total).toBe(1)
    expect((await read(olga, 'from=2026-01-10&to=2026-01-12')).total).toBe(3)
    expect(await olga.outcome('GET', '/audit?filter=who:mara')).toBe('400 bad-request')
    expect(await olga.outcome('GET', '/audit?from=yesterday')).toBe('400 bad-request')
  })

  it('is exported as it is filtered, with no formula for spreadsheets', async () => {
    const lines = (await (await olga.ask('GET', '/audit/export?filter=actor:mara')).text()).trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as NamedAuditEntry).actor)).toEqual(Array(15).fill('mara'))
    const csv = await (await olga.ask('GET', '/audit/export?format=csv')).text()
    expect(csv.split('\r\n')).toHaveLength(32)
    expect(csv).not.toMatch(/(^|,)"?[=+@-]/m)
  })

  it('says whether it is whole', async () => {
    expect(await olga.json('GET', '/audit/verification')).toMatchObject({ entries: 30, erased: 0, brokenAt: null })
  })

  it('names what an entry is about as it is called now, and nothing of what is gone', async () => {
    const id = await makePerson(testing.database, 'pia', 'viewer')
    const entry = { chain: DEFAULT_WORKSPACE, at: '2025-12-01T12:00:00.000Z' as Instant, actor: 'olga', detail: {} }
    await testing.database.inTransaction((work) => recordAudit(work, { ...entry, action: 'person.change', target: id }))
    expect((await read(olga, `filter=target:${id}`)).rows).toMatchObject([{ subject: { kind: 'person', name: 'pia' } }])
    expect((await read(olga, 'filter=action:asset.update&limit=1')).rows).toMatchObject([{ subject: null }])
    await testing.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql`delete from membership where account_id = ${id}`.execute(work),
    )
    expect((await read(olga, `filter=target:${id}`)).rows).toMatchObject([{ subject: null }])
  })

  it('names the findings of a ruling that was taken back and of a change, and what the details name by ids', async () => {
    await seed(testing.database, 20)
    const seeded = async () =>
      (await mara.json<Page<FindingRow>>('GET', '/findings?filter=kind:vulnerability&limit=2')).rows
    // A list that is asked for at once may be of a moment ago.
    await expect.poll(async () => (await seeded()).length, { timeout: 20_000 }).toBe(2)
    const rows = await seeded()
    const nameOf = ({ title, vulnerabilityId, asset }: FindingRow) => `${vulnerabilityId ?? title} on ${asset.name}`
    const [first, second] = rows.map(nameOf)
    const ids = rows.map(({ id }) => id)
    const newest = async (action: string) => (await read(olga, `filter=action:${action}&limit=1`)).rows[0]

    const endsAt = new Date(Date.now() + 9 * 86_400_000).toISOString()
    const ruling = { status: 'accepted', scope: 'finding', reason: 'off in March', endsAt }
    const { id } = await mara.json<{ id: string }>('POST', `/findings/${ids[0]}/dispositions`, ruling)
    await mara.json('DELETE', `/dispositions/${id}`)
    expect(await newest('disposition.revoke')).toMatchObject({ target: id, subject: { kind: 'ruling', name: first } })

    const change = await mara.json<{ id: string }>('POST', '/finding-changes', { ids, set: { team: 'web' } })
    await mara.json('POST', `/finding-changes/${change.id}/undo`)
    const subject = { kind: 'change', name: expect.stringMatching(/^CVE-\S+ on \S+ and 1 more$/) }
    const names = [
      { kind: 'finding', id: ids[0], name: first },
      { kind: 'finding', id: ids[1], name: second },
    ]
    expect(await newest('finding.change')).toMatchObject({ target: change.id, subject, names })
    expect(await newest('finding.change-undo')).toMatchObject({ target: change.id, subject, names: [] })
    const bulk = { status: 'accepted', reason: 'off', endsAt }
    await mara.json('POST', '/finding-changes', { ids: [ids[0]], rule: bulk })
    expect(await newest('finding.change')).toMatchObject({ subject: { kind: 'change', name: first } })
    expect(await olga.json('GET', '/audit/verification')).toMatchObject({ brokenAt: null })
  })

  it('names accounts in the instance’s trail, and nothing of a workspace', async () => {
    const id = await makePerson(testing.database, 'ines', 'viewer')
    const entry = { chain: 'instance', at: '2025-12-01T12:00:00.000Z' as Instant, actor: 'ines' }
    const assets = await mara.json<Page<AssetRow>>('GET', '/assets?limit=1')
    for (const target of [id, assets.rows[0]!.id])
      await testing.database.inTransaction((work) => recordAudit(work, { ...entry, action: 'session.close', target }))
    const { rows } = await ada.json<Page<NamedAuditEntry>>('GET', '/instance/audit?filter=actor:ines')
    expect(rows.map(({ subject }) => subject)).toEqual([null, { kind: 'person', name: 'ines' }])
  })
})
