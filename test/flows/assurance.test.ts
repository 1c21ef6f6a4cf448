import fc from 'fast-check'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { casesForControl, listRuns, readRun } from '#assurance/evaluations/store'
import type { Evidence } from '#assurance/evidence'
import { exportedLines, verifyExport } from '#assurance/evidence'
import { evidenceSums, readChain, verifyEvidence } from '#assurance/evidence/store'
import { digestOf, type Instant } from '#core/kernel'
import { readAiSystems } from '#exposure/inventory/store'
import { assessAssurance } from '#flows/assurance'
import { reportCase } from '#flows/assurance-cases'
import { changeBecauseOf } from '#flows/case-changes'
import { historyOfCase } from '#flows/case-history'
import { previewRegister } from '#flows/preview-register'
import { takeEvaluation } from '#flows/take-evaluation'
import { takeEvidence } from '#flows/take-evidence'
import { changesOf, takeRegister } from '#flows/take-register'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { allRows } from '../support/all-rows.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

/** Evidence → control → residual risk, on a real database. */
let made: TestDatabase
let now = '2026-08-10T12:00:00.000Z'
beforeEach(async () => {
  now = '2026-08-10T12:00:00.000Z'
  made = await testDatabase()
})
afterEach(() => made.drop())

const context = () => ({ database: made.database, clock: () => now as Instant })
const nothing = async () => {}

const register = `
ai-register: 1
systems:
  - { id: helpdesk, name: Helpdesk, purpose: answers customers, role: deployer, autonomy: supervised, parts: [{ kind: model, name: m, access-level: 6 }] }
controls:
  - { id: input-filter, name: Input filter, claim: stops injected instructions, system: helpdesk, version: "2" }
  - { id: tool-gate, name: Tool gate, claim: asks before it acts, system: helpdesk }
scenarios:
  - id: injection
    title: Injected instructions reach a tool
    harm: an order is changed
    appetite: 20
    attempts: { value: 1000 }
    barriers:
      - { control: input-filter, layer: prevent, causes: ["model:m"] }
      - { control: tool-gate, layer: prevent, causes: ["model:m"] }
`

async function registered(text = register) {
  const taken = await takeRegister(context(), { workspaceId: DEFAULT_WORKSPACE, text }, nothing)
  if (!taken.ok) throw new Error(taken.error.message)
  return taken.value
}

/** A report with so many cases that passed and failed. */
function report(passes: number, failures: number, name = 'run.jsonl') {
  const line = (key: string, result: string) => JSON.stringify({ key, result })
  const lines = [
    ...Array.from({ length: passes }, (_, index) => line(`p${index}`, 'pass')),
    ...Array.from({ length: failures }, (_, index) => line(`f${index}`, 'fail')),
  ]
  return { name, bytes: Buffer.from(lines.join('\n')) }
}

async function evaluated(controlId: string, passes: number, failures: number, subjectVersion?: string) {
  const given = { workspaceId: DEFAULT_WORKSPACE, file: report(passes, failures), by: 'ada', controlId, subjectVersion }
  const taken = await takeEvaluation(context(), given, nothing)
  if (!taken.ok) throw new Error(taken.error.message)
  return taken.value
}

function seen(controlId: string, over: Partial<Evidence>): Evidence {
  const usual = { kind: 'telemetry', aspect: 'coverage', result: 'pass', demands: 100, weight: 1 } as const
  return { ...usual, controlId, subjectVersion: null, source: 'traces', at: now, note: null, ...over }
}

async function told(...evidence: Evidence[]) {
  const taken = await takeEvidence(context(), { workspaceId: DEFAULT_WORKSPACE, evidence }, nothing)
  if (!taken.ok) throw new Error(taken.error.message)
}

/** A case of an incident names a change of the input filter, and an exception, which is none. */
async function changedAfter(madeAt: string) {
  now = '2026-08-11T12:00:00.000Z'
  const acting = { workspaceId: DEFAULT_WORKSPACE, by: 'ada' }
  const told = {
    ...{ kind: 'near-miss' as const, title: 'x', summary: '', pattern: null, system: null },
    ...{ occurredFrom: null, occurredTo: null, detectedAt: null, containedAt: null },
  }
  const opened = await reportCase(context(), acting, told, nothing)
  if (!opened.ok) throw new Error(opened.error.message)
  const about = {
    controlId: 'input-filter',
    what: 'the vendor mends it',
    regressionKey: null,
    owner: null,
    nextReview: null,
    playbook: null,
  }
  for (const [kind, until, at] of [
    ['control', null, madeAt],
    ['exception', '2026-12-01', '2026-08-10T12:10:00.000Z'],
  ] as const)
    await changeBecauseOf(context(), acting, opened.value.id, { ...about, kind, until, madeAt: at }, nothing)
}

