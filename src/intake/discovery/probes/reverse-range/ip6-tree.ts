import { networkList } from '../../address.ts'
import type { NameTools } from '../../contract.ts'
import { type DnsName, reverseName } from '../../dns/name.ts'
import type { DnsAnswer } from '../../dns/record.ts'

/** Questions for one network; each address that has a name costs up to sixteen for each digit that is free. */
const MOST_QUESTIONS = 20_000
const DIGITS = [...'0123456789abcdef']
const ADDRESS_DIGITS = 32

/**
 * Walks the reverse zone of an IPv6 network by its digits (RFC 7707 section 5.1.4): where a branch is said not to exist,
 * nothing lies below it (RFC 8020). A server that knows every branch is left, since it tells nothing.
 */
export async function* walkReverse(
  network: string,
  { resolver, signal }: NameTools,
): AsyncGenerator<{ address: string; answer: DnsAnswer } | 'limit'> {
  const [address = '', bits = ''] = network.split('/')
  const whole = reverseName(address).split('.').slice(0, ADDRESS_DIGITS).toReversed().join('')
  const open = [whole.slice(0, Math.floor(Number(bits) / 4))]
  const within = networkList([network])
  let questions = 0
  for (let digits = open.pop(); digits !== undefined; digits = open.pop()) {
    if (signal.aborted) return
    questions += DIGITS.length
    if (questions > MOST_QUESTIONS) return yield 'limit'
    const below = DIGITS.map((digit) => digits + digit)
    const answers = await Promise.all(below.map((one) => resolver.ask(nameOf(one), 'PTR', { remember: false })))
    const there = below.flatMap((one, at) => (exists(answers[at]!) ? [{ digits: one, answer: answers[at]! }] : []))
    const isBlind = there.length === DIGITS.length && digits.length < ADDRESS_DIGITS - 1
    for (const { digits: one, answer } of isBlind ? [] : there)
      if (one.length < ADDRESS_DIGITS) open.push(one)
      else if (within.check(addressOf(one), 'ipv6')) yield { address: addressOf(one), answer }
  }
}

function exists({ status }: DnsAnswer): boolean {
  return status === 'found' || status === 'no-data'
}

function nameOf(digits: string): DnsName {
  return `${[...digits].toReversed().join('.')}.ip6.arpa` as DnsName
}

/** The address in its canonical form (RFC 5952). */
function addressOf(digits: string): string {
  const groups = (digits.match(/.{4}/g) ?? []).join(':')
  return new URL(`http://[${groups}]`).hostname.slice(1, -1)
}
