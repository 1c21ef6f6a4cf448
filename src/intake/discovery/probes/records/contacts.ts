import type { NamedAsset } from '#core/vocabulary'
import { nameAsset } from '../../asset-name.ts'
import type { NameTools, Sighting } from '../../contract.ts'
import { type DnsName, isWithin, parseHostName, under } from '../../dns/name.ts'
import { step } from '../sighting.ts'

/**
 * Domains that a zone names as its contact: who keeps it (the mailbox of the SOA), who is told of refused certificates
 * (CAA, RFC 8659 section 4.4) and of forged mail (DMARC, RFC 7489 section 6.3). Those that have ours are likely ours.
 */
export async function* contactsOf(subject: NamedAsset, { resolver }: NameTools): AsyncGenerator<Sighting> {
  const zone = subject.name as DnsName
  const policy = under('_dmarc', zone)
  const [soa, caa, dmarc] = await Promise.all([
    resolver.ask(zone, 'SOA'),
    resolver.ask(zone, 'CAA'),
    policy && resolver.ask(policy, 'TXT'),
  ])
  const keeper = soa.records.flatMap(({ value }) => domainOfMailbox(value.split(' ')[1] ?? ''))
  yield* contacts(subject, keeper, 'dns-soa', `mailbox in the SOA of ${zone}`)
  const told = caa.records.flatMap(({ value }) => mailDomains(/ iodef "(.*)"$/.exec(value)?.[1]))
  yield* contacts(subject, told, 'dns-caa', `iodef in the CAA of ${zone}`)
  const reports = (dmarc?.records ?? []).flatMap(({ text }) =>
    /^v=DMARC1\b/.test(text ?? '') ? mailDomains(text) : [],
  )
  yield* contacts(subject, reports, 'dns-dmarc', `reports of _dmarc.${zone}`)
}

function* contacts(zone: NamedAsset, domains: readonly string[], by: string, how: string): Generator<Sighting> {
  for (const domain of new Set(domains)) {
    const name = parseHostName(domain)
    if (name && !isWithin(name, zone.name)) yield step('dns_record', zone, nameAsset(name), by, how)
  }
}

/** A mailbox in a record has its name as first label; a dot in that is escaped (RFC 1035 section 5.3). */
function domainOfMailbox(mailbox: string): string[] {
  const found = /^(?:[^.\\]|\\.)+\.(.+)$/.exec(mailbox)
  return found?.[1] ? [found[1]] : []
}

function mailDomains(text = ''): string[] {
  return [...text.slice(0, 2000).matchAll(/mailto:[^@\s,;]+@([a-z0-9.-]+)/gi)].flatMap(([, domain]) => domain ?? [])
}
