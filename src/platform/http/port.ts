import { lookup } from 'node:dns/promises'
import { createConnection, isIP, type LookupFunction, type Socket } from 'node:net'
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici'
import { err, ok, type Problem, problem, type Result } from '#core/kernel'
import { isPublicAddress } from './address.ts'

/** Whom the service port may talk to. */
export interface PortRules {
  /** Hosts that may be asked, public addresses only. */
  hosts: readonly string[]
  /** Hosts an administrator listed by hand: their private addresses are allowed, too. */
  privateHosts: readonly string[]
}

export interface Answer {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: Dispatcher.ResponseData['body']
  /** After redirects. */
  url: string
}

export interface ServicePort {
  /** One GET. Redirects are followed by hand, each checked like the first. Problems: `host-not-allowed`, `unreachable`, `too-many-redirects`. */
  get(url: string, headers: Record<string, string>, signal?: AbortSignal): Promise<Result<Answer>>
  /** One call of any method, without following redirects: what is sent is for the host that was named. Problems: `host-not-allowed`, `unreachable`. */
  send(call: Call, signal?: AbortSignal): Promise<Result<Answer>>
  /** A TCP connection, by the same rules. Problems: `host-not-allowed`, `unreachable`. */
  connect(host: string, port: number): Promise<Result<Socket>>
  close(): Promise<void>
}

interface Call {
  method: 'GET' | 'POST' | 'PUT'
  url: string
  headers: Record<string, string>
  body?: string
}

const MAX_REDIRECTS = 5
const HEADERS_TIMEOUT_MS = 30_000
const BODY_TIMEOUT_MS = 60_000
const CONNECT_TIMEOUT_MS = 15_000

/** The service port (law 6): only configured hosts, and no private, link-local or metadata address unless listed, checked when connecting. */
export function servicePort(given: PortRules): ServicePort {
  const rules = { hosts: given.hosts.map(plainHost), privateHosts: given.privateHosts.map(plainHost) }
  const options = {
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: BODY_TIMEOUT_MS,
    connect: { lookup: guardedLookup(rules), timeout: CONNECT_TIMEOUT_MS },
  }
  const dispatcher: Dispatcher = isProxied() ? new EnvHttpProxyAgent(options) : new Agent(options)
  return {
    get: (url, headers, signal) => follow(url, headers, signal, rules, dispatcher),
    send: (call, signal) => ask(call, signal, rules, dispatcher),
    connect: (host, port) => connectTo(plainHost(host), port, rules),
    close: () => dispatcher.close(),
  }
}

async function follow(
  start: string,
  headers: Record<string, string>,
  signal: AbortSignal | undefined,
  rules: PortRules,
  dispatcher: Dispatcher,
): Promise<Result<Answer>> {
  let url = start
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const asked = await ask({ method: 'GET', url, headers }, signal, rules, dispatcher)
    if (!asked.ok) return asked
    const { status, headers: answered, body } = asked.value
    const target = [301, 302, 303, 307, 308].includes(status) ? answered.location : undefined
    if (typeof target !== 'string') return asked
    try {
      await body.dump()
    } catch (cause) {
      return err(unreachable(url, cause))
    }
    const next = nextHop(url, target)
    if (!next.ok) return next
    url = next.value
  }
  return err(problem('too-many-redirects', `${start} redirects more than ${MAX_REDIRECTS} times`))
}

async function ask(
  { url, method, headers, body }: Call,
  signal: AbortSignal | undefined,
  rules: PortRules,
  dispatcher: Dispatcher,
): Promise<Result<Answer>> {
  const refusal = refusalOf(url, rules)
  if (refusal) return err(problem('host-not-allowed', refusal))
  const behind = isProxied() ? await refusalBehindProxy(hostOf(new URL(url)), rules) : undefined
  if (behind) return err(unreachable(url, new Error(behind)))
  try {
    const answer = await request(url, {
      dispatcher,
      method,
      headers: { 'user-agent': 'Lunette', ...headers },
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    })
    return ok({ status: answer.statusCode, headers: answer.headers, body: answer.body, url })
  } catch (cause) {
    return err(unreachable(url, cause))
  }
}

/** What the environment says of proxies; `NO_PROXY` names hosts that are asked without one. */
function isProxied(): boolean {
  const { HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy } = process.env
  return [HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy].some((proxy) => proxy !== undefined && proxy !== '')
}

