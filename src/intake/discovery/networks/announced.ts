import { gunzipSync } from 'node:zlib'
import { addressText, type IpRange, parseAddress } from '#core/network'

const MOST_BYTES = 128 * 1024 * 1024
const MOST_NETWORKS = 2_000

/** Which networks an autonomous system announces, by a list of ranges; asked for a few systems of a large list. */
export interface AnnouncedNetworks {
  /** In CIDR form, in the order of the list. @param name `AS64500` */
  of(name: string): string[]
}

/**
 * The list in iptoasn.com's form: first and last address, number, country and name, parted by tabs; gzip or plain. It is
 * searched as it is, for it names every network there is.
 */
export function announcedNetworks(list: Buffer): AnnouncedNetworks {
  const text = (
    list[0] === 0x1f && list[1] === 0x8b ? gunzipSync(list, { maxOutputLength: MOST_BYTES }) : list
  ).toString('latin1')
  const known = new Map<string, string[]>()
  return {
    of(name) {
      const number = /^AS(\d{1,10})$/i.exec(name)?.[1]
      if (number === undefined) return []
      const found = known.get(number) ?? [...rowsOf(text, number)]
      known.set(number, found)
      return found
    },
  }
}

function* rowsOf(text: string, number: string): Generator<string> {
  const needle = `\t${number}\t`
  let count = 0
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
    const begin = text.lastIndexOf('\n', at) + 1
    const range = rangeIn(text.slice(begin, at))
    for (const network of range ? cidrsOf(range) : []) {
      if (count++ >= MOST_NETWORKS) return
      yield network
    }
  }
}

function rangeIn(cells: string): IpRange | undefined {
  const [first, last, ...rest] = cells.length > 100 ? [] : cells.split('\t').map((cell) => parseAddress(cell))
  if (!first || !last || rest.length > 0 || first.family !== last.family || first.value > last.value) return undefined
  return { family: first.family, first: first.value, last: last.value, text: cells }
}

/** The fewest networks that are exactly this range. */
export function* cidrsOf({ family, first, last }: Pick<IpRange, 'family' | 'first' | 'last'>): Generator<string> {
  const bits = family === 4 ? 32 : 128
  for (let at = first; at <= last; ) {
    let prefix = bits
    for (let size = 1n; prefix > 0; prefix--, size <<= 1n)
      if (at % (size << 1n) !== 0n || at + (size << 1n) - 1n > last) break
    yield `${addressText(family, at)}/${prefix}`
    at += 1n << BigInt(bits - prefix)
  }
}
