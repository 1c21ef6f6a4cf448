import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { evidencePieces } from '#assurance/evidence/store'
import { type CaseChange, exportCase } from '#assurance/incidents'
import { readCases } from '#assurance/incidents/store'
import type { Instant } from '#core/kernel'
import type { CaseKind } from '#core/vocabulary'
import { assessAssurance } from '#flows/assurance'
import { describe as describeCase, reportCase, sayOfBarrier, sayWhen } from '#flows/assurance-cases'
import { obligationsFor, runningDuties, sayOfObligation } from '#flows/assurance-obligations'
import { playbooksFor, runPlaybook, tick, writePlaybook } from '#flows/assurance-playbooks'
import { holdReview, reviewsOf } from '#flows/assurance-reviews'
import { changeBecauseOf, completeChangeOf, withdrawChangeOf } from '#flows/case-changes'
import { close } from '#flows/close-case'
import { reopenExcepted } from '#flows/closing-proof'
import { examineCase, listCases } from '#flows/examine-case'
import { reopen } from '#flows/reopen-case'
import { takeEvaluation } from '#flows/take-evaluation'
import { takeEvidence } from '#flows/take-evidence'
import { takeRegister } from '#flows/take-register'
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
    systems: [{ id: 'desk', name: 'Desk', purpose: 'answers', role: 'deployer', autonomy: 'supervised' }],
    controls: ['input-filter', 'tool-gate'].map((id) => ({ id, name: `The ${id}`, claim: 'stops it', system: 'desk' })),
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

