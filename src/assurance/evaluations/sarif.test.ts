import { expect, it } from 'vitest'
import { failingCasesAsSarif } from './sarif.ts'

const run = {
  ...{
    id: 'r1',
    tool: 'promptfoo 0.118',
    name: 'nightly',
    target: 'gpt',
    targetVersion: null,
    controlId: 'input-filter',
  },
  at: '2026-08-01T06:00:00.000Z',
  list: [
    { key: 'a', result: 'fail' as const, attempts: 5, passed: 3, note: 'failed: contains', stratum: 'mail' },
    { key: 'b', result: 'fail' as const, attempts: 1, passed: 0, control: 'tool-gate' },
    { key: 'c', result: 'pass' as const, attempts: 1, passed: 1 },
    { key: 'd', result: 'insufficient' as const, attempts: 1, passed: 0 },
  ],
}
const controls = [{ id: 'input-filter', name: 'Input filter', claim: 'stops it' }]

it('failing cases are results, each under the rule of the control it tests', () => {
  const log = failingCasesAsSarif(run, controls, '1.2.3') as { runs: { tool: unknown; results: object[] }[] }
  expect(log).toMatchObject({ version: '2.1.0' })
  const [{ tool, results }] = log.runs as [{ tool: unknown; results: object[] }]
  expect(tool).toMatchObject({
    driver: {
      ...{ name: 'promptfoo', version: '0.118' },
      rules: [
        { id: 'input-filter', shortDescription: { text: 'Input filter' }, fullDescription: { text: 'stops it' } },
        { id: 'tool-gate', shortDescription: { text: 'tool-gate' } },
      ],
    },
  })
  expect(results).toMatchObject([
    {
      ...{ ruleId: 'input-filter', ruleIndex: 0, level: 'error', kind: 'fail' },
      message: { text: 'a failed in 2 of 5 tries: failed: contains.' },
      partialFingerprints: { 'lunette/case/v1': 'nightly a' },
    },
    { ruleId: 'tool-gate', ruleIndex: 1, message: { text: 'b failed.' } },
  ])
  expect(log.runs[0]).toMatchObject({ properties: { cases: 4, withoutVerdict: 1 } })
})

it('a run of which every case passed is a log without results, not an empty file', () => {
  const passed = { ...run, tool: 'own runner', list: run.list.slice(2, 3) }
  expect(failingCasesAsSarif(passed, [], '1')).toMatchObject({
    runs: [{ tool: { driver: { name: 'own runner', rules: [] } }, results: [] }],
  })
})
