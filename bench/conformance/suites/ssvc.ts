import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type DecisionPoint, type DecisionTable, decide, publishedTables } from '#core/vocabulary'
import { parseDecisionTable } from '#core/vocabulary/ssvc'
import { expectEqual, failedCase } from '../case-result.ts'
import type { CaseResult, ConformanceFile, Suite } from '../types.ts'

const row = z.record(z.string(), z.string())

/** Published decision tables must load, and each published row must be what the loaded table decides. */
export const ssvcSuite: Suite = {
  name: 'ssvc',
  runnerFor: (file) => {
    if (file.path.endsWith('.ndjson'))
      return { kind: 'lines', run: (line, from) => runRow(row.parse(line), tableFor(from)) }
    if (/\/json\/[^/]+\.json$/.test(file.path)) return { kind: 'whole', run: (text) => [runTable(text, file)] }
    if (file.path.endsWith('.csv')) return { kind: 'whole', run: (text) => runCsv(text, tableFor(file)) }
    return file.path.includes('/schema/') ? { kind: 'support', why: 'JSON schema' } : undefined
  },
}

function runTable(text: string, file: ConformanceFile): CaseResult {
  const table = parseDecisionTable(JSON.parse(text))
  return table.ok ? { passed: true, label: file.path } : failedCase(file.path, table.error.message)
}

const loaded = new Map<string, DecisionTable | undefined>()

/** The table whose file has the same stem, read from the given folder; else the one we ship. */
function tableFor(file: ConformanceFile): DecisionTable | undefined {
  const stem = (file.path.split('/').at(-1) ?? '').replace(/\.\w+$/, '')
  const path = join(file.absolutePath, '../../json', `${stem}.json`)
  if (!loaded.has(path)) loaded.set(path, loadTable(path) ?? shippedTable(stem))
  return loaded.get(path)
}

function loadTable(path: string): DecisionTable | undefined {
  if (!existsSync(path)) return undefined
  const table = parseDecisionTable(JSON.parse(readFileSync(path, 'utf8')))
  return table.ok ? table.value : undefined
}

function shippedTable(stem: string): DecisionTable | undefined {
  return [...publishedTables.values()].find((table) => table.source?.includes(stem))
}

function runCsv(text: string, table: DecisionTable | undefined): CaseResult[] {
  const [header = [], ...lines] = text.trim().split(/\r?\n/).map(splitCsvLine)
  return lines.map((cells) =>
    runRow(Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])), table),
  )
}

function splitCsvLine(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map((cell) => cell[1] ?? cell[2] ?? '')
}

function runRow(cells: z.infer<typeof row>, table: DecisionTable | undefined): CaseResult {
  const label = Object.values(cells).join(', ')
  if (!table) return failedCase(label, 'there is no such table')
  const inputs: Record<string, string> = {}
  for (const point of table.points) {
    const value = valueIn(cells, point)
    if (value === undefined) return failedCase(label, `the row has no value for ${point.name}`)
    inputs[point.id] = value
  }
  return expectEqual(label, decide(table, inputs).outcome.key, valueIn(cells, table.outcome))
}

/** The key of the row's value for a point: columns read `Name vVersion (namespace)`, values are names in lower case. */
function valueIn(cells: z.infer<typeof row>, point: DecisionPoint): string | undefined {
  const [namespace, , version] = point.id.split(':')
  const column = `${point.name} v${version}${namespace === 'ssvc' ? '' : ` (${namespace})`}`
  const name = cells[column]?.toLowerCase()
  return point.values.find((value) => value.name.toLowerCase() === name)?.key
}
