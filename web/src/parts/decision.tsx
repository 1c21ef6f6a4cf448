import type { FindingRow } from '@contract/findings.ts'

type Urgency = FindingRow['urgency']

/** Mark, word and colour of each decision; colour never stands alone. */
const looks: Readonly<Record<Urgency, { mark: string; text: string; tint: string }>> = {
  now: { mark: '▲', text: 'text-now', tint: 'bg-now-tint' },
  soon: { mark: '◆', text: 'text-soon', tint: 'bg-soon-tint' },
  scheduled: { mark: '●', text: 'text-scheduled', tint: 'bg-scheduled-tint' },
  defer: { mark: '○', text: 'text-defer', tint: 'bg-defer-tint' },
}

interface Props {
  urgency: Urgency
  count?: number
  /** It rests on something nobody knows: it is outlined, not filled, and says so. */
  assumed?: boolean
  /** The word stands below, where a column is narrow. */
  stacked?: boolean
  /** Nothing is to be done any more: it is told without its colour. */
  quiet?: boolean
}

/** A decision, with how many where they are counted. */
export function Decision({ urgency, count, assumed, stacked, quiet }: Props) {
  const { mark, text, tint } = looks[urgency]
  const look = quiet ? { mark, text: 'text-muted', tint: 'bg-raised' } : { mark, text, tint }
  const ground = assumed ? 'border border-dashed border-current' : look.tint
  const shape = assumed && stacked ? 'flex-col leading-4 dense:py-0 dense:leading-3.5' : 'items-baseline gap-1.5'
  return (
    <span
      className={`inline-flex w-fit rounded-md px-1.5 py-0.5 text-sm font-medium whitespace-nowrap ${shape} ${look.text} ${ground}`}
      title={assumed ? 'Rests on an assumption: a fact nobody has stated takes its more urgent value' : undefined}
    >
      <span className="inline-flex items-center gap-1.5">
        <span aria-hidden>{look.mark}</span>
        {count?.toLocaleString()} {urgency}
      </span>
      {assumed && <span className="font-normal">{stacked ? 'assumed' : '· assumed'}</span>}
    </span>
  )
}
