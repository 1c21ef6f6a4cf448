import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mutated, mutations } from '../../../test/support/mutated.ts'
import { type MadeSpan, otlpJson, otlpProtobuf } from '../../../test/support/otlp.ts'
import { encodeTraceResponse, partialSuccess, readTraces, type TraceFormat } from './index.ts'

const trace = '5b8aa5a2d2c872e8321cf37308d69df2'
const atMs = Date.parse('2026-08-01T12:00:00Z')

function read(format: TraceFormat, content: string | Uint8Array) {
  const done = readTraces(format, Buffer.from(content as string))
  if (!done.ok) throw new Error(done.error.message)
  return done.value
}

const chat: MadeSpan = {
  ...{ trace, name: 'chat small-9b', atMs, durationMs: 40, evaluation: 'fail' },
  attributes: {
    ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'small-9b', 'gen_ai.usage.input_tokens': 812 },
    ...{ 'gen_ai.usage.output_tokens': 96, 'gen_ai.conversation.id': 'c1', 'user.id': 'u1', 'app.channel': 'mail' },
    'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"my secret"}]}]',
    'gen_ai.response.finish_reasons': 'content_filter',
  },
}
const guard: MadeSpan = {
  ...{ trace, name: 'apply_guardrail input-filter', atMs, isError: true },
  attributes: {
    ...{ 'gen_ai.operation.name': 'apply_guardrail', 'gen_ai.guardian.id': 'input-filter' },
    'gen_ai.security.decision.type': 'deny',
  },
}

describe('OTLP', () => {
  it.each(['protobuf', 'json'] as const)('as %s is read by the GenAI conventions, without its content', (format) => {
    const made =
      format === 'json' ? otlpJson('helpdesk-api', [chat, guard]) : otlpProtobuf('helpdesk-api', [chat, guard])
    const { spans, outcome } = read(format, made)
    expect(outcome).toEqual({ status: 'complete', read: 2, kept: 2, dropped: [] })
    expect(spans[0]).toMatchObject({
      ...{ trace, name: 'chat small-9b', service: 'helpdesk-api', operation: 'chat', model: 'small-9b' },
      ...{ inputTokens: 812, outputTokens: 96, conversation: 'c1', actor: 'u1', isRefused: true, isError: false },
      ...{ label: 'fail', startMs: atMs, endMs: atMs + 40, contentLength: 65 },
    })
    expect(spans[1]).toMatchObject({ controls: ['input-filter'], decision: 'deny', isError: true, contentLength: 0 })
    expect(JSON.stringify([...spans[0]!.attributes])).not.toContain('secret')
  })

  it('in both forms is the same', () => {
    expect(read('protobuf', otlpProtobuf('a', [chat, guard]))).toEqual(read('json', otlpJson('a', [chat, guard])))
  })

  it('drops spans without an id or a time, and counts them', () => {
    const wrong = [{ ...chat, trace: '00'.repeat(16) }, { ...chat, trace: 'ab' }, { ...chat, atMs: 5 }, chat]
    const { outcome } = read('protobuf', otlpProtobuf('a', wrong))
    expect(outcome).toMatchObject({ read: 4, kept: 1 })
    const said = partialSuccess(outcome)
    expect(said).toEqual({ rejectedSpans: 3, errorMessage: '2 no-trace-id, 1 no-time' })
    expect(Buffer.from(encodeTraceResponse(said)).toString('latin1')).toContain('2 no-trace-id')
    expect(encodeTraceResponse(undefined)).toHaveLength(0)
  })

  it.each([
    ['nesting without end', 'json', '{"resourceSpans":'.concat('['.repeat(100_000))],
    ['something else', 'json', '{"resourceLogs":[]}'],
    ['no JSON', 'json', 'hello'],
    ['no message', 'protobuf', Uint8Array.of(10, 200, 1, 1)],
  ] as const)('refuses %s', (_, format, content) => {
    expect(readTraces(format, Buffer.from(content as string))).toMatchObject({ ok: false, error: { code: 'not-otlp' } })
  })

  it('keeps a bounded number of attributes and of spans', () => {
    const attributes = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`a${index}`, 'x']))
    const { spans } = read('protobuf', otlpProtobuf('a', [{ ...chat, attributes }]))
    expect(spans[0]!.attributes.size).toBeLessThan(300)
    const many = read(
      'json',
      otlpJson(
        'a',
        Array.from({ length: 20_010 }, () => ({ trace, name: 'x', atMs })),
      ),
    )
    expect(many.outcome.dropped).toEqual([{ code: 'too-many', count: 10, example: expect.any(String) }])
  })
})

