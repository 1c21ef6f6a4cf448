import { expect, it } from 'vitest'
import type { CoverageRow } from '#core/vocabulary'
import type { ScanReport } from './scan-report.ts'
import { textOf } from './text-table.ts'

const unknown = { noKnowledge: 0, stale: 0, noVersion: 0, noIdentity: 0 }
const row = (ecosystem: string, more: Partial<CoverageRow> = {}): CoverageRow => ({
  ecosystem,
  components: 3,
  covered: 3,
  unknown,
  advisories: 9,
  ...more,
})

function textWith(
  coverage: CoverageRow[],
  over: Partial<ScanReport['knowledge']> = {},
  { findings = [] as ScanReport['findings'], width = 200 } = {},
): string {
  const report: ScanReport = {
    schema: 'lunette-scan/1',
    target: 'x',
    subject: { name: 'x', kind: 'host' },
    knowledge: { generation: '1', builtAt: '2026-01-01', oldest: null, origin: 'index', neverRead: [], ...over },
    scannedAt: '2026-01-01T00:00:00.000Z',
    components: coverage.reduce((total, { components }) => total + components, 0),
    listed: coverage.reduce((total, { components }) => total + components, 0),
    unknown: coverage.reduce((total, { components, covered }) => total + components - covered, 0),
    coverage,
    findings,
    files: { read: 1, refused: [] },
    dropped: [],
    incomplete: [],
  }
  return textOf(report, { width, colour: false, limit: 10 })
}

it('distributions that publish fixes only are named above the findings, whatever else is known', () => {
  const line = /fixes only: 3 components of AlmaLinux:9 are judged by what was fixed/
  expect(textWith([row('npm'), row('AlmaLinux:9', { fixesOnly: true })])).toMatch(line)
  const half = row('npm', { covered: 0, unknown: { ...unknown, noKnowledge: 3 } })
  expect(textWith([half, row('AlmaLinux:9', { fixesOnly: true })])).toMatch(line)
  expect(textWith([row('npm'), row('Debian:12')])).not.toMatch(/fixes only/)
})

it('what nobody ever read is named above the findings; of the starter its own line says it', () => {
  const neverRead = ['kev/CISA', 'exploit/nuclei']
  expect(textWith([row('npm')], { neverRead })).toContain('never read: CISA KEV, nuclei templates; of what they say')
  expect(textWith([row('npm')], { neverRead, origin: 'starter' })).not.toContain('never read')
  expect(textWith([row('npm')])).not.toContain('never read')
})

it('says how old the oldest of its knowledge is, and apart from that when it was put together', () => {
  const built = { builtAt: '2026-08-02T10:20:30.000Z' }
  const oldest = { of: 'kev/CISA', asOf: '2026-01-05T00:00:00.000Z' }
  const words = 'knowledge from the feeds, the oldest of it (CISA KEV) as of 2026-01-05; put together 2026-08-02T10:20Z'
  expect(textWith([row('npm')], { ...built, oldest })).toContain(words)
  expect(textWith([row('npm')], built)).toContain('of no stated age; put together 2026-08-02')
})

const finding = (name: string, version: string): ScanReport['findings'][number] =>
  ({
    vulnerabilityId: 'CVE-2021-44228',
    title: 'x',
    aliases: [],
    component: { ref: name, name, version },
    others: [],
    fixedVersion: '2.17.0',
    match: { fixedVersions: ['2.17.0'], fixState: 'fixed', verdict: 'affected' },
    priority: { urgency: 'now', why: 'in KEV since 2021-12-10 (CISA) · publicly exposed · automatable' },
  }) as unknown as ScanReport['findings'][number]

function rowsAt(width: number, findings: ScanReport['findings']): string[] {
  const text = textWith([row('npm')], {}, { findings, width })
  return text.split('\n').filter((line) => line.includes('CVE-2021-44228'))
}

it('a component is whole where the terminal has room for it, and the reason gives way first', () => {
  const name = 'org.apache.logging.log4j/log4j-core-with-more'
  const [line = ''] = rowsAt(160, [finding(name, '2.14.1-with-a-build')])
  expect(line).toContain(`${name}  2.14.1-with-a-build  2.17.0`)
  expect(line).toMatch(/…$/)
  expect(line.length).toBeLessThanOrEqual(160)
})

it('where even the component must be cut, its end stays, for that tells more', () => {
  const [line = ''] = rowsAt(110, [finding(`github.com/${'organisation/'.repeat(8)}module`, 'v1.0.0')])
  expect(line).toMatch(/…\S+\/module +v1\.0\.0/)
})

it('nothing is cut where no terminal is', () => {
  const name = `github.com/${'organisation/'.repeat(20)}module`
  const [line = ''] = rowsAt(Number.POSITIVE_INFINITY, [finding(name, 'v1.0.0')])
  expect(line).toContain(name)
  expect(line).toContain('automatable')
  expect(line).not.toContain('…')
})

it('of many ecosystems that cannot be judged the largest are named and the others counted', () => {
  const rows = Array.from({ length: 30 }, (_, index) =>
    row(`Debian:${index}`, { covered: 0, unknown: { ...unknown, noKnowledge: 3 } }),
  )
  const text = textWith(rows)
  expect(text).toContain('  … and 18 ecosystems more (--json has all)')
  expect(text.match(/no knowledge loaded/g)).toHaveLength(12)
})
