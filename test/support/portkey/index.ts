import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

/**
 * Portkey's open gateway (MIT, npm) as a process of its own, between a model and a guardrail's service of ours that it asks
 * by a webhook. What it does with both, and what it says of that, is its own doing.
 */
export interface Portkey {
  /** Where it speaks OpenAI's chat completions. */
  url: string
  /** Texts that reached the model. */
  reached: string[]
  /** The guardrail's service; while it is down the gateway decides by itself what that means. */
  guard: { isUp: boolean; asked: number }
  /** The configuration that callers send along, which is how this gateway is told of models and guardrails. */
  config(guardrails: readonly object[]): string
  /** One guardrail by the service, named as its control. */
  byService(id: string, deny?: boolean): object
  /** Its log so far, as its stream gives it. */
  log(): string
  close(): Promise<void>
}

const START_MS = 30_000

export async function startPortkey(): Promise<Portkey> {
  const reached: string[] = []
  const guard = { isUp: true, asked: 0 }
  const model = await listening(async (body) => {
    const { messages } = body as { messages: { content: string }[] }
    const text = messages.at(-1)!.content
    reached.push(text)
    return { body: completion(`You said: ${text}`) }
  })
  const service = await listening(async (body) => {
    if (!guard.isUp) return { status: 503, body: { error: 'down for maintenance' } }
    guard.asked++
    const { request } = body as { request: { text: string } }
    return { body: { verdict: !/LUNETTE-CANARY|open the vault/.test(request.text) } }
  })
  const { child, port } = await startGateway()
  const log = await streamOf(`http://127.0.0.1:${port}/log/stream`)
  return {
    ...{ url: `http://127.0.0.1:${port}/v1`, reached, guard, log: log.text },
    config: (guardrails) =>
      JSON.stringify({
        ...{
          provider: 'openai',
          custom_host: `${addressOf(model)}/v1`,
          api_key: 'none',
          forward_headers: ['traceparent'],
        },
        ...(guardrails.length > 0 && { input_guardrails: guardrails }),
      }),
    byService: (id, deny = true) => ({
      id,
      deny,
      'default.webhook': { webhookURL: addressOf(service), timeout: 2_000 },
    }),
    close: async () => {
      log.close()
      const ended = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGKILL')
      await ended
      for (const server of [model, service]) server.closeAllConnections()
      await Promise.all([model, service].map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

/** Its port is one that is free, told by the process itself. */
async function startGateway(): Promise<{ child: ChildProcess; port: number }> {
  const server = createRequire(import.meta.url).resolve('@portkey-ai/gateway/build/start-server.js')
  const loopback = new URL('loopback-only.mjs', import.meta.url).href
  const child = spawn(process.execPath, ['--import', loopback, server, '--port=0'], {
    env: { PATH: process.env.PATH, NODE_NO_WARNINGS: '1' },
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const port = await new Promise<number>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the gateway did not start')), START_MS)
    child.once('message', (message: { port: number }) => {
      clearTimeout(late)
      resolve(message.port)
    })
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}`)))
    child.once('error', reject)
  })
  return { child, port }
}

/** The gateway's log as it comes; the stream is open before anything is asked. */
async function streamOf(url: string): Promise<{ text: () => string; close(): void }> {
  const stop = new AbortController()
  const response = await fetch(url, { signal: stop.signal })
  let text = ''
  const decoder = new TextDecoder()
  const read = async () => {
    for await (const chunk of response.body!) text += decoder.decode(chunk, { stream: true })
  }
  void read().catch(() => {
    // It ends when the gateway does, or we do.
  })
  return { text: () => text, close: () => stop.abort() }
}

interface Answered {
  status?: number
  body: object
}

async function listening(answer: (body: unknown) => Promise<Answered>): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { status = 200, body } = await answer(JSON.parse(Buffer.concat(chunks).toString('utf8')))
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function completion(content: string): object {
  return {
    ...{ id: 'c', object: 'chat.completion', created: 1, model: 'small-9b' },
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 },
  }
}
