import { describe, expect, it } from 'vitest'
import { importBytes } from '../import-file.ts'
import { checkImporter } from '../importer.kit.ts'
import { defectdojo } from './index.ts'

const list = {
  name: 'Nightly',
  type: 'House scanner',
  findings: [
    {
      title: 'Old library',
      description: 'Line one\nline two',
      severity: 'High',
      date: '2026-10-05',
      cwe: 79,
      vulnerability_ids: ['CVE-2024-5001', 'GHSA-2222-3333-4444'],
      component_name: 'left',
      component_version: '1.0.0',
      fix_version: '1.0.1',
      references: 'https://a.example/1\nhttps://a.example/2',
      files: [{ title: 'proof.txt', data: 'aHVudGVyMg==' }],
    },
    {
      title: 'Weak cipher',
      severity: 'Info',
      date: '2026-10-07',
      endpoints: [{ protocol: 'https', host: 'Shop.example', port: 8443, path: 'login', query: 'token=hunter2' }],
      risk_accepted: true,
    },
    { title: 'Password in code', severity: 'Critical', file_path: 'src/a.py', line: 12, active: true, verified: true },
    { title: 'Gone', severity: 'Low', is_mitigated: true, endpoints: ['https://shop.example/x?y=1', 'other.example'] },
    { severity: 'Low' },
  ],
}

const csv = `Date,Title,CweId,Url,Severity,Description,Mitigation,Impact,References,Active,Verified,FalsePositive,Duplicate,CVE
2026-10-05,"Old, library",79,https://shop.example/a?token=hunter2,High,"two
lines",Update,big,https://a.example/1,True,False,False,False,CVE-2024-5001
10/06/26,Weak cipher,,,Medium,x,,,,TRUE,FALSE,TRUE,FALSE,
,,,,Low,,,,,,,,,
`

checkImporter(defectdojo, [
  {
    path: 'generic.json',
    content: JSON.stringify(list),
    components: ['left'],
    findings: ['vulnerability CVE-2024-5001', 'weakness Weak cipher', 'weakness Password in code', 'weakness Gone'],
    notes: ['no-title'],
  },
  { path: 'none.json', content: '{ "findings": [\n] }', components: [], findings: [] },
  {
    path: 'generic.csv',
    content: csv,
    components: [],
    findings: ['vulnerability CVE-2024-5001', 'weakness Weak cipher'],
    notes: ['no-title'],
  },
])

async function read(content: string, name: string) {
  const result = await importBytes(Buffer.from(content), name)
  if (!result.ok) throw new Error(result.error.message)
  return result.value.inventory
}

describe('what generic findings say', () => {
  it('their tool is the type they state, their time the latest date', async () => {
    const { tool, statedAt } = await read(JSON.stringify(list), 'a.json')
    expect(tool).toBe('House scanner')
    expect(statedAt).toMatch(/^2026-10-07/)
  })

  it('people’s words in DefectDojo are its suppressions, and what was mitigated is fixed', async () => {
    const { findings = [] } = await read(JSON.stringify(list), 'a.json')
    expect(findings.map(({ state, stateReason }) => stateReason ?? state)).toEqual([
      'open',
      'risk accepted',
      'open',
      'mitigated',
    ])
  })

  it('places are files with lines, and addresses without their queries', async () => {
    const { findings = [] } = await read(JSON.stringify(list), 'a.json')
    expect(findings.slice(1).map(({ place }) => place)).toEqual([
      { host: 'shop.example', port: 8443, protocol: 'https', url: 'https://shop.example:8443/login' },
      { path: 'src/a.py', line: 12 },
      { host: 'shop.example', port: 443, protocol: 'https', url: 'https://shop.example/x' },
    ])
    expect(JSON.stringify(findings)).not.toMatch(/hunter2|aHVudGVyMg/)
  })

  it('CSV says the same in columns', async () => {
    const { findings = [] } = await read(csv, 'a.csv')
    expect(findings[0]).toMatchObject({
      title: 'Old, library',
      severity: 'high',
      cwes: ['CWE-79'],
      description: 'two\nlines',
      remedy: 'Update',
      place: { url: 'https://shop.example/a' },
      state: 'open',
    })
    expect(findings[1]).toMatchObject({ state: 'suppressed', stateReason: 'false positive' })
  })

  it('a field of another kind is left out, also where it cannot be made text', async () => {
    const odd = { toString: 1 }
    const finding = { title: 'Odd', severity: 'High', date: '2026-10-05', line: odd, cwe: odd, file_path: 'a.py' }
    const { findings = [] } = await read(JSON.stringify({ ...list, findings: [finding] }), 'a.json')
    expect(findings).toMatchObject([{ title: 'Odd', cwes: [], place: { path: 'a.py' } }])
  })

  it('a table with another tool’s columns is not taken for it', async () => {
    const read = await importBytes(Buffer.from('Title,Severity,Account\nx,High,1\n'), 'x.csv')
    expect(read).toMatchObject({ ok: false, error: { code: 'unrecognised' } })
  })
})
