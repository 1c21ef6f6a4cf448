import { err, ok, type Problem, problem, type Result } from '#core/kernel'
import {
  type AddressRules,
  type AddressScope,
  addressScope,
  covers,
  hasHostBits,
  type IpRange,
  mostOfRange,
  parseAddress,
  parseRange,
  rangeSize,
  WIDEST_PREFIX,
} from '#core/network'
import type { AssetKind, NamedAsset, RuledStanding, Standing } from '#core/vocabulary'
import { naturalKeyOf } from '#exposure/inventory'

/** How somebody shows that a name is the organisation's. */
export const proofMethods = ['dns-txt', 'well-known', 'attestation'] as const
export type ProofMethod = (typeof proofMethods)[number]
type ProofState = 'waiting' | 'proven' | 'failed'

/** A proof of control over a name. */
export interface ScopeProof {
  id: string
  name: string
  method: ProofMethod
  token: string
  state: ProofState
  statement?: string
  /** What the last check found. */
  detail?: string
  askedBy: string
  askedAt: string
  checkedAt?: string
  provenAt?: string
}

/** A range that was approved by hand, or what is never touched: a range or a name. */
export interface ScopeRange {
  id: string
  kind: 'approval' | 'exclusion'
  range: string
  /** Of an excluded name: every address it was seen to have. */
  addresses: string[]
  /** Why it is right, in the words of whoever said so. */
  statement: string
  madeBy: string
  madeAt: string
}

/** The addresses of a name that were approved. */
export interface ScopeName {
  name: string
  addresses: string[]
  /** It has these now, too; nobody approved them. */
  waiting: string[]
  approvedBy: string
  approvedAt: string
  checkedAt: string
}

/** What a person ruled of an asset; with `branch` of all that hangs on it. */
export interface ScopeRuling {
  kind: AssetKind
  naturalKey: string
  name: string
  standing: RuledStanding
  branch: boolean
  reason?: string
  madeBy: string
  madeAt: string
}

/** All that was said of the scope of a workspace. */
export interface Scope {
  /** Counts every change. */
  version: number
  seeds: NamedAsset[]
  ranges: ScopeRange[]
  names: ScopeName[]
  proofs: ScopeProof[]
  rulings: ScopeRuling[]
}

/** Which addresses active probes may touch. Proving a name approves none of them. */
export function addressesInScope(scope: Pick<Scope, 'ranges' | 'names'>): AddressScope {
  return addressScope(addressRulesOf(scope))
}

/** The same as rules. */
export function addressRulesOf({ ranges, names }: Pick<Scope, 'ranges' | 'names'>): AddressRules {
  const exclusions = ranges.filter(({ kind }) => kind === 'exclusion')
  return {
    ranges: ranges.filter(({ kind }) => kind === 'approval').map(({ range }) => range),
    addresses: names.flatMap(({ addresses }) => addresses),
    exclusions: exclusions.flatMap(({ range, addresses }) => (isName(range) ? addresses : [range])),
  }
}

/** Whether an asset is kept out of every look: a name, or what lies at an address. */
export function excludedBy({ ranges }: Pick<Scope, 'ranges'>): (asset: NamedAsset) => boolean {
  const scope = addressesInScope({ ranges, names: [] })
  const names = ranges.flatMap(({ kind, range }) => (kind === 'exclusion' && isName(range) ? range.toLowerCase() : []))
  return (asset) => {
    const key = naturalKeyOf(asset)
    const name = nameOf(asset.kind, key)
    if (name !== undefined) return names.some((domain) => isWithin(name, domain))
    const judged = asset.kind === 'ip-address' || asset.kind === 'service' ? addressOf(asset.kind, key) : undefined
    const verdict = judged && scope.judge(judged.text)
    return verdict?.approved === false && verdict.reason === 'excluded'
  }
}

/**
 * Whether anything leads to what a way begins with: a seed, a name in one, or an address that is a seed's or approved. Where
 * nothing does any more, nobody looks, and silence says nothing.
 */
