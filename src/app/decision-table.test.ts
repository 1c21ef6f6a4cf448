import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { decide } from '#core/vocabulary'
import { prioritise } from '#exposure/prioritisation'
import { chooseTable } from './decision-table.ts'

const values = (...keys: string[]) => keys.map((key) => ({ key, name: key, definition: key }))
const point = (namespace: string, key: string, name: string, version: string, ...keys: string[]) => ({
  namespace,
  key,
  name,
  version,
  schemaVersion: '2.0.0',
  definition: name,
  values: values(...keys),
})

const E = 'ssvc:E:1.1.0'
const P = 'x_example.test#shop:PII:1.0.0'
const OUT = 'x_example.test#shop:DO:1.0.0'

/** Exploitation × an own question the product cannot answer; `outcomes` in the order N/no, N/yes, A/no, A/yes. */
function tableFile(outcomes: readonly string[], acted: readonly [object, object] = [{}, {}]): string {
  const mapping = ['N', 'A'].flatMap((e, row) =>
    ['no', 'yes'].map((p, column) => ({ [E]: e, [P]: p, [OUT]: outcomes[row * 2 + column] })),
  )
  return file(
    JSON.stringify({
      namespace: 'x_example.test#shop',
      key: 'DT',
      name: 'Our table',
      version: '1.0.0',
      schemaVersion: '2.0.0',
      definition: 'ours',
      decision_points: {
        [E]: point('ssvc', 'E', 'Exploitation', '1.1.0', 'N', 'A'),
        [P]: point('x_example.test#shop', 'PII', 'Holds personal data', '1.0.0', 'no', 'yes'),
        [OUT]: {
          ...point('x_example.test#shop', 'DO', 'Do', '1.0.0', 'later', 'today'),
          values: values('later', 'today').map((value, index) => ({ ...value, ...acted[index] })),
        },
      },
      outcome: OUT,
      mapping,
    }),
  )
}

function file(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'lunette-table-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'ours.json'), content)
  return join(folder, 'ours.json')
}

test('a published table by its short name', async () => {
  expect(await chooseTable('deployer')).toMatchObject({ ok: true, value: { table: { id: 'ssvc:DT_DP:1.0.0' } } })
})

test('a table of one’s own decides, and says which of its questions nothing answers', async () => {
  const chosen = await chooseTable(tableFile(['later', 'later', 'later', 'today']))
  if (!chosen.ok) throw new Error(chosen.error.message)
  expect(chosen.value.warnings).toEqual([expect.stringContaining('Holds personal data')])
  expect(decide(chosen.value.table, { [E]: 'A' }).outcome.key).toBe('today')
})

test('a table in which a worse input lowers the outcome is refused, with the row', async () => {
  const refused = await chooseTable(tableFile(['today', 'later', 'later', 'today']))
  expect(refused).toMatchObject({ ok: false, error: { code: 'not-monotone' } })
  expect(!refused.ok && refused.error.message).toContain('a worse "')
})

test('what is no table is refused with what would be one', async () => {
  expect(await chooseTable('nonsense')).toMatchObject({
    error: { code: 'no-table', message: expect.stringContaining('.json') },
  })
  expect(await chooseTable('/nowhere/ours.json')).toMatchObject({ error: { code: 'no-table' } })
  expect(await chooseTable(file('[1]'))).toMatchObject({ error: { code: 'decision-table' } })
  expect(await chooseTable(file('{'))).toMatchObject({ error: { code: 'no-table' } })
})

const always = ['later', 'later', 'later', 'today'] as const

test('an outcome of one’s own may say its days and its word; findings are decided by them', async () => {
  const acted = [
    { dueDays: 90, urgency: 'soon' },
    { dueDays: 1, urgency: 'now' },
  ] as const
  const chosen = await chooseTable(tableFile(always, acted))
  if (!chosen.ok) throw new Error(chosen.error.message)
  const facts = {
    id: 'CVE-2026-1',
    aliases: [],
    retired: false,
    severities: [],
    cwes: [],
    ssvc: [],
    kev: [],
    exploits: [],
  }
  const asset = { exposure: 'unknown', exposureBasis: 'assumed', criticality: 'unknown' } as const
  const context = { facts: { ...facts, records: [] }, asset, knowledge: {}, asOf: '2026-08-01' }
  expect(prioritise(context, chosen.value.table).priority).toMatchObject({
    outcome: 'today',
    outcomeLabel: 'today',
    urgency: 'now',
    dueDays: 1,
  })
})

test.each([
  ['later due days', [{ dueDays: 5 }, { dueDays: 6 }]],
  ['no due days', [{ dueDays: 5 }, {}]],
  ['a lesser word', [{ urgency: 'now' }, { urgency: 'soon' }]],
  ['a word of its own alone', [{}, { urgency: 'now' }]],
  ['no whole number of days', [{}, { dueDays: 0.5 }]],
])('a more severe outcome with %s is refused', async (_what, acted) => {
  const refused = await chooseTable(tableFile(always, acted as [object, object]))
  expect(refused).toMatchObject({ ok: false, error: { code: 'decision-table' } })
})
