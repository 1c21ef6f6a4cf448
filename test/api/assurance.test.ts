import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyExport } from '#assurance/evidence'
import type { ControlDetail, ControlRow, ScenarioRow } from '#contract/assurance'
import type { Role } from '#platform/auth'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'

/** From a register to a risk that moves, as programs and the browser ask for it. */
let testing: TestDatabase
let server: RunningServer
const people = {} as Record<Role, Visitor>

beforeAll(async () => {
  testing = await testDatabase()
  server = await serve(testing.database, 0, { requestsPerMinute: 1_000_000, strictRequestsPerMinute: 1_000_000 })
  for (const role of ['viewer', 'analyst', 'owner'] as const)
    people[role] = await Visitor.of(server.origin, testing.database, await makePerson(testing.database, role, role))
})
afterAll(async () => {
  await server?.close()
  await testing?.drop()
})

const register = `
ai-register: 1
systems: [{ id: desk, name: Helpdesk, purpose: answers customers, role: deployer, autonomy: supervised }]
controls:
  - { id: input-filter, name: Input filter, claim: stops injected instructions, system: desk }
scenarios:
  - { id: injection, title: Injection, harm: an order is changed, appetite: 300, attempts: { value: 1000 }, barriers: [{ control: input-filter, layer: prevent }] }
`

async function send(role: Role, path: string, text: string) {
  const answer = await fetch(`${server.origin}/api/v1${path}`, {
    method: 'POST',
    headers: { cookie: people[role].cookie, origin: server.origin, 'content-type': 'application/octet-stream' },
    body: text,
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

const cases = (passes: number, failures: number) =>
  Array.from({ length: passes + failures }, (_, index) =>
    JSON.stringify({ key: `case ${index}`, result: index < passes ? 'pass' : 'fail', stratum: 'mail' }),
  ).join('\n')

const piece = (aspect: string, result: string, demands = 1) => ({
  ...{ control: 'input-filter', kind: aspect === 'liveness' ? 'probe' : 'telemetry', aspect, result, demands },
  ...{ source: 'gateway', at: new Date().toISOString() },
})

test('a register is an owner’s to bring, and says what it changed or what is wrong with it', async () => {
  expect((await send('analyst', '/ai-register', register)).status).toBe(403)
  expect(await send('owner', '/ai-register', register)).toMatchObject({
    status: 200,
    body: { systems: ['desk'], controls: ['input-filter'], scenarios: ['injection'] },
  })
  const wrong = await send('owner', '/ai-register', register.replace('control: input-filter', 'control: nobody'))
  expect(wrong).toMatchObject({ status: 422, body: { code: 'register-refused' } })
  expect(wrong.body.detail).toContain('there is no control nobody')
})

test('an evaluation and evidence move a control from unknown to measured, and the risk with it', async () => {
  const control = async () => people.viewer.json<ControlDetail>('GET', '/controls/input-filter')
  const scenario = async () => people.viewer.json<ScenarioRow>('GET', '/scenarios/injection')
  expect(await control()).toMatchObject({ state: 'unknown', coverage: null, efficacy: null, failure: 1 })
  expect((await scenario()).residual).toMatchObject({ frequency: 1000, withinAppetite: false })

  expect((await send('viewer', '/evaluations?name=run.jsonl', cases(1, 0))).status).toBe(403)
  const path = '/evaluations?name=run.jsonl&control=input-filter'
  const taken = await send('analyst', path, cases(190, 10))
  expect(taken).toMatchObject({ status: 200, body: { cases: 200, failed: 10, controls: ['input-filter'] } })
  expect(await send('analyst', path, cases(190, 10))).toMatchObject({ status: 200, body: { unchanged: true } })
  const evidence = [piece('coverage', 'pass', 95), piece('coverage', 'fail', 5), piece('liveness', 'pass')]
  expect((await people.viewer.ask('POST', '/evidence', { evidence })).status).toBe(403)
  expect((await people.analyst.ask('POST', '/evidence', { evidence })).status).toBe(201)

  const measured = await control()
  expect(measured).toMatchObject({ state: 'measured', coverage: { share: 0.95 }, liveness: { state: 'live' } })
  expect(measured.failure).toBeCloseTo(1 - 0.95 * 0.919719, 5)
  expect(measured.evaluations[0]).toMatchObject({ failed: 10, failureRate: { value: 0.05 } })
  expect(measured.scenarios).toEqual([{ id: 'injection', title: 'Injection' }])
  const { residual, barriers } = await scenario()
  expect(residual.frequency).toBeCloseTo(1000 * measured.failure, 6)
  expect(residual.withinAppetite).toBe(true)
  expect(barriers[0]).toMatchObject({ name: 'Input filter', state: 'measured' })

  await people.analyst.ask('POST', '/evidence', { evidence: [piece('liveness', 'fail')] })
  const { controls } = await people.viewer.json<{ controls: ControlRow[] }>('GET', '/controls')
  expect(controls[0]).toMatchObject({ state: 'dead', failure: 1 })
  expect((await scenario()).residual.frequency).toBe(1000)
})

test('a run shows its failed cases first', async () => {
  const { evaluations } = await people.viewer.json<{ evaluations: { id: string }[] }>('GET', '/evaluations')
  const run = await people.viewer.json<{ list: { key: string; result: string }[] }>(
    'GET',
    `/evaluations/${evaluations[0]!.id}`,
  )
  expect(run.list.slice(0, 11).map(({ result }) => result)).toEqual([...Array(10).fill('fail'), 'pass'])
})

test.each([
  ['a file that is no report', '/evaluations?name=a.bin', 'nothing of the kind', 'evaluation-refused'],
  [
    'a control that is not there',
    '/evaluations?name=a.jsonl&control=nobody',
    '{"key":"a","result":"pass"}',
    'no-such-control',
  ],
  ['a report without a case', '/evaluations?name=a.xml', '<testsuites/>', 'evaluation-refused'],
])('%s is refused', async (_, path, text, code) => {
  expect(await send('analyst', path, text)).toMatchObject({ status: 422, body: { code } })
})

test('evidence of what has not happened, or of no control, is refused', async () => {
  const early = { ...piece('liveness', 'pass'), at: '2999-01-01T00:00:00Z' }
  const other = { ...piece('liveness', 'pass'), control: 'nobody' }
  const codes = []
  for (const one of [early, other])
    codes.push(
      ((await (await people.analyst.ask('POST', '/evidence', { evidence: [one] })).json()) as { code: string }).code,
    )
  expect(codes).toEqual(['in-the-future', 'no-such-control'])
})

test('the chain holds, and its export proves itself', async () => {
  const check = await people.viewer.json<{ entries: number; head: string }>('GET', '/evidence/check')
  expect(check).toMatchObject({ entries: 6, brokenAt: null })
  const text = await (await people.viewer.ask('GET', '/evidence/export')).text()
  const verified = await verifyExport(
    (async function* () {
      yield* text.trimEnd().split('\n')
    })(),
  )
  expect(verified).toMatchObject({ ok: true, value: { entries: 6, head: check.head } })
})
