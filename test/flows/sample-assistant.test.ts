import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ChainedEvidence, Evidence } from '#assurance/evidence'
import { readChain } from '#assurance/evidence/store'
import { traceSources, useOf } from '#assurance/monitoring/store'
import { assessAssurance } from '#flows/assurance'
import { reportCase, sayOfBarrier } from '#flows/assurance-cases'
import { describeControl } from '#flows/assurance-controls'
import { reviewsOf, stateAssumption } from '#flows/assurance-reviews'
import { writeScenario } from '#flows/assurance-scenarios'
import { gapOf } from '#flows/evaluation-gap'
import { loadSample } from '#flows/sample-organisation'
import { movementsOfScenario } from '#flows/scenario-movements'
import { takeEvaluation } from '#flows/take-evaluation'
import { takeEvidence } from '#flows/take-evidence'
import { takeRegister } from '#flows/take-register'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type Installation, installation, movableClock } from '../support/installation.ts'

/** What a newcomer sees first: one assistant behind four measured layers, of which one may die. */
let clock: ReturnType<typeof movableClock>
let site: Installation
beforeEach(async () => {
  clock = movableClock('2026-08-10T12:00:00Z')
  site = await installation(clock.clock)
})
afterEach(() => site.close())

const workspaceId = DEFAULT_WORKSPACE
const nothing = async () => {}

async function load() {
  const loaded = await loadSample(site, { workspaceId, actor: 'ada' }, () => {})
  if (!loaded.ok) throw new Error(loaded.error.message)
  return loaded.value
}

it('brings an assistant whose four layers are measured, and whose risk is within appetite until one dies', async () => {
  expect(await load()).toMatchObject({ assets: 4, systems: 1 })
  const { controls, scenarios } = await assessAssurance(site, workspaceId)
  expect(controls.map(({ assessment }) => assessment.liveness.state)).toEqual(['live', 'live', 'live', 'live'])
  expect(controls.filter(({ assessment: { coverage, efficacy } }) => !coverage || !efficacy)).toEqual([])
  expect(scenarios.map(({ residual }) => residual.withinAppetite)).toEqual([true, true])
  const sources = await site.database.inWorkspace(workspaceId, traceSources)
  expect(sources).toMatchObject([{ system: 'helpdesk', spans: 29_988, service: expect.stringContaining('made up') }])
  clock.move('2026-08-10T13:00:00Z')
  const seen = { kind: 'probe', aspect: 'liveness', result: 'fail', demands: 1, weight: 1 } as const
  const probe: Evidence = {
    ...seen,
    at: clock.clock(),
    controlId: 'tool-gate',
    subjectVersion: null,
    source: 'by hand',
    note: null,
  }
  await takeEvidence(site, { workspaceId, evidence: [probe] }, nothing)
  const after = (await assessAssurance(site, workspaceId)).scenarios.find(({ id }) => id === 'injection-to-order-tool')
  expect(after?.residual.withinAppetite).toBe(false)
  const [died, ...before] = (await movementsOfScenario(site, workspaceId, after!)).movements
  const { cause, failure } = died!.drivers[0]!
  expect(cause).toMatchObject({ kind: 'evidence', control: 'tool-gate', aspect: 'liveness', last: 'fail' })
  expect([died!.at, failure!.to, died!.drivers.length]).toEqual([clock.clock(), 1, 1])
  expect(died!.to).toBeCloseTo(after!.residual.frequency!, 9)
  expect(died!.from).toBeLessThan(6)
  expect(before.length).toBeGreaterThan(0)
})

it('has a course behind it: layer by layer the risk fell, rose while one was dead, and fell again', async () => {
  await load()
  const { movements } = await movementsOfScenario(site, workspaceId, { id: 'injection-to-order-tool' })
  const course = movements.toReversed().map(({ at, from, to }) => ({ at: at.slice(0, 16), times: to / (from ?? to) }))
  const large = course.filter(({ times }) => times > 2 || times < 0.5)
  expect(large.map(({ at, times }) => `${at} ${times > 1 ? 'rose' : 'fell'}`)).toEqual([
    ...['2026-08-04T12:00 fell', '2026-08-05T12:00 fell', '2026-08-07T12:00 fell'],
    ...['2026-08-10T00:00 rose', '2026-08-10T06:00 fell'],
  ])
  expect(movements[0]!.to).toBeLessThan(6)
})