async function opened(pattern: string | null = null, kind: CaseKind = 'near-miss') {
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

async function ran(key: string, result: 'pass' | 'fail', counts: { attempts?: number; passed?: number } = {}) {
  const file = { name: `${now}.jsonl`, bytes: Buffer.from(JSON.stringify({ key, result, note: now, ...counts })) }
  return must(
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
/** Somebody wants to hear of cases that are open again. */
const hearsOfReopened = () =>
  made.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql`insert into notifier_target (workspace_id, id, notifier, name, settings, kinds, made_by, made_at)
      values (${DEFAULT_WORKSPACE}, gen_random_uuid(), 'slack', 'desk', '{}', '{case.reopened}', 'ada', ${now})`.execute(
      work,
    ),
  )
const told = async () =>
  (
    await made.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql<{ told: object }>`select detail -> 'case' as told from notice where kind = 'case.reopened'`.execute(work),
    )
  ).rows.map((row) => row.told)
const closing = (id: string) => close(context(), acting, id, nothing)

describe('the closing rule', () => {
  it('a case with a failed barrier stays open until the change is proven, step by step', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    await say(id, 'tool-gate', 'held')
    const said = await examineCase(context(), DEFAULT_WORKSPACE, id, { name: 'ada', readsAll: false })
    expect(said).toMatchObject({ system: 'desk', controlNames: { 'input-filter': 'The input-filter' } })
    expect(said!.missing.map(({ what, sentence }) => `${what}: ${sentence.slice(0, 24)}`)).toEqual([
      'change: The input-filter failed,',
    ])
    at('11T09:00')
    await ran('quoted', 'fail')
    at('11T12:00')
    for (const nextReview of ['2026-01-01', '2026-08-11'])
      await expect(change(id, { nextReview })).rejects.toThrow(`the next review lies ahead, and ${nextReview} does not`)
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
    expect(await closing(id)).toMatchObject({ ok: true, value: { proven: ['input-filter'] } })
    expect(await closing(id)).toMatchObject({ ok: false, error: { code: 'case-closed' } })
  })

  it('that asked less once leaves a case closed, but not proven: an owner opens it again with the reason', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    at('11T09:00')
    await ran('quoted', 'fail')
    at('11T12:00')
    await change(id)
    at('12T09:00')
    await ran('quoted', 'pass')
    await probed('pass')
    await must(closing(id))
    const listed = async () =>
      (await listCases(context(), DEFAULT_WORKSPACE, { name: 'ada', readsAll: false })).find((one) => one.id === id)!
    expect(await listed()).toMatchObject({ state: 'closed', unheld: [] })
    // As if it had passed before the change when the case was closed.
    at('11T10:00')
    await ran('quoted', 'pass')
    at('13T09:00')
    const lacking = { what: 'failed-before', controlId: 'input-filter', isEarlierRule: true }
    expect(await listed()).toMatchObject({ state: 'closed', unheld: [lacking] })
    const shown = await examineCase(context(), DEFAULT_WORKSPACE, id, { name: 'ada', readsAll: false })
    expect(shown).toMatchObject({ state: 'closed', unheld: [lacking] })
    const again = () => reopen(context(), acting, id, 'it had passed before', nothing)
    await must(again())
    expect(await again()).toMatchObject({ error: { code: 'case-open' } })
    expect(await listed()).toMatchObject({
      state: 'open',
      reopenedWhy: 'ada opened it: it had passed before',
      unheld: [],
    })
    expect(await missing(id)).toContain('failed-before')
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

  it('a probe proves in the same minute where it came after the change, and says why where it came before', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    await ran('quoted', 'fail')
    now = '2026-08-11T12:00:10.000Z'
    await probed('pass')
    now = '2026-08-11T12:00:20.000Z'
    await change(id)
    now = '2026-08-11T12:00:30.000Z'
    await ran('quoted', 'pass')
    expect(await closing(id)).toMatchObject({
      error: {
        message: expect.stringMatching(/probe, of 2026-08-11 12:00:10 UTC, is not after the change of .*12:00:20/),
      },
    })
    now = '2026-08-11T12:00:40.000Z'
    await probed('pass')
    expect(await missing(id)).toEqual([])
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

  it('of several changes the proven one closes it; the others say what they lack, before and after', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    at('11T09:00')
    await ran('quoted', 'fail')
    at('11T12:00')
    await change(id, { regressionKey: 'never-run' })
    await change(id)
    at('12T09:00')
    await ran('quoted', 'pass')
    await probed('pass')
    const unproven = async () =>
      (await examineCase(context(), DEFAULT_WORKSPACE, id.slice(0, 8), { name: 'ada', readsAll: false }))!.unproven
    const lacks = ['was never seen failing before', 'was not run since the change']
    expect(await unproven()).toMatchObject([{ lacks: lacks.map((words) => expect.stringContaining(words)) }])
    await must(closing(id))
    at('30T09:00')
    expect(await unproven()).toMatchObject([{ lacks: lacks.map((words) => expect.stringContaining(words)) }])
  })

  it('a change that is not proven is withdrawn with its reason, stays in the case, and closes nothing any more', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    at('11T09:00')
    await ran('quoted', 'fail')
    at('11T12:00')
    const wrong = await change(id, { regressionKey: 'never-run' })
    const excepted = await change(id, { kind: 'exception', until: '2026-12-01', regressionKey: null })
    expect(await missing(id)).toEqual([])
    const withdraw = (changeId: string) => withdrawChangeOf(context(), acting, changeId, 'it was rolled back', nothing)
    await must(withdraw(excepted.id))
    expect(await missing(id)).toEqual(['failed-before', 'passes-after', 'live-probe'])
    await must(withdraw(wrong.id))
    expect(await missing(id)).toEqual(['change'])
    expect(await withdraw(wrong.id)).toMatchObject({ ok: false, error: { code: 'change-withdrawn' } })
    expect(await completeChangeOf(context(), acting, wrong.id, { owner: 'eve' }, nothing)).toMatchObject({
      error: { code: 'change-withdrawn' },
    })
    const right = await change(id)
    at('12T09:00')
    await ran('quoted', 'pass')
    await probed('pass')
    expect(await withdraw(right.id)).toMatchObject({ ok: false, error: { code: 'change-proven' } })
    expect(await must(closing(id))).toMatchObject({ proven: ['input-filter'] })
    expect(await withdraw(wrong.id)).toMatchObject({ ok: false, error: { code: 'case-closed' } })
    expect(await withdraw('nobody')).toMatchObject({ ok: false, error: { code: 'not-found' } })
    const [kept] = await made.database.inWorkspace(DEFAULT_WORKSPACE, (work) => readCases(work, 1, id))
    const why = Object.fromEntries(kept!.changes.map((one) => [one.id, one.withdrawn?.why]))
    const said = 'it was rolled back'
    expect(why).toEqual({ [wrong.id]: said, [excepted.id]: said, [right.id]: undefined })
    expect(
      exportCase('oecd', {
        case: kept!,
        system: undefined,
        names: new Map(),
        proven: new Set<string>(),
        clocks: [],
        now,
      }).text,
    ).not.toContain('never-run')
  })

  it('a case is of a system that is there: one that is mistyped is told, for its page would never hear of it', async () => {
    const { id } = await opened()
    expect(await describeCase(context(), acting, id, { system: 'dsek' }, nothing)).toMatchObject({
      error: { code: 'no-such-system' },
    })
    expect(await describeCase(context(), acting, id, { system: 'desk' }, nothing)).toMatchObject({ ok: true })
  })

  it('a case is known by the reference that its reporter was told, and by nothing else', async () => {
    const { id } = await opened()
    const known = async (name: string) =>
      (await examineCase(context(), DEFAULT_WORKSPACE, name, { name: 'ada', readsAll: false }))?.id
    for (const name of [id, id.slice(0, 8), ` ${id.slice(0, 8).toUpperCase()} `]) expect(await known(name)).toBe(id)
    for (const name of ['zz', '', id.slice(0, 7), '%', `${id.slice(0, 8)}%`, '00000000', "' or true --"])
      expect(await known(name)).toBeUndefined()
  })

  it('an incident or near miss of which nobody said what the safeguards did is not closed; a hazard is', async () => {
    const { id } = await opened()
    expect(await missing(id)).toEqual(['barriers'])
    expect(await closing(id)).toMatchObject({ ok: false, error: { code: 'change-not-proven' } })
    await say(id, 'input-filter', 'held')
    expect(await closing(id)).toMatchObject({ ok: true, value: { proven: [] } })
    expect(await missing((await opened(null, 'near-miss')).id)).toEqual(['barriers'])
    expect((await closing((await opened(null, 'hazard')).id)).ok).toBe(true)
  })

  it('a case that failed only now and then has to pass so often that chance would hardly do it', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    at('11T09:00')
    await ran('quoted', 'fail', { attempts: 10, passed: 5 })
    at('11T12:00')
    await change(id)
    at('12T09:00')
    await ran('quoted', 'pass', { attempts: 3, passed: 3 })
    await probed('pass')
    expect(await missing(id)).toEqual(['passes-after'])
    expect(await closing(id)).toMatchObject({ error: { message: expect.stringMatching(/takes 5 passes .* are 3/) } })
    at('12T09:30')
    await ran('quoted', 'pass', { attempts: 2, passed: 2 })
    expect(await missing(id)).toEqual([])
  })

  it('an exception that ends opens again what it closed, unless the barrier was mended meanwhile', async () => {
    const excepted = async () => {
      const { id } = await opened()
      await say(id, 'input-filter', 'failed')
      await change(id, { kind: 'exception', until: '2026-08-20', regressionKey: null })
      return id
    }
    const [left, mended] = [await excepted(), await excepted()]
    at('11T09:00')
    await ran('quoted', 'fail')
    at('11T12:00')
    await change(mended)
    for (const id of [left, mended]) await must(closing(id))
    at('12T09:00')
    await ran('quoted', 'pass')
    await hearsOfReopened()
    at('20T23:59')
    expect(await reopenExcepted(context(), DEFAULT_WORKSPACE)).toEqual([])
    at('21T00:01')
    expect(await reopenExcepted(context(), DEFAULT_WORKSPACE)).toEqual([left])
    expect(await reopenExcepted(context(), DEFAULT_WORKSPACE)).toEqual([])
    expect(await examineCase(context(), DEFAULT_WORKSPACE, left, { name: 'ada', readsAll: false })).toMatchObject({
      ...{ state: 'open', reopenedWhy: 'the exception for The input-filter ended on 2026-08-20' },
      missing: [{ what: 'change' }],
    })
    expect(await told()).toEqual([
      { id: left, title: 'It went through', why: 'the exception for The input-filter ended on 2026-08-20' },
    ])
  })

  it('an exception closes until its last day, and counts no failure as mended', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    await change(id, { kind: 'exception', until: '2026-08-20', regressionKey: null })
    expect(await missing(id)).toEqual([])
    at('21T00:00')
    expect(await missing(id)).toEqual(['change'])
    at('20T12:00')
    expect(await closing(id)).toMatchObject({ ok: true, value: { proven: [] } })
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

  it('a regression case that fails again opens what its pass had closed, and a pass closes it again', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    await ran('quoted', 'fail')
    at('11T12:00')
    await change(id)
    at('12T09:00')
    await ran('quoted', 'pass')
    await probed('pass')
    await must(closing(id))
    at('14T09:00')
    expect((await ran('other', 'fail')).reopened).toEqual([])
    expect((await ran('quoted', 'fail')).reopened).toEqual([id])
    expect(await examineCase(context(), DEFAULT_WORKSPACE, id, { name: 'ada', readsAll: false })).toMatchObject({
      ...{ state: 'open', closedAt: null, missing: [{ what: 'passes-after' }, { what: 'live-probe' }] },
      reopenedWhy: expect.stringMatching(/^its regression case "quoted" failed again in run ".+" of 2026-08-14$/),
    })
    at('15T09:00')
    await ran('quoted', 'pass')
    await probed('pass')
    await must(closing(id))
  })

  it('what happens again opens what was closed', async () => {
    const { id } = await opened('quoted-mail')
    await say(id, 'input-filter', 'held')
    expect((await closing(id)).ok).toBe(true)
    at('15T00:00')
    expect(await opened('other')).toMatchObject({ reopened: [] })
    expect(await opened('quoted-mail', 'exercise')).toMatchObject({ reopened: [] })
    const again = await opened('quoted-mail', 'near-miss')
    expect(again).toMatchObject({ reopened: [id] })
    const why = async () =>
      (await examineCase(context(), DEFAULT_WORKSPACE, id, { name: 'ada', readsAll: false }))!.reopenedWhy
    expect(await why()).toBe('it happened again: It went through')
    // What is confidential from now on is not told by why another is open again.
    await must(describeCase(context(), acting, again.id, { confidential: true }, nothing))
    expect(await why()).toBe('it happened again')
  })
})

