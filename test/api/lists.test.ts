import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AssetRow, Facets, FindingRow, Page, VulnerabilityDetail, VulnerabilityRow } from '#contract'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { listFindings } from '#views/findings'
import { seed } from '../browser/seed.ts'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { seedAssets, seedFindings } from '../support/findings.ts'
import { makePerson, Visitor } from '../support/people.ts'

describe('lists as pages and as files', () => {
  let testing: TestDatabase
  let server: RunningServer
  let visitor: Visitor

  beforeAll(async () => {
    testing = await testDatabase()
    await seed(testing.database, 40)
    await seedAssets(testing.database, DEFAULT_WORKSPACE, 20)
    await seedFindings(testing.database, DEFAULT_WORKSPACE, { assets: 20, count: 1_500 })
    server = await serve(testing.database)
    const ada = await makePerson(testing.database, 'ada', 'analyst')
    visitor = await Visitor.of(server.origin, testing.database, ada)
  })
  afterAll(async () => {
    await server?.close()
    await testing?.drop()
  })

  const text = async (path: string) => (await visitor.ask('GET', path)).text()
  const total = async (filter: string) =>
    (await visitor.json<Page<FindingRow>>('GET', `/findings?limit=1&${new URLSearchParams({ filter })}`)).total

  it('is in the order of the command line', async () => {
    const { rows } = await visitor.json<Page<FindingRow>>('GET', '/findings?limit=300')
    const listed = await listFindings(testing.database, DEFAULT_WORKSPACE, { filter: '', limit: 300 })
    expect(listed.rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
    const { next } = await listFindings(testing.database, DEFAULT_WORKSPACE, { filter: '', limit: 100 })
    const second = { filter: '', limit: 100, cursor: next ?? '' }
    const page = await listFindings(testing.database, DEFAULT_WORKSPACE, second)
    expect(page.rows.map(({ id }) => id)).toEqual(rows.slice(100, 200).map(({ id }) => id))
  })

  it('pages every vulnerability that open findings name once, in each order', async () => {
    const { rows } = await testing.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql<{ id: string }>`select distinct vulnerability_id as id from finding where state = 'open'`.execute(work),
    )
    for (const sort of ['decision', 'findings', 'epss', 'cvss', 'newest']) {
      const met: string[] = []
      let cursor = ''
      do {
        const page = await visitor.json<Page<VulnerabilityRow>>(
          'GET',
          `/vulnerabilities?sort=${sort}&limit=300${cursor && `&cursor=${cursor}`}`,
        )
        expect([sort, page.total]).toEqual([sort, rows.length])
        met.push(...page.rows.map(({ id }) => id))
        cursor = page.next ?? ''
      } while (cursor !== '')
      expect([sort, met.length, new Set(met).size]).toEqual([sort, rows.length, rows.length])
    }
  })

  it('says of a vulnerability what the finding says that decides its place, under the filter too', async () => {
    for (const filter of ['', 'basis:assumed', 'exposure:internal']) {
      const { rows } = await visitor.json<Page<VulnerabilityRow>>(
        'GET',
        `/vulnerabilities?limit=15&filter=${encodeURIComponent(filter)}`,
      )
      for (const { id, urgency, basis, why, component } of rows) {
        const own = encodeURIComponent(`${filter} vulnerability:${id}`.trim())
        const [worst] = (await visitor.json<Page<FindingRow>>('GET', `/findings?limit=1&filter=${own}`)).rows
        expect([id, urgency, basis, why, component]).toEqual([
          worst?.vulnerabilityId,
          worst?.urgency,
          worst?.basis,
          worst?.why,
          worst?.component.name,
        ])
      }
    }
  })

  it('has the same rows by place as page by page, in every list', async () => {
    for (const list of ['findings', 'vulnerabilities', 'fix-actions', 'assets', 'imports', 'people', 'changes']) {
      const ids = async (query: string) =>
        (await visitor.json<Page<{ id: string }>>('GET', `/${list}?${query}`)).rows.map(({ id }) => id)
      const all = await ids('limit=500')
      expect([list, await ids('limit=3&offset=1')]).toEqual([list, all.slice(1, 4)])
      expect([list, await ids(`limit=3&offset=${all.length + 500_000}`)]).toEqual([list, []])
    }
    for (const [list, sort] of [
      ['vulnerabilities', 'epss'],
      ['fix-actions', 'findings'],
    ] as const) {
      const first = await visitor.json<Page<{ id: string }>>('GET', `/${list}?sort=${sort}&limit=40`)
      const page = `/${list}?sort=${sort}&limit=9`
      const far = await visitor.json<Page<{ id: string }>>('GET', `${page}&offset=20`)
      expect([list, far.rows, far.total]).toEqual([list, first.rows.slice(20, 29), first.total])
      const beyond = await visitor.json<Page<{ id: string }>>('GET', `${page}&offset=2&cursor=${far.next}`)
      expect([list, beyond.rows]).toEqual([list, first.rows.slice(31, 40)])
    }
  })

  it('counts of a vulnerability only the findings under the filter, which are those the list of findings shows', async () => {
    const filter = 'decision:now exposure:internet'
    const { rows } = await visitor.json<Page<VulnerabilityRow>>(
      'GET',
      `/vulnerabilities?limit=500&${new URLSearchParams({ filter })}`,
    )
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.reduce((sum, row) => sum + row.findings, 0)).toBe(await total(filter))
    for (const row of rows) expect([row.id, row.urgency, row.open.now]).toEqual([row.id, 'now', row.findings])
  })

  it('writes every list as CSV with one line a row, and as JSON', async () => {
    for (const list of ['findings', 'assets', 'vulnerabilities', 'fix-actions', 'imports', 'people']) {
      const shown = await visitor.json<Page<unknown>>('GET', `/${list}?limit=1`)
      const lines = (await text(`/${list}/export`)).trimEnd().split('\r\n')
      expect([list, lines.length]).toEqual([list, shown.total + 1])
      expect([list, JSON.parse(await text(`/${list}/export?format=json`)).length]).toEqual([list, shown.total])
    }
  })

  it('writes the columns that were chosen, in their order, and refuses one that is not there with those that are', async () => {
    const columns = 'due,title,owner,assignee,team'
    const query = `filter=decision:now&sort=due&columns=${columns}`
    const { rows } = await visitor.json<Page<FindingRow>>('GET', '/findings?filter=decision:now&sort=due&limit=500')
    const lines = (await text(`/findings/export?${query}`)).trimEnd().split('\r\n')
    expect(lines[0]).toBe(columns)
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(rows.map(({ dueAt }) => dueAt ?? ''))
    const [first] = JSON.parse(await text(`/findings/export?${query}&format=json`))
    const { dueAt: due, title, asset, assignee, team } = rows[0]!
    expect(first).toEqual({ due, title, owner: asset.owner, assignee, team })
    const refused = await visitor.ask('GET', '/findings/export?columns=title,colour')
    expect(refused.status).toBe(400)
    expect(await refused.text()).toMatch(/no column \\"colour\\".*fixed-version/)
  })

  it('sorts assets, imports and people as asked, page by page as in one', async () => {
    for (const [list, sorts] of [
      ['assets', ['decision', 'open', 'name', 'seen']],
      ['imports', ['newest', 'stated', 'components', 'asset', 'file']],
      ['people', ['joined', 'name', 'seen']],
    ] as const)
      for (const sort of sorts) {
        const all = await visitor.json<Page<{ id: string }>>('GET', `/${list}?sort=${sort}&limit=500`)
        const met: string[] = []
        let cursor = ''
        do {
          const page = await visitor.json<Page<{ id: string }>>(
            'GET',
            `/${list}?sort=${sort}&limit=3${cursor && `&cursor=${cursor}`}`,
          )
          met.push(...page.rows.map(({ id }) => id))
          cursor = page.next ?? ''
        } while (cursor !== '')
        expect([list, sort, met]).toEqual([list, sort, all.rows.map(({ id }) => id)])
        expect([list, sort, met.length]).toEqual([list, sort, all.total])
      }
    const { rows } = await visitor.json<Page<AssetRow>>('GET', '/assets?sort=open&limit=500')
    const open = rows.map((row) => row.open.now + row.open.soon + row.open.scheduled + row.open.defer)
    expect(open).toEqual(open.toSorted((a, b) => b - a))
    const names = (await visitor.json<Page<AssetRow>>('GET', '/assets?sort=name&limit=500')).rows.map(
      ({ name }) => name,
    )
    expect(names.indexOf('service 2')).toBeLessThan(names.indexOf('service 10'))
  })

  it('counts each value of a facet of imports and people as the list under it does', async () => {
    for (const list of ['imports', 'people']) {
      const { facets } = await visitor.json<Facets>('GET', `/${list}/facets`)
      expect([list, facets.length]).not.toEqual([list, 0])
      for (const { key, values } of facets)
        for (const { value, count } of values) {
          const filter = new URLSearchParams({ filter: `${key}:"${value}"` })
          const page = await visitor.json<Page<unknown>>('GET', `/${list}?limit=1&${filter}`)
          expect([list, key, value, page.total]).toEqual([list, key, value, count])
        }
    }
  })

  it('counts all open findings of a vulnerability, and its filter finds them and no others', async () => {
    const { rows } = await visitor.json<Page<VulnerabilityRow>>('GET', '/vulnerabilities?sort=findings&limit=3')
    for (const { id, findings } of rows) {
      const detail = await visitor.json<VulnerabilityDetail>('GET', `/vulnerabilities/${id}`)
      expect([id, detail.open, await total(`vulnerability:${id}`)]).toEqual([id, findings, findings])
    }
  })

  it('writes findings as SARIF: one result each, every rule described', async () => {
    const log = JSON.parse(await text('/findings/export?format=sarif'))
    const [run] = log.runs as [
      { results: { ruleId: string; level: string }[]; tool: { driver: { rules: { id: string }[] } } },
    ]
    expect(log.version).toBe('2.1.0')
    expect(run.results).toHaveLength(await total(''))
    const rules = new Set(run.tool.driver.rules.map(({ id }) => id))
    expect(rules.size).toBe(run.tool.driver.rules.length)
    for (const { ruleId } of run.results) expect(rules).toContain(ruleId)
  })

  it('writes findings as CycloneDX VEX with what people ruled, and every reference within the document', async () => {
    const { rows } = await visitor.json<Page<FindingRow>>('GET', '/findings?limit=3')
    const endsAt = new Date(Date.now() + 86_400_000).toISOString()
    const rulings = [
      { status: 'false-positive' },
      { status: 'not-affected', justification: 'vulnerable_code_not_in_execute_path' },
      { status: 'accepted' },
    ]
    for (const [place, ruling] of rulings.entries()) {
      const path = `/findings/${rows[place]?.id}/dispositions`
      const made = await visitor.ask('POST', path, { ...ruling, scope: 'finding', reason: 'we looked', endsAt })
      expect(made.status).toBe(201)
    }
    const bom = JSON.parse(await text('/findings/export?format=cyclonedx&filter=state:suppressed')) as {
      vulnerabilities: { 'bom-ref': string; analysis: object; affects: { ref: string }[] }[]
      components: { 'bom-ref': string }[]
    }
    const byId = new Map(bom.vulnerabilities.map((entry) => [entry['bom-ref'], entry.analysis]))
    expect(rows.map(({ id }) => byId.get(id))).toEqual([
      { state: 'false_positive', detail: 'we looked' },
      { state: 'not_affected', justification: 'code_not_reachable', detail: 'we looked' },
      { state: 'exploitable', response: ['will_not_fix'], detail: 'we looked' },
    ])
    const refs = new Set(bom.components.map((component) => component['bom-ref']))
    for (const entry of bom.vulnerabilities) for (const { ref } of entry.affects) expect(refs).toContain(ref)
  })

  it('counts each value of a facet of assets as the list under it does', async () => {
    const { facets } = await visitor.json<Facets>('GET', '/assets/facets?filter=exposure:internet')
    expect(facets.map(({ key }) => key)).toEqual(['exposure', 'criticality', 'environment', 'kind', 'owner', 'tag'])
    for (const { key, values } of facets)
      for (const { value, count } of values) {
        const filter = key === 'exposure' ? `exposure:${value}` : `exposure:internet ${key}:"${value}"`
        const page = await visitor.json<Page<unknown>>('GET', `/assets?limit=1&${new URLSearchParams({ filter })}`)
        expect([key, value, page.total]).toEqual([key, value, count])
      }
  })

  it('counts under each value of a facet the vulnerabilities that the list under it has', async () => {
    const { facets } = await visitor.json<Facets>('GET', '/vulnerabilities/facets?filter=exposure:internet')
    expect(facets.map(({ key }) => key)).toEqual(['decision', 'exposure', 'kev', 'exploitation', 'ecosystem', 'fix'])
    for (const { key, values } of facets)
      for (const { value, count } of values) {
        const filter = key === 'exposure' ? `exposure:${value}` : `exposure:internet ${key}:"${value}"`
        const page = await visitor.json<Page<unknown>>(
          'GET',
          `/vulnerabilities?limit=1&${new URLSearchParams({ filter })}`,
        )
        expect([key, value, page.total]).toEqual([key, value, count])
      }
  })

  it('pages rulings without repeating or losing one', async () => {
    const met: string[] = []
    let cursor = ''
    do {
      const page: Page<{ id: string }> = await visitor.json(
        'GET',
        `/dispositions?limit=2${cursor && `&cursor=${cursor}`}`,
      )
      expect(page.total).toBe(3)
      met.push(...page.rows.map(({ id }) => id))
      cursor = page.next ?? ''
    } while (cursor !== '' && met.length < 10)
    expect([met.length, new Set(met).size]).toEqual([3, 3])
  })

  it('keeps spreadsheets from reading a name as a formula', async () => {
    await testing.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql`update asset set name = '=HYPERLINK("http://x")' where id = 'asset-0'`.execute(work),
    )
    expect(await text('/assets/export?filter=HYPERLINK')).toContain(`"'=HYPERLINK(""http://x"")"`)
  })
})
