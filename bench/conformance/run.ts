import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failedCase } from './case-result.ts'
import { type Refusal, reasonOf } from './refusals.ts'
import type { CaseResult, ConformanceFile, FailedCase, FileReport, FileRunner, Suite, SuiteReport } from './types.ts'

const MAX_FAILURES = 100

/** Runs every file below a folder (or below one part of it) with the suite of its folder. Reads every line of every file. */
export async function runFolder(
  folder: string,
  suites: readonly Suite[],
  refusals: readonly Refusal[],
  part = '',
): Promise<SuiteReport[]> {
  const reports = new Map<string, FileReport[]>()
  const wanted = (path: string) => part === '' || path.startsWith(`${part}/`)
  for (const file of filesBelow(folder).filter(({ path }) => wanted(path))) {
    for (const suite of suitesOf(file, suites)) {
      const name = suite?.name ?? `(no suite) ${file.path.split('/')[0]}`
      const report = await runFile(file, suite, refusals)
      reports.set(name, [...(reports.get(name) ?? []), report])
    }
  }
  return [...reports].map(([suite, files]) => sumUp(suite, files)).sort((a, b) => (a.suite < b.suite ? -1 : 1))
}

function filesBelow(folder: string): ConformanceFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((absolutePath) => ({
      absolutePath,
      path: absolutePath.slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, ''),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** The suite of its folder, or none, and those that run the folder beside it. */
function suitesOf(file: ConformanceFile, suites: readonly Suite[]): (Suite | undefined)[] {
  const own = suiteOf(
    file,
    suites.filter(({ folders }) => folders === undefined),
  )
  return [own, ...suites.filter(({ folders = [] }) => folders.some((folder) => file.path.startsWith(`${folder}/`)))]
}

function suiteOf(file: ConformanceFile, suites: readonly Suite[]): Suite | undefined {
  const fitting = suites.filter((suite) => file.path.startsWith(`${suite.name}/`))
  return fitting.sort((a, b) => b.name.length - a.name.length)[0]
}

async function runFile(
  file: ConformanceFile,
  suite: Suite | undefined,
  refusals: readonly Refusal[],
): Promise<FileReport> {
  const text = readFileSync(file.absolutePath, 'utf8')
  const lines = text.split('\n')
  const linesRead = lines.at(-1) === '' ? lines.length - 1 : lines.length
  const runner = suite?.runnerFor(file)
  if (!suite || !runner) return emptyReport(file, linesRead, 'no runner')
  if (runner.kind === 'support') return emptyReport(file, linesRead, 'support', runner.why)
  const results = runner.kind === 'whole' ? await wholeResults(runner, text, file) : lineResults(runner, lines, file)
  const failures = results.flatMap(({ result, line }): FailedCase[] => {
    if (result.passed) return []
    const reason = reasonOf(refusals, suite.name, file.path, result)
    return [{ line, state: reason === undefined ? 'failed' : 'refused', label: result.label, got: result.got, reason }]
  })
  const refused = failures.filter((failure) => failure.state === 'refused').length
  return {
    path: file.path,
    linesRead,
    kind: 'run',
    passed: results.length - failures.length,
    failed: failures.length - refused,
    refused,
    total: results.length,
    failures: failures.slice(0, MAX_FAILURES),
    refusals: countReasons(failures),
  }
}

function countReasons(failures: readonly FailedCase[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { reason } of failures) if (reason !== undefined) counts[reason] = (counts[reason] ?? 0) + 1
  return counts
}

interface NumberedResult {
  line: number
  result: CaseResult
}

function lineResults(runner: FileRunner & { kind: 'lines' }, lines: string[], file: ConformanceFile): NumberedResult[] {
  const results: NumberedResult[] = []
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const json = readJson(line)
    if (json.ok && isMeta(json.value)) continue
    const result = json.ok ? guarded(() => runner.run(json.value, file)) : failedCase(line, 'the line is no JSON')
    results.push({ line: index + 1, result })
  }
  return results
}

async function wholeResults(
  runner: FileRunner & { kind: 'whole' },
  text: string,
  file: ConformanceFile,
): Promise<NumberedResult[]> {
  try {
    return (await runner.run(text, file)).map((result) => ({ line: 0, result }))
  } catch (error) {
    return [{ line: 0, result: failedCase(file.path, `threw ${String(error)}`) }]
  }
}

/** A case that throws has failed: no input may make the product throw. */
function guarded(run: () => CaseResult): CaseResult {
  try {
    return run()
  } catch (error) {
    return failedCase('a case of unknown shape or one that threw', String(error))
  }
}

function readJson(line: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(line) }
  } catch {
    return { ok: false }
  }
}

function isMeta(value: unknown): boolean {
  return value !== null && typeof value === 'object' && '_meta' in value
}

function emptyReport(
  file: ConformanceFile,
  linesRead: number,
  kind: 'support' | 'no runner',
  note?: string,
): FileReport {
  return {
    path: file.path,
    linesRead,
    kind,
    note,
    passed: 0,
    failed: 0,
    refused: 0,
    total: 0,
    failures: [],
    refusals: {},
  }
}

function sumUp(suite: string, files: FileReport[]): SuiteReport {
  const sum = (pick: (file: FileReport) => number) => files.reduce((total, file) => total + pick(file), 0)
  return {
    suite,
    files,
    linesRead: sum((file) => file.linesRead),
    passed: sum((file) => file.passed),
    failed: sum((file) => file.failed),
    refused: sum((file) => file.refused),
    total: sum((file) => file.total),
    noRunner: sum((file) => (file.kind === 'no runner' ? 1 : 0)),
  }
}
