import { ImportPanel } from '../imports/import-panel.tsx'
import { LoadSample } from './load-sample.tsx'

/** Two ways to see something real within a minute. */
export function FirstRun() {
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
          <LoadSample />
        </section>
      </div>
    </div>
  )
}
