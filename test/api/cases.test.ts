import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CaseDetail, CaseRow } from '#contract/assurance-cases'
import type { Reported } from '#contract/assurance-reports'
import type { CaseHistoryDetail } from '#contract/evaluation-history'
import type { EvidencePieceList } from '#contract/evidence'
import type { DueReviewRow } from '#contract/reviews'
import type { Role } from '#platform/auth'
import { type RunningServer, serve } from '../browser/serve.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'

/** A case from its report to its closing, and who may do what. */
let testing: TestDatabase
let server: RunningServer
const people = {} as Record<Role, Visitor>

beforeAll(async () => {
  testing = await testDatabase()
  server = await serve(testing.database, 0, { requestsPerMinute: 1_000_000, strictRequestsPerMinute: 1_000_000 })
  for (const role of ['viewer', 'analyst', 'owner'] as const)
    people[role] = await Visitor.of(server.origin, testing.database, await makePerson(testing.database, role, role))
  await upload(
    '/ai-register',
    JSON.stringify({ 'ai-register': 1, controls: [{ id: 'gate', name: 'Gate', claim: 'asks' }] }),
  )
})
afterAll(async () => {
  await server?.close()
  await testing?.drop()
})

async function upload(path: string, body: string): Promise<void> {
  const headers = { cookie: people.owner.cookie, origin: server.origin, 'content-type': 'application/octet-stream' }
  const answer = await fetch(`${server.origin}/api/v1${path}`, { method: 'POST', headers, body })
  expect(answer.status).toBe(200)
}

const problemOf = async (answer: Response) => ({
  status: answer.status,
  ...((await answer.json()) as { code: string; detail: string; missing?: CaseDetail['missing'] }),
})

test('everybody reports, an analyst works on it, an owner closes it once it is proven', async () => {
  const near = { kind: 'near-miss', title: 'The gate let it through' }
  // A viewer may report, as anybody with a link may; what opens closed cases again is not theirs to say.
  expect((await people.viewer.ask('POST', '/cases', { ...near, pattern: 'p' })).status).toBe(403)
  const seen = await people.viewer.json<{ id: string }>('POST', '/cases', { kind: 'hazard', title: 'Seen by a viewer' })
  expect((await people.viewer.ask('PATCH', `/cases/${seen.id}`, { kind: 'incident' })).status).toBe(403)
  const { id } = await people.analyst.json<{ id: string }>('POST', '/cases', near)
  expect(await problemOf(await people.owner.ask('POST', `/cases/${id}/close`, {}))).toMatchObject({
    ...{ code: 'change-not-proven', missing: [{ controlId: null, what: 'barriers' }] },
  })
  const barrier = { control: 'gate', outcome: 'failed' }
  expect((await people.analyst.ask('PUT', `/cases/${id}/barriers`, barrier)).status).toBe(200)
  const early = { control: 'gate', kind: 'control', what: 'asks twice', madeAt: '2999-01-01T00:00:00Z' }
  expect(await problemOf(await people.analyst.ask('POST', `/cases/${id}/changes`, early))).toMatchObject({
    code: 'in-the-future',
  })
  expect((await people.analyst.ask('POST', `/cases/${id}/close`, {})).status).toBe(403)
  const refused = await problemOf(await people.owner.ask('POST', `/cases/${id}/close`, {}))
  expect(refused).toMatchObject({ status: 409, code: 'change-not-proven' })
  expect(refused.detail).toContain('nothing was changed because of it')
  expect(refused.missing).toMatchObject([
    { controlId: 'gate', changeId: null, what: 'change', sentence: refused.detail },
  ])

  await upload('/evaluations?name=before.jsonl&control=gate', '{"key":"twice","result":"fail"}')
  const madeAt = new Date().toISOString()
  const change = { control: 'gate', kind: 'control', what: 'asks twice', madeAt, regressionKey: 'twice' }
  const whole = { ...change, owner: 'ada', nextReview: '2999-01-01' }
  expect((await people.analyst.ask('POST', `/cases/${id}/changes`, whole)).status).toBe(201)
  await upload('/evaluations?name=after.jsonl&control=gate', '{"key":"twice","result":"pass"}')
  const evidence = [
    {
      ...{ control: 'gate', kind: 'probe', aspect: 'liveness', result: 'pass', source: 'canary' },
      at: new Date().toISOString(),
    },
  ]
  await people.analyst.ask('POST', '/evidence', { evidence })
  expect((await people.viewer.json<CaseDetail>('GET', `/cases/${id}`)).missing).toEqual([])
  expect(await people.owner.json('POST', `/cases/${id}/close`, {})).toMatchObject({
    proven: ['gate'],
    unjudgedDuties: expect.arrayContaining(['GDPR: personal data breach']),
  })
  const { proofs } = await people.viewer.json<CaseDetail>('GET', `/cases/${id}`)
  expect(proofs).toMatchObject([
    {
      controlId: 'gate',
      failedBefore: { runName: expect.any(String) },
      passedAfter: {},
      probe: { recordedBy: 'analyst' },
    },
  ])
  const { cases } = await people.viewer.json<{ cases: CaseRow[] }>('GET', '/cases')
  expect(cases).toMatchObject([
    { id: seen.id, state: 'open', reportedBy: 'viewer' },
    { id, state: 'closed', closedBy: 'owner', barriers: [{ outcome: 'failed' }] },
  ])

  // The evaluation's case knows its runs, and the near miss that it comes from.
  expect(await people.viewer.json('GET', '/evaluation-cases/history?key=twice')).toMatchObject({
    ...{ key: 'twice', controls: ['gate'], runs: 2, flakiness: null, of: null },
    sightings: [
      { result: 'pass', turn: 'mended', runName: 'after' },
      { result: 'fail', turn: null },
    ],
    proves: [{ case: id, title: near.title, state: 'closed', what: 'asks twice' }],
  })
  expect((await people.viewer.ask('GET', '/evaluation-cases/history?key=nobody')).status).toBe(404)
  expect(await people.viewer.json('GET', '/evaluation-cases?control=gate&part=failing')).toEqual({
    ...{ counts: { cases: 1, failing: 0, open: 0, flaky: 0 }, cases: [] },
  })
})

