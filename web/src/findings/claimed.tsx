import type { FindingRow } from '@contract/findings.ts'

/** Somebody says it is fixed, and nothing has shown it yet: hatched, as what is not known. */
export function Claimed({
  finding: { claimed },
  short = false,
}: {
  finding: Pick<FindingRow, 'claimed'>
  /** In a row, which has no room for all of it: the rest is still read out. */
  short?: boolean
}) {
  if (!claimed) return null
  const { by, at } = claimed
  return (
    <span
      className="hatched relative inline-block shrink-0 rounded border border-dashed border-line px-1.5 font-sans text-sm whitespace-nowrap text-ink"
      title={`${by} said so on ${at.slice(0, 10)}; the next import that speaks of a later time confirms it or opens it again`}
    >
      <span className="bg-paper px-1">
        claimed fixed<span className={short ? 'sr-only' : ''}>, not seen yet</span>
      </span>
    </span>
  )
}