describe('what is planned of a case', () => {
  const planned = async () =>
    (await reviewsOf(context(), DEFAULT_WORKSPACE, { reader: { name: 'ada', readsAll: false } }))
      .filter(({ caseId }) => caseId !== null)
      .map(({ kind, due, isDue, caseId }) => `${kind} ${due}${isDue ? ' due' : ''} ${caseId}`)

  it('is a review on its day: the look at a change until it was held, or it did not hold', async () => {
    const { id } = await opened('quoted-mail')
    await say(id, 'input-filter', 'failed')
    await ran('quoted', 'fail')
    at('11T12:00')
    const { id: made } = await change(id, { nextReview: '2026-08-14' })
    const { id: withdrawn } = await change(id, { nextReview: '2026-08-13' })
    await must(withdrawChangeOf(context(), acting, withdrawn, 'it did not do', nothing))
    at('12T09:00')
    await ran('quoted', 'pass')
    await probed('pass')
    await must(closing(id))
    expect(await planned()).toEqual([`case-change 2026-08-14 ${id}`])
    expect((await reviewsOf(context(), DEFAULT_WORKSPACE)).filter(({ caseId }) => caseId !== null)).toEqual([])
    const held = { kind: 'case-change', id: made, note: 'it holds' } as const
    await must(holdReview(context(), acting, held, nothing))
    at('14T09:00')
    expect(await planned()).toEqual([`case-change 2026-08-14 due ${id}`])
    expect(await must(holdReview(context(), acting, held, nothing))).toMatchObject({ isDue: false })
    expect(await planned()).toEqual([])

    at('15T00:00')
    const again = { nextReview: '2026-08-30', madeAt: '2026-08-11T12:00:00.000Z' }
    await opened('quoted-mail')
    await change(id, again)
    expect(await planned()).toEqual([])
    await change(id, { nextReview: '2026-08-31' })
    expect(await planned()).toEqual([`case-change 2026-08-31 ${id}`])
  })

  it('is the last day of an exception, until a later one or a proven change takes its place', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    const excepted = (until: string) => change(id, { kind: 'exception', until, regressionKey: null, nextReview: null })
    await excepted('2026-08-20')
    expect(await planned()).toEqual([`case-exception 2026-08-20 ${id}`])
    at('21T09:00')
    expect(await planned()).toEqual([`case-exception 2026-08-20 due ${id}`])
    await excepted('2026-08-30')
    expect(await planned()).toEqual([`case-exception 2026-08-30 ${id}`])
    await ran('quoted', 'fail')
    at('21T12:00')
    await change(id, { nextReview: '2026-09-30' })
    at('22T09:00')
    await ran('quoted', 'pass')
    expect(await planned()).toHaveLength(2)
    await probed('pass')
    expect(await planned()).toEqual([`case-change 2026-09-30 ${id}`])
  })
})

