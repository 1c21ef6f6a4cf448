import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyEvidence } from '#assurance/evidence/store'
import { changeTraceSettings, recentSpans } from '#assurance/monitoring/store'
import type { Instant } from '#core/kernel'
import { assessControls } from '#flows/assurance'
import { gapOf, takeLabels } from '#flows/evaluation-gap'
import { takeEvaluation } from '#flows/take-evaluation'
import { takeRegister } from '#flows/take-register'
import { settleTraces, TraceIntake } from '#flows/traces'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { allRows } from '../support/all-rows.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { type MadeSpan, otlpJson, otlpProtobuf } from '../support/otlp.ts'

/** Traces → counts → coverage and life of a control, on a real database. */
let made: TestDatabase
let now = '2026-08-10T12:00:00.000Z'
beforeEach(async () => {
  now = '2026-08-10T12:00:00.000Z'
  made = await testDatabase()
})
afterEach(() => made.drop())

const context = () => ({ database: made.database, clock: () => now as Instant })
const workspaceId = DEFAULT_WORKSPACE

const register = `
ai-register: 1
systems:
  - id: helpdesk
    name: Helpdesk
    purpose: answers customers
    role: deployer
    autonomy: supervised
    traces: { services: [helpdesk-api], stratum: [app.channel, app.language] }
controls:
  - { id: input-filter, name: Input filter, claim: stops injected instructions, system: helpdesk }
  - { id: tool-gate, name: Tool gate, claim: asks before it acts, system: helpdesk, traces: { operations: [refund], spans: ["gate *"] } }
`

async function registered(text = register) {
  const taken = await takeRegister(context(), { workspaceId, text }, async () => {})
  if (!taken.ok) throw new Error(taken.error.message)
}

const id = (index: number) => index.toString(16).padStart(32, '0')
const at = (text: string) => Date.parse(text)

/** A demand on the assistant: one call of a model, and the guard's span where it has one. */
function demand(
  index: number,
  more: { guard?: string; tool?: string; refused?: boolean; actor?: string } = {},
): MadeSpan[] {
  const attributes = {
    ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_tokens': 100, 'gen_ai.usage.output_tokens': 20 },
    ...{
      'app.channel': 'chat',
      'app.language': index % 4 === 0 ? 'fr' : 'de',
      'gen_ai.conversation.id': `c${index % 3}`,
    },
    ...(more.refused && { 'gen_ai.response.finish_reasons': 'content_filter' }),
    'user.id': more.actor ?? 'ada@example.com',
    'gen_ai.input.messages': 'my card is 4111 1111 1111 1111',
  }
  const when = { trace: id(index), atMs: at('2026-08-10T11:10:00Z') + index }
  return [
    { ...when, name: 'chat m', attributes },
    ...(more.guard
      ? [
          {
            ...{ ...when, name: 'apply_guardrail input-filter' },
            attributes: {
              ...{ 'gen_ai.operation.name': 'apply_guardrail', 'gen_ai.guardian.id': 'input-filter' },
              'gen_ai.security.decision.type': more.guard,
            },
          },
        ]
      : []),
    ...(more.tool
      ? [
          {
            ...when,
            name: 'tool',
            attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': more.tool },
          },
        ]
      : []),
  ]
}

async function take(spans: readonly MadeSpan[], as: 'protobuf' | 'json' = 'protobuf', service = 'helpdesk-api') {
  const bytes = as === 'json' ? otlpJson(service, spans) : otlpProtobuf(service, spans)
  const taken = await new TraceIntake(context()).take({ workspaceId, format: as, bytes: Buffer.from(bytes) })
  if (!taken.ok) throw new Error(taken.error.message)
  return taken.value
}

const settle = () => settleTraces(context(), workspaceId, 0)
const later = (minutes: number) => {
  now = new Date(Date.parse(now) + minutes * 60_000).toISOString()
}