/**
 * A proxy looks names up by itself, so that what they lead to is never seen when connecting: it is checked before. A name
 * that is not known here is left to the proxy, which the machine's administrator chose; it is among the allowed ones.
 */
async function refusalBehindProxy(host: string, rules: PortRules): Promise<string | undefined> {
  if (isIP(host) !== 0 || rules.privateHosts.includes(host)) return undefined
  const found = await lookup(host, { all: true }).catch(() => [])
  return found.every(({ address }) => isPublicAddress(address))
    ? undefined
    : `${host} leads to a private address${listIt}`
}

function unreachable(url: string, cause: unknown): Problem {
  return problem('unreachable', `${new URL(url).host} cannot be reached: ${(cause as Error).message}`, cause)
}

/** Where a redirect leads; never from TLS to an address without. */
export function nextHop(from: string, location: string): Result<string> {
  const next = new URL(location, from)
  return from.startsWith('https:') && next.protocol !== 'https:'
    ? err(problem('host-not-allowed', `${new URL(from).host} redirects to an address without TLS`))
    : ok(next.toString())
}

function connectTo(host: string, port: number, rules: PortRules): Promise<Result<Socket>> {
  const refusal = hostRefusal(host, rules)
  if (refusal) return Promise.resolve(err(problem('host-not-allowed', refusal)))
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, lookup: guardedLookup(rules), timeout: CONNECT_TIMEOUT_MS })
    const failed = (cause: unknown) => {
      socket.destroy()
      const why = cause instanceof Error ? cause.message : 'it does not answer'
      resolve(err(problem('unreachable', `${host}:${port} cannot be reached: ${why}`, cause)))
    }
    socket.once('error', failed)
    socket.once('timeout', failed)
    socket.once('connect', () => {
      // Whoever takes it over listens for himself; until then a reset must not end the process.
      socket
        .off('error', failed)
        .off('timeout', failed)
        .on('error', () => {})
        .setTimeout(0)
      resolve(ok(socket))
    })
  })
}

/** Why an address may not be asked; `undefined` when it may. Names are checked here, the addresses behind them when connecting. */
function refusalOf(text: string, rules: PortRules): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol)) return `${text.slice(0, 100)} is no http(s) address`
  return hostRefusal(hostOf(url), rules)
}

function hostRefusal(host: string, rules: PortRules): string | undefined {
  if (rules.privateHosts.includes(host)) return undefined
  if (!rules.hosts.includes(host))
    return `${host} is not among the hosts that may be asked: an administrator can add it (feedHosts)`
  if (isIP(host) !== 0 && !isPublicAddress(host)) return privateRefusal(host)
  return undefined
}

const listIt = ': an administrator of this machine can allow it (LUNETTE_PRIVATE_HOSTS)'

/** What is said of a host that is plainly inside the own network and not listed; of names nothing, they are looked up when connecting. */
export function privateHostNote(host: string, privateHosts: readonly string[]): string | undefined {
  const plain = plainHost(host)
  if (privateHosts.map(plainHost).includes(plain)) return undefined
  if (plain === 'localhost' || plain.endsWith('.localhost')) return privateRefusal(plain)
  return isIP(plain) !== 0 && !isPublicAddress(plain) ? privateRefusal(plain) : undefined
}

const privateRefusal = (host: string) => `${host} is a private address${listIt}`

function hostOf(url: URL): string {
  return plainHost(url.hostname)
}

/** Lower case; addresses of IPv6 without the brackets they have in a URL. */
function plainHost(host: string): string {
  return host.replace(/^\[|\]$/g, '').toLowerCase()
}

/** Resolves a name and refuses it when any of its addresses is not public: a name that changes between check and use gains nothing. */
function guardedLookup(rules: PortRules): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }).then(
      (found) => {
        const listed = rules.privateHosts.includes(plainHost(hostname))
        const [first] = found
        if (!first || !(listed || found.every(({ address }) => isPublicAddress(address))))
          return done(new Error(`${hostname} leads to a private address${listIt}`), '', 0)
        if (options.all) (done as unknown as (error: null, addresses: typeof found) => void)(null, found)
        else done(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => done(error, '', 0),
    )
  }
}
