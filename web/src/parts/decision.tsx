import type { FindingRow } from '@contract/findings.ts'

type Urgency = FindingRow['urgency']

/** Mark, word and colour of each decision; colour never stands alone. */
const looks: Readonly<Record<Urgency, { mark: string; text: string; tint: string }>> = {
  now: { mark: '▲', text: 'text-now', tint: 'bg-now-tint' },
  soon: { mark: '◆', text: 'text-soon', tint: 'bg-soon-tint' },
  scheduled: { mark: '●', text: 'text-scheduled', tint: 'bg-scheduled-tint' },
  defer: { mark: '○', text: 'text-defer', tint: 'bg-defer-tint' },
}

/** @param assumed the decision rests on something nobody knows: it is outlined, not filled, and says so. */
export function Decision({ urgency, count, assumed }: { urgency: Urgency; count?: number; assumed?: boolean }) {
  const look = looks[urgency]
  const ground = assumed ? 'border border-dashed border-current' : look.tint
  return (
    <span
      className={`inline-flex w-fit items-center gap-1.5 rounded-md px-1.5 py-0.5 text-sm font-medium whitespace-nowrap ${look.text} ${ground}`}
      title={assumed ? 'Rests on an assumption: a fact nobody has stated takes its more urgent value' : undefined}
    >
      <span aria-hidden>{look.mark}</span>
      {count?.toLocaleString()} {urgency}
      {assumed && <span className="sr-only"> (assumed)</span>}
    </span>
  )
}
