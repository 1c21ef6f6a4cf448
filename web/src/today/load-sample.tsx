import type { Job } from '@contract/jobs.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { send } from '../api/client.ts'
import { noteJob } from '../api/events.ts'
import { jobsQuery } from '../api/queries.ts'
import { JobState } from '../frame/jobs.tsx'
import { Refusal } from '../session/login.tsx'

/** Loads the sample organisation, and says how far that is. */
export function LoadSample() {
  const { data: jobs = [] } = useQuery(jobsQuery)
  const load = useMutation({ mutationFn: async () => noteJob(await send<Job>('POST', '/sample')) })
  const sample = jobs.find((job) => job.kind === 'sample')
  return (
    <>
      <button
        type="button"
        className="button mt-3"
        disabled={load.isPending || sample?.state === 'running'}
        onClick={() => load.mutate()}
      >
        Load the sample organisation
      </button>
      <Refusal error={load.error} />
      {sample && (
        <div className="mt-3" aria-live="polite">
          <JobState job={sample} />
        </div>
      )}
    </>
  )
}
