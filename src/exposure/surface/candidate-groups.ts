import { addressText, covers, type IpAddress, parseAddress, parseRange, rangeOf, rangeSize } from '#core/network'
import type { NamedAsset } from '#core/vocabulary'
import { upwards } from './scope.ts'

/** What waits for a word, with what the last step to it came from. */
export interface Waiting extends NamedAsset {
  id: string
  from: NamedAsset | null
}

/** What one word settles: its head, and what hangs on it. */
export interface WaitingGroup<Row extends Waiting> {
  head: NamedAsset
  /** The head, where it waits itself. */
  itself?: Row
  rows: Row[]
}

/** Bits of the network that addresses are joined by where none is known: what is usually lent to one customer. */
const USUAL_PREFIX = { 4: 24, 6: 64 } as const

/**
 * Joins what waits for a word with what it hangs on, in the order given: names with their domain, addresses with their
 * network, what was found with where. Addresses without a network of their own are joined by the usual one.
 */
export function groupWaiting<Row extends Waiting>(rows: readonly Row[]): WaitingGroup<Row>[] {
  const heads = new Heads(rows)
  const groups = new Map<string, WaitingGroup<Row>>()
  const alone = new Map<string, number>()
  for (const row of rows) {
    const usual = usualNetwork(heads.of(row))
    if (usual) alone.set(usual, (alone.get(usual) ?? 0) + (row.kind === 'ip-address' ? 1 : 0))
  }
  for (const row of rows) {
    const top = heads.of(row)
    const usual = usualNetwork(top)
    const head: NamedAsset = usual && alone.get(usual)! > 1 ? { kind: 'netblock', name: usual } : top
    const key = keyOf(head)
    const group = groups.get(key) ?? { head: { kind: head.kind, name: head.name }, rows: [] }
    groups.set(key, group)
    if (keyOf(row) === key) group.itself = row
    else group.rows.push(row)
  }
  return [...groups.values()]
}

/** Finds for each the topmost that it hangs on and that waits, too. */
class Heads<Row extends Waiting> {
  readonly #known: ReadonlyMap<string, Row>
  readonly #networks: { name: string; range: NonNullable<ReturnType<typeof parseRange>> }[]

  constructor(rows: readonly Row[]) {
    this.#known = new Map(rows.map((row) => [keyOf(row), row]))
    this.#networks = rows
      .flatMap(({ kind, name }) => {
        const range = kind === 'netblock' ? parseRange(name) : undefined
        return range ? { name, range } : []
      })
      .sort((a, b) => Number(rangeSize(b.range) - rangeSize(a.range)))
  }

  of(row: Row): Waiting {
    const passed = new Set<string>()
    let at: Waiting = row
    for (let above = this.#above(at); above && !passed.has(keyOf(above)); above = this.#above(at)) {
      passed.add(keyOf(at))
      at = above
    }
    return at
  }

  #above(row: Waiting): Row | undefined {
    switch (row.kind) {
      case 'domain':
      case 'hostname':
        return this.#nameAbove(row.name)
      case 'ip-address':
        return this.#networkOf(row.name)
      case 'netblock':
      case 'organisation':
      case 'autonomous-system':
        return undefined
      case 'service':
        return this.#known.get(keyOf({ kind: 'ip-address', name: hostOf(row.name) }))
      default:
        return row.from ? this.#known.get(keyOf(row.from)) : undefined
    }
  }

  #nameAbove(name: string): Row | undefined {
    for (const above of upwards(name)) {
      if (above === name) continue
      const known =
        this.#known.get(keyOf({ kind: 'hostname', name: above })) ??
        this.#known.get(keyOf({ kind: 'domain', name: above }))
      if (known) return known
    }
    return undefined
  }

  #networkOf(text: string): Row | undefined {
    const address = parseAddress(text)
    const network = address && this.#networks.find(({ range }) => covers(range, address))
    return network && this.#known.get(keyOf({ kind: 'netblock', name: network.name }))
  }
}

function usualNetwork({ kind, name }: NamedAsset): string | undefined {
  const address = kind === 'ip-address' ? parseAddress(name) : undefined
  return address && networkText(address)
}

function networkText(address: IpAddress): string {
  const prefix = USUAL_PREFIX[address.family]
  return `${addressText(address.family, rangeOf(address, prefix).first)}/${prefix}`
}

/** `[2001:db8::1]:443/tcp` is at `2001:db8::1`. */
function hostOf(service: string): string {
  return service.replace(/:\d+\/\w+$/, '').replace(/^\[|\]$/g, '')
}

function keyOf({ kind, name }: NamedAsset): string {
  return `${kind} ${name}`
}
