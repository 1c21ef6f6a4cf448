import type { Floor } from './floor.ts'
import type { FailedCase, FileReport, SuiteReport } from './types.ts'

interface Row {
  name: string
  lines: number
  total: number
  passed: number
  failed: number
  refused: number
  note: string
}

const MAX_SHOWN = 5

/** The report for a terminal: per suite and per file, then the first failures of each file. */
export function terminalReport(reports: readonly SuiteReport[], floor: Floor): string {
  const rows = reports.flatMap((report) => [suiteRow(report, floor), ...fileRows(report)])
  const all: Row[] = [{ name: 'all', note: '', ...totals(reports) }, ...rows]
  const header = ['', 'lines', 'total', 'passed', 'failed', 'refused', '']
  const cells = [
    header,
    ...all.map((row) => [row.name, row.lines, row.total, row.passed, row.failed, row.refused, row.note].map(String)),
  ]
  const widths = header.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)))
  const table = cells.map((line) =>
    line
      .map((cell, column) =>
        column === 0 || column === 6 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
  return [...table, ...failureLines(reports)].join('\n')
}

/** The same figures for docs/generated, without single failures. */
export function markdownReport(reports: readonly SuiteReport[]): string {
  const line = (name: string, report: Omit<Row, 'name' | 'note'>) =>
    `| ${name} | ${report.lines} | ${report.total} | ${report.passed} | ${report.failed} | ${report.refused} |`
  const head = ['| | lines read | total | passed | failed | refused on purpose |', '|---|--:|--:|--:|--:|--:|']
  const run = reports.filter((report) => report.total > 0)
  return [
    '# Conformance',
    '',
    'Written by `npm run conformance -- DIR --write`. Refused cases count as failed; their reasons stand below.',
    '',
    ...head,
    line('**all**', totals(run)),
    ...run.map((report) => line(`**${report.suite}**`, counts(report))),
    '',
    '## Files',
    '',
    ...head,
    ...run.flatMap((report) =>
      report.files.filter((file) => file.kind === 'run').map((file) => line(file.path, counts(file))),
    ),
    '',
    '## Refused on purpose',
    '',
    ...refusedReasons(run),
    '',
    '## Read but not run',
    '',
    ...reports.flatMap((report) => notRun(report)),
    '',
  ].join('\n')
}

function suiteRow(report: SuiteReport, floor: Floor): Row {
  const at = floor[report.suite]
  const notes = [
    ...(report.total > 0 ? [`${((100 * report.passed) / report.total).toFixed(2)} %`] : []),
    ...(at === undefined ? [] : [`floor ${(100 * at).toFixed(2)} %`]),
    ...(report.noRunner > 0 ? [`${report.noRunner} files with no runner`] : []),
  ]
  return { name: report.suite, note: notes.join(', '), ...counts(report) }
}

/** Files of a suite; folders that no suite knows stay one line, `--json` lists their files. */
function fileRows(report: SuiteReport): Row[] {
  if (report.suite.startsWith('(no suite)')) return []
  return report.files.map((file) => ({
    name: `  ${file.path}`,
    note: file.kind === 'run' ? '' : [file.kind, file.note].filter(Boolean).join(': '),
    ...counts(file),
  }))
}

function counts(from: SuiteReport | FileReport): Omit<Row, 'name' | 'note'> {
  const { linesRead: lines, total, passed, failed, refused } = from
  return { lines, total, passed, failed, refused }
}

function totals(reports: readonly SuiteReport[]): Omit<Row, 'name' | 'note'> {
  const sum = { lines: 0, total: 0, passed: 0, failed: 0, refused: 0 }
  for (const report of reports) {
    const { lines, total, passed, failed, refused } = counts(report)
    sum.lines += lines
    sum.total += total
    sum.passed += passed
    sum.failed += failed
    sum.refused += refused
  }
  return sum
}

function failureLines(reports: readonly SuiteReport[]): string[] {
  const show = (file: FileReport, failure: FailedCase) =>
    `${file.path}:${failure.line} ${failure.state}: ${failure.label} → ${failure.got ?? ''}${failure.reason ? ` (${failure.reason})` : ''}`
  return reports.flatMap((report) =>
    report.files.flatMap((file) => file.failures.slice(0, MAX_SHOWN).map((failure) => show(file, failure))),
  )
}

function refusedReasons(reports: readonly SuiteReport[]): string[] {
  return reports.flatMap((report) => {
    const sums: Record<string, number> = {}
    for (const file of report.files)
      for (const [reason, count] of Object.entries(file.refusals)) sums[reason] = (sums[reason] ?? 0) + count
    return Object.entries(sums).map(([reason, count]) => `- ${report.suite}: ${count} × ${reason}`)
  })
}

function notRun(report: SuiteReport): string[] {
  const files = report.files.filter((file) => file.kind !== 'run')
  if (files.length === 0) return []
  const reasons = [...new Set(files.map((file) => file.note ?? file.kind))].join('; ')
  return [`- ${report.suite}: ${files.length} files (${reasons})`]
}