describe('what happened again', () => {
  it('is not closed by what was proven before: it takes another change, and a case that failed since', async () => {
    const { id } = await opened('quoted-mail')
    await say(id, 'input-filter', 'failed')
    await ran('quoted', 'fail')
    at('11T12:00')
    const { id: made } = await change(id)
    at('12T09:00')
    await ran('quoted', 'pass')
    await probed('pass')
    await must(closing(id))
    at('15T00:00')
    expect(await opened('quoted-mail', 'incident')).toMatchObject({ reopened: [id] })
    const again = await examineCase(context(), DEFAULT_WORKSPACE, id, { name: 'ada', readsAll: false })
    expect(again!.missing).toMatchObject([
      {
        what: 'change',
        changeId: null,
        lacks: expect.stringMatching(/^the change of 2026-08-11 12:00:00 UTC did not hold: /),
      },
    ])
    expect(again!.unproven).toMatchObject([{ id: made }])
    await must(withdrawChangeOf(context(), acting, made, 'it did not do', nothing))
    expect(await missing(id)).toEqual(['change'])
    at('16T09:00')
    const { id: blind } = await change(id)
    at('16T10:00')
    await ran('quoted', 'pass')
    await probed('pass')
    // It had passed just before it happened again: it is another case that shows what happened, or this one once it fails.
    expect(await missing(id)).toEqual(['failed-before'])
    await must(withdrawChangeOf(context(), acting, blind, 'shows nothing', nothing))
    await ran('quoted twice', 'fail')
    at('16T11:00')
    await change(id, { regressionKey: 'quoted twice' })
    at('16T12:00')
    await ran('quoted twice', 'pass')
    await probed('pass')
    expect(await missing(id)).toEqual([])
    await must(closing(id))
  })
})

