import type { NamedAsset } from '#core/vocabulary'
import { loginPageOf, type Observation, type ObservationValue, productsOf } from './observation.ts'

/** What may come, go and change on the surface. */
export const surfaceChangeKinds = [
  'host',
  'port',
  'service',
  'product',
  'certificate',
  'login-page',
  'record',
  'weakness',
] as const
type SurfaceChangeKind = (typeof surfaceChangeKinds)[number]

export interface SurfaceChange {
  kind: SurfaceChangeKind
  change: 'new' | 'vanished' | 'changed'
  asset: NamedAsset
  /** What it is about: `443/tcp`, `MX`, a product. */
  subject: string
  before?: string
  after?: string
}

/** What an observation changes. `before`: as it was seen last; absent when it is new, or back after it had vanished. */
export function changesOf(seen: Observation, before: ObservationValue | undefined): SurfaceChange[] {
  if (!before) return appeared(seen)
  switch (seen.kind) {
    case 'records':
      return before.kind === 'records'
        ? changed(seen.asset, 'record', seen.value.type, before.value.values.join(', '), seen.value.values.join(', '))
        : []
    case 'service':
      return before.kind === 'service' ? serviceChanges(seen, before.value) : []
    case 'weakness':
      return before.kind === 'weakness'
        ? changed(seen.asset, 'weakness', seen.value.title, before.value.severity, seen.value.severity)
        : []
    case 'certificate':
      return []
  }
}

type SeenKind<Kind> = Extract<Observation, { kind: Kind }>

function appeared({ asset, ...seen }: Observation): SurfaceChange[] {
  switch (seen.kind) {
    case 'records':
      return [{ kind: 'record', change: 'new', asset, subject: seen.value.type, after: seen.value.values.join(', ') }]
    case 'service': {
      const { port, transport, protocol } = seen.value
      const subject = `${port}/${transport}`
      const products = productsOf(seen.value)
      const page = loginPageOf(seen.value)
      return [
        { kind: 'port', change: 'new', asset, subject, after: [protocol, ...products].join(', ') },
        ...(page ? [{ kind: 'login-page', change: 'new', asset, subject: page } as const] : []),
      ]
    }
    case 'certificate':
      return [{ kind: 'certificate', change: 'new', asset, subject: seen.value.subject, after: until(seen.value) }]
    case 'weakness':
      return [{ kind: 'weakness', change: 'new', asset, subject: seen.value.title, after: seen.value.severity }]
  }
}

function serviceChanges({ asset, value }: SeenKind<'service'>, before: SeenKind<'service'>['value']): SurfaceChange[] {
  const subject = `${value.port}/${value.transport}`
  const [page, pageBefore] = [loginPageOf(value), loginPageOf(before)]
  return [
    ...changed(asset, 'service', subject, before.protocol, value.protocol),
    ...changed(asset, 'product', subject, productsOf(before).join(', '), productsOf(value).join(', ')),
    ...changed(asset, 'certificate', subject, before.tls?.leaves.join(', ') ?? '', value.tls?.leaves.join(', ') ?? ''),
    ...(page && !pageBefore ? [{ kind: 'login-page', change: 'new', asset, subject: page } as const] : []),
    ...(pageBefore && !page ? [{ kind: 'login-page', change: 'vanished', asset, subject: pageBefore } as const] : []),
  ]
}

function changed(
  asset: NamedAsset,
  kind: SurfaceChangeKind,
  subject: string,
  before: string,
  after: string,
): SurfaceChange[] {
  if (before === after) return []
  return [{ kind, change: 'changed', asset, subject, ...(before && { before }), ...(after && { after }) }]
}

/** What it means that something is there no more. */
export function vanished({ asset, ...seen }: ObservationValue & { asset: NamedAsset }): SurfaceChange {
  const [{ kind, subject, after }] = appeared({ ...seen, asset, key: '', digest: '' } as Observation) as [SurfaceChange]
  return { kind, change: 'vanished', asset, subject, ...(after && { before: after }) }
}

/** A host that somebody excluded (`isExcluded`), or that nobody keeps out any more. */
export function lookedAtNoMore(asset: NamedAsset, isExcluded: boolean): SurfaceChange {
  const [before, after] = isExcluded
    ? [LOOKED_AT, 'no longer looked at: it is excluded']
    : ['not looked at', 'looked at again']
  return { kind: 'host', change: 'changed', asset, subject: asset.name, before, after }
}

/** A host of which nobody looks for what it hangs on any more: somebody rejected that. */
export function leftSurface(asset: NamedAsset, rejected: string): SurfaceChange {
  const what = rejected === asset.name ? 'it' : rejected
  const after = `no longer part of the surface: ${what} was rejected`
  return { kind: 'host', change: 'changed', asset, subject: asset.name, before: LOOKED_AT, after }
}

/** Whether a change only says that less is seen than before, of the same. */
export function isOnlyLess({ kind, change, before = '', after = '' }: SurfaceChange): boolean {
  if (change !== 'changed' || (kind !== 'product' && kind !== 'certificate')) return change === 'vanished'
  const known = new Set(before.split(', '))
  return after === '' || after.split(', ').every((one) => known.has(one))
}

const LOOKED_AT = 'looked at'

function until({ validTo }: { validTo: string }): string {
  return `valid until ${validTo.slice(0, 10)}`
}

/** One line for people: `new port 443/tcp (http, nginx 1.24.0)`; of what a seed or a word of somebody's brought at first, that. */
export function changeWords({
  kind,
  change,
  subject,
  before,
  after,
  baseline,
}: Omit<SurfaceChange, 'asset'> & { baseline?: string | null }): string {
  const what = `${kind.replace('-', ' ')} ${subject}`
  const said = (value: string) => (kind === 'weakness' && value === 'none' ? 'informational' : value)
  if (baseline && change === 'new') return `${what}${after ? ` (${said(after)})` : ''}: first seen with ${baseline}`
  if (change === 'new') return `new ${what}${after ? ` (${said(after)})` : ''}`
  if (change === 'vanished') return `${what} is gone${before ? ` (was ${said(before)})` : ''}`
  // Of a host nothing changes but whether it is looked at.
  if (kind === 'host') return `${what} is ${after}`
  return `${what}: ${said(before ?? 'nothing')} became ${said(after ?? 'nothing')}`
}
