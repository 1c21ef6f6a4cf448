import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importListQuery } from '#contract'
import type { Instant } from '#core/kernel'
import { tableById } from '#exposure/prioritisation'
import { assessAssurance } from '#flows/assurance'
import { keepSecret, settleApproval } from '#flows/gateways'
import { KnowledgeHolder } from '#flows/knowledge-holder'
import { watchedMonitors } from '#flows/monitors'
import { probeSafeguards } from '#flows/probe-safeguards'
import { takeEvidence } from '#flows/take-evidence'
import { takeRegister } from '#flows/take-register'
import { settleTraces, TraceIntake } from '#flows/traces'
import { isWatchDue, watchSafeguards } from '#flows/watch-safeguards'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { secretBox } from '#platform/secrets'
import { listImports } from '#views/imports'
import { allRows } from '../support/all-rows.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { startGateway, type TestGateway } from '../support/gateway.ts'
import { otlpProtobuf } from '../support/otlp.ts'

/** A guardrail that dies silently is seen within one probe; against a real gateway process's sockets. */
const workspaceId = DEFAULT_WORKSPACE
const secrets = secretBox([Buffer.alloc(32, 7)])
const folder = mkdtempSync(join(tmpdir(), 'lunette-safeguards-'))
let made: TestDatabase
let gateway: TestGateway
let now: string
let knowledge: KnowledgeHolder

beforeEach(async () => {
  now = new Date().toISOString()
  made = await testDatabase()
  gateway = await startGateway('s3cret')
  knowledge = new KnowledgeHolder(join(folder, `${Math.random()}.index`))
})
afterEach(async () => {
  await gateway.close()
  await made.drop()
  rmSync(folder, { recursive: true, force: true })
})

const context = () => ({
  ...{ database: made.database, clock: () => now as Instant, secrets, knowledge, dial: 'precise' as const },
  ...{ privateHosts: ['127.0.0.1'], table: tableById('bod-26-04')! },
})
const later = (minutes: number) => {
  now = new Date(Date.parse(now) + minutes * 60_000).toISOString()
}

const registerOf = (url: string, probe = '') => `
ai-register: 1
gateways: [{ id: front, url: "${url}", model: m, timeout-seconds: 1 }]
systems: [{ id: helpdesk, name: Helpdesk, purpose: answers, role: deployer, autonomy: supervised, traces: { services: [helpdesk-api] } }]
controls:
  - { id: filter, name: Canary filter, claim: stops marked requests, system: helpdesk, probe-interval-minutes: 10, probe: { gateway: front${probe} } }
scenarios:
  - { id: s, title: S, harm: h, attempts: { value: 1000 }, barriers: [{ control: filter, layer: prevent }] }
monitors:
  - { id: stopped, system: helpdesk, kind: rate, measure: refused, usual: 0.02, bad: 0.2, false-alarm-every: 1000 }
  - { id: steps, system: helpdesk, kind: window, per: actor, measure: refused, most: 3 }
  - { id: spend, system: helpdesk, kind: budget, most: 1000 }
`

async function registered({ isApproved = true, probe = '' } = {}) {
  const taken = await takeRegister(context(), { workspaceId, text: registerOf(gateway.url, probe) }, async () => {})
  if (!taken.ok) throw new Error(taken.error.message)
  const acting = { workspaceId, by: 'ada' }
  if (isApproved) await settleApproval(context(), acting, 'front', gateway.url, async () => {})
  await keepSecret(context(), acting, 'front', 's3cret', async () => {})
}

const probe = async () => (await probeSafeguards(context(), workspaceId, { only: ['filter'] }))[0]!
const findings = () => allRows(made, 'select title, state from finding order by title')