describe('a pattern', () => {
  const read = async (id: string) =>
    (await examineCase(context(), DEFAULT_WORKSPACE, id, { name: 'ada', readsAll: false }))!
  const put = (id: string, said: { pattern: string | null; lead?: string }) =>
    describeCase(context(), acting, id, said, nothing)

  it('is proposed by what failed, taken by a closed case, and opens it again for what was reported since', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    await change(id, { kind: 'exception', until: '2026-12-01', regressionKey: null })
    const { proposedPattern } = await read(id)
    expect(proposedPattern).toMatchObject({ pattern: 'input-filter failed' })
    at('11T09:00')
    await must(closing(id))
    expect(await must(put(id, { pattern: proposedPattern!.pattern }))).toMatchObject({ reopened: [] })
    expect(await put(id, { pattern: 'other', lead: 'eve' })).toMatchObject({ error: { code: 'case-closed' } })
    expect(await put(id, { pattern: null })).toMatchObject({ error: { code: 'case-closed' } })
    at('12T09:00')
    // As a report by link: who told it knew of no pattern, and whoever reads it does.
    const again = await opened()
    expect(again.reopened).toEqual([])
    expect(await must(put(again.id, { pattern: 'input-filter failed' }))).toMatchObject({ reopened: [id] })
    expect(await read(id)).toMatchObject({ state: 'open', reopenedWhy: 'it happened again: It went through' })
    at('13T09:00')
    await must(closing(id))
    expect(await must(put(again.id, { pattern: 'input-filter failed' }))).toMatchObject({ reopened: [] })
  })

  it('that a closed case is put into late opens it again where it had happened once more; a rehearsal does not', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'held')
    await must(closing(id))
    at('12T09:00')
    await opened('quoted', 'exercise')
    expect(await must(put(id, { pattern: 'quoted' }))).toMatchObject({ reopened: [] })
    await must(put((await opened()).id, { pattern: 'other' }))
    expect(await must(put(id, { pattern: 'other' }))).toMatchObject({ reopened: [id] })
  })
})

