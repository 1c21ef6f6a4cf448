import { lookup } from 'node:dns/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { err, ok, type Problem, problem, type Result } from '#core/kernel'
import type { AgentTask } from '#exposure/surface'
import type { DiscoveryEngine } from '#flows/discover'
import { userAgentOf } from '#flows/discovery-manners'
import { type DiscoveryOrder, firstOf, scopeOf } from '#flows/discovery-order'
import { discoverySources } from '#flows/discovery-sources'
import { type OwnListener, ProbeLog, probePort, QuestionLog } from '#platform/probe'
import { AgentScope } from './agent-scope.ts'
import { FingerprintShelf } from './fingerprint-shelf.ts'
import { Outbox } from './outbox.ts'
import { ServerLine, type TakenOrder } from './server-line.ts'

const POLL_MS = 20_000
const RETRY_MS = 5_000

export interface AgentParts {
  /** Where the server is, and the key that its orders are signed with. */
  origin: URL
  token: string
  key: string
  /** Resolvers to ask instead of those that the order names. */
  resolvers: readonly string[]
  /** Hosts of the network the agent is in that may be asked. */
  privateHosts: readonly string[]
  /** What looks, with the sets of fingerprints that the server gave, each gzip of its text. */
  engine(sets: ReadonlyMap<string, Buffer>): DiscoveryEngine
  say(words: string): void
  stop: AbortSignal
}

/**
 * Takes orders until it is stopped. Problems: `token-refused`: the server will not have it; those of the gate are said
 * and the order is left. What is under way when the server is lost ends with its terms.
 */
export async function runAgent(parts: AgentParts): Promise<Result<void>> {
  const { stop, say } = parts
  const line = new ServerLine({ ...parts, now: Date.now })
  const shelf = new FingerprintShelf(line, say)
  try {
    while (!stop.aborted) {
      const order = await line.order(POLL_MS, stop)
      const done = order.ok ? order.value && (await follow(parts, { line, shelf }, order.value)) : order
      if (done?.ok !== false || stop.aborted) continue
      if (done.error.code === 'token-refused') return done
      say(done.error.message)
      await pause(RETRY_MS, undefined, { signal: stop }).catch(() => {})
    }
    return ok(undefined)
  } finally {
    await line.close()
  }
}

/** Looks as it was ordered to. What a look itself comes to is said to the server. */
async function follow(
  parts: AgentParts,
  { line, shelf }: { line: ServerLine; shelf: FingerprintShelf },
  order: TakenOrder,
): Promise<Result<void>> {
  const { say, stop } = parts
  const task = order.task as AgentTask
  const scope = new AgentScope(task, Date.now)
  scope.hold(order)
  const halt = new AbortController()
  const signal = AbortSignal.any([stop, halt.signal])
  let refusal: Problem | undefined
  let isOver = false
  const outbox: Outbox = new Outbox({
    ...{ line, run: order.run, signal: halt.signal },
    sent: () => ({
      connections: log.totals.connections,
      datagrams: log.totals.datagrams,
      ...questions.totals,
      ...log.totals.refused,
    }),
    heard(terms) {
      if (terms && scope.hold(terms)) port.recheck()
      isOver ||= terms === undefined
      if (isOver || scope.isStopped) halt.abort()
    },
    refused(why) {
      refusal = why
      halt.abort()
    },
  })
  const log = new ProbeLog((records) => outbox.write(records))
  const questions = new QuestionLog({ sink: (asked) => outbox.ask(asked), now: Date.now, failed: () => halt.abort() })
  const ownListeners = await listenersOf(parts.origin)
  const port = probePort({ rules: () => scope.rules(), ownListeners: () => ownListeners, log, now: Date.now })
  const watch = setInterval(() => scope.hasEnded && halt.abort(), 250)
  const { sources: given, order: way } = task
  const resolvers = parts.resolvers.length > 0 ? [...parts.resolvers] : given.resolvers
  const settings = { ...given, resolvers, perHost: 1, perNetwork: 1 }
  const sources = discoverySources(settings, { privateHosts: parts.privateHosts, signal, questions })
  say(`looking (${task.look}), as ordered in run ${order.run}`)
  let failure: string | undefined
  try {
    const engine = parts.engine(await shelf.hold(task.fingerprints ?? [], signal))
    const { changed, begun, ...rest } = way as Omit<DiscoveryOrder, 'isFirst'>
    const held = begun ? scopeOf(scope, begun) : scope
    const tools = { port, sources, scope: held, signal, now: Date.now }
    const manners = { agent: userAgentOf(given), ...rest, isFirst: firstOf(changed) }
    for await (const said of engine(tools, [], manners)) await outbox.say(said)
  } catch (error) {
    if (!signal.aborted) failure = (error as Error).message
  } finally {
    clearInterval(watch)
    port.stop()
    await sources.close()
  }
  if (refusal || isOver || scope.hasEnded) outbox.close()
  await Promise.all([log.close(), questions.close()]).catch((error: Error) => {
    failure ??= error.message
  })
  if (refusal) return err(refusal)
  if (isOver) return ok(say('the order is over: the server takes nothing more of it'))
  if (scope.hasEnded) return err(problem('unreachable', 'the server was lost: what was under way ended with its terms'))
  await outbox.end(failure ? 'failed' : signal.aborted ? 'stopped' : 'complete', failure)
  say(failure ? `it failed: ${failure}` : signal.aborted ? 'stopped' : 'done')
  return ok(undefined)
}

/** Lunette itself is never probed, from wherever. */
async function listenersOf({ hostname, port, protocol }: URL): Promise<OwnListener[]> {
  const found = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true }).catch(() => [])
  const at = Number(port) || (protocol === 'https:' ? 443 : 80)
  return found.map(({ address }) => ({ address, port: at }))
}
