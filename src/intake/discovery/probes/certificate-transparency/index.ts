import { z } from 'zod'
import type { NamedAsset } from '#core/vocabulary'
import { nameAsset, registrableDomain } from '../../asset-name.ts'
import type { KnownSurface, NameTools, Probe, Sighting } from '../../contract.ts'
import { type DnsName, isWithin, parseHostName } from '../../dns/name.ts'
import { step, trouble } from '../sighting.ts'

const MOST_ROWS = 200_000
const MOST_NAMES_EACH = 200

/** A row of crt.sh's JSON: the names of one logged certificate that match what was asked. */
const row = z.object({
  name_value: z.string().max(65_536),
  common_name: z.string().max(1000).nullish(),
  serial_number: z.string().max(100).nullish(),
})

/** Searches the logs of certificate transparency, where each public certificate stands. */
export const certificateTransparency: Probe = {
  id: 'certificate-transparency',
  title: 'Certificate transparency',
  sends: 'The domain to the configured certificate search',
  consumes: ['domain', 'hostname'],
  produces: ['hostname', 'domain'],
  of: ['owned', 'candidate'],
  activity: 'passive',
  gentle: true,
  wants,
  look,
}

/** A search for a domain finds all below it; a name is searched for where its domain is not ours, as below a seed. */
function wants(subject: NamedAsset, known: KnownSurface): boolean {
  const { kind, name } = subject
  if (kind === 'domain') return known.standingOf(subject) === 'owned' || known.confidenceOf(subject) >= 30
  const domain = registrableDomain(name)
  return known.isZone(name) && domain !== undefined && known.standingOf({ kind: 'domain', name: domain }) !== 'owned'
}

async function* look(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  const { certificateSearch, get } = tools.sources
  if (!certificateSearch) return
  // Below a name that does not exist nothing does (RFC 8020): what logs have of it is past.
  const { status, aliases } = await tools.resolver.ask(subject.name as DnsName, 'A')
  if (status === 'no-name' && aliases.length === 0) return
  // Who wrote the sign for all below before the name means it once.
  const address = certificateSearch.replace(/(?:%(?:25)?\.?)?%s/, encodeURIComponent(`%.${subject.name}`))
  const answer = await get(address, tools.signal, certificateTransparency.id)
  const said = (code: string, detail: string) => trouble(subject, certificateTransparency.id, code, detail)
  if (!answer.ok) return yield said(answer.error.code, answer.error.message)
  if (answer.value.status !== 200) return yield said('http-status', `The search answered ${answer.value.status}`)
  const rows = parseRows(answer.value.body)
  if (!rows) return yield said('malformed', 'The search answered no list in JSON')
  const seen = new Set<string>()
  for (const one of rows.slice(0, MOST_ROWS)) {
    const read = row.safeParse(one)
    if (read.success) yield* namesOf(subject, read.data, seen)
  }
}

function parseRows(body: Buffer): unknown[] | undefined {
  try {
    const rows: unknown = JSON.parse(body.toString())
    return Array.isArray(rows) ? rows : undefined
  } catch {
    return undefined
  }
}

/** Names in the domain are parts of it; another domain on the same certificate may be of the same hands. */
function* namesOf(domain: NamedAsset, read: z.infer<typeof row>, seen: Set<string>): Generator<Sighting> {
  const how = `certificate ${read.serial_number ?? 'of unknown serial'} in the log`
  const texts = [...read.name_value.split('\n').slice(0, MOST_NAMES_EACH), read.common_name ?? '']
  const names = texts.flatMap((text) => nameIn(text) ?? [])
  for (const name of names) {
    if (seen.has(name)) continue
    seen.add(name)
    if (isWithin(name, domain.name)) {
      // Authorities add www to a name by themselves: alone that says nothing of a host.
      const by = name.startsWith('www.') && names.includes(name.slice(4) as DnsName) ? 'ct-twin' : 'ct'
      if (name !== domain.name) yield step('node', domain, nameAsset(name), by, how, 90)
    } else if (registrableDomain(name) !== undefined)
      yield step('refers_to', domain, nameAsset(name), 'ct-shared', how, 70)
  }
}

/** A wildcard speaks of the name below its star; certificates of persons name mailboxes, which are none. */
function nameIn(text: string): DnsName | undefined {
  return text.includes('@') ? undefined : parseHostName(text.trim().replace(/^\*\./, ''))
}