describe('coverage', () => {
  it('is counted from traces: those that carry the control, of all that are demands on it', async () => {
    await registered()
    const spans = Array.from({ length: 20 }, (_, index) => demand(index + 1, index < 15 ? { guard: 'allow' } : {}))
    await take(spans.flat())
    later(5)
    expect(await settle()).toMatchObject({ traces: 20, evidence: 2 })
    const [control] = await assessControls(context(), workspaceId, ['input-filter'])
    expect(control!.assessment.coverage).toMatchObject({ share: 0.75, demands: 20 })
    expect(control!.assessment.reasons).toContain('it sees 75 in 100 of 20 requests')
    expect((await verifyEvidence(made.database, workspaceId)).sumsOff).toBe(0)
  })

  it('does not depend on how the spans of a trace are spread over requests, or in which form they come', async () => {
    await registered()
    const [chat, guard] = demand(1, { guard: 'allow' })
    await take([guard!], 'json', 'some-gateway')
    await take([chat!], 'protobuf')
    await take(demand(2), 'json')
    later(5)
    await settle()
    expect(await settle()).toEqual({ traces: 0, evidence: 0 })
    const [control] = await assessControls(context(), workspaceId, ['input-filter'])
    expect(control!.assessment.coverage).toMatchObject({ share: 0.5, demands: 2 })
  })

  it('counts a demand on a control only where its operation is in the trace', async () => {
    await registered()
    await take([...demand(1, { tool: 'refund' }), ...demand(2, { tool: 'search' }), ...demand(3)])
    await take([{ trace: id(1), name: 'gate refund', atMs: at('2026-08-10T11:10:00Z') }])
    later(5)
    await settle()
    const [control] = await assessControls(context(), workspaceId, ['tool-gate'])
    expect(control!.assessment.coverage).toMatchObject({ share: 1, demands: 1 })
  })

  it('is told again only after a while, and then what came since', async () => {
    await registered()
    await take(demand(1, { guard: 'allow' }))
    later(5)
    await settle()
    await take(demand(2))
    later(5)
    expect((await settle()).evidence).toBe(0)
    later(10)
    expect((await settle()).evidence).toBe(1)
    const [control] = await assessControls(context(), workspaceId, ['input-filter'])
    expect(control!.assessment.coverage).toMatchObject({ share: 0.5, demands: 2 })
  })
})

describe('coverage of now', () => {
  it('is what counts where a control has been gone round since, however many traces it had before', async () => {
    await registered()
    const share = async () =>
      (await assessControls(context(), workspaceId, ['input-filter']))[0]!.assessment.coverage?.share
    await take(Array.from({ length: 300 }, (_, index) => demand(index + 1, { guard: 'allow' })).flat())
    later(5)
    await settle()
    later(20 * 24 * 60)
    const today = Array.from({ length: 40 }, (_, index) =>
      demand(index + 1_000, index < 10 ? { guard: 'allow' } : {}),
    ).flat()
    await take(today.map((span) => ({ ...span, atMs: Date.parse(now) - 3_600_000 })))
    later(5)
    await settle()
    expect(await share()).toBe(0.25)
  })
})

describe('life', () => {
  it('is shown by an effect that something else than the control shows, not by its own word', async () => {
    await registered()
    await take(demand(1, { guard: 'deny' }))
    later(5)
    await settle()
    const life = async () => (await assessControls(context(), workspaceId, ['input-filter']))[0]!.assessment.liveness
    expect(await life()).toMatchObject({ state: 'unknown' })
    await take(demand(2, { guard: 'deny', refused: true }))
    later(5)
    await settle()
    expect(await life()).toMatchObject({ state: 'live' })
  })
})

