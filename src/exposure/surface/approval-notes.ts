import { metadataIn, parseRange, rangeOf, rangeSize, specialUse } from '#core/network'
import type { DiscoverySettings } from './settings.ts'

/** An approval of more addresses than this says what it means: a /20 of IPv4. */
const MANY = 4_096n
/** A look asks so many ports of an address before it takes it for nobody's, waits so long for each, and has so many open. */
const [PORTS, WAIT_SECONDS, AT_ONCE] = [24, 1.5, 256]

/** What whoever approves a range by hand should know of it, a sentence each. */
export function approvalNotes(text: string, { perNetwork }: Pick<DiscoverySettings, 'perNetwork'>): string[] {
  const range = parseRange(text)
  if (!range) return []
  const isOne = rangeSize(range) === 1n
  const use = specialUse({ family: range.family, value: range.first, text: range.text })
  if (isOne && use === 'metadata')
    return [
      `${range.text} is where a cloud gives out the credentials of the machine that asks. A probe there speaks with the cloud that Lunette runs in, not with a server of yours: take this back unless you mean that.`,
    ]
  const kept = metadataIn(range).map(
    (address) =>
      `${address} in it is where a cloud gives out the credentials of the machine that asks: it stays out, unless it is approved by itself.`,
  )
  if (range.family === 6 || rangeSize(range) <= MANY) return kept
  const addresses = Number(rangeSize(range))
  const first = rangeOf({ family: 4, value: range.first, text: '' }, 24)
  const networks = Math.ceil((Number(range.last - first.first) + 1) / 256)
  const seconds = Math.max((addresses * PORTS) / (perNetwork * networks), (addresses * PORTS * WAIT_SECONDS) / AT_ONCE)
  return [
    ...kept,
    `It has ${addresses.toLocaleString('en')} addresses. A look at everything knocks at each, at ${PORTS} ports where nobody answers and at 1,000 where somebody does: with ${perNetwork.toLocaleString('en')} connections a second for each /24 that takes ${duration(seconds)} or more.`,
  ]
}

function duration(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60))
  if (minutes < 90) return minutes === 1 ? 'about a minute' : `about ${minutes} minutes`
  return `about ${Math.round(minutes / 60)} hours`
}
