import type { ScopeDocument } from '@contract/scope.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import { When } from '../../parts/when.tsx'
import { useMay } from '../../session/use-may.ts'
import { LiveRun, useLiveRun } from '../live-run.tsx'
import { runsQuery, scopeQuery } from '../queries.ts'
import { seenSoFar } from '../run-words.ts'
import { ApproveStep } from './approve-step.tsx'
import { LookStep } from './look-step.tsx'
import { NameStep } from './name-step.tsx'
import { nextStep, proofStep, type Step, steps } from './next-step.ts'
import { ProveStep } from './prove-step.tsx'
import { WatchStep } from './watch-step.tsx'

const titles: Readonly<Record<Step, { short: string; long: string }>> = {
  name: { short: 'Name a domain', long: 'Name a domain that is yours' },
  prove: { short: 'Prove it', long: 'Prove that it is yours' },
  approve: { short: 'Approve addresses', long: 'Say which addresses may be touched' },
  look: { short: 'Look', long: 'Look now' },
  watch: { short: 'Watch', long: 'Let it be watched' },
}

/** The one thing to be done next, with all that it takes, and what comes before and after it. */
export function Guide() {
  const { data: scope } = useQuery(scopeQuery)
  const { data: runs } = useQuery(runsQuery)
  const heading = useId()
  if (!scope || !runs) return <div className="min-h-40" />
  const step = nextStep(scope, runs)
  return (
    <section aria-labelledby={heading} className="border-t border-line bg-raised px-4 py-4">
      <Way step={step} proof={proofStep(scope)} />
      <Live />
      <h2 id={heading} className="heading mt-2">
        {step ? `Next: ${titles[step].long}` : scope.settings.stopped ? 'It is stopped' : 'It is watched'}
      </h2>
      {step ? <Body step={step} scope={scope} /> : <Watched scope={scope} />}
    </section>
  )
}

/** All steps, with which are done: whoever approved a range by hand may have left the proof out, and an address needs none. */
function Way({ step, proof }: { step: Step | undefined; proof: ReturnType<typeof proofStep> }) {
  const now = step ? steps.indexOf(step) : steps.length
  return (
    <ol aria-label="The way to a watched surface" className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {steps.map((one, place) => {
        const how = one === 'prove' ? proof : 'done'
        return (
          <li
            key={one}
            aria-current={place === now ? 'step' : undefined}
            className={place === now ? 'font-medium text-accent' : 'text-muted'}
          >
            <span aria-hidden>{place >= now ? `${place + 1}.` : how === 'done' ? '✓' : '–'}</span> {titles[one].short}
            {place < now && (how === 'done' ? <span className="sr-only"> (done)</span> : ` (${how})`)}
          </li>
        )
      })}
    </ol>
  )
}

function Body({ step, scope }: { step: Step; scope: ScopeDocument }) {
  const may = useMay(step === 'look' ? 'analyst' : 'admin')
  if (!may) return <p className="mt-1">That needs the role "{step === 'look' ? 'analyst' : 'admin'}".</p>
  switch (step) {
    case 'name':
      return <NameStep />
    case 'prove':
      return <ProveStep scope={scope} />
    case 'approve':
      return <ApproveStep scope={scope} />
    case 'look':
      return <LookStep scope={scope} />
    case 'watch':
      return <WatchStep />
  }
}

/** A run that goes on, whatever is to be done next, with what it has seen. */
function Live() {
  const live = useLiveRun()
  const { data: runs = [] } = useQuery(runsQuery)
  if (!live) return null
  const seen = seenSoFar(runs.find(({ id }) => id === live.id)?.counts ?? {})
  return (
    <div className="mt-3">
      <p className="mb-1">
        It looks now. {seen === '' ? 'The first names appear within seconds' : `Seen so far: ${seen}`}.{' '}
        <Link to="/surface" className="font-medium text-accent underline">
          See the surface grow
        </Link>
      </p>
      <LiveRun run={live} />
    </div>
  )
}

function Watched({ scope: { watch, settings } }: { scope: ScopeDocument }) {
  const next = watch.map(({ nextAt }) => nextAt).toSorted()[0]
  const { stopped } = settings
  return (
    <p className="mt-1">
      {stopped && (
        <>
          All probes were stopped by {stopped.by} <When at={stopped.at} />: nothing is looked at until they are
          released.{' '}
        </>
      )}
      {next && !stopped && (
        <>
          The next look is due <When at={next} />.{' '}
        </>
      )}
      <Link to="/surface" className="text-accent underline">
        What is there
      </Link>
      {' and '}
      <Link to="/surface/changes" className="text-accent underline">
        what changed
      </Link>
      .
    </p>
  )
}