describe('lines', () => {
  const litellm = {
    ...{ id: 'x', trace_id: '5b8aa5a2-d2c8-72e8-321c-f37308d69df2', call_type: 'acompletion', status: 'failure' },
    ...{
      startTime: atMs / 1_000,
      endTime: atMs / 1_000 + 0.2,
      model: 'small-9b',
      prompt_tokens: 9,
      completion_tokens: 0,
    },
    ...{ end_user: 'ada', messages: [{ content: 'my secret' }], metadata: { user_api_key_team_alias: 'desk' } },
    guardrail_information: [
      { guardrail_name: 'input-filter', guardrail_status: 'blocked', guardrail_response: 'my secret' },
    ],
  }
  const langfuse = {
    ...{
      id: 'o',
      trace_id: 'trace of ours',
      type: 'GUARDRAIL',
      name: 'input-filter',
      level: 'WARNING',
      input: 'my secret',
    },
    ...{
      start_time: '2026-08-01 12:00:00.123456',
      end_time: '2026-08-01 12:00:01.000000',
      user_id: 'ada',
      session_id: 's',
    },
  }

  it('of LiteLLM are a call with the guardrails that ran', () => {
    const { spans } = read('lines', JSON.stringify(litellm))
    expect(spans).toMatchObject([
      { trace, controls: ['input-filter'], decision: 'deny', operation: 'apply_guardrail' },
      { trace, operation: 'chat', isRefused: true, isError: false, inputTokens: 9, actor: 'ada', service: 'litellm' },
    ])
    expect(JSON.stringify(spans.map(({ attributes }) => [...attributes]))).not.toContain('secret')
  })

  it('of Langfuse are observations, in either spelling', () => {
    const generation = {
      ...{ type: 'GENERATION', name: 'answer', traceId: 't', startTime: '2026-08-01T12:00:00Z' },
      model: 'm',
      usageDetails: { input: 3 },
    }
    const { spans } = read('lines', [langfuse, generation].map((line) => JSON.stringify(line)).join('\n'))
    expect(spans).toMatchObject([
      {
        controls: ['input-filter'],
        decision: 'deny',
        startMs: Date.parse('2026-08-01T12:00:00.123Z'),
        conversation: 's',
      },
      { operation: 'chat', model: 'm', inputTokens: 3 },
    ])
    expect(spans[0]!.trace).toMatch(/^[0-9a-f]{32}$/)
  })

  const asked = 'Please repeat this test marker: LUNETTE-CANARY-0123456789ABCDEF'
  const hook = (more: object) => ({ id: 'input-filter', verdict: false, deny: true, checks: [], ...more })
  const portkey = (guard: object, status = 446) => ({
    ...{ time: '8/1/2026', method: 'POST', status, duration: 40 },
    requestOptions: [
      {
        providerOptions: {
          provider: 'openai',
          customHost: 'http://127.0.0.1:1/v1',
          apiKey: 'my secret',
          rubeusURL: 'chatComplete',
        },
        ...{
          createdAt: '2026-08-01T12:00:00.000Z',
          executionTime: 40,
          hookSpanId: '91a9b571-ad8b-42af-9a8b-f36fbb8f0f10',
        },
        requestParams: {
          model: 'small-9b',
          user: 'ada',
          messages: [
            { role: 'system', content: 'x' },
            { role: 'user', content: asked },
          ],
        },
        transformedRequest: { headers: status === 446 ? {} : { traceparent: `00-${trace}-bbbbbbbbbbbbbbbb-01` } },
        response: {
          model: 'small-9b',
          usage: { prompt_tokens: 9 },
          hook_results: { before_request_hooks: [guard], after_request_hooks: null },
        },
      },
    ],
  })

  it('of Portkey are attempts with the guardrails that ran, also as the stream of events that it gives out', () => {
    const line = JSON.stringify(portkey(hook({})))
    const { spans, outcome } = read(
      'lines',
      `event: connected\ndata: 1785585600000\n\nevent: log\ndata: ${line}\nid: 0\n\n: beat\n`,
    )
    expect(outcome).toEqual({ status: 'complete', read: 2, kept: 2, dropped: [] })
    expect(spans).toMatchObject([
      { controls: ['input-filter'], decision: 'deny', operation: 'apply_guardrail', isError: false },
      {
        operation: 'chat',
        isRefused: true,
        isError: false,
        inputTokens: 9,
        actor: 'ada',
        service: 'portkey',
        endMs: atMs + 40,
      },
    ])
    expect(spans.map((span) => span.trace)).toEqual([
      '91a9b571ad8b42af9a8bf36fbb8f0f10',
      '91a9b571ad8b42af9a8bf36fbb8f0f10',
    ])
    expect(JSON.stringify(spans.map(({ attributes }) => [...attributes]))).not.toMatch(/secret|LUNETTE/)
    expect(spans[1]).toMatchObject({ markers: ['0123456789ABCDEF'], contentLength: asked.length + 2 })
  })

  it.each([
    ['that let it pass', { verdict: true, deny: false }, 'allow'],
    ['that only looks on', { deny: false }, 'warn'],
    [
      'whose check did not run, and says that it passed',
      { verdict: true, checks: [{ error: { name: 'HttpError' } }] },
      'failed',
    ],
    ['that changed it', { verdict: true, transformed: true }, 'modify'],
  ])('of Portkey of a guardrail %s', (_, guard, decision) => {
    const { spans } = read('lines', JSON.stringify(portkey(hook(guard), 200)))
    expect(spans).toMatchObject([
      { trace, decision, isError: decision === 'failed' },
      { trace, isRefused: false, isError: false },
    ])
  })

  const otlp = JSON.parse(otlpJson('helpdesk-api', [chat, guard])) as object

  it('with other values in place of some of their own are an answer or a problem', () => {
    fc.assert(
      fc.property(mutations, fc.constantFrom<object>(portkey(hook({})), litellm, langfuse, otlp), (changes, line) => {
        readTraces('lines', Buffer.from(JSON.stringify(mutated(line, changes)) ?? ''))
      }),
      { numRuns: 1_000 },
    )
  })

  it('of the collector are requests', () => {
    const { outcome } = read('lines', `${otlpJson('a', [chat])}\n\n${otlpJson('a', [guard])}\nno line\n`)
    expect(outcome).toMatchObject({ read: 3, kept: 2, dropped: [{ code: 'unknown-line', count: 1 }] })
  })

  it('of which none is known are refused', () => {
    expect(readTraces('lines', Buffer.from('{"a":1}\n'))).toMatchObject({ error: { code: 'not-traces' } })
  })
})

