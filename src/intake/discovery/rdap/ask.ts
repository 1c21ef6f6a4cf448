import { z } from 'zod'
import { err, ok, problem, type Result } from '#core/kernel'
import { parseRange } from '#core/network'
import { familyOf, networkList } from '../address.ts'
import type { DiscoverySources } from '../contract.ts'
import { networksOf, type RdapAnswer, rdapAnswer } from './answer.ts'

/** What is asked about: a domain, the network of an address, an autonomous system by its number. */
export type RdapKind = 'domain' | 'ip' | 'autnum'

/** The step that requests are written down for. */
const RDAP = 'rdap'

type Asked = Promise<Result<RdapAnswer | undefined>>

/** Answers of one run's sources that are kept: who needs the same asks once. */
const MOST_KEPT = 2000
const kept = new WeakMap<DiscoverySources, Map<string, Asked>>()

/** Asks who registered a domain, or whose network an address lies in; `undefined`: it is not known there. */
export function askRdap(kind: RdapKind, subject: string, sources: DiscoverySources, signal: AbortSignal): Asked {
  const answers = kept.get(sources) ?? new Map<string, Asked>()
  kept.set(sources, answers)
  const key = `${kind} ${subject}`
  const known = answers.get(key)
  if (known) return known
  const asked = ask(kind, subject, sources, signal)
  if (answers.size < MOST_KEPT) answers.set(key, asked)
  return asked
}

async function ask(kind: RdapKind, subject: string, sources: DiscoverySources, signal: AbortSignal): Asked {
  if (!sources.rdap) return ok(undefined)
  const base = await baseFor(kind, subject, sources, signal)
  const path = `${kind}/${subject}`
  const answer = await sources.get(`${base}${path}`, signal, RDAP)
  if (!answer.ok) return answer
  const { status, body } = answer.value
  if (status === 404) return ok(undefined)
  if (status !== 200) return err(problem('http-status', `RDAP answered ${status} for ${path}`))
  const read = rdapAnswer.safeParse(parsed(body))
  return read.success ? ok(read.data) : err(problem('malformed', `RDAP answered what cannot be read for ${path}`))
}

/** What an entity has, in the answer to a search by name (RFC 9082 section 3.2.3, RFC 9083 section 8). */
const found = z.object({
  entitySearchResults: z
    .array(z.object({ networks: z.array(z.unknown()).max(500).nullish() }))
    .max(100)
    .nullish(),
})

/** Networks that are registered under a name, in CIDR form; none where the service knows no such search. */
export async function networksNamed(
  name: string,
  sources: DiscoverySources,
  signal: AbortSignal,
): Promise<Result<string[]>> {
  if (!sources.rdap) return ok([])
  const answer = await sources.get(`${slashed(sources.rdap)}entities?fn=${encodeURIComponent(name)}`, signal, RDAP)
  if (!answer.ok) return answer
  if (answer.value.status !== 200) return ok([])
  const read = found.safeParse(parsed(answer.value.body))
  const networks = (read.data?.entitySearchResults ?? []).flatMap((one) => one.networks ?? [])
  const all = networks.flatMap((network) => {
    const one = rdapAnswer.safeParse(network)
    return one.success ? networksOf(one.data) : []
  })
  return ok([...new Set(all.filter((network) => parseRange(network) !== undefined))])
}

/** Which servers know what (RFC 9224): lists of top-level domains, or networks, with their servers. */
const bootstrap = z.object({
  services: z.array(z.tuple([z.array(z.string().max(100)), z.array(z.string().max(500))])).max(5000),
})
type Services = z.infer<typeof bootstrap>['services']

/** Bootstrap files as read once for each run's sources. */
const files = new WeakMap<DiscoverySources, Map<string, Promise<Services>>>()

/** The server that knows a subject, by the bootstrap files where there are such; else the configured address itself. */
async function baseFor(
  kind: RdapKind,
  subject: string,
  sources: DiscoverySources,
  signal: AbortSignal,
): Promise<string> {
  const configured = slashed(sources.rdap!)
  const file = kind === 'domain' ? 'dns.json' : kind === 'autnum' ? 'asn.json' : `${familyOf(subject)}.json`
  const known = files.get(sources) ?? new Map<string, Promise<Services>>()
  files.set(sources, known)
  const services = known.get(file) ?? readServices(`${configured}${file}`, sources, signal)
  known.set(file, services)
  const [, urls] = (await services).find(([entries]) => entries.some((entry) => covers(kind, entry, subject))) ?? []
  const url = urls?.find((one) => one.startsWith('https:')) ?? urls?.[0]
  if (!url || !URL.canParse(url)) return configured
  sources.mayAlsoAsk?.(url)
  return slashed(url)
}

async function readServices(url: string, { get }: DiscoverySources, signal: AbortSignal): Promise<Services> {
  const answer = await get(url, signal, RDAP)
  const read = answer.ok && answer.value.status === 200 ? bootstrap.safeParse(parsed(answer.value.body)) : undefined
  return read?.success ? read.data.services : []
}

function covers(kind: RdapKind, entry: string, subject: string): boolean {
  if (kind === 'autnum') {
    const [from, to = from] = entry.split('-', 2).map(Number)
    return Number(subject) >= from! && Number(subject) <= to!
  }
  if (kind === 'domain') return subject.endsWith(`.${entry.toLowerCase()}`)
  return networkList([entry]).check(subject, familyOf(subject))
}

function slashed(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