test('what is confidential is not named by the case that proves it', async () => {
  const secret = { kind: 'near-miss', title: 'Nobody may know', confidential: true }
  const { id } = await people.owner.json<{ id: string }>('POST', '/cases', secret)
  const change = { control: 'gate', kind: 'control', what: 'secret, too', madeAt: new Date().toISOString() }
  expect(
    (
      await people.owner.ask('POST', `/cases/${id}/changes`, {
        ...change,
        regressionKey: 'twice',
        nextReview: '2999-01-01',
      })
    ).status,
  ).toBe(201)
  const proves = async (who: Role) =>
    (await people[who].json<CaseHistoryDetail>('GET', '/evaluation-cases/history?key=twice')).proves.map(
      (one) => one.case,
    )
  expect(await proves('owner')).toContain(id)
  expect(await proves('viewer')).not.toContain(id)

  const planned = async (who: Role) =>
    (await people[who].json<{ reviews: DueReviewRow[] }>('GET', '/reviews')).reviews.map(({ caseId }) => caseId)
  expect(await planned('owner')).toContain(id)
  expect(await planned('viewer')).not.toContain(id)

  // Nor does the chain of evidence say who said something of it, or a list who leads it.
  await people.owner.ask('PUT', `/cases/${id}/barriers`, { control: 'gate', outcome: 'failed', note: 'secret' })
  const seen = await people.viewer.json<EvidencePieceList>('GET', '/controls/gate/evidence?aspect=efficacy')
  expect(seen.pieces.find(({ source }) => source === `case ${id}`)).toMatchObject({
    ...{ recordedBy: 'somebody, in confidence', note: null },
  })
  const listed = (await people.viewer.json<{ cases: CaseRow[] }>('GET', '/cases')).cases.find((one) => one.id === id)
  expect(listed).toMatchObject({ readable: false, title: 'confidential', lead: null, barriers: [] })

  // Who leads it reads it and works on it, whatever their role; nobody makes themselves its lead.
  const as = async (who: Role) => (await people[who].json<CaseDetail>('GET', `/cases/${id}`)).title
  expect((await people.analyst.ask('PATCH', `/cases/${id}`, { lead: 'analyst' })).status).toBe(403)
  expect([await as('owner'), await as('analyst'), await as('viewer')]).toEqual([
    secret.title,
    'confidential',
    'confidential',
  ])
  await people.owner.json('PATCH', `/cases/${id}`, { lead: 'analyst' })
  expect([await as('analyst'), await as('viewer')]).toEqual([secret.title, 'confidential'])
  expect((await people.analyst.ask('GET', `/cases/${id}/export?as=oecd`)).status).toBe(200)
  expect((await people.analyst.ask('PATCH', `/cases/${id}`, { confidential: false })).status).toBe(403)
  await people.owner.json('PATCH', `/cases/${id}`, { lead: 'viewer' })
  expect([await as('analyst'), await as('viewer')]).toEqual(['confidential', secret.title])

  // Who is nobody of the workspace leads from outside: an account of that name made later reads nothing by it.
  await people.owner.json('PATCH', `/cases/${id}`, { lead: 'eve' })
  const eve = await makePerson(testing.database, 'eve', 'viewer')
  const later = await Visitor.of(server.origin, testing.database, eve)
  const read = () => later.json<CaseDetail>('GET', `/cases/${id}`)
  const outside = await people.owner.json<CaseDetail>('GET', `/cases/${id}`)
  expect([outside.lead, outside.leadOutside, (await read()).title]).toEqual(['eve', true, 'confidential'])
  await people.owner.json('PATCH', `/cases/${id}`, { lead: 'eve' })
  expect(await read()).toMatchObject({ title: secret.title, leadOutside: false })

  // Who has a role in it reads it, too, until another has it.
  const roles = (person: string) => ({ lead: null, roles: [{ role: 'legal', person }] })
  await people.owner.json('PATCH', `/cases/${id}`, roles('eve'))
  expect(await read()).toMatchObject({ lead: null, roles: [{ role: 'legal', person: 'eve', outside: false }] })
  await people.owner.json('PATCH', `/cases/${id}`, roles('an outsider'))
  expect(await read()).toMatchObject({ title: 'confidential', roles: [] })
})

