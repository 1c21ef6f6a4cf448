import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { casesQuery } from '../cases/use-cases.ts'
import { controlsQuery, evaluationsQuery, scenariosQuery } from './use-assurance.ts'

/** Who brought what the sample organisation has. */
const SAMPLE = 'the sample organisation'
const HIDDEN = 'lunette-sample-tour'
const [risk, gate] = ['injection-to-order-tool', 'tool-gate']

/** What can be tried with the sample's assistant, each step with where it is done; it is gone once it was, or is hidden. */
export function SampleTour() {
  const { data: evaluations = [] } = useQuery(evaluationsQuery)
  const { data: controls = [] } = useQuery(controlsQuery)
  const { data: scenarios = [] } = useQuery(scenariosQuery)
  const { data: cases } = useQuery(casesQuery)
  const [hidden, setHidden] = useState(() => localStorage.getItem(HIDDEN) === 'yes')
  const scenario = scenarios.find(({ id }) => id === risk)
  const control = controls.find(({ id }) => id === gate)
  const closed = cases?.some(({ state }) => state === 'closed')
  if (
    hidden ||
    closed ||
    !scenario ||
    !control ||
    !cases ||
    !evaluations.some(({ importedBy }) => importedBy === SAMPLE)
  )
    return null
  const newest = cases.find(({ state }) => state === 'open')
  const failed = cases.some(({ barriers }) =>
    barriers.some(({ controlId, outcome }) => controlId === gate && outcome === 'failed'),
  )
  const hide = () => {
    localStorage.setItem(HIDDEN, 'yes')
    setHidden(true)
  }
  return (
    <section
      aria-label="To try"
      className="mx-4 mb-4 max-w-4xl rounded-md border border-accent bg-accent-tint p-3 print:hidden"
    >
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 className="heading">See a safeguard die</h2>
        <p className="grow text-sm">This assistant and its evidence are made up, to be tried on.</p>
        <button type="button" className="button" onClick={hide}>
          Hide
        </button>
      </div>
      <ol className="mt-1">
        <Step number={1} done={false}>
          Open{' '}
          <Link to="/assurance/scenarios/$id" params={{ id: risk }} className="text-accent underline">
            {scenario.title}
          </Link>
          : four layers stand before the harm, and it says what is left over.
        </Step>
        <Step number={2} done={control.state === 'dead' || failed}>
          Let a layer die: at{' '}
          <Link to="/assurance/controls/$id" params={{ id: gate }} className="text-accent underline">
            {control.name}
          </Link>
          , under “Record evidence”, record a probe to which it did not act. The risk moves, and says why.
        </Step>
        <Step number={3} done={cases.length > 0}>
          File a near miss as anybody could: make a link under{' '}
          <Link to="/assurance/cases" className="text-accent underline">
            Cases
          </Link>{' '}
          and open it on a phone, without signing in.
        </Step>
        <Step number={4} done={failed}>
          Say in {newest ? <CaseLink id={newest.id} /> : 'the case'} that {control.name} failed, and try to close it: it
          names each proof that is missing.
        </Step>
      </ol>
    </section>
  )
}

function CaseLink({ id }: { id: string }) {
  return (
    <Link to="/assurance/cases/$id" params={{ id }} className="text-accent underline">
      the case
    </Link>
  )
}

interface StepProps {
  number: number
  done: boolean
  children: ReactNode
}

function Step({ number, done, children }: StepProps) {
  return (
    <li className="flex gap-2 py-0.5">
      <span aria-hidden className={`w-4 shrink-0 text-center font-semibold ${done ? 'text-holding' : 'text-muted'}`}>
        {done ? '✓' : number}
      </span>
      <span>
        {children} {done && <span className="sr-only">(done)</span>}
      </span>
    </li>
  )
}
