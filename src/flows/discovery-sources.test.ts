import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type AskedQuestions, QuestionLog } from '#platform/probe'
import { discoverySources } from './discovery-sources.ts'

async function serverAt(address: string): Promise<string> {
  const server = createServer((_request, response) => response.end('{}')).listen(0, address)
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://${address}:${(server.address() as AddressInfo).port}/`
}

test('a server that the bootstrap names is asked once it was named, and by the same rules of egress', async () => {
  const [configured, named] = [await serverAt('127.0.0.1'), await serverAt('127.0.0.2')]
  const { signal } = new AbortController()
  const settings = { resolvers: [], rdap: configured, perHost: 1, perNetwork: 1 }
  const asked: AskedQuestions[] = []
  const sink = async (rows: readonly AskedQuestions[]) => void asked.push(...rows)
  const questions = new QuestionLog({ sink, now: () => 0 })
  const open = (privateHosts: string[]) => discoverySources(settings, { privateHosts, signal, questions })
  const codes = async (sources: ReturnType<typeof open>) => {
    const before = await sources.get(named)
    sources.mayAlsoAsk?.(named)
    const after = await sources.get(named)
    await sources.close()
    return [before, after].map((answer) => (answer.ok ? answer.value.status : answer.error.message))
  }
  expect(await codes(open(['127.0.0.1', '127.0.0.2']))).toEqual([200, 200])
  // A private address that nobody listed stays closed, whatever names it.
  expect(await codes(open(['127.0.0.1']))).toEqual([
    expect.stringMatching(/not among the hosts/),
    expect.stringMatching(/private|loopback|listed/),
  ])
  // Each server was asked twice, by both; what was asked before it was named never left, and that is said, too.
  await questions.close()
  expect(asked.map(({ via, server, outcome, count }) => [via, server, outcome, count])).toEqual([
    ['http', new URL(named).host, 'host-not-allowed', 4],
  ])
})
