import { randomBytes } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import { type MadeSpan, otlpJson, otlpProtobuf } from '../../test/support/otlp.ts'

/** Spans of a trace: the agent, two calls of a model with their content, a tool, and the guardrail of four traces in five. */
const SPANS = 512
const prompt = 'Where is my order, and can I still change the address? '.repeat(20)

interface Given {
  origin: string
  token: string
  /** Spans a second that are sent; the rest of the time it waits. */
  rate: number
  seconds: number
  format: 'protobuf' | 'json'
}

const { origin, token, rate, seconds, format } = workerData as Given
const counts = { sent: 0, again: 0, failed: 0, slowestMs: 0 }
let index = 0

function traceOf(at: number): MadeSpan[] {
  const trace = randomBytes(16).toString('hex')
  const number = index++
  const base = {
    ...{ 'gen_ai.conversation.id': `conversation ${number % 997}`, 'user.id': `user ${number % 211}` },
    ...{ 'app.channel': ['chat', 'mail', 'phone'][number % 3]!, 'app.language': ['en', 'de', 'fr', 'pl'][number % 4]! },
  }
  const model = {
    ...{ ...base, 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'small-9b', 'gen_ai.provider.name': 'own' },
    ...{ 'gen_ai.usage.input_tokens': 812, 'gen_ai.usage.output_tokens': 96, 'gen_ai.response.finish_reasons': 'stop' },
    'gen_ai.input.messages': prompt,
    'gen_ai.output.messages': prompt,
  }
  const guard = {
    ...{ 'gen_ai.operation.name': 'apply_guardrail', 'gen_ai.guardian.id': 'input-filter' },
    ...{
      'gen_ai.security.decision.type': number % 50 === 0 ? 'deny' : 'allow',
      'gen_ai.security.target.type': 'llm_input',
    },
  }
  const span = (name: string, attributes: MadeSpan['attributes']) => ({
    trace,
    name,
    atMs: at,
    durationMs: 40,
    attributes,
  })
  return [
    span('invoke_agent helpdesk', { ...base, 'gen_ai.operation.name': 'invoke_agent' }),
    span('chat small-9b', model),
    span('chat small-9b', model),
    span('execute_tool orders', { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'orders' }),
    ...(number % 5 === 0 ? [] : [span('apply_guardrail input-filter', guard)]),
  ]
}

function request(): Buffer {
  const spans: MadeSpan[] = []
  while (spans.length < SPANS) spans.push(...traceOf(Date.now()))
  const made = spans.slice(0, SPANS)
  return gzipSync(format === 'json' ? otlpJson('helpdesk-api', made) : otlpProtobuf('helpdesk-api', made), { level: 1 })
}

async function send(body: Buffer): Promise<void> {
  for (;;) {
    const asked = performance.now()
    const answer = await fetch(`${origin}/v1/traces`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': format === 'json' ? 'application/json' : 'application/x-protobuf',
        'content-encoding': 'gzip',
      },
      body: new Uint8Array(body),
    })
    await answer.arrayBuffer()
    counts.slowestMs = Math.max(counts.slowestMs, performance.now() - asked)
    if (answer.status === 200) {
      counts.sent += SPANS
      return
    }
    if (answer.status !== 429 && answer.status !== 503) {
      counts.failed++
      return
    }
    counts.again++
    await new Promise((resolve) => setTimeout(resolve, Number(answer.headers.get('retry-after') ?? 1) * 1_000))
  }
}

const began = performance.now()
const under = new Set<Promise<void>>()
while (performance.now() - began < seconds * 1_000) {
  const due = ((performance.now() - began) / 1_000) * rate
  if (counts.sent + under.size * SPANS >= due) await new Promise((resolve) => setTimeout(resolve, 20))
  else {
    const one = send(request()).finally(() => under.delete(one))
    under.add(one)
    if (under.size >= 4) await Promise.race(under)
  }
}
await Promise.all(under)
parentPort!.postMessage({ ...counts, seconds: (performance.now() - began) / 1_000 })