describe('what a case shows of controls', () => {
  const efficacy = async () =>
    (await assessAssurance(context(), DEFAULT_WORKSPACE)).controls.find(({ id }) => id === 'input-filter')!.assessment
      .efficacy

  it('is its latest word: what held and is corrected to failed counts as failed alone', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'held')
    expect(await efficacy()).toMatchObject({ passes: 1, failures: 0 })
    at('11T09:00')
    await say(id, 'input-filter', 'failed')
    expect(await efficacy()).toMatchObject({ passes: 0, failures: 1 })
    at('12T09:00')
    await say(id, 'input-filter', 'held')
    expect(await efficacy()).toMatchObject({ passes: 1, failures: 0, counted: { failures: 0 } })
    const asked = { controlId: 'input-filter', aspect: 'efficacy' as const }
    const pieces = await made.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      evidencePieces(work, asked, { limit: 9 }),
    )
    expect(pieces.map(({ result, isSuperseded }) => `${result} ${isSuperseded}`).sort()).toEqual([
      ...['fail true', 'pass false', 'pass true'],
    ])
  })

  it('counts as nothing once the case is an exercise, and again once it is a near miss', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    await say(id, 'tool-gate', 'held')
    const gate = async () =>
      (await assessAssurance(context(), DEFAULT_WORKSPACE)).controls.find((one) => one.id === 'tool-gate')!.assessment
        .efficacy
    expect([await efficacy(), await gate()]).toMatchObject([{ failures: 1 }, { passes: 1 }])
    await must(describeCase(context(), acting, id, { kind: 'exercise', why: 'it was planned' }, nothing))
    expect([await efficacy(), await gate()]).toEqual([undefined, undefined])
    await must(describeCase(context(), acting, id, { kind: 'near-miss' }, nothing))
    expect([await efficacy(), await gate()]).toMatchObject([{ failures: 1 }, { passes: 1 }])
  })

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

  it('counts again what a change had cleared that did not hold, until another is proven', async () => {
    const mend = async (key: string, days: readonly [string, string, string]) => {
      at(`${days[0]}T09:00`)
      await ran(key, 'fail')
      at(`${days[1]}T12:00`)
      await change(id, { regressionKey: key })
      at(`${days[2]}T09:00`)
      await ran(key, 'pass')
      await probed('pass')
      await must(closing(id))
    }
    const { id } = await opened('quoted-mail')
    await say(id, 'input-filter', 'failed')
    await mend('quoted', ['11', '12', '13'])
    expect(await efficacy()).toMatchObject({ failures: 0 })
    at('15T00:00')
    const again = await opened()
    expect(await efficacy()).toMatchObject({ failures: 0 })
    await must(describeCase(context(), acting, again.id, { pattern: 'quoted-mail' }, nothing))
    expect(await efficacy()).toMatchObject({ failures: 2 })
    await mend('quoted twice', ['16', '17', '18'])
    expect(await efficacy()).toMatchObject({ failures: 0 })
    // What fails again was not mended either: with what its change had cleared.
    at('19T09:00')
    await ran('quoted twice', 'fail')
    expect((await efficacy())!.failures).toBeGreaterThan(1)
  })

  it('counts a failure that was corrected no more, and shows that it was', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    at('11T09:00')
    await say(id, 'input-filter', 'held')
    expect(await efficacy()).toMatchObject({ passes: 1, failures: 0 })
    const asked = { controlId: 'input-filter', aspect: 'efficacy' as const }
    const pieces = await made.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      evidencePieces(work, asked, { limit: 9 }),
    )
    expect(pieces.map(({ result, isSuperseded }) => [result, isSuperseded])).toEqual(
      expect.arrayContaining([
        ['fail', true],
        ['pass', false],
      ]),
    )
    at('11T10:00')
    await say(id, 'input-filter', 'failed')
    expect(await efficacy()).toMatchObject({ failures: 1 })
  })

  it('counts what failed later on the day of the proven change, and not what failed before its moment', async () => {
    at('12T09:00')
    await ran('quoted', 'fail')
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    at('12T12:00')
    await change(id)
    at('12T13:00')
    await ran('quoted', 'pass')
    at('12T14:00')
    await ran('other', 'fail')
    await probed('pass')
    await must(closing(id))
    expect(await efficacy()).toMatchObject({ failures: 1 })
  })

  it('keeps counting what failed in another case: a change clears what it was proven against, and no more', async () => {
    at('11T09:00')
    await ran('quoted', 'fail')
    await ran('split', 'fail', { attempts: 2, passed: 0 })
    const [one, alike, other] = [await opened('quoted-mail'), await opened('quoted-mail'), await opened()]
    for (const { id } of [one, alike, other]) await say(id, 'input-filter', 'failed')
    expect(await efficacy()).toMatchObject({ passes: 0, failures: 6 })
    at('12T12:00')
    await change(one.id)
    at('13T09:00')
    await ran('quoted', 'pass')
    await ran('split', 'pass')
    await probed('pass')
    await must(closing(one.id))
    // Left: both attempts of the other regression case, and the failure of the other case.
    expect(await efficacy()).toMatchObject({ passes: 2, failures: 3 })
    at('13T12:00')
    await probed('pass')
    await change(other.id, { madeAt: '2026-08-12T12:00:00.000Z', regressionKey: 'split' })
    await must(closing(other.id))
    expect(await efficacy()).toMatchObject({ passes: 2, failures: 0 })
  })

  it('a hazard or an exercise is nothing that a control was met by', async () => {
    const { id } = await opened(null, 'exercise')
    await say(id, 'input-filter', 'failed')
    expect(await efficacy()).toBeUndefined()
  })
})

