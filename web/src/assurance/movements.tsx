import { movedWords, toldDrivers } from '@contract/assurance-words.ts'
import { inHundred } from '@contract/number-words.ts'
import type { DriverRow, MovementRow, ScenarioDetail } from '@contract/scenario-rows.ts'
import { Link } from '@tanstack/react-router'
import { When } from '../parts/when.tsx'

/** When the risk moved, from what to what, and all that moved it; newest first. */
export function Movements({ scenario }: { scenario: ScenarioDetail }) {
  const { movements } = scenario
  if (movements.length === 0)
    return (
      <p className="prose-width text-muted">
        It never moved: no evidence of its layers has come yet, or none that changes what they are credited with.
      </p>
    )
  return (
    <ol className="max-w-5xl">
      {movements.map((one) => (
        <Movement key={one.at} one={one} words={movedWords(scenario, one.from, one.to)} />
      ))}
    </ol>
  )
}

const ways = {
  rose: { tone: 'text-now', mark: '▲' },
  fell: { tone: 'text-holding', mark: '▼' },
  same: { tone: 'text-ink', mark: '=' },
}

function Movement({ one, words }: { one: MovementRow; words: string }) {
  const { at, from, to, drivers } = one
  const way = from === to ? 'same' : from === null || to > from ? 'rose' : 'fell'
  return (
    <li className="grid gap-x-4 gap-y-1 border-t border-line py-1.5 md:grid-cols-[7rem_minmax(0,1fr)_minmax(0,1.9fr)]">
      <span className="text-sm text-muted md:pt-0.5">
        <When at={at} />
      </span>
      <span className={`font-medium ${ways[way].tone}`}>
        <span aria-hidden>{ways[way].mark} </span>
        {words}
      </span>
      <ul className="flex flex-col gap-1">
        {toldDrivers(drivers).map((driver) => (
          <Driver key={`${driver.cause} ${driver.because}`} driver={driver} since={one.since} />
        ))}
      </ul>
    </li>
  )
}

function Driver({ driver, since }: { driver: DriverRow; since: string }) {
  const { cause, because, control, name, failure, seen, late, source } = driver
  const [before, after] = name === null ? [because, ''] : (because.split(name, 2) as [string, string | undefined])
  const run = source?.startsWith('evaluation ') ? source.slice('evaluation '.length) : undefined
  return (
    <li>
      {before}
      {control !== null && name !== null && (
        <Link to="/assurance/controls/$id" params={{ id: control }} className="text-accent underline">
          {name}
        </Link>
      )}
      {after}
      {run !== undefined && (
        <>
          {' ('}
          <Link to="/assurance/evaluations/$id" params={{ id: run }} className="text-accent underline">
            the run
          </Link>
          )
        </>
      )}
      <span className="block text-sm text-muted">
        {[
          failure && letsWords(failure),
          late && seen && `recorded then, about ${daysWords(seen)}`,
          cause === 'age' && `since ${since.slice(0, 10)}`,
        ]
          .filter((part) => typeof part === 'string')
          .join(' · ')}
      </span>
    </li>
  )
}

/** What its layer lets through, before and after, where that is another number. */
function letsWords({ from, to }: { from: number; to: number }): string | null {
  const [before, after] = [inHundred(from, 'up'), inHundred(to, 'up')]
  return before === after ? null : `lets through ${before} → ${after}`
}

function daysWords({ from, to }: { from: string; to: string }): string {
  const [first, last] = [from.slice(0, 10), to.slice(0, 10)]
  return first === last ? first : `${first} to ${last}`
}
