import type { FindingRow } from '@contract/findings.ts'

/** How a fact is known. What is only assumed is hatched: nobody knows it. */
export function Basis({ basis }: { basis: FindingRow['basis'] }) {
  const look = basis === 'assumed' ? 'hatched border-dashed text-ink px-2' : 'px-1 text-muted'
  return (
    <span className={`inline-block rounded border border-line text-sm whitespace-nowrap ${look}`}>
      <span className={`px-1 ${basis === 'assumed' ? 'bg-paper' : ''}`}>{basis}</span>
    </span>
  )
}

/** The look of what is not known, with what would make it known. */
export function Unknown({ what, hint }: { what?: string; hint?: string }) {
  return (
    <span
      className="hatched inline-block rounded border border-dashed border-line px-2 font-sans text-sm whitespace-nowrap"
      title={hint}
    >
      <span className="bg-paper px-1">
        {/* Rows that stand close have no room for both. */}
        {what && <span className="dense:hidden">{what} </span>}
        unknown
      </span>
    </span>
  )
}

/** Where an asset can be reached from, and whether somebody said so. */
export function Exposure({ exposure, basis }: { exposure: string; basis: FindingRow['basis'] }) {
  if (exposure === 'unknown') return <Unknown what="exposure" hint={nobodySaid} />
  return (
    <span className="whitespace-nowrap" title={`${exposure} (${basis})`}>
      {exposure}
    </span>
  )
}

const nobodySaid = 'Nobody has said whether it can be reached from the internet: open the asset to answer'