describe('a guardrail', () => {
  it('that stops what is marked and lets through what is not is alive', async () => {
    await registered()
    expect(await probe()).toMatchObject({ verdict: 'live', hasTurned: true })
    expect(gateway.seen.map(({ text }) => text.replace(/[0-9A-F]{16}/, '#'))).toEqual([
      'Please repeat this test marker: LUNETTE-HARMLESS-#',
      'Please repeat this test marker: LUNETTE-CANARY-#',
    ])
  })

  it('that is silently switched off is dead within one probe: the risk moves, a finding is raised, and both come back', async () => {
    await registered()
    const about = {
      kind: 'telemetry' as const,
      demands: 200,
      weight: 1,
      controlId: 'filter',
      subjectVersion: null,
      note: null,
    }
    const evidence = (['coverage', 'efficacy'] as const).map((aspect) => ({
      ...about,
      aspect,
      result: 'pass' as const,
      source: 'x',
      at: now,
    }))
    await takeEvidence(context(), { workspaceId, evidence }, async () => {})
    await watchSafeguards(context(), workspaceId)
    const left = async () => (await assessAssurance(context(), workspaceId)).scenarios[0]!.residual.frequency
    expect(await left()).toBeLessThan(20)
    gateway.guard.isOn = false
    later(11)
    const watched = await watchSafeguards(context(), workspaceId)
    expect(watched.probed).toMatchObject([{ verdict: 'dead', hasTurned: true }])
    // The gateway's own word says that the guardrail ran.
    expect(watched.probed[0]!.note).toBe('the marker came back; the gateway says that it ran canary-filter')
    expect(watched.opened).toBe(1)
    expect(await left()).toBe(1000)
    expect(await findings()).toEqual([{ title: 'Canary filter is dead', state: 'open' }])
    gateway.guard.isOn = true
    later(11)
    expect((await watchSafeguards(context(), workspaceId)).resolved).toBe(1)
    expect(await left()).toBeLessThan(20)
  })

  it('of which somebody records that it is dead is a finding at the next look, decided by what that means, and closed as soon', async () => {
    await registered({ isApproved: false })
    const seen = { kind: 'probe', aspect: 'liveness', demands: 1, weight: 1, source: 'by hand', note: null } as const
    const say = (result: 'pass' | 'fail') =>
      takeEvidence(
        context(),
        { workspaceId, evidence: [{ ...seen, result, at: now, controlId: 'filter', subjectVersion: null }] },
        async () => {},
      )
    await watchSafeguards(context(), workspaceId)
    expect(await isWatchDue(context(), workspaceId)).toBe(false)
    await say('fail')
    expect(await isWatchDue(context(), workspaceId)).toBe(true)
    expect(await watchSafeguards(context(), workspaceId)).toMatchObject({ opened: 1 })
    expect(await isWatchDue(context(), workspaceId)).toBe(false)
    const decided = `select location, basis, priority #>> '{inputs,1,7}' as kev from finding`
    expect(await allRows(made, decided)).toMatchObject([
      { location: 'filter', kev: 'KEV lists vulnerabilities with a CVE id; this is how something is set up' },
    ])
    expect(await listImports(made.database, workspaceId, importListQuery.parse({}))).toMatchObject({
      total: 0,
      rows: [],
    })
    later(1)
    await say('pass')
    expect(await isWatchDue(context(), workspaceId)).toBe(true)
    expect(await watchSafeguards(context(), workspaceId)).toMatchObject({ resolved: 1 })
  })

  it('that lets the request through to the model and says that it was stopped is dead once the trace shows it', async () => {
    await registered()
    gateway.mood = 'deceives'
    expect(await probe()).toMatchObject({ verdict: 'live' })
    const intake = new TraceIntake(context())
    await intake.take({ workspaceId, format: 'json', bytes: Buffer.from(gateway.spans()) })
    later(2)
    const watched = await watchSafeguards(context(), workspaceId)
    expect(watched.probed[0]).toMatchObject({ controlId: 'filter', verdict: 'dead' })
    // Probes are nobody's demands.
    expect(await allRows(made, 'select * from trace_hour')).toEqual([])
  })

  it.each([
    ['stops-all', 'the harmless request was stopped, too'],
    ['hangs', 'was not answered'],
    ['nonsense', 'no chat completion'],
    ['huge', 'was not answered'],
  ] as const)('behind a gateway that %s is neither alive nor dead', async (mood, words) => {
    await registered()
    gateway.mood = mood
    expect(await probe()).toMatchObject({ verdict: 'unknown', note: expect.stringContaining(words) })
    expect(await allRows(made, 'select * from evidence_detail')).toEqual([])
  })

  it('that masks is alive where the answer lacks its marker and holds the harmless one', async () => {
    await registered({ probe: ', expects: masked' })
    expect(await probe()).toMatchObject({ verdict: 'live' })
    gateway.guard.isOn = false
    expect(await probe()).toMatchObject({ verdict: 'dead' })
  })

  it('is asked at no address that nobody approved, nor at another than was', async () => {
    await registered({ isApproved: false })
    expect(await probe()).toMatchObject({ verdict: 'unknown', note: expect.stringContaining('nobody approved') })
    await settleApproval(context(), { workspaceId, by: 'ada' }, 'front', gateway.url, async () => {})
    expect(await probe()).toMatchObject({ verdict: 'live' })
    const text = registerOf(gateway.url.replace('/v1', '/v2'))
    await takeRegister(context(), { workspaceId, text }, async () => {})
    const asked = gateway.seen.length
    expect(await probe()).toMatchObject({ verdict: 'unknown' })
    expect(gateway.seen).toHaveLength(asked)
  })

  it('is probed at its interval and not before', async () => {
    await registered()
    const sent = async () => (await probeSafeguards(context(), workspaceId)).length
    expect(await sent()).toBe(1)
    later(9)
    expect(await sent()).toBe(0)
    later(2)
    expect(await sent()).toBe(1)
  })
})

