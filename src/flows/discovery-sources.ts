import { err, ok, problem, type Result } from '#core/kernel'
import type { DiscoverySettings } from '#exposure/surface'
import type { DiscoverySources } from '#intake/discovery'
import { servicePort } from '#platform/http'
import { type QuestionLog, resolverPort, resolversOf } from '#platform/probe'
import { userAgentOf } from './discovery-manners.ts'

const MOST_BYTES = 64 * 1024 ** 2
const ANSWER_MS = 60_000
/** Servers that the bootstrap files of one run name. */
const MOST_NAMED = 500

interface SourceTerms {
  privateHosts: readonly string[]
  signal: AbortSignal
  /** Where it is written down what they were asked. */
  questions: QuestionLog
}

/** The resolvers and passive sources that were configured, through the service port (law 6). Private ones only where the machine’s administrator listed them. */
export function discoverySources(
  settings: DiscoverySettings,
  { privateHosts, signal, questions }: SourceTerms,
): DiscoverySources & { close(): Promise<void> } {
  const { certificateSearch, rdap, resolvers } = settings
  const hosts = [certificateSearch, rdap].flatMap((url) => hostOf(url) ?? [])
  const port = servicePort({ hosts, privateHosts })
  const named = new Map<string, ReturnType<typeof servicePort>>()
  const portFor = (url: string) => named.get(hostOf(url) ?? '') ?? port
  return {
    ...resolverPort(resolversOf(resolvers, privateHosts), signal),
    ...(certificateSearch && { certificateSearch }),
    ...(rdap && { rdap }),
    mayAlsoAsk(url) {
      const host = hostOf(url)
      if (!host || hosts.includes(host) || named.has(host) || named.size >= MOST_NAMED) return
      named.set(host, servicePort({ hosts: [host], privateHosts }))
    },
    asked({ address, port }, zone, step) {
      questions.dns(address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`, zone, step)
    },
    async get(url, stop, step = 'sources') {
      const signals = [signal, AbortSignal.timeout(ANSWER_MS), ...(stop ? [stop] : [])]
      const source = portFor(url)
      const went = questions.http(url, step)
      const answer = await source.get(url, { 'user-agent': userAgentOf(settings) }, AbortSignal.any(signals))
      went(answer.ok ? String(answer.value.status) : answer.error.code)
      if (!answer.ok) return answer
      const body = await readBounded(answer.value.body)
      return body.ok ? ok({ status: answer.value.status, body: body.value }) : body
    },
    async close() {
      await Promise.all([port, ...named.values()].map((one) => one.close()))
    },
  }
}

function hostOf(url: string | undefined): string | undefined {
  const plain = url?.replace('%s', 'x')
  return plain && URL.canParse(plain) ? new URL(plain).hostname.replace(/^\[|\]$/g, '') : undefined
}

async function readBounded(body: AsyncIterable<Buffer>): Promise<Result<Buffer>> {
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of body) {
      bytes += part.length
      if (bytes > MOST_BYTES) return err(problem('too-large', 'the source answers with more than 64 MiB'))
      parts.push(part)
    }
  } catch (cause) {
    return err(problem('unreachable', `the source broke off: ${(cause as Error).message}`, cause))
  }
  return ok(Buffer.concat(parts))
}
