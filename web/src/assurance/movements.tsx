import type { MovementRow, ScenarioDetail } from '@contract/assurance.ts'
import { Link } from '@tanstack/react-router'
import { When } from '../parts/when.tsx'
import { leftWords } from './words.ts'

/** When the risk moved, from what to what, and because of which layer; newest first. */
export function Movements({ scenario }: { scenario: ScenarioDetail }) {
  const { movements } = scenario
  if (movements.length === 0)
    return (
      <p className="prose-width text-muted">
        It never moved: no evidence of its layers has come yet, or none that changes what they are credited with.
      </p>
    )
  return (
    <ol className="max-w-4xl">
      {movements.map((one) => (
        <Movement
          key={`${one.at} ${one.control} ${one.because}`}
          one={one}
          words={(left) => leftWords(scenario, left)}
        />
      ))}
    </ol>
  )
}

function Movement({ one, words }: { one: MovementRow; words: (left: number) => string }) {
  const { at, from, to, control, name, because } = one
  const [before, after] = because.split(name, 2) as [string, string | undefined]
  return (
    <li className="grid gap-x-4 border-t border-line py-1.5 md:grid-cols-[7rem_minmax(0,1fr)_minmax(0,1.4fr)]">
      <span className="text-sm text-muted md:pt-0.5">
        <When at={at} />
      </span>
      <span className={to > from ? 'font-medium text-now' : 'font-medium text-holding'}>
        <span aria-hidden>{to > from ? '▲ ' : '▼ '}</span>
        {words(from)} → {words(to)}
      </span>
      <span>
        {before}
        <Link to="/assurance/controls/$id" params={{ id: control }} className="text-accent underline">
          {name}
        </Link>
        {after}
      </span>
    </li>
  )
}
