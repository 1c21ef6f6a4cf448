import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DiscoveryRunRow, QuestionPage } from '#contract/surface'
import { dataFolder } from '../support/data-folder.ts'
import { killStarted, type Running, startLunette, until } from '../support/process.ts'

/** A server and an agent, each a process of its own; the agent has no data folder at all. */
const ADDRESS = '127.77.0.1'
const data = dataFolder('agent')
const env = {
  LUNETTE_DATA_DIR: data,
  LUNETTE_PORT: '0',
  LUNETTE_OPEN_BROWSER: 'false',
  LUNETTE_PRIVATE_HOSTS: '127.0.0.1',
}
const site = createServer((_request, response) => response.end('<title>Log in</title>'))
let server: Running
let agent: Running
let origin = ''
let cookie = ''
let made: { id: string; token: string; key: string }

beforeAll(async () => {
  site.listen(8080, ADDRESS)
  await once(site, 'listening')
  await start()
  const token = await until(() => /setup#(\S+)/.exec(server.output())?.[1], 10_000, 'the one-time link')
  const set = await call('POST', '/setup', { token, name: 'ada', password: 'correct horse battery staple' })
  cookie = set.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  await call('POST', '/scope/seeds', { name: `${ADDRESS}/32` })
  await call('POST', '/scope/ranges', { range: `${ADDRESS}/32`, statement: 'a test' })
  await call('PATCH', '/scope/settings', { resolvers: ['127.0.0.1:9'], perHost: 2_000, perNetwork: 5_000 })
  made = (await (await call('POST', '/discovery/agents', { name: 'cloud-1', outside: true })).json()) as typeof made
  agent = startLunette(['agent', '--server', origin, '--key', made.key], {
    LUNETTE_AGENT_TOKEN: made.token,
    LUNETTE_DATA_DIR: `${data}-none`,
    LUNETTE_PRIVATE_HOSTS: '127.0.0.1',
  })
})
afterAll(async () => {
  site.close()
  site.closeAllConnections()
  await killStarted()
  rmSync(data, { recursive: true, force: true })
})

async function start(): Promise<void> {
  server = startLunette(['start'], env)
  origin = await until(() => /http:\/\/127\.0\.0\.1:\d+/.exec(server.output())?.[0], 100_000, 'the server’s start')
}

async function call(method: string, path: string, body?: object): Promise<Response> {
  const answer = await fetch(`${origin}/api/v1${path}`, {
    method,
    headers: { cookie, origin, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer
}

/** The job of a run that has ended takes a moment to hear of it. */
async function begun(body: object): Promise<string> {
  let id = ''
  await expect
    .poll(
      () =>
        call('POST', '/discovery/runs', body).then(
          async (answer) => {
            id = ((await answer.json()) as { id: string }).id
          },
          (error: Error) => error.message,
        ),
      { timeout: 10_000 },
    )
    .toBeUndefined()
  return id
}

const runOf = async (body: object) => endOf(await begun(body))

async function endOf(id: string): Promise<DiscoveryRunRow> {
  const ended = async () => {
    const { runs } = (await (await call('GET', '/discovery/runs')).json()) as { runs: DiscoveryRunRow[] }
    const run = runs.find((one) => one.id === id)
    return run && run.state !== 'running' ? run : undefined
  }
  for (let tries = 0; tries < 600; tries++) {
    const run = await ended()
    if (run) return run
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`the run does not end: ${agent.output()}`)
}

test('an agent looks from where it is, and what it saw, sent and where from is known to the server', async () => {
  const run = await runOf({ agent: 'cloud-1' })
  expect(run).toMatchObject({ state: 'complete', vantage: 'outside, agent cloud-1 (stated by ada)', look: 'deep' })
  expect(run.counts).toMatchObject({ service: 1, 'ip-address': 1 })
  expect(run.sent.connections).toBeGreaterThan(100)
  const probes = (await (await call('GET', `/discovery/runs/${run.id}/probes`)).json()) as {
    rows: { address: string }[]
  }
  expect(new Set(probes.rows.map(({ address }) => address))).toEqual(new Set([ADDRESS]))
  const questions = (await (await call('GET', `/discovery/runs/${run.id}/questions`)).json()) as QuestionPage
  const asked = questions.rows.reduce((sum, { via, count }) => sum + (via === 'dns' ? count : 0), 0)
  expect(asked).toBe(run.sent.questions)
  const { rows } = (await (await call('GET', '/surface?filter=service:yes')).json()) as { rows: { vantage: string }[] }
  expect(rows.map(({ vantage }) => vantage)).toContain('outside, agent cloud-1 (stated by ada)')
  // The same again, from here and from there, changes nothing.
  expect((await runOf({ agent: 'cloud-1', look: 'services' })).counts).toMatchObject({ service: 1 })
})

test('an agent that is removed is refused, and ends', async () => {
  await call('DELETE', `/discovery/agents/${made.id}`)
  expect(await agent.ended).toBe(3)
  expect(agent.output()).toContain('the server refuses this agent')
  const gone = await fetch(`${origin}/api/v1/discovery/runs`, {
    method: 'POST',
    headers: { cookie, origin, 'content-type': 'application/json' },
    body: JSON.stringify({ agent: 'cloud-1' }),
  })
  expect(((await gone.json()) as { code: string }).code).toBe('no-such-agent')
  expect((site.address() as AddressInfo).port).toBe(8080)
})

/** Every probe of a run with when it was sent, from its log. */
async function probesOf(id: string): Promise<{ at: number; port: number }[]> {
  const answer = await call('GET', `/discovery/runs/${id}/probes?limit=500`)
  const { rows } = (await answer.json()) as {
    rows: { at: string; transport: string; probes: { port: number; afterMs: number; outcome: string }[] }[]
  }
  const sent = rows
    .filter(({ transport }) => transport === 'tcp')
    .flatMap(({ at, probes }) => probes.map(({ port, afterMs }) => ({ at: Date.parse(at) + afterMs, port })))
  // How it went may be a line of its own, with the instant of the sending.
  return [...new Map(sent.map((one) => [`${one.at} ${one.port}`, one])).values()].sort((a, b) => a.at - b.at)
}

test('a run whose process is killed goes on in the next one, and its budget holds across that', async () => {
  const PER_HOST = 60
  await call('PATCH', '/scope/settings', { perHost: PER_HOST })
  const id = await begun({})
  for (let probes = 0; probes < 100; probes = (await probesOf(id)).length)
    await new Promise((resolve) => setTimeout(resolve, 100))
  server.child.kill('SIGKILL')
  await server.ended
  const killedAt = Date.now()
  await start()
  const run = await endOf(id)
  expect(run).toMatchObject({ state: 'complete', counts: { service: 1 } })
  const probes = await probesOf(id)
  expect(probes.some(({ at }) => at < killedAt) && probes.some(({ at }) => at > killedAt)).toBe(true)
  const mostInASecond = Math.max(
    ...probes.map(({ at }) => probes.filter((other) => other.at >= at && other.at < at + 1_000).length),
  )
  expect(mostInASecond).toBeLessThanOrEqual(PER_HOST * 1.1 + 2)
})
