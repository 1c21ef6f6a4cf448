import type { Job, ServerEvent } from '@contract/jobs.ts'
import { useEffect } from 'react'
import { answers } from './client.ts'
import { noteConnection } from './connection.ts'
import type { Said } from './event-stream.ts'
import { jobsQuery, queryClient, sessionQuery } from './queries.ts'
import { readAgain } from './read-again.ts'
import { followEvents } from './shared-events.ts'

/**
 * Follows the server's events while mounted: jobs move, lists that changed are read again, and whether the server is away
 * is noted. `scope`: tabs with the same one are told the same.
 */
export function useServerEvents(scope: string): void {
  useEffect(() => {
    let latest: Said | undefined
    const stop = followEvents(scope, (said) => {
      if (said.kind === 'event') return take(said.event)
      latest = said
      if (said.kind === 'here') noteConnection({ away: false, interrupted: false })
      // A proxy may cut the stream alone.
      else void answers().then((here) => latest === said && noteConnection({ away: !here, interrupted: here }))
      if (said.kind === 'here') return said.missed ? void queryClient.invalidateQueries() : undefined
      if (said.refused) void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
    })
    return () => {
      latest = undefined
      stop()
    }
  }, [scope])
}

const affected: Readonly<Record<Extract<ServerEvent, { type: 'changed' }>['what'], readonly string[]>> = {
  findings: ['findings', 'overview', 'coverage', 'vulnerabilities', 'assets'],
  assets: ['assets', 'overview'],
  // What was previewed may be out of date by now.
  feeds: ['feeds', 'previews', 'overview', 'coverage', 'vulnerabilities'],
  imports: ['imports', 'previews', 'assets', 'overview', 'coverage'],
  previews: ['previews'],
  deliveries: ['deliveries'],
  surface: ['surface'],
  assurance: ['assurance', 'overview'],
}

function take(event: ServerEvent): void {
  if (event.type === 'job') noteJob(event.job)
  else for (const kind of affected[event.what]) readAgain(kind)
}

/**
 * Puts a job's newest state into the list, newest job first. The answer that accepted a short job may come after the
 * event of its end: what has ended stays ended.
 */
export function noteJob(job: Job): void {
  queryClient.setQueryData(jobsQuery.queryKey, (jobs: Job[] | undefined) => {
    const known = jobs?.find((entry) => entry.id === job.id)
    if (known && known.state !== 'running' && job.state === 'running') return jobs
    return known ? jobs?.map((entry) => (entry.id === job.id ? job : entry)) : [job, ...(jobs ?? [])]
  })
}
