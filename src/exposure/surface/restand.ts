import { type AddressScope, parseAddress } from '#core/network'
import type { NamedAsset, Standing } from '#core/vocabulary'
import { naturalKeyOf } from '#exposure/inventory'
import { addressesInScope, isSaid, type Rulings, rulingsOf, type Scope, upwards } from './scope.ts'

/** Whose an asset is, how surely, and why. */
export interface Judged {
  standing: Standing
  confidence: number
  reason: string
}

/** An asset as it stands. */
export interface StoodAsset extends Judged {
  id: string
  asset: NamedAsset
  /** What the last step to it came from; `null` for a seed. */
  from: NamedAsset | null
  /** What discovery made of it before people said otherwise. */
  unruled: Judged | null
}

/** What becomes of an asset. */
export type Restood = Judged & Pick<StoodAsset, 'id' | 'unruled'>

interface Known {
  scope: Pick<Scope, 'seeds' | 'ranges' | 'names' | 'proofs' | 'rulings'>
  /** Addresses of names, as they were seen last. */
  resolved: readonly { name: string; addresses: readonly string[] }[]
}

/**
 * Whose assets are by what people say now, without a look at them: what was ruled, proven, excluded or approved, and what
 * follows from that for names in a domain, addresses of names, and what was found on either. What people took back is as
 * discovery saw it before. Told is what becomes another; said again, nothing is.
 */
export function restand(assets: readonly StoodAsset[], { scope, resolved }: Known): Restood[] {
  const terms = new Terms({ scope, resolved })
  const inOrder = [...assets].sort((a, b) => rankOf(a) - rankOf(b))
  const moved: Restood[] = []
  for (const known of inOrder) {
    const base = known.unruled ?? withdrawn(known)
    const now = terms.judge(known, base)
    const unruled = now.standing === base.standing ? null : base
    terms.holds(known, now, base)
    if (isSame(known, now) && isSame(known.unruled, unruled)) continue
    moved.push({ id: known.id, ...now, unruled })
  }
  return moved
}

/** Domains before the names in them, names before addresses, and what is found on them last. */
const ranks: Partial<Record<NamedAsset['kind'], number>> = { domain: 0, hostname: 1, netblock: 2, 'ip-address': 3 }
const LAST = 4

function rankOf({ asset }: StoodAsset): number {
  return ranks[asset.kind] ?? (asset.kind === 'service' ? LAST : LAST + 1)
}

/** What rested on words that may have been taken back is nobody's, until somebody looks again. */
function withdrawn({ standing, confidence, reason }: StoodAsset): Judged {
  if (!isSaid(reason) && !approvals.has(reason)) return { standing, confidence, reason }
  return { standing: 'candidate', confidence: 1, reason: NOBODY }
}

const NOBODY = 'Nobody says whose it is any more: the next run judges it'
const APPROVED = 'Lies in the approved scope'
const KEPT_OUT = 'Lies in an approved range, and is not looked at: it is excluded'
const KEPT_WITH_NAME = 'Was approved with its name, and is not looked at: it is excluded'
const UNLOOKED = ', which is not looked at: it is excluded'
const approvals: ReadonlySet<string> = new Set([APPROVED, KEPT_OUT, KEPT_WITH_NAME])

class Terms {
  readonly #rulings: Rulings
  readonly #approved: AddressScope
  readonly #namesAt = new Map<string, string[]>()
  /** Of which people say something else than discovery did. */
  readonly #moved = new Set<string>()
  readonly #now = new Map<string, Judged>()

  constructor({ scope, resolved }: Known) {
    this.#rulings = rulingsOf(scope)
    this.#approved = addressesInScope(scope)
    for (const { name, addresses } of resolved)
      for (const address of addresses) {
        const names = this.#namesAt.get(address)
        if (names) names.push(name)
        else this.#namesAt.set(address, [name])
      }
  }

  /** What others are judged by. */
  holds(known: StoodAsset, judged: Judged, base: Judged): void {
    const key = keyOf(known.asset)
    this.#now.set(key, judged)
    const isAsLeft = known.unruled === null && isSame(known, judged) && judged.reason !== NOBODY
    if (!isAsLeft && (base.reason === NOBODY || judged.standing !== base.standing)) this.#moved.add(key)
  }

