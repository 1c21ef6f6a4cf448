import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyExport } from '#assurance/evidence'
import type { AiSystemRow } from '#contract/ai-system-rows'
import type { AssuranceAttention } from '#contract/assurance-attention'
import type { ControlDetail, ControlRow } from '#contract/controls'
import type { EvidencePieceList } from '#contract/evidence'
import type { TraceOverview } from '#contract/monitoring'
import type { Overview } from '#contract/overview'
import type { ScenarioRow } from '#contract/scenario-rows'
import type { Role } from '#platform/auth'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { otlpJson, otlpProtobuf } from '../support/otlp.ts'
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

test('what is said of a control is an analyst’s to change, and moves nothing that is measured', async () => {
  const before = await people.viewer.json<ControlDetail>('GET', '/controls/input-filter')
  const said = { owner: 'Platform team', references: ['NIST AI RMF MEASURE 2.7', 'own 1', 'own 1'], reviewDays: 30 }
  expect((await people.viewer.ask('PATCH', '/controls/input-filter', said)).status).toBe(403)
  expect((await people.analyst.ask('PATCH', '/controls/input-filter', said)).status).toBe(200)
  const after = await people.viewer.json<ControlDetail>('GET', '/controls/input-filter')
  expect(after).toEqual({ ...before, ...said, references: said.references.slice(0, 2) })
  expect((await people.analyst.ask('PATCH', '/controls/input-filter', { ...said, owner: null })).status).toBe(200)
  expect(await people.viewer.json('GET', '/controls/input-filter')).toMatchObject({ owner: null, reviewDays: 30 })
  // What was sent along as it stands is no change.
  const { rows } = await people.owner.json<{ rows: { detail: { what: string[] } }[] }>(
    'GET',
    '/audit?filter=action:control.describe',
  )
  expect(rows.map(({ detail }) => detail.what)).toEqual([['owner'], ['owner', 'references', 'reviewDays']])
  const refused = async (what: object, id = 'input-filter') =>
    (await people.analyst.ask('PATCH', `/controls/${id}`, what)).status
  expect(await Promise.all([refused({ system: 'nobody' }), refused({}), refused({ failure: 0 })])).toEqual([
    422, 400, 400,
  ])
  expect(await refused({ owner: 'eve' }, 'nobody')).toBe(404)
})

