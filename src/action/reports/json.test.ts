import { expect, it } from 'vitest'
import { jsonOf } from './json.ts'
import type { ReportFinding, ScanReport } from './scan-report.ts'

function reportWith(findings: number): ScanReport {
  return {
    schema: 'lunette-scan/1',
    target: 'a "quoted" name]}',
    subject: { name: 'x', kind: 'application' },
    knowledge: { generation: '1', builtAt: '2026-01-01', oldest: null, origin: 'none', neverRead: [] },
    scannedAt: '2026-01-01T00:00:00.000Z',
    components: 1,
    listed: 1,
    unknown: 0,
    coverage: [],
    findings: Array.from({ length: findings }, (_, n) => ({ id: `f${n}`, title: ']}' }) as unknown as ReportFinding),
    files: { read: 1, refused: [] },
    dropped: [],
    incomplete: [],
  }
}

it.each([0, 1, 250, 251, 1_000])('says the same of %i findings as one text would', (findings) => {
  const report = reportWith(findings)
  expect(JSON.parse([...jsonOf(report)].join(''))).toEqual(report)
})
