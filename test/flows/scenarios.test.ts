import { afterAll, beforeAll, expect, it } from 'vitest'
import { readyScenarios } from '#assurance/threats'
import type { Instant } from '#core/kernel'
import { assessAssurance } from '#flows/assurance'
import { dropScenario, offeredScenarios, startScenario, writeScenario } from '#flows/assurance-scenarios'
import { takeEvidence } from '#flows/take-evidence'
import { takeRegister } from '#flows/take-register'
import { DEFAULT_WORKSPACE as workspaceId } from '#platform/database'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let testing: TestDatabase
beforeAll(async () => {
  testing = await testDatabase()
})
afterAll(() => testing?.drop())

const now = '2026-08-01T06:00:00.000Z'
const context = () => ({ database: testing.database, clock: () => now as Instant })
const nothing = async () => {}
const scenario = async (id: string) =>
  (await assessAssurance(context(), workspaceId)).scenarios.find((one) => one.id === id)!

it('each ready-made scenario can be taken over, holds no number, and its residual is unknown and not zero', async () => {
  for (const { id, barriers } of readyScenarios) {
    expect(await startScenario(context(), workspaceId, { ready: id }, nothing)).toMatchObject({ ok: true })
    const one = await scenario(id)
    expect(one).toMatchObject({ attempts: null, consequence: null, appetite: null, keptIn: 'here', beganAs: id })
    expect(one.enabling.every(({ probability }) => probability === null)).toBe(true)
    expect(one.barriers.map(({ control }) => control)).toEqual(barriers.map(({ control }) => control.id))
    // Nothing is known of its controls: each attempt is counted as reaching the harm.
    expect(one.residual).toMatchObject({
      frequency: null,
      bounds: null,
      perAttempt: { left: 1 },
      withinAppetite: undefined,
    })
  }
  const offered = await offeredScenarios(context(), workspaceId)
  expect(offered.map(({ begun }) => begun)).toEqual(readyScenarios.map(({ id }) => [id]))
  expect(offered.every(({ barriers, controlsHere }) => controlsHere.length === barriers.length)).toBe(true)
})

it('a second one needs another id, and links what is here', async () => {
  const start = { ready: 'leak-through-assistant' }
  expect(await startScenario(context(), workspaceId, start, nothing)).toMatchObject({
    ok: false,
    error: { code: 'scenario-exists' },
  })
  const controls = { 'output-filter': 'leak-watch', 'assistant-egress': null }
  const again = await startScenario(context(), workspaceId, { ...start, id: 'leak-2', controls }, nothing)
  expect(again).toEqual({ ok: true, value: { id: 'leak-2', controls: [] } })
  expect((await scenario('leak-2')).barriers.map(({ control }) => control)).toEqual([
    'assistant-data-scope',
    'input-filter',
    'leak-watch',
    'leak-watch',
  ])
  expect(await startScenario(context(), workspaceId, { ready: 'nothing' }, nothing)).toMatchObject({
    ok: false,
    error: { code: 'not-found' },
  })
})

it('is worked on: stated numbers give it a frequency, and nobody overwrites what they have not seen', async () => {
  const before = await scenario('leak-2')
  const { id, beganAs: _, keptIn: __, revision, residual: ___, ...said } = before
  const stated = {
    ...said,
    attempts: { value: 50, basis: 'stated' as const, source: 'help desk, last year' },
    appetite: 10,
    barriers: said.barriers.toReversed().slice(0, 2),
  }
  const write = (seen: number | undefined) => writeScenario(context(), workspaceId, { id, said: stated, seen }, nothing)
  expect(await write(revision)).toEqual({ ok: true, value: { id } })
  expect(await scenario('leak-2')).toMatchObject({
    beganAs: 'leak-through-assistant',
    residual: { frequency: 50, unguarded: 50, withinAppetite: false },
    barriers: [{ control: 'leak-watch' }, { control: 'leak-watch' }],
  })
  expect(await write(revision)).toMatchObject({ ok: false, error: { code: 'changed-meanwhile' } })
  expect(await write(undefined)).toMatchObject({ ok: false, error: { code: 'scenario-exists' } })
  const nobodys = { ...stated, barriers: [{ control: 'nobody', layer: 'prevent' as const, causes: [] }] }
  expect(await writeScenario(context(), workspaceId, { id, said: nobodys, seen: revision + 1 }, nothing)).toMatchObject(
    { ok: false, error: { code: 'no-such-control' } },
  )
})

it('of two who write at once only one is heard', async () => {
  const { id, beganAs: _, keptIn: __, revision, residual: ___, ...said } = await scenario('leak-2')
  const done = await Promise.all(
    ['one', 'other'].map((title) =>
      writeScenario(context(), workspaceId, { id, said: { ...said, title }, seen: revision }, nothing),
    ),
  )
  expect(done.filter(({ ok }) => ok)).toHaveLength(1)
})

it('evidence of a control lowers what reaches the harm even where nobody knows how often it is tried', async () => {
  const piece = { controlId: 'input-filter', subjectVersion: null, source: 'test', at: now, note: null, weight: 1 }
  const evidence = [
    { ...piece, kind: 'evaluation' as const, aspect: 'efficacy' as const, result: 'pass' as const, demands: 200 },
    { ...piece, kind: 'telemetry' as const, aspect: 'coverage' as const, result: 'pass' as const, demands: 200 },
    { ...piece, kind: 'probe' as const, aspect: 'liveness' as const, result: 'pass' as const, demands: 1 },
  ]
  expect(await takeEvidence(context(), { workspaceId, evidence }, nothing)).toMatchObject({ ok: true })
  const { residual } = await scenario('injection-through-content')
  expect(residual.frequency).toBeNull()
  expect(residual.perAttempt.left).toBeGreaterThan(0)
  expect(residual.perAttempt.left).toBeLessThan(0.2)
})

it('a register that names it says anew what it is, and what it began as is remembered', async () => {
  const register = `ai-register: 1
controls: [{ id: leak-watch, name: Watch, claim: notices }]
scenarios: [{ id: leak-2, title: Leak, harm: harm, barriers: [{ control: leak-watch, layer: detect }] }]
`
  expect(await takeRegister(context(), { workspaceId, text: register }, nothing)).toMatchObject({
    ok: true,
    value: { scenarios: ['leak-2'] },
  })
  expect(await scenario('leak-2')).toMatchObject({
    ...{ title: 'Leak', keptIn: 'register', beganAs: 'leak-through-assistant' },
    ...{ attempts: null, initiators: [], techniques: [] },
  })
  expect(await takeRegister(context(), { workspaceId, text: register }, nothing)).toMatchObject({
    ok: true,
    value: { scenarios: [] },
  })
})

it('is taken out, and its controls stay', async () => {
  expect(await dropScenario(context(), workspaceId, 'leak-2', nothing)).toEqual({ ok: true, value: { id: 'leak-2' } })
  expect(await dropScenario(context(), workspaceId, 'leak-2', nothing)).toMatchObject({ ok: false })
  const { scenarios, controls } = await assessAssurance(context(), workspaceId)
  expect(scenarios.map(({ id }) => id)).not.toContain('leak-2')
  expect(controls.map(({ id }) => id)).toContain('leak-watch')
})
