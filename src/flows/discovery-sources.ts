import { err, ok, problem, type Result } from '#core/kernel'
import type { DiscoverySettings } from '#exposure/surface'
import type { DiscoverySources } from '#intake/discovery'
import { servicePort } from '#platform/http'
import { resolverPort, resolversOf } from '#platform/probe'
import { userAgentOf } from './discovery-manners.ts'

const MOST_BYTES = 64 * 1024 ** 2
const ANSWER_MS = 60_000

/** The resolvers and passive sources that were configured, through the service port (law 6). Private ones only where the machine’s administrator listed them. */
export function discoverySources(
  settings: DiscoverySettings,
  { privateHosts, signal }: { privateHosts: readonly string[]; signal: AbortSignal },
): DiscoverySources & { close(): Promise<void> } {
  const { certificateSearch, rdap, resolvers } = settings
  const hosts = [certificateSearch, rdap].flatMap((url) => hostOf(url) ?? [])
  const port = servicePort({ hosts, privateHosts })
  return {
    ...resolverPort(resolversOf(resolvers, privateHosts), signal),
    ...(certificateSearch && { certificateSearch }),
    ...(rdap && { rdap }),
    async get(url, stop) {
      const signals = [signal, AbortSignal.timeout(ANSWER_MS), ...(stop ? [stop] : [])]
      const answer = await port.get(url, { 'user-agent': userAgentOf(settings) }, AbortSignal.any(signals))
      if (!answer.ok) return answer
      const body = await readBounded(answer.value.body)
      return body.ok ? ok({ status: answer.value.status, body: body.value }) : body
    },
    close: () => port.close(),
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
