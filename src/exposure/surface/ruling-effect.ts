import { parseRange } from '#core/network'
import type { NamedAsset } from '#core/vocabulary'
import { naturalKeyOf } from '#exposure/inventory'
import { addressesInScope, addressOf, excludedBy, rulingsOf, type Scope, type ScopeRuling } from './scope.ts'

type Way = readonly NamedAsset[]
/** Finds the first ruling that holds for something on a way and was made later than that was seen. */
export type RulingSince = (way: Way, since: string) => ScopeRuling | undefined

/** What people said is not ours, or only watched, since it was seen: nobody looks for what hangs on it any more. */
export function ruledOutSince(scope: Scope): RulingSince {
  return rulingSince(scope, ({ standing }) => standing !== 'owned')
}

/** What people said is ours since it was seen: what hangs on it is looked for as never before. */
export function takenInSince(scope: Scope): RulingSince {
  return rulingSince(scope, ({ standing }) => standing === 'owned')
}

function rulingSince(scope: Scope, counts: (ruling: ScopeRuling) => boolean): RulingSince {
  const { word } = rulingsOf(scope)
  const made = new Map(scope.rulings.filter(counts).map((ruling) => [keyOf(ruling.naturalKey), ruling]))
  const rulingOf = (asset: NamedAsset) => {
    const said = word(asset)
    const ruling = said && made.get(keyOf(said.of))
    return ruling?.standing === said?.standing ? ruling : undefined
  }
  return (way, since) => {
    if (made.size === 0) return undefined
    for (const asset of way) {
      const ruling = rulingOf(asset)
      if (ruling && ruling.madeAt >= since) return ruling
    }
    return undefined
  }
}

function keyOf(text: string): string {
  return parseRange(text)?.text ?? text
}

/** Whether people keep a name out of every question: it is rejected or excluded, by itself or with what it lies in. */
export function keptOutBy(scope: Scope): (name: string) => boolean {
  const [isExcluded, { ruling }] = [excludedBy(scope), rulingsOf(scope)]
  return (name) => {
    const asset = { kind: 'hostname', name } as const
    return isExcluded(asset) || ruling(asset) === 'rejected'
  }
}

/** Which approval made since a look opened an address: what answers there may have done so for long. */
export function openedSince({ ranges, names }: Scope, since: string): (address: string) => string | undefined {
  const exclusions = ranges.filter(({ kind }) => kind === 'exclusion')
  const later = [
    ...ranges
      .filter(({ kind, madeAt }) => kind === 'approval' && madeAt >= since)
      .map((range) => ({ of: range.range, opened: addressesInScope({ ranges: [...exclusions, range], names: [] }) })),
    ...names
      .filter(({ approvedAt }) => approvedAt >= since)
      .map((name) => ({ of: name.name, opened: addressesInScope({ ranges: exclusions, names: [name] }) })),
  ]
  return (address) => later.find(({ opened }) => opened.judge(address).approved)?.of
}

/** The address that an asset is or lies at, as text. */
export function placeOf({ kind, name }: NamedAsset): string | undefined {
  return addressOf(kind, naturalKeyOf({ kind, name }))?.text
}
