import { counted } from '@contract/fix-words.ts'
import type { DiscoveryRunRow } from '@contract/surface.ts'
import { seenWords } from '@contract/surface-words.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { send } from '../api/client.ts'
import { jobsQuery, queryClient } from '../api/queries.ts'
import { readAgain } from '../api/read-again.ts'
import { Progress } from '../parts/progress.tsx'
import { useMay } from '../session/use-may.ts'
import { runsQuery } from './queries.ts'
import { stateWords } from './run-words.ts'
import { type Stage, stagesOf } from './stages.ts'

/** A run that goes on: how far it is, and the way to stop it. */
export function LiveRun({ run }: { run: Pick<DiscoveryRunRow, 'id' | 'stage'> }) {
  const may = useMay('analyst')
  const { data: jobs = [] } = useQuery(jobsQuery)
  const job = jobs.find(({ id }) => id === run.id)
  const step = job?.step ?? run.stage ?? 'Beginning'
  const stages = stagesOf(step)
  const stop = useMutation({
    mutationFn: () => send('DELETE', `/jobs/${run.id}`),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: runsQuery.queryKey }),
  })
  return (
    <div className="mb-2 flex max-w-3xl items-start gap-x-3">
      <div className="min-w-0 flex-1">
        {stages ? (
          <Stages stages={stages} />
        ) : job ? (
          <Progress step={job.step} done={job.done} total={job.total} unit={job.unit} />
        ) : (
          <p className="text-sm text-muted">{step}</p>
        )}
      </div>
      {may && job?.state === 'running' && (
        <button
          type="button"
          className="button shrink-0"
          disabled={stop.isPending || stop.isSuccess}
          onClick={() => stop.mutate()}
        >
          {stop.isSuccess ? 'Stopping …' : 'Stop this run'}
        </button>
      )}
    </div>
  )
}

/** Its stages side by side. Each count only grows; what is left grows too, for what is found is looked at in turn. */
function Stages({ stages }: { stages: readonly Stage[] }) {
  return (
    <ul aria-label="How far it is" className="flex flex-wrap gap-x-5 gap-y-1 text-sm tabular-nums">
      {stages.map(({ name, done, total }) => (
        <li
          key={name}
          title="A check looks at one name, network, address or service, and sends as many requests as it takes: none, one or many. What is found meanwhile adds checks"
        >
          <span aria-hidden className={done < total ? 'text-accent' : 'text-muted'}>
            {done < total ? '▸' : '✓'}
          </span>{' '}
          <span className={done < total ? 'font-medium' : ''}>{name}</span>{' '}
          <span className="text-muted">
            {done < total
              ? `${done.toLocaleString()} of ${counted(total, 'check')} so far`
              : `${counted(total, 'check')} done`}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** The run that goes on, if one does: a job that was accepted counts before its run has begun. */
export function useLiveRun(): Pick<DiscoveryRunRow, 'id' | 'stage'> | undefined {
  const { data: runs = [] } = useQuery(runsQuery)
  const { data: jobs = [] } = useQuery(jobsQuery)
  const run = runs.find(({ state }) => state === 'running')
  const job = jobs.find(({ kind, state }) => kind === 'discover' && state === 'running')
  useReadAgain(run !== undefined && job === undefined ? run.stage : undefined)
  return run ?? (job && { id: job.id, stage: null })
}

/** Nobody tells of what another process finds: its surface is read again as it goes on. */
function useReadAgain(stage: string | null | undefined): void {
  useEffect(() => {
    if (stage !== undefined) readAgain('surface')
  }, [stage])
}

/** Above the list that grows meanwhile: the run that goes on, and how it ended for whoever saw it go on. */
export function LiveStrip() {
  const run = useLiveRun()
  const [followed, follow] = useState<string>()
  useEffect(() => {
    if (run) follow(run.id)
  }, [run])
  if (!run) return <EndedStrip id={followed} close={() => follow(undefined)} />
  return (
    <section aria-label="The run that goes on" className="mb-2 border-b border-line px-4 pt-1 print:hidden">
      <p className="mb-1 text-sm">
        Looking: what is found appears here.{' '}
        <Link to="/surface/runs" className="text-accent underline">
          What it sends
        </Link>
      </p>
      <LiveRun run={run} />
    </section>
  )
}

/** How a run ended that was seen to go on here, until somebody closes it. Read aloud, for nobody asked for it. */
function EndedStrip({ id, close }: { id: string | undefined; close: () => void }) {
  const { data: runs = [] } = useQuery(runsQuery)
  const run = runs.find((one) => one.id === id && one.state !== 'running')
  return (
    <div role="status" className="print:hidden">
      {run && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 mb-2 border-b border-line px-4 py-1 text-sm">
          <span>
            The run has ended. <span className="font-medium">{stateWords(run)}</span>
            {run.problem ? `: ${run.problem}` : ''}
            {run.problem?.endsWith('.') ? ' ' : '. '}
            Seen: {seenWords(run.counts) || 'nothing'}.
          </span>
          <Link to="/surface/changes" className="text-accent underline">
            What changed
          </Link>
          <Link to="/surface/runs" className="text-accent underline">
            What it sent
          </Link>
          <button type="button" className="chip" onClick={close}>
            Close
          </button>
        </p>
      )}
    </div>
  )
}
