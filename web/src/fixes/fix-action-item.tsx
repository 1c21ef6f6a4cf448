import type { FixActionRow } from '@contract/fix-actions.ts'
import { claimedWords, closesWords, doWords, firstStepWords, fromWords } from '@contract/fix-words.ts'
import { Link } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import { Due } from '../findings/finding-item.tsx'
import { Decision } from '../parts/decision.tsx'
import { EvidenceMarks } from '../parts/evidence-marks.tsx'
import { Reason } from '../parts/reason.tsx'

const widths: Readonly<Record<string, string>> = {
  why: 'minmax(0,5fr)',
  evidence: 'minmax(0,3fr)',
  closes: 'minmax(0,2.5fr)',
  due: '6rem',
}

/** One change as a row: the worst decision it answers, what to do, why, and what it closes. */
export function FixActionItem(props: { row: FixActionRow; columns: readonly string[]; place: number }) {
  const { row, columns, place } = props
  const own = columns.filter((column) => column !== 'evidence' || !columns.includes('why'))
  const grid = ['5.75rem', 'minmax(0,5fr)', ...own.map((column) => widths[column])].join(' ')
  const shows = (column: string) => (columns.includes(column) ? '' : 'md:hidden')
  return (
    <Link
      to="/fixes/$id"
      params={{ id: row.id }}
      preload={false}
      data-row={place}
      style={{ '--columns': grid } as CSSProperties}
      className="grid h-full grid-cols-[auto_minmax(0,1fr)] content-center items-center gap-x-3 gap-y-0.5 px-4 py-1.5 hover:bg-raised focus-visible:bg-raised focus-visible:-outline-offset-2 md:grid-cols-(--columns) md:py-1 dense:py-0"
    >
      <Decision urgency={row.urgency} assumed={row.worst.basis === 'assumed'} stacked />
      <What row={row} />
      <span
        className={`col-span-2 min-w-0 md:col-span-1 dense:flex dense:items-baseline dense:gap-3 ${columns.includes('why') || columns.includes('evidence') ? '' : 'md:hidden'}`}
      >
        <Reason why={row.worst.why} show={shows('why')} />
        <span className={`dense:shrink-0 ${shows('evidence')}`}>
          <EvidenceMarks finding={row.worst} />
        </span>
      </span>
      <span
        className={`col-span-2 flex min-w-0 items-baseline justify-between gap-x-3 text-sm md:col-span-1 md:block ${shows('closes')}`}
      >
        <span className="two-lines" title={closesWords(row)}>
          {closesWords(row)}
        </span>
        <span className="shrink-0 text-muted md:hidden">{row.dueAt && <Due at={row.dueAt} />}</span>
      </span>
      {columns.includes('due') && (
        <span className="hidden text-right text-sm text-muted md:block">
          {row.dueAt ? <Due at={row.dueAt} /> : '—'}
        </span>
      )}
    </Link>
  )
}

/** Where room is short, the group that a component is of gives way: what to update, and to what, is what is acted on. */
function Title({ words, name }: { words: string; name: string }) {
  const at = words.indexOf(name)
  const own = at < 0 ? 0 : at + name.lastIndexOf('/') + 1
  if (own <= at) return <span className="truncate">{words}</span>
  return (
    <>
      <span className="sr-only">{words}</span>
      <span className="contents" aria-hidden="true">
        <span className="shrink-0">{words.slice(0, at)}</span>
        <span className="min-w-0 truncate">{words.slice(at, own)}</span>
        <span className="max-w-[80%] shrink-0 truncate">{words.slice(own)}</span>
      </span>
    </>
  )
}

/** What to do, from which versions, and the smaller step where there is one. */
function What({ row }: { row: FixActionRow }) {
  const { ecosystem } = row.component
  const title = doWords(row)
  const below = [fromWords(row), ecosystem, firstStepWords(row), claimedWords(row)].filter(Boolean).join(' · ')
  return (
    <span className="min-w-0 dense:flex dense:items-baseline dense:gap-2">
      <span className="flex min-w-0 font-medium whitespace-pre" title={title}>
        <Title words={title} name={row.component.name} />
      </span>
      <span className="block truncate text-sm text-muted dense:min-w-0 dense:shrink" title={below}>
        {below}
      </span>
    </span>
  )
}
