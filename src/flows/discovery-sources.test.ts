import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
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
  const open = (privateHosts: string[]) => discoverySources(settings, { privateHosts, signal })
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
})
