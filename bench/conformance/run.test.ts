import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { belowFloor } from './floor.ts'
import type { Refusal } from './refusals.ts'
import { suites } from './registry.ts'
import { markdownReport, terminalReport } from './report.ts'
import { runFolder } from './run.ts'

const right = '{"vector":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H","score":9.8}'
const wrong = '{"vector":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H","score":1.0}'
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lunette-conformance-'))
  mkdirSync(join(folder, 'cvss'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function run(lines: string[], refusals: Refusal[] = []) {
  writeFileSync(join(folder, 'cvss/x.ndjson'), `${lines.join('\n')}\n`)
  const report = (await runFolder(folder, suites, refusals)).find((candidate) => candidate.suite === 'cvss')
  if (!report) throw new Error('the suite did not run')
  return report
}

describe('the conformance runner', () => {
  it('fails a case whose expectation is wrong, and passes the right one beside it', async () => {
    expect(await run(['{"_meta":{}}', right, wrong])).toMatchObject({ linesRead: 3, total: 2, passed: 1, failed: 1 })
  })

  it('counts a malformed line, an unknown shape and an empty case as failed', async () => {
    expect(await run(['{"vector":', '{"other":1}', '{}', right])).toMatchObject({ total: 4, passed: 1, failed: 3 })
  })

  it('counts a case refused on purpose in the total, with its reason', async () => {
    const reason = 'one point zero is no score of this vector'
    const report = await run([right, wrong], [{ suite: 'cvss', file: /x/, case: /AV:N/, got: /expected/, reason }])
    expect(report).toMatchObject({ total: 2, passed: 1, failed: 0, refused: 1 })
    expect(report.files[0]?.failures[0]?.reason).toBe(reason)
  })

  it('lists a file no suite knows as having no runner, and reads its lines', async () => {
    mkdirSync(join(folder, 'strange'))
    writeFileSync(join(folder, 'strange/a.txt'), 'one\ntwo\nthree')
    const strange = (await runFolder(folder, suites, [])).find((report) => report.suite.includes('strange'))
    expect(strange).toMatchObject({ linesRead: 3, total: 0, noRunner: 1 })
  })

  it('is below its floor as soon as one case more fails', async () => {
    expect(belowFloor([await run([right, wrong])], { cvss: 1 })).toHaveLength(1)
    expect(belowFloor([await run([right, wrong])], { cvss: 0.5 })).toHaveLength(0)
  })

  it('shows the failure in both reports', async () => {
    const reports = [await run([right, wrong])]
    expect(terminalReport(reports, {})).toContain('expected 1')
    expect(markdownReport(reports)).toContain('| **cvss** | 2 | 2 | 1 | 1 | 0 |')
  })
})
