import { isIP } from 'node:net'
import { z } from 'zod'
import { err, ok, problem, type Result } from '#core/kernel'
import { familyOf, networkList } from '../../address.ts'
import type { DiscoverySources } from '../../contract.ts'
import { type RdapAnswer, rdapAnswer } from './answer.ts'

type Asked = Promise<Result<RdapAnswer | undefined>>

/** Answers of one run's sources that are kept: who needs the same asks once. */
const MOST_KEPT = 2000
const kept = new WeakMap<DiscoverySources, Map<string, Asked>>()

/** Asks who registered a domain, or whose network an address lies in; `undefined`: it is not known there. */
export function askRdap(kind: 'domain' | 'ip', subject: string, sources: DiscoverySources, signal: AbortSignal): Asked {
  const answers = kept.get(sources) ?? new Map<string, Asked>()
  kept.set(sources, answers)
  const known = answers.get(subject)
  if (known) return known
  const asked = ask(kind, subject, sources, signal)
  if (answers.size < MOST_KEPT) answers.set(subject, asked)
  return asked
}

async function ask(kind: 'domain' | 'ip', subject: string, sources: DiscoverySources, signal: AbortSignal): Asked {
  if (!sources.rdap) return ok(undefined)
  const base = await baseFor(subject, sources, signal)
  const path = `${kind}/${subject}`
  const answer = await sources.get(`${base}${path}`, signal)
  if (!answer.ok) return answer
  const { status, body } = answer.value
  if (status === 404) return ok(undefined)
  if (status !== 200) return err(problem('http-status', `RDAP answered ${status} for ${path}`))
  const read = rdapAnswer.safeParse(parsed(body))
  return read.success ? ok(read.data) : err(problem('malformed', `RDAP answered what cannot be read for ${path}`))
}

/** Which servers know what (RFC 9224): lists of top-level domains, or networks, with their servers. */
const bootstrap = z.object({
  services: z.array(z.tuple([z.array(z.string().max(100)), z.array(z.string().max(500))])).max(5000),
})
type Services = z.infer<typeof bootstrap>['services']

/** Bootstrap files as read once for each run's sources. */
const files = new WeakMap<DiscoverySources, Map<string, Promise<Services>>>()

/** The server that knows a subject, by the bootstrap files where there are such; else the configured address itself. */
async function baseFor(subject: string, sources: DiscoverySources, signal: AbortSignal): Promise<string> {
  const configured = slashed(sources.rdap!)
  const file = isIP(subject) === 0 ? 'dns.json' : `${familyOf(subject)}.json`
  const known = files.get(sources) ?? new Map<string, Promise<Services>>()
  files.set(sources, known)
  const services = known.get(file) ?? readServices(`${configured}${file}`, sources, signal)
  known.set(file, services)
  const [, urls] = (await services).find(([entries]) => entries.some((entry) => covers(entry, subject))) ?? []
  const url = urls?.find((one) => one.startsWith('https:')) ?? urls?.[0]
  return url ? slashed(url) : configured
}

async function readServices(url: string, { get }: DiscoverySources, signal: AbortSignal): Promise<Services> {
  const answer = await get(url, signal)
  const read = answer.ok && answer.value.status === 200 ? bootstrap.safeParse(parsed(answer.value.body)) : undefined
  return read?.success ? read.data.services : []
}

function covers(entry: string, subject: string): boolean {
  if (isIP(subject) === 0) return subject.endsWith(`.${entry.toLowerCase()}`)
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