export function ledBy({
  seeds,
  ranges,
  names,
}: Pick<Scope, 'seeds' | 'ranges' | 'names'>): (root: NamedAsset) => boolean {
  const named = new Set(seeds.map((seed) => naturalKeyOf(seed)))
  const networks = [...seeds.map(({ name }) => name), ...approvedIn({ ranges, names })].flatMap(
    (text) => parseRange(text) ?? [],
  )
  return (root) => {
    const key = naturalKeyOf(root)
    if (namedKinds.has(root.kind)) return [...upwards(key)].some((above) => named.has(above))
    const address = addressOf(root.kind, key)
    return named.has(key) || (address !== undefined && networks.some((range) => covers(range, address)))
  }
}

/** Ranges and addresses that were approved, as text. */
export function approvedIn({ ranges, names }: Pick<Scope, 'ranges' | 'names'>): string[] {
  const byHand = ranges.flatMap(({ kind, range }) => (kind === 'approval' ? range : []))
  return [...new Set([...byHand, ...names.flatMap(({ addresses }) => addresses)])]
}

/** True for what can be excluded as a name: no range, no address, and none that is mistyped (`10.0.0.300`). */
export function isName(text: string): boolean {
  return (
    parseRange(text) === undefined &&
    !/(?:^|\.)\d+$/.test(text) &&
    /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)+$/i.test(text)
  )
}

