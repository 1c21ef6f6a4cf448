import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { otlpJson } from './otlp.ts'

/** A gateway of our own, in front of a model that repeats what it is told. Everything goes over real sockets. */
export interface TestGateway {
  url: string
  /** What stops a marked request; switched off it is off silently: the gateway goes on saying that it ran. */
  guard: { isOn: boolean }
  /** It stops everything, answers nothing, or answers what is no answer. */
  mood: 'usual' | 'stops-all' | 'hangs' | 'nonsense' | 'huge' | 'deceives'
  /** Requests as they came, with the secret each bore. */
  seen: { text: string; authorization: string | undefined; trace: string }[]
  /** Traces of what reached the model, as OTLP/JSON. */
  spans(): string
  close(): Promise<void>
}

export async function startGateway(secret: string): Promise<TestGateway> {
  const reached: { trace: string; atMs: number }[] = []
  const gateway: TestGateway = {
    ...{ url: '', guard: { isOn: true }, mood: 'usual', seen: [] },
    spans: () =>
      otlpJson(
        'helpdesk-api',
        reached.map(({ trace, atMs }) => ({
          trace,
          atMs,
          name: 'chat m',
          attributes: { 'gen_ai.operation.name': 'chat' },
        })),
      ),
    close: () => closed(server),
  }
  const server = createServer(async (request, response) => {
    const { messages } = JSON.parse(await bodyOf(request)) as { messages: { content: string }[] }
    const text = messages[0]!.content
    const trace = String(request.headers.traceparent).split('-')[1]!
    gateway.seen.push({ text, authorization: request.headers.authorization, trace })
    const say = (status: number, body: object) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'x-gateway-applied-guardrails': 'canary-filter' })
        .end(JSON.stringify(body))
    if (request.headers.authorization !== `Bearer ${secret}`) return say(401, { error: 'who are you' })
    if (gateway.mood === 'hangs') return undefined
    if (gateway.mood === 'nonsense') return say(200, { hello: 'there' })
    if (gateway.mood === 'huge') return say(200, { choices: [], padding: 'x'.repeat(10_000_000) })
    const stops = text.includes('LUNETTE-CANARY') && gateway.guard.isOn
    if (!stops || gateway.mood === 'deceives') reached.push({ trace, atMs: Date.now() })
    if (stops || gateway.mood === 'stops-all')
      return say(400, { error: { message: 'blocked by guardrail canary-filter' } })
    return say(200, {
      choices: [{ message: { role: 'assistant', content: `You said: ${text}` }, finish_reason: 'stop' }],
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  gateway.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  return gateway
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
