import { err, ok, problem, type Result } from '#core/kernel'
import { covers, parseAddress, parseRange } from '#core/network'
import { type SurfaceChange, surfaceChangeKinds } from './changes.ts'
import { isName, isWithin } from './scope.ts'

export const noticeTells = ['instant', 'digest', 'none'] as const
/** Told at once, with the next digest, or not at all. */
export type NoticeTell = (typeof noticeTells)[number]

/** Which changes are told how; `*` is any. */
export interface NoticeRule {
  kind: SurfaceChange['kind'] | '*'
  change: SurfaceChange['change'] | '*'
  /** A name, an address, or a domain or range for what lies in it. */
  asset: string
  tell: NoticeTell
}

/** What holds where nobody said otherwise: what opens a door at once, what merely moved with the digest. */
const usual: readonly NoticeRule[] = [
  { kind: '*', change: '*', asset: '*', tell: 'digest' },
  { kind: 'host', change: 'new', asset: '*', tell: 'instant' },
  { kind: 'port', change: 'new', asset: '*', tell: 'instant' },
  { kind: 'login-page', change: 'new', asset: '*', tell: 'instant' },
  { kind: 'weakness', change: 'new', asset: '*', tell: 'instant' },
  { kind: 'weakness', change: 'changed', asset: '*', tell: 'instant' },
]

/** How changes are told by these rules: the narrowest decides, first by asset, then by kind, then by change. */
export function tellerOf(rules: readonly NoticeRule[]): (change: SurfaceChange) => NoticeTell {
  const ordered = [...rules.toSorted(narrowestFirst), ...usual.toSorted(narrowestFirst)]
  return (change) => ordered.find((rule) => isAbout(rule, change))?.tell ?? 'digest'
}

function isAbout({ kind, change, asset }: NoticeRule, what: SurfaceChange): boolean {
  return (kind === '*' || kind === what.kind) && (change === '*' || change === what.change) && holds(asset, what)
}

function holds(pattern: string, { asset }: SurfaceChange): boolean {
  if (pattern === '*' || pattern === asset.name) return true
  const range = parseRange(pattern)
  if (!range) return (asset.kind === 'domain' || asset.kind === 'hostname') && isWithin(asset.name, pattern)
  const address = parseAddress(asset.name)
  return address !== undefined && covers(range, address)
}

function narrowestFirst(a: NoticeRule, b: NoticeRule): number {
  return narrowness(b.asset) - narrowness(a.asset) || any(a.kind) - any(b.kind) || any(a.change) - any(b.change)
}

/** Longer names and smaller ranges are narrower. */
function narrowness(asset: string): number {
  if (asset === '*') return 0
  const range = parseRange(asset)
  return range ? 128 - Number(range.last - range.first + 1n).toString(2).length : asset.split('.').length
}

const any = (word: string): number => (word === '*' ? 1 : 0)

/** What a rule may be about: all, a name, an address, a range, a service, a certificate. Problem `no-such-range`. */
export function noticeAsset(text: string): Result<string> {
  const asset = text.trim().toLowerCase()
  const isOne = asset === '*' || parseRange(asset) !== undefined || isName(asset) || otherAsset.test(asset)
  if (isOne) return ok(asset)
  const wanted = asset.slice(0, 100)
  return err(
    problem('no-such-range', `“${wanted}” is no asset: give a name, an address, a range, or * for every asset`),
  )
}

/** A service (`192.0.2.7:443/tcp`), an AS number, the fingerprint of a certificate. */
const otherAsset = /^(?:\S+:\d{1,5}\/(?:tcp|udp)|as\d{1,10}|[0-9a-f]{40,128})$/

/** `weakness:new`, `port`, `*` as a rule speaks of changes. */
export function changesSpoken(text: string): Pick<NoticeRule, 'kind' | 'change'> | undefined {
  const [kind = '', change = '*', ...more] = text.split(':')
  const isKind = kind === '*' || surfaceChangeKinds.some((known) => known === kind)
  if (!isKind || !['*', 'new', 'vanished', 'changed'].includes(change) || more.length > 0) return undefined
  return { kind, change } as Pick<NoticeRule, 'kind' | 'change'>
}