describe('what is kept', () => {
  it('is of no time to come, whatever a span says', async () => {
    await registered()
    await take([...demand(1), { trace: id(2), name: 'chat m', attributes: {}, atMs: at('2027-08-10T12:00:00Z') }])
    const spans = await made.database.inWorkspace(workspaceId, (work) => recentSpans(work, 10))
    expect(spans.map((span) => span.at)).toEqual([now, '2026-08-10T11:10:00.001Z'])
  })

  it('holds no content, no account and no conversation, and tells strata apart', async () => {
    await registered()
    await take([1, 2, 3, 4].flatMap((index) => demand(index)))
    later(5)
    await settle()
    const kept = await allRows<{ row: string }>(
      made,
      `select row_to_json(t)::text as row from recent_span t union all select row_to_json(t)::text from trace_window t
        union all select row_to_json(t)::text from trace_hour t union all select row_to_json(t)::text from trace_source t`,
    )
    const all = kept.map(({ row }) => row).join('\n')
    expect(all).not.toMatch(/4111|ada|"c1"/)
    const strata = await allRows(
      made,
      'select stratum, demands::int, input_tokens::int as tokens from trace_hour order by 1',
    )
    expect(strata).toEqual([
      { stratum: 'chat / de', demands: 3, tokens: 300 },
      { stratum: 'chat / fr', demands: 1, tokens: 100 },
    ])
    const windows = await allRows(made, 'select per, demands from trace_window order by per, demands')
    expect(windows).toEqual([
      { per: 'actor', demands: 4 },
      { per: 'conversation', demands: 1 },
      { per: 'conversation', demands: 1 },
      { per: 'conversation', demands: 2 },
    ])
  })
})

describe('the evaluation gap', () => {
  it('is between a control’s newest run and the production of its system, and says what to do next', async () => {
    await registered()
    const gap = () => gapOf(context(), workspaceId, { controlId: 'input-filter' })
    expect(await gap()).toMatchObject({ error: { code: 'no-gap', message: expect.stringContaining('no evaluation') } })
    const cases = Array.from({ length: 40 }, (_, index) =>
      JSON.stringify({ key: `${index}`, result: index < 2 ? 'fail' : 'pass', stratum: 'Chat / de' }),
    )
    const file = { name: 'run.jsonl', bytes: Buffer.from(cases.join('\n')) }
    await takeEvaluation(context(), { workspaceId, file, by: 'ada', controlId: 'input-filter' }, async () => {})
    expect(await gap()).toMatchObject({ error: { message: expect.stringContaining('no trace of helpdesk') } })
    await take(Array.from({ length: 8 }, (_, index) => demand(index + 1)).flat())
    later(5)
    await settle()
    const measured = await gap()
    expect(measured).toMatchObject({ ok: true, value: { demands: 8, blindShare: 0.25, naive: 0.05, reweighted: 0.05 } })
    expect(measured.ok && measured.value.next).toContain('“chat / fr”, which is 25 in 100')
    const labels = { system: 'helpdesk', stratum: 'chat / de', labelled: 400, failures: 100, at: now }
    expect(await takeLabels(context(), { workspaceId, labels }, async () => {})).toMatchObject({ ok: true })
    const after = await gap()
    expect(after.ok && after.value.gap?.value).toBeCloseTo(0.2, 6)
  })
})

describe('requests', () => {
  it('that bring too much are told to wait', async () => {
    await registered()
    await made.database.inWorkspace(workspaceId, async (work) => {
      await changeTraceSettings(work, workspaceId, { sample: 1, spansPerSecond: 1, keepDigests: true })
    })
    const intake = new TraceIntake(context())
    const bytes = Buffer.from(
      otlpProtobuf(
        'helpdesk-api',
        Array.from({ length: 9 }, (_, index) => demand(index + 1)[0]!),
      ),
    )
    expect(await intake.take({ workspaceId, format: 'protobuf', bytes })).toMatchObject({ ok: true })
    expect(await intake.take({ workspaceId, format: 'protobuf', bytes })).toMatchObject({
      error: { code: 'too-many-spans', cause: { wait: 8 } },
    })
    expect(await allRows(made, 'select spans, kept, bytes from trace_request')).toEqual([
      { spans: 9, kept: 9, bytes: bytes.length },
    ])
  })
})