/** Whether a name is another or lies below it. */
export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`)
}

/** What people said of an asset: what it is, and of what they said so, in words. */
export interface Word {
  standing: Standing
  reason: string
  /** Of what they said it: of itself, a domain above it, or a network that it lies in. */
  of: string
  /** A person ruled of this very asset, not of what it hangs on. */
  isRuling: boolean
}

/** Who is asked what a person said of assets. */
export interface Rulings {
  ruling(asset: NamedAsset): Standing | undefined
  word(asset: NamedAsset): Word | undefined
}

/**
 * What people said of assets: of itself first, then of the nearest branch that it hangs on. An excluded name stands
 * apart with all below it. What is proven or named as a seed is owned with all below it, unless somebody ruled otherwise.
 */
export function rulingsOf({ rulings, proofs, ranges, seeds = [] }: SaidOf): Rulings {
  const own = new Map(rulings.map((ruling) => [keyOf(ruling.kind, ruling.naturalKey), ruling.standing]))
  const branches = new Map<string, Branch>()
  const named = new Set(seeds.map((seed) => keyOf(seed.kind, naturalKeyOf(seed))))
  for (const seed of seeds) {
    const name = nameOf(seed.kind, naturalKeyOf(seed))
    if (name !== undefined) branches.set(name, { standing: 'owned', how: 'named' })
  }
  // A file proves the host that serves it, not what lies below its name.
  for (const how of ['attested', 'proven'] as const)
    for (const { name, state, method } of proofs)
      if (state === 'proven' && howProven[method] === how) branches.set(name, { standing: 'owned', how })
  const provenHosts = new Set(
    proofs.flatMap(({ name, state, method }) => (state === 'proven' && method === 'well-known' ? name : [])),
  )
  const networks: { range: IpRange; standing: Standing }[] = []
  for (const { kind, naturalKey, standing, branch } of rulings) {
    if (!branch) continue
    if (namedKinds.has(kind)) branches.set(naturalKey, { standing, how: 'ruled' })
    const range = kind === 'netblock' || kind === 'ip-address' ? parseRange(naturalKey) : undefined
    if (range) networks.push({ range, standing })
  }
  const excluded = ranges.flatMap(({ kind, range }) =>
    kind === 'exclusion' && isName(range) ? range.toLowerCase() : [],
  )
  const approved = addressesInScope({ ranges, names: [] })
  networks.sort((a, b) => Number(a.range.last - a.range.first - (b.range.last - b.range.first)))
  const word = (asset: NamedAsset): Word | undefined => {
    const key = naturalKeyOf(asset)
    const name = nameOf(asset.kind, key)
    const kept = name === undefined ? undefined : excluded.find((domain) => isWithin(name, domain))
    if (kept !== undefined) return said('excluded', key, kept, 'excluded')
    const ruled = namedKinds.has(asset.kind)
      ? (own.get(keyOf('domain', key)) ?? own.get(keyOf('hostname', key)))
      : own.get(keyOf(asset.kind, key))
    if (ruled) return said(ruled, key, key, 'ruled')
    if (name !== undefined) {
      if (provenHosts.has(name)) return said('owned', key, name, 'proven')
      const above = nearest(name, branches)
      return above && said(above.standing, key, above.name, above.how)
    }
    const address = addressOf(asset.kind, key)
    const network = address && networks.find(({ range }) => covers(range, address))
    if (network) return said(network.standing, key, network.range.text, 'ruled')
    // What somebody approved is said by that, not by a name that shows nothing.
    if (!named.has(keyOf(asset.kind, key)) || (parseRange(key) && approved.holds(key))) return undefined
    return said('owned', key, key, 'named')
  }
  return { word, ruling: (asset) => word(asset)?.standing }
}

/** Of a scope in which nobody said anything. */
export const nothingRuled: Rulings = rulingsOf({ rulings: [], proofs: [], ranges: [] })

type SaidOf = Pick<Scope, 'rulings' | 'proofs' | 'ranges'> & Partial<Pick<Scope, 'seeds'>>

interface Branch {
  standing: Standing
  how: keyof typeof wordsOf
}

/** Of what a method makes of a name and all below it. */
const howProven: Readonly<Record<ProofMethod, 'proven' | 'attested' | undefined>> = {
  'dns-txt': 'proven',
  attestation: 'attested',
  'well-known': undefined,
}

const wordsOf = {
  named: { itself: 'Named as a seed, not proven yet', below: 'which is named as a seed, not proven yet' },
  ruled: { itself: 'Ruled so by a person', below: 'of which a person ruled so' },
  proven: { itself: 'Proven to be ours', below: 'which is proven to be ours' },
  attested: { itself: 'Attested to be ours', below: 'which is attested to be ours' },
  excluded: {
    itself: 'Excluded: not looked at, and whose it is was not asked',
    below: 'which is excluded: not looked at, and whose it is was not asked',
  },
} as const

function said(standing: Standing, key: string, of: string, how: keyof typeof wordsOf): Word {
  const { itself, below } = wordsOf[how]
  // Who names a seed says that it is theirs, not that it is there.
  return {
    standing,
    reason: key === of ? itself : `Lies in ${of}, ${below}`,
    of,
    isRuling: key === of && how === 'ruled',
  }
}

/** Whether a reason tells of a person's word, which may have been taken back since. */
export function isSaid(reason: string): boolean {
  return [...Object.values(wordsOf), ...wordsBefore].some(
    ({ itself, below }) => reason === itself || reason.endsWith(`, ${below}`),
  )
}

/** As releases before wrote it, which may stand in a database. */
const wordsBefore = [
  { itself: 'Named as a seed', below: 'which is named as a seed' },
  { itself: 'Excluded by a person', below: 'which is excluded' },
]

const namedKinds: ReadonlySet<AssetKind> = new Set(['domain', 'hostname'])

function keyOf(kind: AssetKind, naturalKey: string): string {
  return `${kind} ${naturalKey}`
}

function nearest(name: string, branches: ReadonlyMap<string, Branch>): (Branch & { name: string }) | undefined {
  for (const above of upwards(name)) {
    const branch = branches.get(above)
    if (branch) return { ...branch, name: above }
  }
  return undefined
}

/** A name and each above it, the nearest first. */
export function* upwards(name: string): Generator<string> {
  for (let at = name; at !== ''; at = at.includes('.') ? at.slice(at.indexOf('.') + 1) : '') yield at
}

/** The name that an asset hangs on, where it does. */
function nameOf(kind: AssetKind, key: string): string | undefined {
  if (namedKinds.has(kind)) return key
  if (kind === 'mailbox') return key.split('@').at(-1)
  const host = kind === 'url' && URL.canParse(key) ? new URL(key).hostname : undefined
  return host && !parseAddress(host.replace(/^\[|\]$/g, '')) ? host : undefined
}

/** The address that an asset is or lies at, or where its range begins; `undefined`: it has none. */
export function addressOf(kind: AssetKind, key: string) {
  if (kind === 'ip-address') return parseAddress(key)
  if (kind === 'netblock') {
    const range = parseRange(key)
    return range && parseAddress(key.split(/[/-]/)[0]!)
  }
  const [, bracketed, plain] = kind === 'service' ? (/^(?:\[([^\]]+)\]|([^:]+)):\d+\//.exec(key) ?? []) : []
  return parseAddress(bracketed ?? plain ?? '')
}

/** What becomes of an approval when a name's addresses are seen: lost ones are approved no more, new ones wait. */
export function reconcileAddresses(
  { addresses, waiting }: Pick<ScopeName, 'addresses' | 'waiting'>,
  now: readonly string[],
): { addresses: string[]; waiting: string[]; isChanged: boolean } {
  const seen = [...new Set(now.flatMap((text) => parseAddress(text)?.text ?? []))].sort()
  const kept = addresses.filter((address) => seen.includes(address))
  const next = seen.filter((address) => !kept.includes(address))
  const isChanged = kept.length !== addresses.length || next.join() !== waiting.join()
  return { addresses: kept, waiting: next, isChanged }
}

/** Whether a name is shown to be the organisation's: a proof of itself, or of a domain above it. */
export function isProven(name: string, proofs: readonly ScopeProof[]): boolean {
  return proofs.some(
    (proof) =>
      proof.state === 'proven' && (proof.method === 'well-known' ? proof.name === name : isWithin(name, proof.name)),
  )
}

/** Where the token of a proof is looked for, and what must be found there. */
export function challengeOf({ name, token }: Pick<ScopeProof, 'name' | 'token'>) {
  return {
    record: `_lunette-challenge.${name}`,
    path: '/.well-known/lunette-challenge.txt',
    value: `lunette-verification=${token}`,
  }
}

/**
 * What is never touched: a range as wide as anybody likes, or a name. A slip must not keep more out than was meant.
 * Problem `no-such-range`.
 */
export function excludable(text: string): Result<{ text: string }> {
  const range = parseRange(text)
  const inside = range && startsInside(text, range)
  if (inside) return err(inside)
  if (range) return ok({ text: range.text })
  if (isName(text)) return ok({ text })
  return err(
    problem('no-such-range', `${text.slice(0, 100)} is no range and no name: give an address, 192.0.2.0/24 or a name`),
  )
}

/** Of a network that is written by an address inside of it nobody knows which of the two was meant. */
function startsInside(text: string, range: IpRange): Problem | undefined {
  if (!hasHostBits(text)) return undefined
  const [start] = text.trim().split('/')
  const words = `${text.slice(0, 100)} starts inside of ${range.text}: write that network, or ${start} alone`
  return problem('no-such-range', words)
}

/**
 * A range that somebody may approve for probes, or name as a seed. One slip must not open the internet, so it says
 * what it means and is no wider than an organisation's. Problems: `no-such-range`, `range-too-wide`.
 */
export function approvableRange(text: string): Result<IpRange> {
  const range = parseRange(text)
  const wanted = text.slice(0, 100)
  if (!range)
    return err(problem('no-such-range', `${wanted} is no range: give an address, 192.0.2.0/24 or 192.0.2.1-192.0.2.9`))
  const inside = startsInside(text, range)
  if (inside) return err(inside)
  const most = mostOfRange(range.family)
  if (rangeSize(range) > most)
    return err(
      problem(
        'range-too-wide',
        `${wanted} has ${rangeSize(range).toLocaleString('en')} addresses: name your own ranges, each at most a /${WIDEST_PREFIX[range.family]} (${most.toLocaleString('en')})`,
      ),
    )
  return ok(range)
}
