import type { CaseRow } from '@contract/assurance-cases.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { casesQuery } from '../cases/use-cases.ts'
import { controlsQuery, evaluationsQuery, scenariosQuery } from './use-assurance.ts'

/** Who brought what the sample organisation has. */
const SAMPLE = 'the sample organisation'
const HIDDEN = 'lunette-sample-tour'
const [risk, gate] = ['injection-to-order-tool', 'tool-gate']

/** What can be tried with the sample's assistant, each step with where it is done, and at the end what it showed and where to go on; it is gone once it is hidden. */
export function SampleTour() {
  const { data: evaluations = [] } = useQuery(evaluationsQuery)
  const { data: controls = [] } = useQuery(controlsQuery)
  const { data: scenarios = [] } = useQuery(scenariosQuery)
  const { data: cases } = useQuery(casesQuery)
  const [hidden, setHidden] = useState(() => localStorage.getItem(HIDDEN) === 'yes')
  const scenario = scenarios.find(({ id }) => id === risk)
  const control = controls.find(({ id }) => id === gate)
  const closed = cases?.find(({ state }) => state === 'closed')
  if (hidden || !scenario || !control || !cases || !evaluations.some(({ importedBy }) => importedBy === SAMPLE))
    return null
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
        <h2 className="heading">{closed ? 'What you have seen' : 'See a safeguard die'}</h2>
        <p className="grow text-sm">This assistant and its evidence are made up, to be tried on.</p>
        <button type="button" className="button" onClick={hide}>
          Hide
        </button>
      </div>
      {closed ? (
        <Learned closed={closed.id} control={control.name} scenario={scenario.title} />
      ) : (
        <Steps control={control} scenario={scenario.title} cases={cases} />
      )}
    </section>
  )
}

interface StepsProps {
  control: { name: string; state: string }
  scenario: string
  cases: readonly CaseRow[]
}

function Steps({ control, scenario, cases }: StepsProps) {
  const newest = cases.find(({ state }) => state === 'open')
  const failed = cases.some(({ barriers }) =>
    barriers.some(({ controlId, outcome }) => controlId === gate && outcome === 'failed'),
  )
  const isDead = control.state === 'dead' || failed
  return (
    <ol className="mt-1">
      <Step number={1} done={isDead}>
        Open{' '}
        <Link to="/assurance/scenarios/$id" params={{ id: risk }} className="text-accent underline">
          {scenario}
        </Link>
        : four layers stand before the harm, and it says what is left over.
      </Step>
      <Step number={2} done={isDead}>
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
      <Step number={5} done={false}>
        Prove it: add a change with the regression case <code className="font-mono text-sm">order-change-080</code>,
        import a run in which it passes, record a probe to which the gate acted. Then it closes.
      </Step>
    </ol>
  )
}

/** The end of it: what each step showed, with where it stands, and what is one's own to do next. */
function Learned({ closed, control, scenario }: { closed: string; control: string; scenario: string }) {
  return (
    <>
      <ul className="mt-1 list-disc pl-5">
        <li>
          A risk is what its layers leave over, by evidence alone: when {control} died,{' '}
          <Link to="/assurance/scenarios/$id" params={{ id: risk }} className="text-accent underline">
            {scenario}
          </Link>{' '}
          moved, and “How it moved” names all that moved it.
        </li>
        <li>
          A case closes on proof and on nothing else: <CaseLink id={closed} words="what closed it" /> links the run that
          failed, the run that passes, and the probe.
        </li>
        <li>
          What a change was proven against no longer counts, and says so at{' '}
          <Link to="/assurance/controls/$id" params={{ id: gate }} className="text-accent underline">
            {control}
          </Link>
          ; what is to be looked at again since stands under{' '}
          <Link to="/assurance/reviews" className="text-accent underline">
            Reviews
          </Link>
          .
        </li>
      </ul>
      <p className="mt-2">
        Now with your own:{' '}
        <Link to="/assurance/traces" className="text-accent underline">
          send the traces
        </Link>{' '}
        of an AI system, start from a ready-made scenario below, take in a register at the end of this page, or{' '}
        <Link to="/assurance/runs" className="text-accent underline">
          run an evaluation
        </Link>
        .
      </p>
    </>
  )
}

function CaseLink({ id, words = 'the case' }: { id: string; words?: string }) {
  return (
    <Link to="/assurance/cases/$id" params={{ id }} className="text-accent underline">
      {words}
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