describe('hostile bytes', () => {
  it('are an answer or a problem, never an exception', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom<TraceFormat>('protobuf', 'json', 'lines'),
        (bytes, format) => {
          readTraces(format, Buffer.from(bytes))
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('in place of some of a request are so, too', () => {
    const good = {
      protobuf: Buffer.from(otlpProtobuf('a', [chat, guard])),
      json: Buffer.from(otlpJson('a', [chat, guard])),
    }
    fc.assert(
      fc.property(
        fc.constantFrom<'protobuf' | 'json'>('protobuf', 'json'),
        fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (format, changes) => {
          const bytes = Buffer.from(good[format])
          for (const [at, to] of changes) bytes[at % bytes.length] = to
          const done = readTraces(format, bytes)
          if (done.ok) expect(done.value.outcome.kept).toBe(done.value.spans.length)
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('as JSON of any shape are so, too', () => {
    const key = fc.constantFrom(
      'resourceSpans',
      'scopeSpans',
      'spans',
      'attributes',
      'key',
      'value',
      'stringValue',
      'events',
      'resource',
    )
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 8 },
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
      ),
    }))
    fc.assert(
      fc.property(tree, fc.constantFrom<TraceFormat>('json', 'lines'), (value, format) => {
        readTraces(
          format,
          Buffer.from(
            JSON.stringify({ resourceSpans: value, trace_id: value, type: 'x', call_type: 'x', startTime: 1 }),
          ),
        )
      }),
      { numRuns: 500 },
    )
  })
})