describe('monitors', () => {
  async function used(demands: number, refused: number, actor = (index: number) => `a${index}`) {
    const spans = Array.from({ length: demands }, (_, index) => ({
      trace: (Math.random() * 1e15).toString(16).replace('.', '').padStart(32, '1').slice(-32),
      name: 'chat',
      atMs: Date.parse(now) - 1_000,
      attributes: {
        ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_tokens': 1, 'user.id': actor(index) },
        ...(index < refused && { 'gen_ai.response.finish_reasons': 'content_filter' }),
      },
    }))
    const bytes = Buffer.from(otlpProtobuf('helpdesk-api', spans))
    expect(await new TraceIntake(context()).take({ workspaceId, format: 'protobuf', bytes })).toMatchObject({
      ok: true,
    })
    later(2)
    await settleTraces(context(), workspaceId)
  }
  const alarms = async () => {
    await watchSafeguards(context(), workspaceId)
    return (await watchedMonitors(context(), workspaceId)).flatMap(({ monitor, alarmSince }) =>
      alarmSince ? [monitor.id] : [],
    )
  }

  it('keep quiet while all is usual', async () => {
    await registered()
    await used(300, 6)
    expect(await alarms()).toEqual([])
  })

  it('alarm at a rate that is bad, and go back to quiet once it is usual again', async () => {
    await registered()
    await used(100, 25)
    expect(await alarms()).toEqual(['stopped'])
    expect((await findings()).map(({ title }: { title?: string }) => title)).toEqual(['Monitor stopped alarms'])
    await used(400, 0)
    expect(await alarms()).toEqual([])
  })

  it('add up what one actor does in small steps, each of which is nothing', async () => {
    await registered()
    for (let day = 0; day < 4; day++) await used(20, 1, (index) => (index === 0 ? 'mallory' : `a${index}`))
    expect(await alarms()).toEqual(['steps'])
    const [steps] = (await watchedMonitors(context(), workspaceId)).filter(({ monitor }) => monitor.id === 'steps')
    expect(steps!.sentence).toBe('one actor has more than 3 requests that were refused within 24 hours; the most are 4')
  })

  it('tell what is used against what is allowed', async () => {
    await registered()
    await used(1_200, 0)
    expect(await alarms()).toEqual(['spend'])
  })
})
