import type { FindingRow } from '@contract/findings.ts'

type Urgency = FindingRow['urgency']

/** Mark, word and colour of each decision; colour never stands alone. */
const looks: Readonly<Record<Urgency, { mark: string; text: string; tint: string }>> = {
  now: { mark: '▲', text: 'text-now', tint: 'bg-now-tint' },
  soon: { mark: '◆', text: 'text-soon', tint: 'bg-soon-tint' },
  scheduled: { mark: '●', text: 'text-scheduled', tint: 'bg-scheduled-tint' },
  defer: { mark: '○', text: 'text-defer', tint: 'bg-defer-tint' },
}

export function Decision({ urgency, count }: { urgency: Urgency; count?: number }) {
  const look = looks[urgency]
  return (
    <span
      className={`inline-flex w-fit items-center gap-1.5 rounded-md px-1.5 py-0.5 text-sm font-medium whitespace-nowrap ${look.text} ${look.tint}`}
    >
      <span aria-hidden>{look.mark}</span>
      {count?.toLocaleString()} {urgency}
    </span>
  )
}
