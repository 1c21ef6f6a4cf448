import type { NamedAsset } from '#core/vocabulary'
import { nameAsset } from '../../asset-name.ts'
import type { NameTools, Probe, Sighting } from '../../contract.ts'
import { many } from '../../dns/many.ts'
import { type DnsName, parseHostName, under } from '../../dns/name.ts'
import type { DnsAnswer } from '../../dns/record.ts'
import { recordsOf, step, weakness } from '../sighting.ts'
import { rsaBits, SHORTEST_KEY, SHOULD_KEY, selectors } from './dkim.ts'
import { rules } from './rules.ts'
import { senderPolicy } from './sender-policy.ts'
import { mailedTo, parseTags } from './tags.ts'

/** Looks who may send mail of a domain, how it is signed, what is to happen to forged mail, and where reports go. */
export const mailPolicy: Probe = {
  id: 'mail-policy',
  title: 'Mail policy',
  sends: 'Questions for SPF, DMARC, DKIM selectors, MTA-STS, TLS-RPT and BIMI to the resolver',
  consumes: ['domain'],
  produces: ['hostname', 'domain', 'ip-address', 'netblock'],
  of: ['owned'],
  activity: 'passive',
  look,
}

async function* look(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  if ((await tools.resolver.ask(subject.name as DnsName, 'SOA')).status !== 'found') return
  yield* senderPolicy(subject, tools)
  yield* messagePolicy(subject, tools)
  yield* signingKeys(subject, tools)
  yield* transportPolicy(subject, tools)
}

/** DMARC (RFC 7489). */
async function* messagePolicy(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  const found = await policyAt(subject, '_dmarc', 'DMARC1', tools)
  if (found === 'unknown') return
  if (!found)
    return yield weakness(rules.dmarcMissing, subject, `_dmarc.${subject.name} has no TXT record with v=DMARC1`)
  yield* tell(subject, found)
  const { tags, text } = found
  const at = nameAsset(found.answer.name)
  if (tags.get('p')?.toLowerCase() === 'none') yield weakness(rules.dmarcNone, at, text)
  else if (tags.get('sp')?.toLowerCase() === 'none') yield weakness(rules.dmarcSubdomains, at, text)
  if (tags.get('p')?.toLowerCase() !== 'none' && Number(tags.get('pct') ?? 100) < 100)
    yield weakness(rules.dmarcPartial, at, text)
  for (const domain of [...mailedTo(tags.get('rua')), ...mailedTo(tags.get('ruf'))]) yield* reportsTo(at, domain)
}

function* reportsTo(from: NamedAsset, domain: string): Generator<Sighting> {
  const name = parseHostName(domain)
  if (name) yield step('dns_record', from, nameAsset(name), 'dns-dmarc', `reports of ${from.name}`)
}

/** DKIM keys of common selectors (RFC 6376). */
async function* signingKeys(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  const labels = selectors.map((selector) => `${selector}._domainkey`)
  for await (const found of many(labels, 50, (label) => policyAt(subject, label, 'DKIM1', tools))) {
    if (!found || found === 'unknown') continue
    yield* tell(subject, found)
    const [alias] = found.answer.aliases
    const at = nameAsset(found.answer.name)
    if (alias) yield step('dns_record', at, nameAsset(alias), 'dns-cname', `CNAME of ${at.name}`)
    if (/(?:^|:)y(?:$|:)/.test(found.tags.get('t') ?? '')) yield weakness(rules.dkimTesting, at, found.text)
    const bits = rsaBits(found.tags.get('p') ?? '')
    if (bits !== undefined && bits < SHOULD_KEY)
      yield weakness(
        bits < SHORTEST_KEY ? rules.dkimWeak : rules.dkimShort,
        at,
        `RSA key of ${bits} bits: ${found.text}`,
      )
  }
}

/** MTA-STS (RFC 8461), TLS-RPT (RFC 8460) and BIMI. */
async function* transportPolicy(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  const mail = await tools.resolver.ask(subject.name as DnsName, 'MX')
  const takesMail = mail.records.some(({ target }) => target !== undefined)
  const sts = await policyAt(subject, '_mta-sts', 'STSv1', tools)
  if (sts && sts !== 'unknown') {
    yield* tell(subject, sts)
    const host = under('mta-sts', subject.name as DnsName)
    if (host) yield step('node', subject, nameAsset(host), 'dns-policy', `MTA-STS of ${subject.name}`)
  } else if (sts === undefined && takesMail)
    yield weakness(rules.stsMissing, subject, `_mta-sts.${subject.name} has no TXT record with v=STSv1`)
  for (const [label, version] of [
    ['_smtp._tls', 'TLSRPTv1'],
    ['default._bimi', 'BIMI1'],
  ] as const) {
    const found = await policyAt(subject, label, version, tools)
    if (!found || found === 'unknown') continue
    yield* tell(subject, found)
    const at = nameAsset(found.answer.name)
    for (const domain of mailedTo(found.tags.get('rua'))) yield* reportsTo(at, domain)
  }
}

interface Policy {
  answer: DnsAnswer
  text: string
  tags: Map<string, string>
}

/** The record of a policy, by its version so that what a wildcard says is none; `unknown`: nobody can say. */
async function policyAt(
  subject: NamedAsset,
  label: string,
  version: string,
  tools: NameTools,
): Promise<Policy | 'unknown' | undefined> {
  const name = under(label, subject.name as DnsName)
  const answer = name && (await tools.resolver.ask(name, 'TXT'))
  if (!answer) return undefined
  if (answer.status === 'failed') return 'unknown'
  for (const { text } of answer.records) {
    const tags = parseTags(text ?? '')
    if (text !== undefined && (tags.get('v') === version || isBareKey(version, tags))) return { answer, text, tags }
  }
  return undefined
}

/** `v=DKIM1` may be left out (RFC 6376 section 3.6.1). */
function isBareKey(version: string, tags: ReadonlyMap<string, string>): boolean {
  return version === 'DKIM1' && !tags.has('v') && tags.has('p')
}

function* tell(subject: NamedAsset, { answer }: Policy): Generator<Sighting> {
  yield step('node', subject, nameAsset(answer.name), 'dns-policy', `TXT of ${answer.name}`)
  yield* recordsOf(answer)
}
