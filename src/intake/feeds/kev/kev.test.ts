import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { defaultFeedLimits, type Feed } from '../contract.ts'
import { memorySink } from '../memory-sink.kit.ts'
import { kev } from './index.ts'
import { otherCatalogues } from './others.ts'

const folder = mkdtempSync(join(tmpdir(), 'lunette-kev-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function read(text: string, { feed = kev, name = 'kev/kev.json' }: { feed?: Feed; name?: string } = {}) {
  const path = join(folder, 'input')
  writeFileSync(path, text)
  const replaced: [asserter: string, cves: string[], statedAt: string | undefined][] = []
  const sink = memorySink()
  const result = await feed.read(
    { path, name },
    {
      ...sink,
      replaceKev: async (asserter, statements, statedAt) => {
        replaced.push([asserter, statements.map(({ cve }) => cve), statedAt])
        sink.kev.push(...statements)
      },
    },
    defaultFeedLimits,
  )
  return { result, replaced, kev: sink.kev }
}

const entry = (cveID: string, over: object = {}) => ({ cveID, dateAdded: '2026-08-01', ...over })
const catalogue = (...vulnerabilities: object[]) => JSON.stringify({ title: 'x', vulnerabilities })

describe('the catalogue of CISA', () => {
  it('says since when, until when to act, of ransomware, and what to do', async () => {
    const full = entry('CVE-2026-1000', {
      dueDate: '2026-08-22',
      knownRansomwareCampaignUse: 'Known',
      vulnerabilityName: 'Acme Server Flaw',
      requiredAction: 'Apply updates.',
      cwes: ['CWE-79'],
    })
    expect((await read(catalogue(full))).kev).toEqual([
      {
        asserter: 'CISA',
        cve: 'CVE-2026-1000',
        dateAdded: '2026-08-01',
        dueDate: '2026-08-22',
        ransomware: 'known',
        name: 'Acme Server Flaw',
        requiredAction: 'Apply updates.',
      },
    ])
  })

  it('as CSV says the same, with commas, quotes and line breaks in its fields', async () => {
    const csv = [
      'cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate,knownRansomwareCampaignUse',
      'CVE-2026-1000,Acme,Server,"Acme ""Server"", Flaw",2026-08-01,"Two',
      'lines",Apply,2026-08-22,Known',
      '"CVE-2026-1001",Acme,Server,Flaw,2026-08-02,Plain,Apply,,Unknown',
      '',
    ].join('\r\n')
    const { kev: read1, result } = await read(csv, { name: 'kev/known_exploited_vulnerabilities.csv' })
    expect(result).toMatchObject({ ok: true, value: { outcome: { read: 2, kept: 2 } } })
    expect(read1).toMatchObject([
      { cve: 'CVE-2026-1000', name: 'Acme "Server", Flaw', dueDate: '2026-08-22', ransomware: 'known' },
      { cve: 'CVE-2026-1001', dateAdded: '2026-08-02', ransomware: 'unknown' },
    ])
  })

  it('is as old as it says, wherever it says so, else as its newest entry', async () => {
    const dated = `{"vulnerabilities":[${JSON.stringify(entry('CVE-2026-1000', { dateReleased: '2030-01-01T00:00:00Z' }))}],"dateReleased":"2026-08-07T12:00:00Z"}`
    expect((await read(dated)).replaced[0]?.[2]).toBe('2026-08-07T12:00:00.000Z')
    const undated = catalogue(entry('CVE-2026-1000'), entry('CVE-2026-1001', { dateAdded: '2026-08-05' }))
    expect((await read(undated)).replaced[0]?.[2]).toBe('2026-08-05T00:00:00.000Z')
  })

  it('an entry without a CVE or a day is dropped and counted', async () => {
    const { result, kev: kept } = await read(catalogue(entry('CVE-2026-1000'), entry('x'), { cveID: 'CVE-2026-1001' }))
    expect(kept).toHaveLength(1)
    expect(result).toMatchObject({ ok: true, value: { outcome: { status: 'partial', read: 3, kept: 1 } } })
  })

  it.each([
    ['an empty one', '{"vulnerabilities":[]}', 'no-records'],
    ['a cut-off one', `${catalogue(entry('CVE-2026-1000')).slice(0, -1)}`, 'truncated'],
    ['a table of something else', 'a,b\n1,2\n', 'wrong-type'],
  ])('%s is refused and replaces nothing', async (_what, text, code) => {
    const { result, replaced } = await read(text)
    expect(result).toMatchObject({ ok: false, error: { code } })
    expect(replaced).toEqual([])
  })
})

describe('other catalogues', () => {
  const other = { feed: otherCatalogues, name: 'kev/VulnCheck/kev.json' }

  it('are asserted by who their folder is named after', async () => {
    const { replaced } = await read(catalogue(entry('CVE-2026-1000')), other)
    expect(replaced).toEqual([['VulnCheck', ['CVE-2026-1000'], '2026-08-01T00:00:00.000Z']])
  })

  it('may list nothing any more, which takes back what they said', async () => {
    expect((await read('{"vulnerabilities": [ ]}', other)).replaced).toEqual([['VulnCheck', [], undefined]])
    expect((await read('{"hello":[]}', other)).result).toMatchObject({ ok: false, error: { code: 'no-records' } })
  })

  it.each(['kev/cisa/kev.json', 'kev/kev.json', 'kev/a/b/kev.json'])('%s names no asserter', async (name) => {
    const { result, replaced } = await read(catalogue(entry('CVE-2026-1000')), { feed: otherCatalogues, name })
    expect(result).toMatchObject({ ok: false, error: { code: 'no-asserter' } })
    expect(replaced).toEqual([])
  })
})
