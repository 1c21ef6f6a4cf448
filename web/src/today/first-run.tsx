import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ImportPanel } from '../imports/import-panel.tsx'
import { useMay } from '../session/use-may.ts'
import { Guide } from '../surface/guide/guide.tsx'
import { NameStep } from '../surface/guide/name-step.tsx'
import { scopeQuery } from '../surface/queries.ts'
import { LoadSample } from './load-sample.tsx'

/** Three ways to see something real within a minute; one that was begun stands first. */
export function FirstRun() {
  const { data: scope } = useQuery(scopeQuery)
  const isBegun = scope !== undefined && scope.seeds.length > 0
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto max-w-5xl px-4 py-8">
        <h1 className="text-xl font-semibold">What should be fixed first?</h1>
        <p className="prose-width mt-1 text-muted">
          Lunette says it from a list of your software, or from what your organisation shows to the internet. It matches
          every component with the vulnerabilities it knows, decides what is urgent, and shows the evidence behind each
          decision.
        </p>
        {isBegun && (
          <div className="mt-6 overflow-hidden rounded-md border border-line *:border-0">
            <Guide />
          </div>
        )}
        <div className={`mt-6 grid items-start gap-4 ${isBegun ? '' : 'lg:grid-cols-2'}`}>
          <section className="min-w-0 rounded-md border border-line p-4" aria-labelledby="own">
            <h2 id="own" className="heading mb-2">
              Your own software
            </h2>
            <ImportPanel />
            <p className="mt-3 text-sm text-muted">Nothing of it leaves this machine.</p>
          </section>
          <div className="grid min-w-0 gap-4">
            {!isBegun && <FromDomain />}
            <section className="rounded-md border border-line p-4" aria-labelledby="sample">
              <h2 id="sample" className="heading">
                Or look around first
              </h2>
              <p className="mt-1 text-muted">
                A made-up organisation: software with known vulnerabilities, and an AI assistant behind four measured
                safeguards. It works without a network.
              </p>
              <LoadSample />
            </section>
          </div>
        </div>
      </div>
    </div>
  )
}

/** The way in for the surface; its next steps stand under Scope. */
function FromDomain() {
  const may = useMay('admin')
  const navigate = useNavigate()
  return (
    <section className="rounded-md border border-line p-4" aria-labelledby="domain">
      <h2 id="domain" className="heading">
        What you show to the internet
      </h2>
      {may ? (
        <>
          <NameStep named={() => void navigate({ to: '/surface/scope' })} />
          <p className="mt-2 text-sm text-muted">
            Then: prove that it is yours, approve addresses, look. What is found appears while it looks.
          </p>
        </>
      ) : (
        <p className="mt-1 text-muted">An administrator names a domain under Surface, Scope; then it is looked at.</p>
      )}
    </section>
  )
}
