import type { CaseRow } from '@contract/assurance-cases.ts'
import { appetiteWords, byConcern, figureWords, layersWords, verdictOf } from '@contract/assurance-words.ts'
import { unheldWords } from '@contract/closing-checklist.ts'
import type { ControlRow } from '@contract/controls.ts'
import { counted } from '@contract/fix-words.ts'
import type { ScenarioRow } from '@contract/scenario-rows.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import { StateMark } from '../cases/cases.tsx'
import { casesQuery } from '../cases/use-cases.ts'
import { Section } from '../parts/section.tsx'
import { AppetiteMark, ControlStanding } from './standing.tsx'
import { isOpen } from './wall.tsx'

interface Props {
  controls: readonly ControlRow[]
  scenarios: readonly ScenarioRow[]
}

/** What to look at now: controls that are dead or do not hold, and risks above what their owners can live with. */
export function NotHolding({ controls, scenarios }: Props) {
  const dead = controls.filter(({ state, limits }) => isOpen(state) || limits.length > 0)
  const suspect = controls.filter((control) => control.doubts.length > 0 && !dead.includes(control))
  const above = byConcern(scenarios).filter((scenario) => verdictOf(scenario) === 'above')
  const { data: cases = [] } = useQuery(casesQuery)
  const unheld = cases.filter((one) => one.unheld.length > 0)
  if (dead.length + suspect.length + above.length + unheld.length === 0) return null
  return (
    <Section title="Does not hold now">
      <ul className="divide-y divide-line">
        {dead.map((control) => (
          <li key={control.id} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
            <ControlStanding control={control} />
            <Link to="/assurance/controls/$id" params={{ id: control.id }} className="text-accent underline">
              {control.name}
            </Link>
            <span>{whyNot(control)}</span>
            <Guards control={control} scenarios={scenarios} />
          </li>
        ))}
        {suspect.map((control) => (
          <li key={control.id} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
            <ControlStanding control={control} />
            <Link to="/assurance/controls/$id" params={{ id: control.id }} className="text-accent underline">
              {control.name}
            </Link>
            <span>
              {[...new Set(control.doubts.map(({ vulnerability }) => vulnerability))].join(', ')} is exploited, and is
              in what it rests on: evaluate it again
            </span>
            <Guards control={control} scenarios={scenarios} />
          </li>
        ))}
        {above.map((scenario) => (
          <li key={scenario.id} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
            <AppetiteMark verdict="above" />
            <Link to="/assurance/scenarios/$id" params={{ id: scenario.id }} className="text-accent underline">
              {scenario.title}
            </Link>
            <span>
              {figureWords(scenario)}, {appetiteWords(scenario)}
            </span>
            <span className="text-muted">{layersWords(scenario)}</span>
          </li>
        ))}
        <Unheld cases={unheld} />
      </ul>
    </Section>
  )
}

/** So many are named here; the list of cases says it of each. */
const MOST_CASES = 4

/** Closed cases whose proof does not hold by the rule of today: nothing opened them again, so that somebody has to look. */
function Unheld({ cases }: { cases: readonly CaseRow[] }) {
  return (
    <>
      {cases.slice(0, MOST_CASES).map((one) => (
        <li key={one.id} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
          <StateMark state={one.state} />
          <Link to="/assurance/cases/$id" params={{ id: one.id }} className="text-accent underline wrap-anywhere">
            {one.title}
          </Link>
          <span className="wrap-anywhere">{unheldWords(one)}</span>
        </li>
      ))}
      {cases.length > MOST_CASES && (
        <li className="py-1.5">
          <Link to="/assurance/cases" className="text-accent underline">
            and {counted(cases.length - MOST_CASES, 'more closed case')} whose proof does not hold
          </Link>
        </li>
      )}
    </>
  )
}

/** What was found of it: of a live one that fails how often it does. */
function whyNot({ state, limits, reasons, coverage }: ControlRow): string | undefined {
  return state === 'failing' && limits.length === 0 && coverage?.share !== 0 ? reasons.at(-1) : reasons[0]
}

function Guards({ control, scenarios }: { control: ControlRow; scenarios: readonly ScenarioRow[] }) {
  const guarded = scenarios.filter(({ barriers }) => barriers.some((barrier) => barrier.control === control.id))
  if (guarded.length === 0) return <span className="text-muted">stands in no scenario</span>
  return <span className="text-muted">stands against {guarded.map(({ title }) => title).join('; ')}</span>
}

/** What nobody knows, and what would make it known. */
export function NotKnown({ controls }: Pick<Props, 'controls'>) {
  const unknown = controls.filter(({ state }) => state === 'unknown')
  if (unknown.length === 0) return null
  return (
    <Section title="Is not known" aside="credited nothing until it is">
      <ul className="divide-y divide-line">
        {[...Map.groupBy(unknown, missingOf)].map(([missing, lacking]) => (
          <li key={missing} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
            <ControlStanding control={lacking[0]!} />
            <span>
              {lacking.map(({ id, name }, place) => (
                <Fragment key={id}>
                  {place > 0 && ', '}
                  <Link to="/assurance/controls/$id" params={{ id }} className="text-accent underline">
                    {name}
                  </Link>
                </Fragment>
              ))}
            </span>
            <span className="text-muted">{missing}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** What would have to be known: those that lack the same stand together. */
function missingOf({ coverage, liveness, efficacy }: ControlRow): string {
  return [
    !efficacy && 'no evaluation shows how well it works',
    !coverage && 'no traces show how much it sees',
    liveness.state === 'unknown' &&
      (liveness.seenAt ? 'the last probe is too old' : 'no probe has shown that it is alive'),
  ]
    .filter((part) => part !== false)
    .join('; ')
}
