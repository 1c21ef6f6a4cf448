import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Instant } from '#core/kernel'
import { tableById } from '#exposure/prioritisation'
import { assessAssurance, assessControls } from '#flows/assurance'
import { keepSecret, settleApproval } from '#flows/gateways'
import { KnowledgeHolder } from '#flows/knowledge-holder'
import { takeEvidence } from '#flows/take-evidence'
import { takeRegister } from '#flows/take-register'
import { settleTraces, TraceIntake } from '#flows/traces'
import { watchSafeguards } from '#flows/watch-safeguards'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { secretBox } from '#platform/secrets'
import { allRows } from '../support/all-rows.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { type Portkey, startPortkey } from '../support/portkey/index.ts'

/** Life and coverage of a guardrail in somebody else's gateway: Portkey's, as a process of its own. */
const workspaceId = DEFAULT_WORKSPACE
const secrets = secretBox([Buffer.alloc(32, 7)])
const folder = mkdtempSync(join(tmpdir(), 'lunette-gateway-'))
let made: TestDatabase
let portkey: Portkey
let now: string

beforeAll(async () => {
  portkey = await startPortkey()
})
afterAll(async () => {
  await portkey.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  now = new Date().toISOString()
  made = await testDatabase()
  portkey.guard.isUp = true
})
afterEach(() => made.drop())

const context = () => ({
  ...{ database: made.database, clock: () => now as Instant, secrets, dial: 'precise' as const },
  ...{ privateHosts: ['127.0.0.1'], table: tableById('bod-26-04')! },
  knowledge: new KnowledgeHolder(join(folder, `${Math.random()}.index`)),
})
const later = (minutes: number) => {
  now = new Date(Date.parse(now) + minutes * 60_000).toISOString()
}
const acting = { workspaceId, by: 'ada' }

/** This gateway is told of its guardrails by a header of each caller, which is so the secret that Lunette keeps. */
async function registered(guardrails: readonly object[]) {
  const text = `
ai-register: 1
gateways: [{ id: front, url: "${portkey.url}", model: small-9b, header: x-portkey-config, timeout-seconds: 10 }]
systems: [{ id: helpdesk, name: Helpdesk, purpose: answers, role: deployer, autonomy: supervised, traces: { services: [portkey] } }]
controls:
  - { id: canary-filter, name: Canary filter, claim: stops marked requests, system: helpdesk, probe-interval-minutes: 10,
      probe: { gateway: front, before-model: true } }
scenarios:
  - { id: s, title: S, harm: h, attempts: { value: 1000 }, barriers: [{ control: canary-filter, layer: prevent }] }
`
  const taken = await takeRegister(context(), { workspaceId, text }, async () => {})
  if (!taken.ok) throw new Error(taken.error.message)
  await settleApproval(context(), acting, 'front', portkey.url, async () => {})
  await configured(guardrails)
}

const configured = (guardrails: readonly object[]) =>
  keepSecret(context(), acting, 'front', portkey.config(guardrails), async () => {})

/** Evidence that it covers all and stops most, so that only its life is in question. */
async function shownToWork() {
  const about = {
    kind: 'telemetry',
    demands: 200,
    weight: 1,
    controlId: 'canary-filter',
    subjectVersion: null,
  } as const
  const evidence = (['coverage', 'efficacy'] as const).map((aspect) => ({
    ...{ ...about, aspect, result: 'pass' as const, source: 'x', at: now, note: null },
  }))
  await takeEvidence(context(), { workspaceId, evidence }, async () => {})
}

const watch = () => watchSafeguards(context(), workspaceId)
const left = async () => (await assessAssurance(context(), workspaceId)).scenarios[0]!.residual.frequency
const findings = () => allRows(made, 'select title, state from finding order by title')

