import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ChainedEvidence, Evidence } from '#assurance/evidence'
import { readChain } from '#assurance/evidence/store'
import { assessAssurance, takeEvidence, takeRegister } from '#flows/assurance'
import { loadSample } from '#flows/sample-organisation'
import { movementsOfScenario } from '#flows/scenario-movements'
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
  const [died, ...before] = await movementsOfScenario(site, workspaceId, after!)
  expect(died).toMatchObject({ at: clock.clock(), control: 'tool-gate', because: 'a probe found Order tool gate dead' })
  expect(died!.to).toBeCloseTo(after!.residual.frequency!, 9)
  expect(died!.from).toBeLessThan(6)
  expect(before.length).toBeGreaterThan(0)
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
