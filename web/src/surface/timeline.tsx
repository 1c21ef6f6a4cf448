import type { SurfaceAssetDetail } from '@contract/surface.ts'
import { Link } from '@tanstack/react-router'
import { changedThings } from './change-words.ts'
import { type TimelineLine, timelineDays } from './timeline-days.ts'

const dayWords = new Intl.DateTimeFormat('en', { dateStyle: 'long' })
const timeWords = new Intl.DateTimeFormat('sv-SE', { timeStyle: 'short' })
const exact = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'long' })

/** What changed of an asset, by day. */
export function Timeline({ asset }: { asset: Pick<SurfaceAssetDetail, 'id' | 'changes' | 'places'> }) {
  const { changes } = asset
  if (changes.length === 0) return <NoChange asset={asset} />
  return (
    <div className="max-w-4xl space-y-3">
      {timelineDays(changes).map(({ day, lines }) => (
        <section key={day} aria-label={day}>
          <h3 className="text-sm font-medium">{dayWords.format(new Date(`${day}T12:00:00`))}</h3>
          <ul className="divide-y divide-line">
            {lines.map((line) => (
              <li key={`${line.at} ${line.kind} ${line.change}`} className="flex gap-x-3 py-1">
                <time dateTime={line.at} title={exact.format(new Date(line.at))} className="text-sm text-muted">
                  {timeWords.format(new Date(line.at))}
                </time>
                <Line line={line} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** What changes of a service is told of its address. */
function NoChange({ asset: { id, places } }: { asset: Pick<SurfaceAssetDetail, 'id' | 'places'> }) {
  const elsewhere = places.find((place) => place.id !== id)
  if (!elsewhere) return <p className="text-muted">Nothing has changed since it was first seen.</p>
  return (
    <p className="text-muted">
      Nothing of its own has changed. What changes of ports and weaknesses stands with{' '}
      <Link to="/surface/assets/$id" params={{ id: elsewhere.id }} className="text-accent underline">
        {elsewhere.name}
      </Link>
      .
    </p>
  )
}

function Line({ line: { kind, change, words } }: { line: TimelineLine }) {
  if (words.length === 1) return <span className="min-w-0 wrap-anywhere first-letter:uppercase">{words[0]}</span>
  return (
    <details className="min-w-0 wrap-anywhere">
      <summary className="cursor-pointer">{changedThings(kind, change, words.length)}</summary>
      <ul className="text-sm">
        {words.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </details>
  )
}
