import type { NamedAsset } from '#core/vocabulary'
import { nameAsset, registrableDomain } from '../../asset-name.ts'
import type { NameTools, Sighting } from '../../contract.ts'
import type { DnsName } from '../../dns/name.ts'
import { step, type WeaknessRule, weakness } from '../sighting.ts'
import { rules } from './rules.ts'
import { costsLookup, isSpf, parseSpf, type SpfTerm } from './spf.ts'

const MOST_LOOKUPS = 10
/** Records read before a chain of includes is given up; far more than any receiver reads. */
const MOST_RECORDS = 40

/** Follows who may send mail of a domain, through includes, and says what is wrong with that. */
export async function* senderPolicy(subject: NamedAsset, tools: NameTools): AsyncGenerator<Sighting> {
  const texts = await spfTexts(subject.name as DnsName, tools)
  if (!texts) return
  if (texts.length === 0)
    return yield weakness(rules.spfMissing, subject, `${subject.name} has no TXT record with v=spf1`)
  if (texts.length > 1) yield weakness(rules.spfMultiple, subject, texts.join(' | '))
  const [text = ''] = texts
  const terms = parseSpf(text)
  const verdict = verdictOf(terms)
  if (verdict) yield weakness(verdict, subject, text)
  yield* follow(subject, terms, tools)
}

/** SPF records of a name; `undefined`: nobody can say. */
async function spfTexts(name: DnsName, { resolver }: NameTools): Promise<string[] | undefined> {
  const answer = await resolver.ask(name, 'TXT')
  if (answer.status === 'failed') return undefined
  return answer.records.flatMap(({ text }) => (text !== undefined && isSpf(text) ? [text] : []))
}

/** What the last word on everybody else amounts to. */
function verdictOf(terms: readonly SpfTerm[]): WeaknessRule | undefined {
  const all = terms.find(({ mechanism }) => mechanism === 'all')
  if (!all) return terms.some(({ mechanism }) => mechanism === 'redirect') ? undefined : rules.spfNeutral
  const verdicts = { '+': rules.spfPassAll, '?': rules.spfNeutral, '~': rules.spfSoftfail, '-': undefined }
  return verdicts[all.qualifier]
}

/** Walks includes in the order in which a receiver does. */
async function* follow(subject: NamedAsset, terms: readonly SpfTerm[], tools: NameTools): AsyncGenerator<Sighting> {
  const queue = [{ from: subject, terms }]
  const read = new Set<string>([subject.name])
  let lookups = 0
  for (let next = queue.shift(); next && read.size <= MOST_RECORDS; next = queue.shift())
    for (const term of next.terms) {
      if (costsLookup(term)) lookups++
      yield* leadOf(next.from, term, subject)
      if (!term.name || (term.mechanism !== 'include' && term.mechanism !== 'redirect') || read.has(term.name)) continue
      read.add(term.name)
      const answer = await tools.resolver.ask(term.name, 'TXT')
      if (answer.status === 'no-name')
        yield weakness(
          rules.spfDangling,
          subject,
          `${next.from.name}: ${term.mechanism}:${term.name} does not exist`,
          term.name,
        )
      for (const { text } of answer.records)
        if (text !== undefined && isSpf(text)) queue.push({ from: nameAsset(term.name), terms: parseSpf(text) })
    }
  if (lookups > MOST_LOOKUPS) yield weakness(rules.spfLookups, subject, `${subject.name} needs ${lookups} lookups`)
}

/** Our own records tell whom we let send; what a third party's tell is theirs. */
function* leadOf(from: NamedAsset, term: SpfTerm, subject: NamedAsset): Generator<Sighting> {
  if (registrableDomain(from.name) !== registrableDomain(subject.name)) return
  const how = `SPF of ${from.name}`
  if (term.name) yield step('dns_record', from, nameAsset(term.name), 'dns-spf', how)
  if (term.network === undefined) return
  const single = !term.network.includes('/') || /^[\d.]+\/32$/.test(term.network)
  if (single)
    yield step('dns_record', from, { kind: 'ip-address', name: term.network.replace(/\/32$/, '') }, 'dns-spf', how)
  else yield step('refers_to', from, { kind: 'netblock', name: term.network }, 'dns-spf', how)
}
