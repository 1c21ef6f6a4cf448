import type { FixTime, OpenDay } from '@contract/trends.ts'
import { Link } from '@tanstack/react-router'
import { Decision } from '../parts/decision.tsx'
import { urgencies } from './trends-search.ts'

const DAY_MS = 86_400_000

/** One day makes no line: what is open, and from when on there is something to compare it with. */
export function FirstDay({ today }: { today: OpenDay }) {
  const next = new Date(Date.parse(today.day) + DAY_MS).toISOString().slice(0, 10)
  return (
    <>
      <p className="prose-width mb-2 text-muted">
        This is the first day that is recorded, and one day makes no line. From {next} on (days end at 00:00 UTC) a
        chart here shows how these move.
      </p>
      <ul aria-label="Open today" className="flex flex-wrap gap-2">
        {urgencies.map((urgency) => (
          <li key={urgency}>
            <Link
              to="/findings"
              search={{ filter: `decision:${urgency}` }}
              className="inline-block rounded-md hover:opacity-80"
            >
              <Decision urgency={urgency} count={today[urgency]} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Before anything is fixed there is no time to tell. */
export function NothingFixed({ fix }: { fix: readonly FixTime[] }) {
  const opened = fix.reduce((sum, one) => sum + one.opened, 0)
  return (
    <p className="prose-width text-muted">
      {opened === 0
        ? 'Nothing was opened within these days, so that there is nothing to time.'
        : `None of the ${opened.toLocaleString()} findings opened within these days is fixed yet. From the first one on that an import or a scan shows fixed, this tells how long it takes; the median of a decision is there once about half of its findings are fixed.`}
    </p>
  )
}