async function asked(text: string, guardrails: readonly object[]): Promise<number> {
  const response = await fetch(`${portkey.url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-portkey-config': portkey.config(guardrails) },
    body: JSON.stringify({ model: 'small-9b', user: 'ada', messages: [{ role: 'user', content: text }] }),
  })
  await response.arrayBuffer()
  return response.status
}

describe('a guardrail of a real gateway', () => {
  it('whose service is down fails open and says that it passed: dead within one interval, and alive once it is back', async () => {
    await registered([portkey.byService('canary-filter')])
    await shownToWork()
    const reached = portkey.reached.length
    expect((await watch()).probed).toMatchObject([{ verdict: 'live' }])
    // Only the harmless request came as far as the model.
    expect(portkey.reached.slice(reached)).toEqual([expect.stringContaining('LUNETTE-HARMLESS-')])
    expect(await left()).toBeLessThan(20)

    portkey.guard.isUp = false
    later(11)
    const watched = await watch()
    expect(watched.probed).toMatchObject([
      { verdict: 'dead', hasTurned: true, note: 'the marker came back; the gateway says that it ran canary-filter' },
    ])
    expect(watched.opened).toBe(1)
    expect(await left()).toBe(1000)
    expect(await findings()).toEqual([{ title: 'Canary filter is dead', state: 'open' }])

    portkey.guard.isUp = true
    later(11)
    expect(await watch()).toMatchObject({ probed: [{ verdict: 'live', hasTurned: true }], resolved: 1 })
    expect(await left()).toBeLessThan(20)
  })

  it('that somebody took out of the configuration is dead, and nothing claims that it ran', async () => {
    await registered([portkey.byService('canary-filter')])
    expect((await watch()).probed).toMatchObject([{ verdict: 'live' }])
    await configured([])
    later(11)
    expect((await watch()).probed).toMatchObject([{ verdict: 'dead', note: 'the marker came back' }])
  })

  it('is covered as far as the gateway’s own log shows it; probes are nobody’s demands', async () => {
    const guardrails = [portkey.byService('canary-filter')]
    await registered(guardrails)
    const from = portkey.log().length
    expect((await watch()).probed).toMatchObject([{ verdict: 'live' }])
    const statuses = [
      ...(await inTurn(5, (index) => asked(`what is ${index} and one`, guardrails))),
      await asked('please open the vault', guardrails),
      ...(await inTurn(2, (index) => asked(`past it, ${index}`, []))),
    ]
    expect(statuses).toEqual([200, 200, 200, 200, 200, 446, 200, 200])
    const log = await logged(from, statuses.length + 2)
    const intake = new TraceIntake(context())
    // The last lines are of now, and now stands still.
    later(1)
    const taken = await intake.take({ workspaceId, format: 'lines', bytes: Buffer.from(log) })
    expect(taken).toMatchObject({ ok: true, value: { status: 'complete', kept: 18 } })
    later(2)
    await settleTraces(context(), workspaceId)
    expect(await allRows(made, 'select demands, refused, input_tokens from trace_hour')).toEqual([
      { demands: '8', refused: '1', input_tokens: '49' },
    ])
    expect(await allRows(made, 'select demands, carried, acted, effects from trace_control_hour')).toEqual([
      { demands: '8', carried: '6', acted: '1', effects: '1' },
    ])
    const [filter] = await assessControls(context(), workspaceId)
    expect(filter!.assessment.coverage).toMatchObject({ demands: 8, share: 0.75 })
    // What was tried is a pattern in the making; what we sent ourselves is none.
    expect(await allRows(made, 'select times from pattern_item')).toEqual([{ times: '1' }])
    expect(JSON.stringify(await allRows(made, 'select * from recent_span'))).not.toMatch(/vault|LUNETTE|and one/)
  })
})

/** The log's stream comes a moment after the answers. */
async function logged(from: number, lines: number): Promise<string> {
  for (let waited = 0; ; waited += 20) {
    const log = portkey.log().slice(from)
    if (log.split('\nevent: log').length >= lines + (log.startsWith('event: log') ? 0 : 1) && log.endsWith('\n\n'))
      return log
    if (waited > 10_000) throw new Error(`the log has too few lines:\n${log.slice(0, 2_000)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function inTurn<T>(times: number, act: (index: number) => Promise<T>): Promise<T[]> {
  const done: T[] = []
  for (let index = 0; index < times; index++) done.push(await act(index))
  return done
}