test('an evaluation and evidence move a control from unknown to measured, and the risk with it', async () => {
  const control = async () => people.viewer.json<ControlDetail>('GET', '/controls/input-filter')
  const scenario = async () => people.viewer.json<ScenarioRow>('GET', '/scenarios/injection')
  expect(await control()).toMatchObject({ state: 'unknown', coverage: null, efficacy: null, failure: 1 })
  const attention = () => people.viewer.json<AssuranceAttention>('GET', '/assurance/attention')
  expect((await attention()).unknownControls).toEqual({
    count: 1,
    first: [{ id: 'input-filter', name: 'Input filter' }],
  })
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
  expect(measured.newest.coverage.pieces.map(({ result }) => result)).toEqual(['fail', 'pass'])
  expect(measured.evaluations[0]).toMatchObject({ failed: 10, failureRate: { value: 0.05 } })
  expect(measured.scenarios).toEqual([{ id: 'injection', title: 'Injection' }])
  const { residual, barriers } = await scenario()
  expect(residual.frequency).toBeCloseTo(1000 * measured.failure, 6)
  expect(residual.withinAppetite).toBe(true)
  expect(barriers[0]).toMatchObject({ name: 'Input filter', state: 'measured' })

  const note = 'the marked order went through'
  await people.analyst.ask('POST', '/evidence', { evidence: [{ ...piece('liveness', 'fail'), note }] })
  const { newest } = await control()
  expect(newest.liveness.pieces).toMatchObject([
    { result: 'fail', note, recordedBy: 'analyst', weight: 1, why: null },
    { result: 'pass', recordedBy: 'analyst', weight: 0, why: expect.stringContaining('newer word') },
  ])
  const page = async (query: string) =>
    people.viewer.json<EvidencePieceList>('GET', `/controls/input-filter/evidence?aspect=liveness&limit=1${query}`)
  const { pieces, next } = await page('')
  expect(pieces).toEqual(newest.liveness.pieces.slice(0, 1))
  expect(await page(`&cursor=${encodeURIComponent(next!)}`)).toEqual({
    pieces: newest.liveness.pieces.slice(1),
    next: null,
  })
  const { controls } = await people.viewer.json<{ controls: ControlRow[] }>('GET', '/controls')
  expect(controls[0]).toMatchObject({ state: 'dead', failure: 1 })
  expect((await scenario()).residual.frequency).toBe(1000)
  expect((await people.viewer.json<Overview>('GET', '/overview')).deadSafeguards).toEqual([
    { id: 'input-filter', name: 'Input filter', scenarios: [{ id: 'injection', title: 'Injection' }] },
  ])
  expect(await attention()).toEqual({
    aboveAppetite: { count: 1, first: [{ id: 'injection', name: 'Injection' }] },
    unknownControls: { count: 0, first: [] },
    duties: { count: 0, overdue: 0, first: [] },
    ...{ reopened: { count: 0, first: [] }, notProven: { count: 0, first: [] } },
  })
  const { id } = await people.analyst.json<{ id: string }>('POST', '/cases', { kind: 'incident', title: 'Data left' })
  const duty = { ruleId: 'gdpr-33', state: 'open', startedAt: '2026-01-05T08:00:00Z' }
  expect((await people.analyst.ask('PUT', `/cases/${id}/obligations`, duty)).status).toBe(200)
  expect((await attention()).duties).toMatchObject({
    ...{ count: 1, overdue: 1, first: [{ caseId: id, case: 'Data left', due: '2026-01-08T08:00:00.000Z' }] },
  })
  expect((await people.viewer.json<Overview>('GET', '/overview')).watched).toEqual({
    ...{ controls: 1, systems: 1, unguarded: 0, openCases: 1, unledCases: 1 },
  })
  const again = { kind: 'near-miss', title: 'It went through', pattern: 'quoted' }
  const first = await people.analyst.json<{ id: string }>('POST', '/cases', { ...again, kind: 'hazard' })
  expect((await people.owner.ask('POST', `/cases/${first.id}/close`)).status).toBe(200)
  await people.analyst.ask('POST', '/cases', again)
  expect((await attention()).reopened).toEqual({
    count: 1,
    first: [{ id: first.id, name: 'It went through', why: 'it happened again: It went through' }],
  })
})