describe('a playbook', () => {
  const body = (step: string) =>
    `---\ntitle: When it gets through\nwhen: { words: [went through] }\n---\n- [ ] ${step}\n`

  it('runs in the version of the day; a new one because of a case closes it under the same proof', async () => {
    const { id } = await opened()
    await say(id, 'input-filter', 'failed')
    await must(writePlaybook(context(), acting, { id: 'through', body: body('stop it') }, nothing))
    await must(runPlaybook(context(), acting, id, 'through', nothing))
    await must(
      tick(context(), acting, { caseId: id, playbookId: 'through', position: 0, done: true, note: null }, nothing),
    )
    at('11T09:00')
    await ran('quoted', 'fail')
    at('11T10:00')
    const because = {
      caseId: id,
      controlId: 'input-filter',
      regressionKey: 'quoted',
      owner: 'ada',
      nextReview: '2026-12-01',
    }
    await must(writePlaybook(context(), acting, { id: 'through', body: body('stop it twice'), because }, nothing))
    expect(await must(playbooksFor(context(), acting, id))).toMatchObject({
      running: [{ version: 1, sections: [{ steps: [{ text: 'stop it' }] }], done: [{ position: 0, by: 'ada' }] }],
    })
    expect(await missing(id)).toEqual(['passes-after', 'live-probe'])
    at('11T11:00')
    await ran('quoted', 'pass')
    await probed('pass')
    expect(await closing(id)).toMatchObject({ ok: true, value: { proven: ['input-filter'] } })
    const shown = await examineCase(context(), DEFAULT_WORKSPACE, id, { name: 'ada', readsAll: false })
    expect(shown).toMatchObject({ changes: [{ kind: 'playbook', playbook: { id: 'through', version: 2 } }] })
    expect(shown!.moments.map(({ step }) => step)).toEqual(['change-verified', 'regression-green'])
  })
})