test('a report that contradicts itself is refused', async () => {
  const times = { occurredFrom: '2026-02-02T00:00:00Z', occurredTo: '2026-02-01T00:00:00Z' }
  const answer = await people.analyst.ask('POST', '/cases', { kind: 'incident', title: 'x', ...times })
  expect(await problemOf(answer)).toMatchObject({ status: 400, code: 'bad-request' })
})

test('an incident that is made less grave needs a reason, tells of it, and is closed as an incident', async () => {
  const { id } = await people.analyst.json<{ id: string }>('POST', '/cases', { kind: 'incident', title: 'Harm' })
  for (const why of [undefined, 'x'])
    expect(
      await problemOf(await people.analyst.ask('PATCH', `/cases/${id}`, { kind: 'hazard', ...(why && { why }) })),
    ).toMatchObject({ status: 400, code: 'bad-request', detail: expect.stringMatching(/^why/) })
  const why = 'nobody was harmed after all'
  expect((await people.analyst.ask('PATCH', `/cases/${id}`, { kind: 'hazard', why })).status).toBe(200)
  expect(await people.viewer.json('GET', `/cases/${id}`)).toMatchObject({
    ...{ kind: 'hazard', kinds: [{ was: 'incident', by: 'analyst', why }] },
    moments: [{ what: expect.stringContaining(why), saidBy: 'analyst' }],
  })
  expect(await problemOf(await people.owner.ask('POST', `/cases/${id}/close`, {}))).toMatchObject({
    missing: [{ what: 'barriers' }, { what: 'duties' }],
  })
})

test('an exception is an owner’s, for a year at most, with its reason', async () => {
  const { id } = await people.analyst.json<{ id: string }>('POST', '/cases', { kind: 'near-miss', title: 'Once' })
  const until = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10)
  const excepted = { control: 'gate', kind: 'exception', what: 'the vendor mends it in spring', until }
  const asked = async (who: Role, over = {}) =>
    (await people[who].ask('POST', `/cases/${id}/changes`, { ...excepted, ...over })).status
  expect(await asked('analyst')).toBe(403)
  expect(await asked('owner', { until: '2099-01-01' })).toBe(400)
  expect(await asked('owner', { what: 'x' })).toBe(400)
  expect(await asked('owner', { until: new Date(Date.now() + 367 * 86_400_000).toISOString().slice(0, 10) })).toBe(400)
  expect(await asked('owner')).toBe(201)
  expect(await people.owner.json('GET', `/cases/${id}`)).toMatchObject({ changes: [{ owner: 'owner' }] })
})