test('who looks is told of evidence as it comes, and not of what was only supposed or refused', async () => {
  const leave = new AbortController()
  const { body } = await fetch(`${server.origin}/api/v1/events`, {
    headers: { cookie: people.viewer.cookie },
    signal: leave.signal,
  })
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader()
  await people.analyst.ask('POST', '/evidence', { evidence: [{ ...piece('liveness', 'fail'), control: 'nobody' }] })
  const supposed = { id: 'beta', title: 'β', value: 0.2, source: 'us', statedOn: '2026-08-01', expiresOn: '2027-08-01' }
  await people.owner.ask('POST', '/assumptions/preview', supposed)
  await people.analyst.ask('POST', '/evidence', { evidence: [piece('liveness', 'fail')] })
  let told = ''
  while (!told.includes('"assurance"')) told += (await reader.read()).value ?? ''
  leave.abort()
  expect(told.match(/"assurance"/g)).toHaveLength(1)
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
  [
    'a run of a time that has not come',
    '/evaluations?name=a.csv&control=input-filter',
    'key,result,at\na,pass,2999-06-01T00:00:00Z',
    'in-the-future',
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
  expect(check).toMatchObject({ entries: 7, brokenAt: null })
  const text = await (await people.viewer.ask('GET', '/evidence/export')).text()
  const verified = await verifyExport(
    (async function* () {
      yield* text.trimEnd().split('\n')
    })(),
  )
  expect(verified).toMatchObject({ ok: true, value: { entries: 7, head: check.head } })
})

async function sendTraces(
  token: string,
  path: string,
  body: Uint8Array | string,
  headers: Record<string, string> = {},
) {
  return fetch(`${server.origin}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-protobuf', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  })
}

test('traces come in by OTLP where exporters look for it, with a token of their own, and are shown as use', async () => {
  const make = (scopes: string[]) =>
    people.analyst.json<{ token: string }>('POST', '/account/tokens', { name: 'otel', scopes, days: 1 })
  const { token } = await make(['traces'])
  const when = { atMs: Date.now() - 1_000, attributes: { 'gen_ai.operation.name': 'chat' } }
  const spans = [1, 2, 3].map((index) => ({ trace: `${index}`.repeat(32), name: 'chat m', ...when }))
  expect((await sendTraces((await make(['read'])).token, '/v1/traces', otlpProtobuf('desk', spans))).status).toBe(403)
  expect((await sendTraces('lunette_x', '/v1/traces', otlpProtobuf('desk', spans))).status).toBe(401)

  const packed = await sendTraces(token, '/v1/traces', gzipSync(otlpProtobuf('desk', spans)), {
    'content-encoding': 'gzip',
  })
  expect([packed.status, packed.headers.get('content-type'), (await packed.arrayBuffer()).byteLength]).toEqual([
    ...[200, 'application/x-protobuf', 0],
  ])
  const wrong = [...spans, { ...spans[0]!, trace: '0'.repeat(32) }]
  const json = { 'content-type': 'application/json' }
  const partial = await sendTraces(token, '/api/v1/traces', otlpJson('desk', wrong), json)
  expect(await partial.json()).toEqual({ partialSuccess: { rejectedSpans: 1, errorMessage: '1 no-trace-id' } })

  const { sources, recent } = await people.viewer.json<TraceOverview>('GET', '/traces')
  expect(sources).toMatchObject([{ service: 'desk', system: 'desk', spans: 6 }])
  expect(recent[0]).toMatchObject({ system: 'desk', name: 'chat m', operation: 'chat' })
})

test.each([
  ['no message', 'application/x-protobuf', 'hello', {}, 400, 'traces-refused'],
  ['no JSON', 'application/json', '{"broken":', {}, 400, 'traces-refused'],
  ['no gzip', 'application/json', '{}', { 'content-encoding': 'gzip' }, 400, 'traces-refused'],
  ['another packing', 'application/json', '{}', { 'content-encoding': 'br' }, 415, 'unsupported-media-type'],
  ['another kind', 'text/csv', 'a,b', {}, 415, 'unsupported-media-type'],
  [
    'a bomb',
    'application/json',
    gzipSync(Buffer.alloc(40_000_000, 32)),
    { 'content-encoding': 'gzip' },
    413,
    'too-large',
  ],
  ['too much', 'application/json', ' '.repeat(9_000_000), {}, 413, 'too-large'],
] as const)('traces that are %s are refused for good', async (_, type, body, headers, status, code) => {
  const { token } = await people.analyst.json<{ token: string }>('POST', '/account/tokens', {
    name: 'otel',
    scopes: ['traces'],
    days: 1,
  })
  const answer = await sendTraces(token, '/v1/traces', body as string, { 'content-type': type, ...headers })
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code])
})

test('who sends more than is taken is told when to come again', async () => {
  const settings = { sample: 1, spansPerSecond: 1, keepDigests: false }
  expect((await people.analyst.ask('PUT', '/trace-settings', settings)).status).toBe(403)
  expect((await people.owner.ask('PUT', '/trace-settings', settings)).status).toBe(200)
  const { token } = await people.analyst.json<{ token: string }>('POST', '/account/tokens', {
    name: 'otel',
    scopes: ['traces'],
    days: 1,
  })
  const spans = Array.from({ length: 5 }, () => ({ trace: 'a'.repeat(32), name: 'x', atMs: Date.now() }))
  const asked = async () => sendTraces(token, '/v1/traces', otlpProtobuf('desk', spans))
  await asked()
  const late = await asked()
  expect([late.status, Number(late.headers.get('retry-after'))]).toEqual([429, 4])
})

test('a person enters an AI system and edits it; what they said outlives the file that says otherwise', async () => {
  const said = {
    id: 'bot',
    name: 'Bot',
    purpose: 'sorts mail',
    role: 'deployer',
    autonomy: 'autonomous',
    accessLevel: 5,
  }
  const parts = [{ kind: 'model', name: 'm', version: '1' }]
  expect((await people.viewer.ask('POST', '/ai-systems', said)).status).toBe(403)
  expect((await people.analyst.ask('POST', '/ai-systems', { ...said, parts })).status).toBe(201)
  const again = await people.analyst.ask('POST', '/ai-systems', said)
  expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([409, 'system-exists'])
  const read = () => people.viewer.json<AiSystemRow>('GET', '/ai-systems/bot')
  expect(await read()).toMatchObject({ owner: null, accessLevel: 5, parts: [{ name: 'm' }], revision: 1 })
  expect((await people.viewer.ask('PATCH', '/ai-systems/bot', { owner: 'eve' })).status).toBe(403)
  expect((await people.analyst.ask('PATCH', '/ai-systems/nobody', { owner: 'eve' })).status).toBe(404)

  const patch = (body: object, version: string) =>
    fetch(`${server.origin}/api/v1/ai-systems/bot`, {
      method: 'PATCH',
      headers: {
        ...{ cookie: people.analyst.cookie, origin: server.origin },
        ...{ 'content-type': 'application/json', 'if-match': version },
      },
      body: JSON.stringify(body),
    })
  const { headers } = await people.viewer.ask('GET', '/ai-systems/bot')
  expect((await patch({ autonomy: 'supervised' }, headers.get('etag')!)).status).toBe(200)
  expect((await patch({ autonomy: 'assistive' }, headers.get('etag')!)).status).toBe(412)

  const file = `
ai-register: 1
systems: [{ id: bot, name: Bot, purpose: sorts all mail, owner: ada, role: deployer, autonomy: autonomous, parts: [{ kind: model, name: m, version: "2" }, { kind: tool, name: t }] }]
`
  // Of the access level the file says nothing.
  const what = ['purpose', 'autonomy', 'part model m']
  expect((await send('owner', '/ai-register/preview', file)).body).toMatchObject({
    kept: [
      {
        ...{ id: 'bot', what },
        differs: [
          { what: 'purpose', said: 'sorts mail', file: 'sorts all mail' },
          { what: 'autonomy', said: 'supervised', file: 'autonomous' },
          { what: 'part model m', said: 'version 1', file: 'version 2' },
        ],
      },
    ],
  })
  expect((await send('owner', '/ai-register', file)).body).toMatchObject({
    systems: ['bot'],
    kept: [{ id: 'bot', what }],
  })
  const kept = await read()
  expect(kept).toMatchObject({ purpose: 'sorts mail', owner: 'ada', autonomy: 'supervised', accessLevel: 5 })
  expect(kept.parts.map(({ name, version }) => [name, version])).toEqual([
    ['m', '1'],
    ['t', null],
  ])
  expect(kept.said.autonomy).toMatchObject({ by: 'analyst' })
  expect(kept.said).not.toHaveProperty('owner')
  await people.analyst.json('PATCH', '/ai-systems/bot', { handBack: ['autonomy', 'part model m'] })
  await send('owner', '/ai-register', file)
  expect(await read()).toMatchObject({ autonomy: 'autonomous', parts: [{ version: '2' }, {}], purpose: 'sorts mail' })

  const end = { because: 'entered by mistake' }
  expect((await people.viewer.ask('PUT', '/ai-systems/bot/retirement', end)).status).toBe(403)
  expect(await people.analyst.json('PUT', '/ai-systems/bot/retirement', end)).toMatchObject({
    ...{ purpose: 'sorts mail', retired: { by: 'analyst', ...end } },
  })
  expect(await people.analyst.json('DELETE', '/ai-systems/bot/retirement')).toMatchObject({ retired: null })
  expect((await people.analyst.ask('DELETE', '/ai-systems/bot/retirement')).status).toBe(404)
})