describe('a duty to report', () => {
  it('is timed from when one may have become aware, and keeps its day once it was filed', async () => {
    const { id } = await opened()
    const range = { earliest: '2026-08-09T06:00:00.000Z', latest: '2026-08-09T09:00:00.000Z', estimated: false }
    await must(sayWhen(context(), acting, id, { step: 'detected', what: '', ...range }, nothing))
    const dutyOf = async (rule: string) =>
      (await must(obligationsFor(context(), acting, id))).obligations.find((one) => one.rule.id === rule)
    expect(await dutyOf('gdpr-33')).toMatchObject({
      due: '2026-08-12T06:00:00.000Z',
      state: 'unsaid',
      isProposed: true,
    })
    expect(await dutyOf('nis2-final')).toBeUndefined()
    const filed = { ruleId: 'nis2-notification', state: 'filed' as const, startedAt: null, filedAt: null, note: null }
    await must(sayOfObligation(context(), acting, id, filed, nothing))
    expect(await dutyOf('nis2-notification')).toMatchObject({
      state: 'filed',
      filedAt: now,
      due: '2026-08-12T06:00:00.000Z',
    })
    expect(await dutyOf('nis2-final')).toMatchObject({ due: '2026-09-10T21:59:59.999Z' })

    // Over all cases those run that somebody said apply, the soonest first; a confidential case is told to nobody else.
    const secret = await opened()
    await must(describeCase(context(), acting, secret.id, { confidential: true }, nothing))
    const applies = (caseId: string, ruleId: string) =>
      must(sayOfObligation(context(), acting, caseId, { ...filed, ruleId, state: 'open' }, nothing))
    await applies(id, 'nis2-final')
    await applies(id, 'gdpr-33')
    await applies(secret.id, 'nis2-early')
    const running = async (by: string) =>
      (await runningDuties(context(), { ...acting, by })).map(({ caseId, ruleId }) => [caseId, ruleId])
    const own = [
      [id, 'gdpr-33'],
      [id, 'nis2-final'],
    ]
    expect(await running('eve')).toEqual(own)
    expect(await running('ada')).toEqual([[secret.id, 'nis2-early'], ...own])
  })
})