async function state(id = 'input-filter') {
  const { controls, scenarios } = await assessAssurance(context(), DEFAULT_WORKSPACE)
  return { control: controls.find((one) => one.id === id)!.assessment, residual: scenarios[0]!.residual }
}

describe('a register', () => {
  it('is taken once, and again only where it says something else', async () => {
    expect(changesOf(await registered())).toBe(4)
    expect(changesOf(await registered())).toBe(0)
    expect(await registered(register.replace('asks before it acts', 'asks first'))).toMatchObject({
      ...{ systems: [], controls: ['tool-gate'], scenarios: [] },
      holds: { systems: 1, controls: 2, scenarios: 1, assumptions: 0 },
    })
    const systems = await made.database.inWorkspace(DEFAULT_WORKSPACE, readAiSystems)
    expect(systems).toMatchObject([{ slug: 'helpdesk', parts: [{ kind: 'model', accessLevel: 6 }] }])
  })

  it('is looked at before it is taken: what would come, change and go, and nothing of it is kept', async () => {
    const preview = async (text: string) => {
      const done = await previewRegister(context(), { workspaceId: DEFAULT_WORKSPACE, text })
      return done.ok ? done.value : undefined
    }
    const watched = `${register}
monitors:
  - { id: refusals, system: helpdesk, kind: rate, measure: refused, usual: 0.02, bad: 0.06 }
`
    expect((await preview(register))!.changes.map(({ what, id }) => [what, id])).toEqual([
      ...[
        ['comes', 'helpdesk'],
        ['comes', 'input-filter'],
        ['comes', 'tool-gate'],
        ['comes', 'injection'],
      ],
    ])
    expect(changesOf(await registered(watched))).toBe(5)
    expect((await preview(watched))!.changes).toEqual([])
    const other = register.replace('appetite: 20', 'appetite: 40').replace(/ {2}- \{ id: tool-gate.*\n/, '')
    const less = other.replace(/ {6}- \{ control: tool-gate.*\n/, '')
    expect(await preview(less)).toMatchObject({
      changes: [
        {
          what: 'changes',
          id: 'injection',
          fields: [
            { field: 'appetite', from: '20', to: '40' },
            { field: 'barriers', from: expect.stringMatching(/^control tool-gate, layer /) },
          ],
        },
        { what: 'goes', list: 'monitors', id: 'refusals' },
      ],
      stays: [{ list: 'controls', id: 'tool-gate' }],
    })
    expect(changesOf(await registered(watched))).toBe(0)
  })
})

describe('what a control is credited', () => {
  beforeEach(async () => {
    await registered()
  })

  it('is nothing without evidence, and the risk is as if it were not there', async () => {
    const { control, residual } = await state()
    expect(control).toMatchObject({ coverage: undefined, efficacy: undefined, failure: 1 })
    expect(control.liveness.state).toBe('unknown')
    expect(residual).toMatchObject({ frequency: 1000, unguarded: 1000, withinAppetite: false })
  })

  it('takes an attempt that erred for no evidence either way', async () => {
    const line = (result: string) => JSON.stringify({ key: 'refund-01', result })
    const bytes = Buffer.from(['pass', 'fail', 'error', 'error', 'error'].map(line).join('\n'))
    const file = { name: 'run.jsonl', bytes }
    const given = { workspaceId: DEFAULT_WORKSPACE, file, by: 'ada', controlId: 'input-filter' }
    const taken = await takeEvaluation(context(), given, nothing)
    if (!taken.ok) throw new Error(taken.error.message)
    const { run, sums } = await made.database.inWorkspace(DEFAULT_WORKSPACE, async (work) => ({
      run: await readRun(work, taken.value.run),
      sums: await evidenceSums(work, ['input-filter']),
    }))
    expect(run?.list).toEqual([{ key: 'refund-01', result: 'fail', attempts: 5, passed: 1, open: 3 }])
    const demands = Object.fromEntries(sums.map(({ result, demands }) => [result, demands]))
    expect(demands).toEqual({ pass: 1, fail: 1 })
  })

  it('needs all three: coverage, life and efficacy', async () => {
    await evaluated('input-filter', 190, 10, '2')
    expect((await state()).control.failure).toBe(1)
    await told(seen('input-filter', { demands: 90 }), seen('input-filter', { demands: 10, result: 'fail' }))
    expect((await state()).control.failure).toBe(1)
    await told(seen('input-filter', { kind: 'probe', aspect: 'liveness', demands: 1, source: 'probe' }))
    const { control, residual } = await state()
    expect(control.coverage).toMatchObject({ share: 0.9, demands: 100 })
    expect(control.efficacy?.mean).toBeCloseTo(0.947761, 6)
    expect(control.failure).toBeCloseTo(1 - 0.9 * 0.919719, 5)
    expect(residual.frequency).toBeCloseTo(1000 * control.failure, 6)
    expect(residual.barriers.map(({ lossFactor }) => lossFactor > 1)).toEqual([true, false])
  })

  it('is nothing once a probe shows that it is dead, until it is seen alive', async () => {
    const probe = (result: 'pass' | 'fail') =>
      told(seen('input-filter', { kind: 'probe', aspect: 'liveness', demands: 1, result }))
    await evaluated('input-filter', 190, 10, '2')
    await told(seen('input-filter', {}))
    await probe('pass')
    const alive = (await state()).residual.frequency
    now = '2026-08-10T12:30:00.000Z'
    await probe('fail')
    const { control, residual } = await state()
    expect(control).toMatchObject({ failure: 1, liveness: { state: 'dead' } })
    expect(control.reasons[0]).toContain('found dead')
    expect(residual.frequency).toBeGreaterThan(alive!)
    now = '2026-08-12T12:30:00.000Z'
    expect((await state()).control.liveness.state).toBe('dead')
    await probe('pass')
    expect((await state()).control.liveness.state).toBe('live')
    now = '2026-08-12T15:00:00.000Z'
    expect((await state()).control.liveness.state).toBe('unknown')
  })

  it('fades for passes of long ago or of another version, not for failures', async () => {
    await evaluated('input-filter', 40, 2, '1')
    await evaluated('tool-gate', 40, 2)
    const [older, same] = [(await state()).control.efficacy!, (await state('tool-gate')).control.efficacy!]
    expect(older.lower).toBeLessThan(same.lower)
    now = '2026-11-08T12:00:00.000Z'
    expect((await state('tool-gate')).control.efficacy!.lower).toBeLessThan(same.lower)
  })

  it('does not move by anybody’s word', async () => {
    await told(seen('input-filter', { kind: 'attestation', aspect: 'efficacy', demands: 10_000, source: 'ada' }))
    expect((await state()).control).toMatchObject({ efficacy: undefined, failure: 1 })
  })
})

describe('an evaluation', () => {
  beforeEach(async () => {
    await registered()
  })

  it('is recorded once, with its cases and what it shows', async () => {
    const first = await evaluated('input-filter', 3, 1, '2')
    expect(first).toMatchObject({ cases: 4, passed: 3, failed: 1, controls: ['input-filter'], unchanged: false })
    expect(await evaluated('input-filter', 3, 1, '2')).toMatchObject({ run: first.run, unchanged: true })
    expect(first.unversioned).toEqual([])
    expect(await evaluated('input-filter', 0, 2)).toMatchObject({ unversioned: ['input-filter'] })
    expect(await evaluated('tool-gate', 0, 2)).toMatchObject({ unversioned: [] })
    expect((await state()).control.efficacy).toMatchObject({ passes: 3, failures: 3 })
    const run = await made.database.inWorkspace(DEFAULT_WORKSPACE, (work) => readRun(work, first.run))
    expect(run?.list.map(({ key }) => key)).toEqual(['f0', 'p0', 'p1', 'p2'])
  })

  it('is the same run whatever version is said of it, and takes that of its lines', async () => {
    const first = await evaluated('input-filter', 3, 1)
    expect(first.unversioned).toEqual(['input-filter'])
    const given = { workspaceId: DEFAULT_WORKSPACE, file: report(3, 1), by: 'ada', controlId: 'input-filter' }
    expect(await takeEvaluation(context(), { ...given, subjectVersion: '2' }, nothing)).toMatchObject({
      ok: false,
      error: { code: 'other-version', message: expect.stringContaining(`as run ${first.run}, without a version`) },
    })
    expect((await state()).control.efficacy).toMatchObject({ passes: 3, failures: 1 })
    const named = { name: 'named.csv', bytes: Buffer.from('key,result,control,version\na,pass,input-filter,2') }
    const taken = await takeEvaluation(context(), { ...given, file: named }, nothing)
    expect(taken).toMatchObject({ ok: true, value: { unversioned: [], untimed: true, unchanged: false } })
    const timed = { name: 'timed.csv', bytes: Buffer.from('key,result\nt,insufficient\n') }
    const past = await takeEvaluation(context(), { ...given, file: timed, at: '2026-01-02T03:04:05.000Z' }, nothing)
    expect(past).toMatchObject({ ok: true, value: { untimed: false } })
    // Its cases name the control that was said of it before.
    const again = await takeEvaluation(context(), { ...given, file: named, controlId: undefined }, nothing)
    expect(again).toMatchObject({
      ok: true,
      value: { run: taken.ok && taken.value.run, unchanged: true, unversioned: [] },
    })
    // As runs were kept while their version was a part of their id.
    const old = digestOf([digestOf(named.bytes), 'input-filter', '2'].join('\n')).slice(0, 22)
    await allRows(made, 'delete from evaluation_case where key = $$a$$')
    await allRows(made, `update evaluation_run set id = $$${old}$$ where name = $$named$$`)
    const known = await takeEvaluation(context(), { ...given, file: named }, nothing)
    expect(known).toMatchObject({ ok: true, value: { run: old, unchanged: true } })
    expect((await state()).control.efficacy).toMatchObject({ passes: 4, failures: 1 })
  })

  it('whose cases name their controls stands in the list of each, with what it shows of that one', async () => {
    const lines = [
      { key: 'a', result: 'pass', control: 'input-filter' },
      { key: 'b', result: 'fail', control: 'tool-gate' },
      { key: 'c', result: 'pass', control: 'tool-gate' },
    ]
    const file = { name: 'both.jsonl', bytes: Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n')) }
    await takeEvaluation(context(), { workspaceId: DEFAULT_WORKSPACE, file, by: 'ada' }, nothing)
    const listed = (control?: string) =>
      made.database.inWorkspace(DEFAULT_WORKSPACE, (work) => listRuns(work, 10, control))
    expect(await listed('input-filter')).toMatchObject([{ cases: 1, passed: 1, failed: 0 }])
    expect(await listed('tool-gate')).toMatchObject([{ cases: 2, passed: 1, failed: 1 }])
    expect(await listed()).toMatchObject([{ cases: 3, controls: [{ id: 'input-filter' }, { id: 'tool-gate' }] }])
  })

  it('repeats of a case are no further cases where they pass, and count in full where they fail', async () => {
    const lines = [
      { key: 'a', result: 'pass', attempts: 10, passed: 10 },
      { key: 'b', result: 'fail', attempts: 10, passed: 4 },
    ]
    const bytes = Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'))
    const file = { name: 'repeats.jsonl', bytes }
    await takeEvaluation(
      context(),
      { workspaceId: DEFAULT_WORKSPACE, file, by: 'ada', controlId: 'tool-gate' },
      nothing,
    )
    // 14 passes at 2 cases in 20 attempts, and 6 failures.
    expect((await state('tool-gate')).control.efficacy!.mean).toBeCloseTo((0.5 + 1.4) / (1 + 1.4 + 6), 6)
  })

  it('a case that passes night after night counts as one that passed last night', async () => {
    const passed = async (day: number, key: string) => {
      const bytes = Buffer.from(JSON.stringify({ key, result: 'pass', at: `2026-07-0${day}T03:00:00Z` }))
      const file = { name: `night-${day}-${key}.jsonl`, bytes }
      const given = { workspaceId: DEFAULT_WORKSPACE, file, by: 'ada', controlId: 'tool-gate' }
      expect(await takeEvaluation(context(), given, nothing)).toMatchObject({ ok: true })
      return (await state('tool-gate')).control.efficacy!.counted.passes
    }
    const once = await passed(1, 'a')
    await passed(3, 'a')
    await passed(2, 'a')
    const counted = await passed(4, 'a')
    expect(counted / once).toBeCloseTo(2 ** (3 / 90), 1)
    expect((await passed(4, 'b')) / counted).toBeCloseTo(2, 1)
  })

  it('has the history of each of its cases, and names those that contradict themselves', async () => {
    const drawn = fc.sample(
      fc.record({
        ...{ passed: fc.nat(2), failed: fc.nat(2), open: fc.nat(1), version: fc.constantFrom('1', '2', undefined) },
        key: fc.constantFrom('a', 'b', 'c', 'd'),
      }),
      40,
    )
    for (const [place, { key, passed, failed, open, version: subjectVersion }] of drawn.entries()) {
      now = `2026-08-10T12:${String(place).padStart(2, '0')}:00.000Z`
      const tries = [...Array(passed).fill('pass'), ...Array(failed).fill('fail'), ...Array(open).fill('error')]
      const lines = tries.map((result) => JSON.stringify({ key, result, note: `run ${place}` }))
      const file = {
        name: `${place}.jsonl`,
        bytes: Buffer.from(lines.join('\n') || `{"key":"none","result":"pass","note":"${place}"}`),
      }
      const given = { workspaceId: DEFAULT_WORKSPACE, file, by: 'ada', controlId: 'input-filter', subjectVersion }
      const taken = await takeEvaluation(context(), given, nothing)
      if (!taken.ok) throw new Error(taken.error.message)
    }
    await changedAfter('2026-08-10T12:20:00.000Z')
    const { counts, list } = await made.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      casesForControl(work, 'input-filter', 'all', 100),
    )
    for (const one of list) {
      const found = (await historyOfCase(context(), DEFAULT_WORKSPACE, one, { name: 'ada', readsAll: false }))!
      const [newest] = found.sightings
      expect(one).toMatchObject({ result: newest!.result, at: newest!.at, run: newest!.run, runs: found.runs })
      expect(one.failedIn).toBe(found.sightings.filter(({ result }) => result === 'fail').length)
      expect(one.flaky?.attempts).toBe(found.flakiness?.attempts)
      expect(one.flaky?.passed).toBe(found.flakiness?.passed)
      expect(one.flaky?.disagreement ?? 0).toBeCloseTo(found.flakiness?.disagreement ?? 0, 12)
    }
    expect(counts).toEqual({
      cases: list.length,
      failing: list.filter(({ result }) => result === 'fail').length,
      open: list.filter(({ result }) => result === 'insufficient').length,
      flaky: list.filter(({ flaky }) => flaky).length,
    })
    const part = await made.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      casesForControl(work, 'input-filter', 'flaky', 1),
    )
    expect(part).toEqual({ counts, list: list.filter(({ flaky }) => flaky).slice(0, 1) })
    expect(
      await made.database.inWorkspace(DEFAULT_WORKSPACE, (work) => casesForControl(work, 'tool-gate', 'all', 100)),
    ).toEqual({ counts: { cases: 0, failing: 0, open: 0, flaky: 0 }, list: [] })
  })

  it('says which control is missing', async () => {
    const given = { workspaceId: DEFAULT_WORKSPACE, file: report(1, 0), by: 'ada', controlId: 'nobody' }
    const taken = await takeEvaluation(context(), given, nothing)
    expect(taken).toMatchObject({ ok: false, error: { code: 'no-such-control' } })
  })
})

describe('what barriers share', () => {
  beforeEach(async () => {
    await registered()
  })

  /** The same 200 cases at each of the two, of which some fail. */
  async function met(controlId: string, failsAt: (index: number) => boolean, name = 'joint.jsonl') {
    const line = (_: unknown, index: number) =>
      JSON.stringify({ key: `c${index}`, result: failsAt(index) ? 'fail' : 'pass' })
    const file = { name, bytes: Buffer.from(Array.from({ length: 200 }, line).join('\n')) }
    const subjectVersion = controlId === 'input-filter' ? '2' : undefined
    const given = { workspaceId: DEFAULT_WORKSPACE, file, by: 'ada', controlId, subjectVersion }
    expect(await takeEvaluation(context(), given, nothing)).toMatchObject({ ok: true })
  }
  const cause = async () => (await state()).residual.groups[0]!

  it('is assumed until the same cases were put to each of them, then its upper bound counts', async () => {
    await met('input-filter', (index) => index < 20)
    expect(await cause()).toEqual({ causes: ['model:m'], members: [0, 1], beta: 0.3, measured: null })
    await met('tool-gate', (index) => index >= 18 && index < 38)
    const { beta, measured } = await cause()
    expect(measured).toMatchObject({ cases: 200, clusters: 200, together: 2, holdsUntil: '2026-11-08T12:00:00.000Z' })
    expect(measured!.point).toBeLessThan(0.02)
    expect(beta).toBe(measured!.upper)
    expect(beta).toBeGreaterThan(0.1)
  })

  it('is more than was assumed where they fail in the same cases', async () => {
    await met('input-filter', (index) => index < 20)
    await met('tool-gate', (index) => index < 18)
    expect(await cause()).toMatchObject({ beta: 1, measured: { together: 18, upper: 1 } })
  })

  it('is assumed again for another version, and once the cases are too old', async () => {
    await met('input-filter', (index) => index < 20)
    await met('tool-gate', (index) => index >= 20 && index < 40)
    expect((await cause()).measured).not.toBeNull()
    await registered(register.replace('version: "2"', 'version: "3"'))
    expect(await cause()).toMatchObject({ beta: 0.3, measured: null })
    await registered()
    expect((await cause()).measured).not.toBeNull()
    now = '2026-11-09T12:00:00.000Z'
    expect(await cause()).toMatchObject({ beta: 0.3, measured: null })
  })

  it('cannot be told where one of them never failed, or from a handful of cases', async () => {
    await met('input-filter', () => false)
    await met('tool-gate', (index) => index < 20)
    expect(await cause()).toMatchObject({ beta: 0.3, measured: null })
    expect(await allRows(made, 'select together, cases, upper from shared_cause_measure')).toEqual([
      { together: 0, cases: 200, upper: null },
    ])
  })
})

describe('the chain of evidence', () => {
  beforeEach(async () => {
    await registered()
    await evaluated('input-filter', 190, 10, '2')
    await told(...Array.from({ length: 20 }, (_, index) => seen('tool-gate', { demands: index + 1 })))
  })

  const check = () => verifyEvidence(made.database, DEFAULT_WORKSPACE)

  it('holds, and grows at its end only', async () => {
    const before = await check()
    expect(before).toMatchObject({ entries: 22, erased: 0 })
    expect(before.brokenAt).toBeUndefined()
    await told(seen('tool-gate', {}))
    expect(await check()).toMatchObject({ entries: 23 })
  })

  it('of several that write at once stays one', async () => {
    await Promise.all(Array.from({ length: 8 }, () => told(seen('tool-gate', {}), seen('input-filter', {}))))
    expect(await check()).toMatchObject({ entries: 38 })
    expect((await check()).brokenAt).toBeUndefined()
  })

  it('of any history holds, and a workspace is judged by its own rows alone (laws 5, 9)', async () => {
    const other = '00000000-0000-4000-8000-000000000002'
    await sql`insert into workspace (id, slug, name) values (${other}, 'other', 'Other')`.execute(
      made.database.instance,
    )
    await takeRegister(context(), { workspaceId: other, text: register }, nothing)
    const workspaces = [DEFAULT_WORKSPACE, other]
    const sums = new Map<string, number>()
    const keyOf = (...parts: string[]) => parts.join(' ')
    const add = (key: string, count: number) => sums.set(key, (sums.get(key) ?? 0) + count)
    add(keyOf(DEFAULT_WORKSPACE, 'input-filter', 'efficacy', 'pass'), 190)
    add(keyOf(DEFAULT_WORKSPACE, 'input-filter', 'efficacy', 'fail'), 10)
    add(keyOf(DEFAULT_WORKSPACE, 'tool-gate', 'coverage', 'pass'), 210)
    const entries = new Map([
      [DEFAULT_WORKSPACE, 22],
      [other, 0],
    ])
    const piece = fc.record({
      workspaceId: fc.constantFrom(...workspaces),
      controlId: fc.constantFrom('input-filter', 'tool-gate'),
      aspect: fc.constantFrom('coverage' as const, 'efficacy' as const),
      result: fc.constantFrom('pass' as const, 'fail' as const),
      demands: fc.integer({ min: 1, max: 1_000 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 8 }), async (pieces) => {
        for (const { workspaceId, ...one } of pieces) {
          const evidence = [seen(one.controlId, one)]
          expect((await takeEvidence(context(), { workspaceId, evidence }, nothing)).ok).toBe(true)
          add(keyOf(workspaceId, one.controlId, one.aspect, one.result), one.demands)
          entries.set(workspaceId, entries.get(workspaceId)! + 1)
        }
        for (const workspaceId of workspaces) {
          const found = await verifyEvidence(made.database, workspaceId)
          expect([found.entries, found.brokenAt, found.sumsOff]).toEqual([entries.get(workspaceId), undefined, 0])
          for (const { id, assessment } of (await assessAssurance(context(), workspaceId)).controls) {
            const sum = (aspect: string, result: string) => sums.get(keyOf(workspaceId, id, aspect, result)) ?? 0
            const { efficacy, coverage } = assessment
            expect([efficacy?.passes ?? 0, efficacy?.failures ?? 0]).toEqual([
              sum('efficacy', 'pass'),
              sum('efficacy', 'fail'),
            ])
            expect(coverage?.demands ?? 0).toBe(sum('coverage', 'pass') + sum('coverage', 'fail'))
          }
        }
      }),
      { numRuns: 6 },
    )
  })

  it('can be changed neither by the application nor by the owner', async () => {
    const change = 'update evidence_detail set demands = 1000000 where position = 5'
    await expect(allRows(made, change)).rejects.toThrow('append-only')
    await expect(allRows(made, 'delete from evidence where position = 5')).rejects.toThrow('append-only')
  })

  it.each([
    [
      'a count is raised',
      'alter table evidence_detail disable trigger user; update evidence_detail set demands = 1000000 where position = 5',
    ],
    [
      'an entry is left out',
      'alter table evidence disable trigger user; alter table evidence_detail disable trigger user; delete from evidence_detail where position = 5; delete from evidence where position = 5',
    ],
    [
      'a time is moved',
      "alter table evidence disable trigger user; update evidence set at = at - interval '1 day' where position = 5",
    ],
  ])('shows where it was broken: %s', async (_, forgery) => {
    await allRows(made, forgery)
    expect((await check()).brokenAt).toBe(5)
  })

  it('shows sums that do not follow from it', async () => {
    expect(await check()).toMatchObject({ sumsOff: 0 })
    await allRows(made, "update evidence_day set demands = demands * 100 where control_id = 'tool-gate'")
    expect(await check()).toMatchObject({ sumsOff: 1 })
    expect((await check()).brokenAt).toBeUndefined()
  })

  it('is not broken by forgetting', async () => {
    await allRows(made, 'delete from evidence_detail where position in (3, 4)')
    expect(await check()).toMatchObject({ entries: 22, erased: 2, sumsOff: 0 })
    expect((await check()).brokenAt).toBeUndefined()
  })

  it('proves itself in an export, and a changed export does not', async () => {
    const about = { workspace: DEFAULT_WORKSPACE, exportedAt: now }
    const lines: string[] = []
    for await (const line of exportedLines(about, readChain(made.database, DEFAULT_WORKSPACE)))
      lines.push(line.trimEnd())
    const verified = (texts: readonly string[]) =>
      verifyExport(
        (async function* () {
          yield* texts
        })(),
      )
    expect(await verified(lines)).toMatchObject({ ok: true, value: { entries: 22, head: (await check()).head } })
    const raised = lines.map((line, at) => (at === 5 ? line.replace(/"demands":\d+/, '"demands":99999') : line))
    expect(await verified(raised)).toMatchObject({ ok: true, value: { brokenAt: 5 } })
    expect(await verified(lines.slice(0, -1))).toMatchObject({
      value: { entries: 22, brokenAt: 23, damage: expect.stringContaining('cut off after line 23') },
    })
    const torn = [...lines.slice(0, 9), lines[9]!.slice(0, 40)]
    expect(await verified(torn)).toMatchObject({
      value: { entries: 8, brokenAt: 9, damage: 'line 10 is no whole entry' },
    })
    expect(await verified(lines.toSpliced(10, 1))).toMatchObject({ ok: true, value: { brokenAt: 10 } })
    expect(await verified([lines[0]!, lines.at(-1)!])).toMatchObject({ ok: false, error: { code: 'not-evidence' } })
    expect(await verified(['{}'])).toMatchObject({ ok: false, error: { code: 'not-evidence' } })
  })
})
