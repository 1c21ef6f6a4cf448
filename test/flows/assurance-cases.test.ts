import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CaseChange } from '#assurance/incidents'
import type { Instant } from '#core/kernel'
import type { CaseKind } from '#core/vocabulary'
import { assessAssurance, takeEvaluation, takeEvidence, takeRegister } from '#flows/assurance'
import { changeBecauseOf, close, examineCase, reportCase, sayOfBarrier } from '#flows/assurance-cases'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type TestDatabase, testDatabase } from '../support/database.ts'

/** A case closes when the change it led to has proven itself, on a real database. */
let made: TestDatabase
let now: string
beforeEach(async () => {
  now = '2026-08-10T12:00:00.000Z'
  made = await testDatabase()
  const text = JSON.stringify({
    'ai-register': 1,
    controls: ['input-filter', 'tool-gate'].map((id) => ({ id, name: id, claim: 'stops it' })),
  })
  await must(takeRegister(context(), { workspaceId: DEFAULT_WORKSPACE, text }, nothing))
})
afterEach(() => made.drop())

const context = () => ({ database: made.database, clock: () => now as Instant })
const acting = { workspaceId: DEFAULT_WORKSPACE, by: 'ada' }
const nothing = async () => {}

async function must<T>(asked: Promise<{ ok: true; value: T } | { ok: false; error: { message: string } }>): Promise<T> {
  const done = await asked
  if (!done.ok) throw new Error(done.error.message)
  return done.value
}

async function opened(pattern: string | null = null, kind: CaseKind = 'incident') {
  const told = {
    ...{ kind, title: 'It went through', summary: '', pattern, system: null },
    ...{ occurredFrom: null, occurredTo: null, detectedAt: null, containedAt: null },
  }
  return must(reportCase(context(), acting, told, nothing))
}

const say = (id: string, controlId: string, outcome: 'held' | 'failed' | 'missing') =>
  must(sayOfBarrier(context(), acting, id, { controlId, outcome, note: null }, nothing))

async function change(id: string, over: Partial<CaseChange> = {}) {
  const usual = {
    ...{ controlId: 'input-filter', kind: 'control' as const, what: 'filters quoted text, too', madeAt: now },
    ...{ regressionKey: 'quoted', owner: 'ada', nextReview: '2026-12-01', until: null, playbook: null },
  }
  return must(changeBecauseOf(context(), acting, id, { ...usual, ...over }, nothing))
}

async function ran(key: string, result: 'pass' | 'fail') {
  const file = { name: `${now}.jsonl`, bytes: Buffer.from(JSON.stringify({ key, result, note: now })) }
  await must(
    takeEvaluation(context(), { workspaceId: DEFAULT_WORKSPACE, file, by: 'ada', controlId: 'input-filter' }, nothing),
  )
}

async function probed(result: 'pass' | 'fail', controlId = 'input-filter') {
  const piece = { kind: 'probe', aspect: 'liveness', result, demands: 1, weight: 1, controlId } as const
  const evidence = [{ ...piece, subjectVersion: null, source: 'canary', at: now, note: null }]
  await must(takeEvidence(context(), { workspaceId: DEFAULT_WORKSPACE, evidence }, nothing))
}

const at = (time: string) => {
  now = `2026-08-${time}:00.000Z`
}
const missing = async (id: string) =>
  (await examineCase(context(), DEFAULT_WORKSPACE, id, { name: 'ada', readsAll: false }))!.missing.map(
    ({ what }) => what,
  )
const closing = (id: string) => close(context(), acting, id, nothing)

