import type { TimelineEntry } from '@contract/findings.ts'
import { sourceName } from './source-name.ts'

const marks: Readonly<Record<string, string>> = { kev: '▲', module: '◆', exploit: '◆', ransomware: '▲' }

/** Dated facts, oldest first. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  if (entries.length === 0) return <p className="text-muted">No loaded feed gives a date.</p>
  return (
    <ol className="border-l border-line">
      {entries.map((entry) => (
        <li key={`${entry.at} ${entry.kind} ${entry.source}`} className="relative flex flex-wrap gap-x-3 py-0.5 pl-4">
          <span
            aria-hidden
            className="absolute -left-[0.45rem] w-3.5 bg-paper text-center text-sm leading-5 text-muted"
          >
            {marks[entry.kind] ?? '●'}
          </span>
          <time dateTime={entry.at} className="w-24 text-muted">
            {entry.at.slice(0, 10)}
          </time>
          <span>{entry.text}</span>
          <span className="text-muted">{sourceName(entry.source)}</span>
        </li>
      ))}
    </ol>
  )
}
