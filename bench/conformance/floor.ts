import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { SuiteReport } from './types.ts'

/** Passed ratio per suite that may not be undercut, rounded down to four decimals. */
const floorFile = z.record(z.string(), z.number().min(0).max(1))
export type Floor = z.infer<typeof floorFile>

export function readFloor(path: string): Floor {
  return existsSync(path) ? floorFile.parse(JSON.parse(readFileSync(path, 'utf8'))) : {}
}

/** What each suite reached; suites that did not run keep their floor. */
export function recordFloor(path: string, reports: readonly SuiteReport[]): void {
  const floor: Floor = { ...readFloor(path) }
  for (const report of reports) if (report.total > 0) floor[report.suite] = ratioOf(report)
  const sorted = Object.fromEntries(Object.entries(floor).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(path, `${JSON.stringify(sorted, null, 2)}\n`)
}

/** Suites that ran and passed less than their floor. */
export function belowFloor(reports: readonly SuiteReport[], floor: Floor): SuiteReport[] {
  return reports.filter((report) => report.total > 0 && ratioOf(report) < (floor[report.suite] ?? 0))
}

function ratioOf(report: SuiteReport): number {
  return Math.floor((report.passed / report.total) * 10_000) / 10_000
}
