import { sql, type Transaction } from 'kysely'
import type { SurfaceProof } from '#contract/surface'
import { covers, parseAddress, parseRange, rangeSize } from '#core/network'
import type { NamedAsset, SurfaceStep } from '#core/vocabulary'
import { isWithin, type Scope, type ScopeRuling } from '#exposure/surface'
import type { NoTables } from '#platform/database'
import type { SurfaceSubject } from './surface-rows.ts'

type Subject = Pick<SurfaceSubject, 'kind' | 'name' | 'naturalKey' | 'standing' | 'confidence' | 'reason'> & {
  /** What led to it last: a certificate is whose the service is that presents it. */
  holder?: NamedAsset | undefined
}

/**
 * Why an asset is whose it is, the strongest first: what a person said of it, the approved range it lies in, what was
 * approved of its name, how the name was proven, the seed it hangs on; else what discovery makes of it by itself.
 */
export async function readProofs(
  work: Transaction<NoTables>,
  subject: SurfaceSubject,
  scope: Scope,
  path: readonly Pick<SurfaceStep, 'from'>[],
): Promise<SurfaceProof[]> {
  const { rows: seeds } = await sql<SeedRow>`select kind, name, added_by as "by", instant_text(added_at) as at
    from scope_seed order by length(name) desc, name`.execute(work)
  return proofsOf({ ...subject, holder: path.at(-1)?.from }, scope, seeds)
}

export interface SeedRow {
  kind: string
  name: string
  by: string
  at: string
}

/** The same, of a scope that was read. */
export function proofsOf(
  subject: Subject,
  scope: Pick<Scope, 'ranges' | 'names' | 'proofs' | 'rulings'>,
  seeds: readonly SeedRow[],
): SurfaceProof[] {
  const address = addressOf(subject)
  const name = nameOf(subject)
  const said: SurfaceProof[] = [
    ...scope.rulings.filter((ruling) => rulesOn(ruling, subject, { address, name })).map(ofRuling(subject)),
    ...(address === undefined ? [] : ofAddress(address, scope)),
    ...(subject.kind === 'netblock' ? ofNetwork(subject.naturalKey, scope, seeds) : []),
    ...(name === undefined ? [] : ofName(name, scope, seeds)),
    ...(address === undefined ? [] : seeds.filter((seed) => contains(seed.name, address)).map((seed) => ofSeed(seed))),
  ]
  if (!said.some(({ kind }) => showing.has(kind)))
    for (const proof of said) if (proof.kind === 'seed') proof.words += ', not proven yet'
  // What discovery makes of it says the same less exactly, unless nobody said anything, or the next run will follow.
  return said.length === 0 || subject.standing === 'candidate' ? [...said, judgement(subject)] : said
}

/** What shows more than that somebody named it. */
const showing: ReadonlySet<SurfaceProof['kind']> = new Set(['ruling', 'range', 'name-addresses', 'name-proof'])

type Place = { address: string | undefined; name: string | undefined }

/** The address that decides: its own, or that of the service, or of the service that presents a certificate. */
function addressOf({ kind, naturalKey, holder }: Pick<Subject, 'kind' | 'naturalKey' | 'holder'>): string | undefined {
  if (kind === 'ip-address') return naturalKey
  if (kind === 'certificate' && holder?.kind === 'service')
    return addressOf({ kind: 'service', naturalKey: holder.name })
  const [, host] = kind === 'service' ? (/^\[?(.*?)\]?:\d+\/\w+$/.exec(naturalKey) ?? []) : []
  return host
}

function nameOf({ kind, naturalKey }: Subject): string | undefined {
  return kind === 'domain' || kind === 'hostname' ? naturalKey : undefined
}

/** Of a name what lies nearest decides, of a range the narrowest: both come first. */
function rulesOn(ruling: ScopeRuling, subject: Subject, { address, name }: Place): boolean {
  const isOfNames = ruling.kind === 'domain' || ruling.kind === 'hostname'
  if (isOfNames)
    return name !== undefined && (ruling.naturalKey === name || (ruling.branch && isWithin(name, ruling.naturalKey)))
  if (ruling.kind === subject.kind && ruling.naturalKey === subject.naturalKey) return true
  return ruling.branch && address !== undefined && contains(ruling.naturalKey, address)
}

function contains(range: string, address: string): boolean {
  const [parsed, place] = [parseRange(range), parseAddress(address)]
  return parsed !== undefined && place !== undefined && covers(parsed, place)
}

function ofRuling(subject: Subject): (ruling: ScopeRuling) => SurfaceProof {
  return ({ name, naturalKey, standing, reason, madeBy, madeAt }) => ({
    kind: 'ruling',
    words: naturalKey === subject.naturalKey ? `Ruled ${standing}` : `Lies in ${name}, which was ruled ${standing}`,
    ...{ by: madeBy, at: madeAt, because: reason ?? null, confidence: 100 },
  })
}

