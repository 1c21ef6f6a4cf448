import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { many } from '../../src/intake/discovery/dns/many.ts'
import type { DnsName } from '../../src/intake/discovery/dns/name.ts'
import { Resolver } from '../../src/intake/discovery/dns/resolver.ts'
import { connectTo, openChannel } from '../../src/intake/discovery/loopback.kit.ts'
import { QuestionLog } from '../../src/platform/probe/index.ts'

export interface ResolveFigures {
  names: number
  found: number
  failed: number
  namesPerSecond: number
  /** Names per second of processor time of the resolver's own process. */
  namesPerCpuSecond: number
  /** Resident memory at half and at the end, in megabytes. */
  megabytes: [early: number, late: number]
}

/** Resolves so many names from a name server in another process. */
export async function measureResolver(count: number): Promise<ResolveFigures> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'responder.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  try {
    return await resolveAll({ address: '127.0.0.1', port: Number(line.toString()) }, count)
  } finally {
    child.kill()
  }
}

async function resolveAll(server: { address: string; port: number }, count: number): Promise<ResolveFigures> {
  const questions = new QuestionLog({ sink: async () => {}, now: Date.now })
  const resolver = new Resolver({
    servers: [server],
    open: openChannel,
    connect: (target) => connectTo(target, 1000),
    now: Date.now,
    // As in a run: every question is counted for the log of what was sent.
    asked: ({ address, port }, zone, step) => questions.dns(`${address}:${port}`, zone, step),
  })
  const figures: ResolveFigures = {
    names: count,
    found: 0,
    failed: 0,
    namesPerSecond: 0,
    namesPerCpuSecond: 0,
    megabytes: [0, 0],
  }
  const [began, cpu] = [performance.now(), process.cpuUsage()]
  let done = 0
  for await (const { status } of many(namesOf(count), 1000, (name) => resolver.ask(name, 'A', { remember: false }))) {
    if (status === 'found') figures.found++
    if (status === 'failed') figures.failed++
    if (++done === count / 2) figures.megabytes[0] = process.memoryUsage.rss() / 2 ** 20
  }
  const used = process.cpuUsage(cpu)
  figures.megabytes[1] = process.memoryUsage.rss() / 2 ** 20
  figures.namesPerSecond = (1000 * count) / (performance.now() - began)
  figures.namesPerCpuSecond = (1e6 * count) / (used.user + used.system)
  resolver.close()
  return figures
}

function* namesOf(count: number): Generator<DnsName> {
  for (let at = 0; at < count; at++) yield `host-${at.toString(36)}.eu.big.test` as DnsName
}
