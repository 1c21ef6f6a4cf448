import { getServers } from 'node:dns'
import { Resolver } from 'node:dns/promises'
import { get as getPlain, type IncomingMessage } from 'node:http'
import { get as getTls } from 'node:https'
import { err, ok, problem, type Result } from '#core/kernel'
import { isPublicAddress } from '../http/index.ts'
import { place } from './dial.ts'
import { parseServer } from './resolver-port.ts'

const DNS_TIMEOUT_MS = 3_000
const HTTP_TIMEOUT_MS = 8_000
const MOST_BYTES = 4_096
/** Longest chain of aliases that is followed. */
const MOST_ALIASES = 8
/** Answers of DNS that say that there is nothing, which is not the same as no answer. */
const nothing = new Set(['ENODATA', 'ENOTFOUND', 'NODATA', 'NOTFOUND'])

/** Of these: there is no such name at all. */
const nowhere = new Set(['ENOTFOUND', 'NOTFOUND'])

/**
 * The resolvers to ask: the configured ones, else those of this machine. One on a private address is asked only where the
 * machine's administrator listed it (law 6).
 */
export function resolversOf(configured: readonly string[], privateHosts: readonly string[]): string[] {
  return configured.length > 0 ? configured.filter((text) => mayAskResolver(text, privateHosts)) : getServers()
}

/** Whether a resolver that somebody configured may be asked. */
export function mayAskResolver(text: string, privateHosts: readonly string[]): boolean {
  const server = parseServer(text)
  return server !== undefined && (isPublicAddress(server.address) || privateHosts.includes(server.address))
}

/**
 * What the configured resolvers say of a name: all its addresses, its aliases, or the texts it has. Problem `unreachable`.
 * @param asked hears of each question: whom, of several those it may go to, and about which name
 */
export function nameLookup(
  configured: readonly string[],
  privateHosts: readonly string[],
  asked: (server: string, name: string) => void = () => {},
) {
  const resolver = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: 2 })
  const servers = resolversOf(configured, privateHosts).flatMap((text) => parseServer(text) ?? [])
  if (servers.length > 0) resolver.setServers(servers.map(place))
  const note = (name: string) => asked(servers.map(place).join(' or '), name)
  return {
    async addresses(name: string): Promise<Result<string[]>> {
      if (servers.length === 0) return err(noResolver)
      note(name)
      note(name)
      const found = await Promise.all([answered(resolver.resolve4(name)), answered(resolver.resolve6(name))])
      const failed = found.find((each) => !each.ok)
      return failed ?? ok(found.flatMap((each) => (each.ok ? each.value : [])).sort())
    },
    /** What a name is an alias of, one after the other; empty where nobody says. */
    async aliases(name: string): Promise<string[]> {
      const chain: string[] = []
      while (servers.length > 0 && chain.length < MOST_ALIASES) {
        note(chain.at(-1) ?? name)
        const found = await answered(resolver.resolveCname(chain.at(-1) ?? name))
        const next = found.ok ? found.value[0]?.toLowerCase().replace(/\.$/, '') : undefined
        if (next === undefined || next === name || chain.includes(next)) break
        chain.push(next)
      }
      return chain
    },
    /** Whether there is such a name, with or without records of some type; `undefined`: nobody could tell. */
    async exists(name: string): Promise<boolean | undefined> {
      if (servers.length === 0) return undefined
      note(name)
      return resolver.resolve4(name).then(
        () => true,
        ({ code = '' }: NodeJS.ErrnoException) => (nothing.has(code) ? !nowhere.has(code) : undefined),
      )
    },
    async texts(name: string): Promise<Result<string[]>> {
      if (servers.length === 0) return err(noResolver)
      note(name)
      const found = await answered(resolver.resolveTxt(name))
      return found.ok ? ok(found.value.map((parts) => parts.join(''))) : found
    },
  }
}

const noResolver = problem(
  'host-not-allowed',
  'no configured resolver may be asked: one on a private address must be among the private hosts (privateHosts)',
)

async function answered<T>(question: Promise<T[]>): Promise<Result<T[]>> {
  try {
    return ok(await question)
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException
    return nothing.has(code) ? ok([]) : err(problem('unreachable', `the resolver does not answer: ${message}`, cause))
  }
}

/** One short text that the web server of a name has at an address, bounded and without redirects. Problem `unreachable`. */
export function fetchText(
  { address, name, path, userAgent }: { address: string; name: string; path: string; userAgent: string },
  { isTls, port = isTls ? 443 : 80 }: { isTls: boolean; port?: number },
): Promise<Result<string>> {
  // The certificate is not what is proven: whoever serves the text under that name at its address is.
  const options = {
    ...{ host: address, port, path, servername: name, rejectUnauthorized: false, agent: false as const },
    headers: { host: name, 'user-agent': userAgent },
    signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
  }
  return new Promise((resolve) => {
    const failed = (cause: Error) =>
      resolve(err(problem('unreachable', `${name} cannot be asked at ${address}: ${cause.message}`, cause)))
    const request = (isTls ? getTls : getPlain)(options, (answer) => {
      readBounded(answer).then((text) => {
        request.destroy()
        resolve(
          answer.statusCode === 200 ? ok(text) : err(problem('unreachable', `${name} answers ${answer.statusCode}`)),
        )
      }, failed)
    })
    request.on('error', failed)
  })
}

async function readBounded(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of answer as AsyncIterable<Buffer>) {
    parts.push(part)
    bytes += part.length
    if (bytes >= MOST_BYTES) break
  }
  return Buffer.concat(parts).subarray(0, MOST_BYTES).toString('latin1')
}