function ofAddress(address: string, { ranges, names }: Pick<Scope, 'ranges' | 'names'>): SurfaceProof[] {
  const inRange = ranges
    .filter(({ range, addresses }) => contains(range, address) || addresses.includes(address))
    .sort((a, b) => sizeOf(a.range) - sizeOf(b.range))
    .map(({ kind, range, statement, madeBy, madeAt }): SurfaceProof => {
      const isExcluded = kind === 'exclusion'
      const words = isExcluded ? `Excluded from every probe with ${range}` : `Lies in the approved range ${range}`
      return {
        kind: isExcluded ? 'exclusion' : 'range',
        words,
        by: madeBy,
        at: madeAt,
        because: statement,
        confidence: 100,
      }
    })
  const ofNames = names
    .filter(({ addresses }) => addresses.includes(address))
    .map(({ name, approvedBy, approvedAt }): SurfaceProof => {
      const words = `Approved as an address of ${name}`
      return { kind: 'name-addresses', words, by: approvedBy, at: approvedAt, because: null, confidence: 100 }
    })
  return [
    ...inRange.filter(({ kind }) => kind === 'exclusion'),
    ...inRange.filter(({ kind }) => kind === 'range'),
    ...ofNames,
  ]
}

/** The approved ranges that hold a network, and the seed that it is. */
function ofNetwork(network: string, { ranges }: Pick<Scope, 'ranges'>, seeds: readonly SeedRow[]): SurfaceProof[] {
  const own = parseRange(network)
  if (!own) return []
  const holds = (range: string) => {
    const parsed = parseRange(range)
    return parsed?.family === own.family && parsed.first <= own.first && parsed.last >= own.last
  }
  return [
    ...ranges
      .filter(({ kind, range }) => kind === 'approval' && holds(range))
      .sort((a, b) => sizeOf(a.range) - sizeOf(b.range))
      .map(({ range, statement, madeBy, madeAt }): SurfaceProof => {
        const words = range === network ? 'Approved as a range' : `Lies in the approved range ${range}`
        return { kind: 'range', words, by: madeBy, at: madeAt, because: statement, confidence: 100 }
      }),
    ...seeds.filter(({ name }) => name === network).map((seed) => ofSeed(seed, network)),
  ]
}

/** As a number of addresses; a name is no range and comes first. */
function sizeOf(range: string): number {
  const parsed = parseRange(range)
  return parsed ? Number(rangeSize(parsed)) : 0
}

function ofName(
  name: string,
  { proofs, ranges }: Pick<Scope, 'proofs' | 'ranges'>,
  seeds: readonly SeedRow[],
): SurfaceProof[] {
  const excluded = ranges.filter(({ kind, range }) => kind === 'exclusion' && isWithin(name, range.toLowerCase()))
  const proven = proofs
    // A file proves the host that serves it, not what lies below its name.
    .filter(
      (proof) =>
        proof.state === 'proven' &&
        (proof.name === name || (proof.method !== 'well-known' && isWithin(name, proof.name))),
    )
    .sort((a, b) => b.name.length - a.name.length)
  return [
    ...excluded.map(({ range, statement, madeBy, madeAt }): SurfaceProof => {
      const words =
        range.toLowerCase() === name ? 'Excluded from every probe' : `Excluded from every probe with ${range}`
      return { kind: 'exclusion', words, by: madeBy, at: madeAt, because: statement, confidence: 100 }
    }),
    ...proven.map((proof): SurfaceProof => {
      const how = proof.name === name ? 'Proven' : `Lies in ${proof.name}, which is proven`
      return {
        kind: 'name-proof',
        words: `${how} ${methodWords[proof.method]}`,
        by: proof.askedBy,
        at: proof.provenAt ?? null,
        because: proof.statement ?? null,
        confidence: 100,
      }
    }),
    ...seeds.filter((seed) => isWithin(name, seed.name.toLowerCase())).map((seed) => ofSeed(seed, name)),
  ]
}

const methodWords = {
  'dns-txt': 'by a DNS record',
  'well-known': 'by a file on its web server',
  attestation: 'by the word of an administrator',
} as const

function ofSeed({ name, by, at }: SeedRow, own?: unknown): SurfaceProof {
  const words = name.toLowerCase() === own ? 'Named as a seed' : `Lies in ${name}, a seed`
  return { kind: 'seed', words, by, at, because: null, confidence: 100 }
}

function judgement({ reason, confidence }: Subject): SurfaceProof {
  return { kind: 'judgement', words: reason, by: null, at: null, because: null, confidence }
}
