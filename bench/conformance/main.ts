import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { belowFloor, readFloor, recordFloor } from './floor.ts'
import { readRefusals } from './refusals.ts'
import { suites } from './registry.ts'
import { markdownReport, terminalReport } from './report.ts'
import { runFolder } from './run.ts'

const here = import.meta.dirname
const usage = 'npm run conformance -- [DIR] [--suite NAME] [--json] [--record] [--write]'

/** Runs the standards' own cases in DIR. Exit 0: at or above the floor, 1: below it, 2: usage. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      suite: { type: 'string' },
    },
  })
  const data = process.env.LUNETTE_TEST_DATA ?? join(here, '../../../shared/data')
  const folder = resolve(positionals[0] ?? join(data, 'conformance'))
  if (!existsSync(folder)) {
    process.stderr.write(`conformance: there is no folder ${folder}\nusage: ${usage}\n`)
    return 2
  }
  const reports = await runFolder(folder, suites, readRefusals(join(here, 'refused.json')), values.suite)
  if (reports.length === 0) {
    process.stderr.write(`conformance: there are no cases in ${join(folder, values.suite ?? '')}\nusage: ${usage}\n`)
    return 2
  }
  if (values.record) recordFloor(join(here, 'floor.json'), reports)
  const floor = readFloor(join(here, 'floor.json'))
  const below = belowFloor(reports, floor)
  const output = values.json
    ? JSON.stringify({ reports, below: below.map((report) => report.suite) }, null, 2)
    : terminalReport(reports, floor)
  process.stdout.write(`${output}\n`)
  if (values.write) writeDocument(markdownReport(reports))
  for (const report of below) process.stderr.write(`conformance: ${report.suite} is below its floor\n`)
  return below.length > 0 ? 1 : 0
}

function writeDocument(text: string): void {
  const path = join(here, '../../docs/generated/conformance.md')
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

process.exitCode = await main()