  judge(known: StoodAsset, base: Judged): Judged {
    const { asset } = known
    const word = this.#rulings.word(asset)
    if (word) return { standing: word.standing, confidence: 100, reason: word.reason }
    switch (asset.kind) {
      case 'domain':
      case 'organisation':
      case 'autonomous-system':
        return base
      case 'hostname':
        return this.#name(asset.name, base)
      case 'netblock':
        return this.#network(asset.name, base)
      case 'ip-address':
        return this.#address(known, base)
      default:
        return this.#found(known, base)
    }
  }

  /** A name is what its domain is. */
  #name(name: string, base: Judged): Judged {
    for (const above of upwards(name)) {
      const domain = this.#now.get(keyOf({ kind: 'domain', name: above }))
      if (domain) return domain.standing === base.standing ? base : follows(domain, inDomain(above, domain.standing))
    }
    return base
  }

  #network(name: string, base: Judged): Judged {
    return this.#approved.holds(name) ? { standing: 'owned', confidence: 100, reason: APPROVED } : base
  }

  #address({ asset: { name } }: StoodAsset, base: Judged): Judged {
    if (this.#approved.judge(name).approved) return { standing: 'owned', confidence: 100, reason: APPROVED }
    if (this.#approved.holds(name)) return { standing: 'owned', confidence: 100, reason: KEPT_OUT }
    if (this.#approved.isOfName(name)) return { standing: 'owned', confidence: 100, reason: KEPT_WITH_NAME }
    const names = this.#namesAt.get(name) ?? []
    const isTouched = base.reason === NOBODY || names.some((each) => this.#hasMoved(each))
    // Whose network it lies in, and that it is for the inside, says more than names.
    if (!isTouched || base.standing === 'monitor-only' || isOfNetwork(base.reason)) return base
    const byNames = this.#byNames(names)
    return byNames.standing === base.standing ? base : byNames
  }

  #byNames(names: readonly string[]): Judged {
    const owned = names.filter((each) => this.#standingOf(each) === 'owned').length
    if (owned === 0) return { standing: 'dependency', confidence: 80, reason: 'No name of ours has it' }
    if (owned === names.length) return { standing: 'owned', confidence: 70, reason: 'Only names of ours have it' }
    return { standing: 'candidate', confidence: 40, reason: 'Names of ours and of others have it' }
  }

  /** A service is its address’s, a page and a certificate are what they were found on. */
  #found({ asset, from }: StoodAsset, base: Judged): Judged {
    const host = asset.kind === 'service' ? addressOfService(asset.name) : undefined
    const holder = host ?? from
    const judged = holder ? this.#now.get(keyOf(holder)) : undefined
    const plain = { ...base, reason: base.reason.replace(UNLOOKED, '') }
    if (!judged || !holder) return plain
    const now = judged.standing === base.standing ? plain : follows(judged, `Found on ${holder.name}`)
    // Nobody looks at the service of such an address either, and that is to be seen where it stands.
    const isKeptOut = judged.reason === KEPT_OUT || judged.reason === KEPT_WITH_NAME
    return host && isKeptOut ? { ...now, reason: `${now.reason}${UNLOOKED}` } : now
  }

  #hasMoved(name: string): boolean {
    return namesOf(name).some((key) => this.#moved.has(key))
  }

  #standingOf(name: string): Standing | undefined {
    return namesOf(name).flatMap((key) => this.#now.get(key)?.standing ?? [])[0]
  }
}

function namesOf(name: string): string[] {
  return [keyOf({ kind: 'hostname', name }), keyOf({ kind: 'domain', name })]
}

/** By whose network it lies in: names say less than that. */
function isOfNetwork(reason: string): boolean {
  return !approvals.has(reason) && /^Lies in |lies in a network/.test(reason)
}

function follows({ standing, confidence }: Judged, reason: string): Judged {
  return { standing, confidence, reason }
}

function inDomain(domain: string, standing: Standing): string {
  const words: Record<Standing, string> = {
    owned: 'which is ours',
    candidate: 'which may be ours',
    dependency: 'a third party that we lean on',
    'monitor-only': 'which is only watched',
    rejected: 'which is not ours',
    excluded: 'which is excluded',
  }
  return `Lies in ${domain}, ${words[standing]}`
}

function addressOfService(name: string): NamedAsset | undefined {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:]+)):\d+\//.exec(name) ?? []
  const address = parseAddress(bracketed ?? plain ?? '')
  return address && { kind: 'ip-address', name: address.text }
}

function keyOf(asset: NamedAsset): string {
  return `${asset.kind} ${naturalKeyOf(asset)}`
}

function isSame(a: Judged | null, b: Judged | null): boolean {
  return a?.standing === b?.standing && a?.confidence === b?.confidence && a?.reason === b?.reason
}