it('tells of each movement which evidence, assumption or word of a control it was, and of late evidence what it is about', async () => {
  await load()
  const told = async () => (await movementsOfScenario(site, workspaceId, { id: 'injection-to-order-tool' })).movements
  const first = await told()
  clock.move('2026-08-10T13:00:00Z')
  const beta = { id: 'beta-same-model', title: 'shared', value: 0.8, unit: 'share', source: 'a study' }
  const days = { statedOn: '2026-08-10', expiresOn: '2027-08-10' }
  await stateAssumption(site, { workspaceId, by: 'ada' }, { ...beta, ...days }, nothing)
  clock.move('2026-08-10T14:00:00Z')
  const late: Evidence = {
    ...{ kind: 'near-miss', aspect: 'efficacy', result: 'fail', demands: 1, weight: 1, controlId: 'tool-gate' },
    ...{ subjectVersion: null, source: 'case x', at: '2026-07-20T08:00:00.000Z', note: null },
  }
  await takeEvidence(site, { workspaceId, evidence: [late] }, nothing)
  clock.move('2026-08-10T15:00:00Z')
  await describeControl(site, { workspaceId, id: 'tool-gate', said: { version: '2.0' } }, nothing)
  const [versioned, recorded, assumed, ...rest] = await told()
  expect(assumed).toMatchObject({ at: '2026-08-10T13:00:00.000Z', from: first[0]!.to })
  expect(assumed!.drivers.map(({ cause }) => cause)).toEqual([
    { kind: 'shared', sharesModel: true, from: 0.3, to: 0.8 },
  ])
  expect(recorded).toMatchObject({ at: '2026-08-10T14:00:00.000Z', from: assumed!.to })
  expect(recorded!.drivers.map(({ cause }) => cause)).toMatchObject([
    { kind: 'evidence', of: 'near-miss', seen: { from: late.at, to: late.at }, failed: 1 },
  ])
  expect(versioned!.drivers.map(({ cause }) => cause)).toMatchObject([{ kind: 'version', from: '1.8', to: '2.0' }])
  // So many are told: the oldest make room.
  expect(rest).toEqual(first.slice(0, rest.length))
  expect(rest.length).toBeGreaterThan(2)
  const { scenarios } = await assessAssurance(site, workspaceId)
  clock.move('2026-08-10T16:00:00Z')
  const { appetite, ...said } = scenarios.find(({ id }) => id === 'injection-to-order-tool')!
  const { id, revision: seen } = said
  await writeScenario(site, workspaceId, { id, said: { ...said, appetite: 40 }, seen }, nothing)
  expect((await told())[0]).toMatchObject({ drivers: [{ cause: { kind: 'appetite', from: appetite, to: 40 } }] })
  expect(versioned!.to).toBeCloseTo(
    scenarios.find(({ id }) => id === 'injection-to-order-tool')!.residual.frequency!,
    9,
  )
})

it('tells of use, gap and coverage the same: they are one week of made-up traces', async () => {
  await load()
  const { controls } = await assessAssurance(site, workspaceId)
  const demands = Object.fromEntries(controls.map(({ id, assessment }) => [id, assessment.coverage]))
  expect(demands).toMatchObject({
    'input-filter': { demands: 9_996, share: 9_856 / 9_996 },
    'answer-judge': { demands: 9_996, share: 9_695 / 9_996 },
    'tool-gate': { demands: 637, share: 1 },
    'agent-review': { demands: 637, share: 504 / 637 },
  })
  const gap = await gapOf(site, workspaceId, { controlId: 'input-filter' })
  expect(gap).toMatchObject({ ok: true, value: { demands: 9_996, blindShare: 0 } })
  const alone = { name: 'after.csv', bytes: Buffer.from('key,result\ninjected-mail-107,pass\n') }
  await takeEvaluation(site, { workspaceId, file: alone, by: 'ada', controlId: 'input-filter' }, nothing)
  expect(await gapOf(site, workspaceId, { controlId: 'input-filter' })).toMatchObject({
    ...{ ok: true, value: { runName: 'sample injected-mail', blindShare: 0 } },
  })
  const dayAgo = new Date(Date.parse(clock.clock()) - 86_400_000).toISOString()
  const used = await site.database.inWorkspace(workspaceId, (work) => useOf(work, 'helpdesk', dayAgo))
  expect(used.demands).toBeGreaterThan(1_400)
})

it('asks once for a review of the system by a case that met its safeguards, and by one that names only the system', async () => {
  await load()
  const acting = { workspaceId, by: 'ada' }
  const told = {
    kind: 'near-miss' as const,
    title: 'An order nearly changed',
    summary: '',
    pattern: null,
    system: null,
  }
  const times = { occurredFrom: null, occurredTo: null, detectedAt: null, containedAt: null }
  const report = async (over: { title: string; system: string | null }) => {
    clock.move(new Date(Date.parse(clock.clock()) + 60_000).toISOString())
    const opened = await reportCase(site, acting, { ...told, ...times, ...over }, nothing)
    return opened.ok ? opened.value.id : ''
  }
  const met = await report({ title: 'An order nearly changed', system: null })
  for (const controlId of ['tool-gate', 'input-filter'])
    await sayOfBarrier(site, acting, met, { controlId, outcome: 'failed', note: null }, nothing)
  await report({ title: 'It answered in French', system: 'helpdesk' })
  const system = (await reviewsOf(site, workspaceId)).find(({ kind }) => kind === 'ai-system')
  expect(
    system?.reasons
      .filter(({ kind }) => kind === 'case')
      .map(({ sentence }) => sentence)
      .sort(),
  ).toEqual(['a case concerns it: An order nearly changed', 'a case concerns it: It answered in French'])
})

it('changes nothing when it is loaded again, and says of each piece of evidence that it is made up', async () => {
  await load()
  const entries = async () => {
    const found: ChainedEvidence[] = []
    for await (const entry of readChain(site.database, workspaceId)) found.push(entry)
    return found
  }
  const first = await entries()
  expect(first.length).toBeGreaterThan(12)
  expect(first.filter(({ words }) => !/^(sample organisation|evaluation )/.test(words!.source))).toEqual([])
  clock.move('2026-08-10T13:00:00Z')
  await load()
  expect(await entries()).toEqual(first)
})

it('stays away from controls that somebody registered', async () => {
  const text = 'ai-register: 1\ncontrols: [{ id: own, name: Own, claim: holds }]'
  await takeRegister(site, { workspaceId, text }, nothing)
  expect(await load()).toMatchObject({ assets: 4, systems: 0 })
  expect((await assessAssurance(site, workspaceId)).controls.map(({ id }) => id)).toEqual(['own'])
})
