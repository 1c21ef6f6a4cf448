import type { Job } from '@contract/jobs.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { send } from '../api/client.ts'
import { noteJob } from '../api/events.ts'
import { jobsQuery } from '../api/queries.ts'
import { JobState } from '../frame/jobs.tsx'
import { ImportPanel } from '../imports/import-panel.tsx'
import { Refusal } from '../session/login.tsx'

/** Two ways to see something real within a minute. */
export function FirstRun() {
  const { data: jobs = [] } = useQuery(jobsQuery)
  const load = useMutation({ mutationFn: async () => noteJob(await send<Job>('POST', '/sample')) })
  const sample = jobs.find((job) => job.kind === 'sample')
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto max-w-2xl px-4 py-8">
        <h1 className="text-xl font-semibold">What should be fixed first?</h1>
        <p className="prose-width mt-1 text-muted">
          Give Lunette a list of your software. It matches every component with the vulnerabilities it knows, decides
          what is urgent, and shows the evidence behind each decision. Nothing leaves this machine.
        </p>
        <section className="mt-6 rounded-md border border-line p-4" aria-labelledby="own">
          <h2 id="own" className="heading mb-2">
            Your own software
          </h2>
          <ImportPanel />
        </section>
        <section className="mt-4 rounded-md border border-line p-4" aria-labelledby="sample">
          <h2 id="sample" className="heading">
            Or look around first
          </h2>
          <p className="mt-1 text-muted">
            A made-up organisation: software with known vulnerabilities, and an AI assistant behind four measured
            safeguards. It works without a network.
          </p>
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
        </section>
      </div>
    </div>
  )
}