test('a link tells nothing, reports once it is open, and no more once it is taken back', async () => {
  const nobody = new Visitor(server.origin)
  expect((await people.viewer.ask('POST', '/report-links', { label: 'desk' })).status).toBe(403)
  const made = await people.analyst.json<{ id: string; path: string }>('POST', '/report-links', { label: 'desk' })
  const token = made.path.split('#')[1]!
  expect(await (await nobody.ask('POST', '/reports/read', { token })).json()).toEqual({ open: true })
  const told = { token, kind: 'hazard', what: 'The gate lets a second request through', confidential: true }
  const { reference, code } = (await (await nobody.ask('POST', '/reports', told)).json()) as Reported
  const seenBy = async (role: Role) =>
    (await people[role].json<{ cases: CaseRow[] }>('GET', '/cases')).cases.find(({ id }) => id.startsWith(reference))!
  expect(await seenBy('owner')).toMatchObject({ title: told.what, origin: 'report-link', reportedBy: 'link "desk"' })
  // Whoever has a link must not read what others told through it, whatever their name.
  for (const role of ['viewer', 'analyst'] as const) {
    const { id, ...seen } = await seenBy(role)
    expect(seen).toMatchObject({ title: 'confidential', summary: '', reportedBy: 'confidential', barriers: [] })
    expect(JSON.stringify(await people[role].json('GET', `/cases/${id}`))).not.toContain('second request')
    expect((await people[role].ask('GET', `/cases/${id}/export?as=oecd`)).status).toBe(403)
  }
  expect((await people.analyst.ask('DELETE', `/report-links/${made.id}`)).status).toBe(200)

  // With their code they see how it stands and add to it, also once the link is taken back; nobody else does.
  const { id } = await seenBy('owner')
  const status = async (typed: string) => (await nobody.ask('POST', '/reports/status', { code: typed })).json()
  const read = await status(` ${code.toUpperCase().replaceAll('-', ' ')}`)
  expect(read).toEqual({ reference, state: 'received', reportedAt: expect.any(String), words: [] })
  expect(await problemOf(await nobody.ask('POST', '/reports/status', { code: reference }))).toMatchObject({
    ...{ status: 403, code: 'link-invalid' },
  })
  const word = { code, words: 'It happened once more' }
  expect((await nobody.ask('POST', '/reports/words', { ...word, code: `${code}x` })).status).toBe(403)
  expect((await nobody.ask('POST', '/reports/words', word)).status).toBe(201)
  expect([(await seenBy('owner')).unanswered, (await seenBy('analyst')).unanswered]).toEqual([true, false])
  expect((await people.analyst.ask('POST', `/cases/${id}/words`, { words: 'Which order?' })).status).toBe(403)
  await people.owner.json('POST', `/cases/${id}/words`, { words: 'Which order?' })
  expect((await seenBy('owner')).unanswered).toBe(false)
  const answered = JSON.stringify(await status(code))
  expect(answered).toContain('"mine":false,"words":"Which order?"')
  expect(answered).not.toContain('owner')
  expect(answered).not.toContain('second request')
  const refusals = [token, `${token.slice(0, -1)}_`, 'short', 'x'.repeat(300)].map(async (one) => [
    await problemOf(await nobody.ask('POST', '/reports/read', { token: one })),
    await problemOf(await nobody.ask('POST', '/reports', { ...told, token: one })),
  ])
  // One that was taken back is told as one that never was.
  const [first, ...others] = await Promise.all(refusals)
  expect(first).toMatchObject([{ status: 403, code: 'link-invalid' }, { code: 'link-invalid' }])
  for (const other of others) expect(other).toEqual(first)
})

test('an assumption shows what it moves, and is changed by an owner only', async () => {
  const usual = { id: 'doubling-time', title: 'T', unit: 'days', source: 'a paper', statedOn: '2026-01-01' }
  const stated = { ...usual, value: 20, expiresOn: '2999-01-01' }
  expect(await people.analyst.json('POST', '/assumptions/preview', stated)).toMatchObject({ scenarios: [] })
  expect((await people.analyst.ask('PUT', '/assumptions', stated)).status).toBe(403)
  const bad = await people.owner.ask('PUT', '/assumptions', { ...stated, value: 0 })
  expect(await problemOf(bad)).toMatchObject({ status: 422, code: 'bad-assumption' })
  await people.owner.ask('PUT', '/assumptions', stated)
  await people.owner.ask('PUT', '/assumptions', { ...stated, value: 30 })
  expect(await people.viewer.json('GET', '/assumptions')).toMatchObject({
    assumptions: expect.arrayContaining([
      expect.objectContaining({ id: 'doubling-time', value: 30, isBuiltIn: false }),
    ]),
    former: [{ id: 'doubling-time', value: 20, replacedBy: 'owner' }],
  })
})