describe('the closing rule', () => {
  it('a case with a failed barrier stays open until the change is proven, step by step', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    await say(id, 'tool-gate', 'held')
    expect(await missing(id)).toEqual(['change'])
    at('11T09:00')
    await ran('quoted', 'fail')
    at('11T12:00')
    await change(id, { owner: null, nextReview: null })
    expect(await missing(id)).toEqual(['passes-after', 'live-probe', 'owner', 'next-review'])
    const refused = await closing(id)
    expect(refused).toMatchObject({ ok: false, error: { code: 'change-not-proven' } })
    await change(id)
    at('12T09:00')
    await ran('quoted', 'pass')
    expect(await missing(id)).toEqual(['live-probe'])
    await probed('pass')
    expect(await missing(id)).toEqual([])
    expect(await closing(id)).toEqual({ ok: true, value: { proven: ['input-filter'] } })
    expect(await closing(id)).toMatchObject({ ok: false, error: { code: 'case-closed' } })
  })

  it.each([
    ['a regression case that never failed', ['pass', 'pass'], 'failed-before'],
    ['one that fails again after it passed', ['fail', 'pass', 'fail'], 'passes-after'],
  ] as const)('%s proves nothing', async (_, results, what) => {
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    const [before, ...after] = results
    at('11T09:00')
    await ran('quoted', before)
    at('11T12:00')
    await change(id)
    for (const [index, result] of after.entries()) {
      at(`1${index + 2}T09:00`)
      await ran('quoted', result)
    }
    await probed('pass')
    expect(await missing(id)).toEqual([what])
  })

  it('a control that is found dead after the change is not mended', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    await ran('quoted', 'fail')
    at('11T12:00')
    await change(id)
    at('12T09:00')
    await ran('quoted', 'pass')
    await probed('pass')
    at('12T09:10')
    await probed('fail')
    expect(await missing(id)).toEqual(['live-probe'])
  })

  it('an exception closes until its last day, and counts no failure as mended', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    await change(id, { kind: 'exception', until: '2026-08-20', regressionKey: null })
    expect(await missing(id)).toEqual([])
    at('21T00:00')
    expect(await missing(id)).toEqual(['change'])
    at('20T12:00')
    expect(await closing(id)).toEqual({ ok: true, value: { proven: [] } })
    const late = changeBecauseOf(
      context(),
      acting,
      (await opened()).id,
      {
        ...{ controlId: 'input-filter', kind: 'exception', what: 'x', madeAt: now, regressionKey: null },
        ...{ owner: null, nextReview: null, until: '2026-08-01', playbook: null },
      },
      nothing,
    )
    expect(await late).toMatchObject({ ok: false, error: { code: 'bad-request' } })
  })

  it('what happens again opens what was closed', async () => {
    const { id } = await opened('quoted-mail')
    expect((await closing(id)).ok).toBe(true)
    at('15T00:00')
    expect(await opened('other')).toMatchObject({ reopened: [] })
    expect(await opened('quoted-mail', 'exercise')).toMatchObject({ reopened: [] })
    expect(await opened('quoted-mail', 'near-miss')).toMatchObject({ reopened: [id] })
    expect(await examineCase(context(), DEFAULT_WORKSPACE, id, { name: 'ada', readsAll: false })).toMatchObject({
      state: 'open',
      reopenedWhy: 'it happened again: It went through',
    })
  })
})

describe('what a case shows of controls', () => {
  const efficacy = async () =>
    (await assessAssurance(context(), DEFAULT_WORKSPACE)).controls.find(({ id }) => id === 'input-filter')!.assessment
      .efficacy

  it('counts against them in earnest, and no more once the change is proven', async () => {
    await ran('other', 'pass')
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    const hit = (await efficacy())!
    expect(hit).toMatchObject({ passes: 1, failures: 1 })
    await say(id, 'input-filter', 'failed')
    expect(await efficacy()).toMatchObject({ failures: 1 })
    at('11T09:00')
    await ran('quoted', 'fail')
    at('12T12:00')
    await change(id)
    at('13T09:00')
    await ran('quoted', 'pass')
    await probed('pass')
    await must(closing(id))
    expect(await efficacy()).toMatchObject({ passes: 2, failures: 0 })
    expect((await efficacy())!.lower).toBeGreaterThan(hit.lower)
  })

  it('a hazard or an exercise is nothing that a control was met by', async () => {
    const { id } = await opened(null, 'exercise')
    await say(id, 'input-filter', 'failed')
    expect(await efficacy()).toBeUndefined()
  })
})
