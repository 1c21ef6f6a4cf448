import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { overviewQuery } from '../api/queries.ts'
import { useMay } from '../session/use-may.ts'
import { LoadSample } from '../today/load-sample.tsx'
import { TakeRegister } from './take-register.tsx'

/** Where nothing is registered: a register of one's own, a ready-made scenario, or something to look round in. */
export function Begin() {
  return (
    <div className="px-4 pt-3">
      <h1 className="text-xl font-semibold">Nothing is registered yet: which AI runs here, and what guards it?</h1>
      <p className="prose-width mt-1 mb-4 text-muted">
        Begin with a file that names your AI systems, the controls that guard them, and what could go wrong.
        Evaluations, probes and traces then show what each control is worth; until they do, it is credited nothing.
      </p>
      <TakeRegister />
      <p className="mt-4">
        Or begin with what could happen:{' '}
        <Link to="/assurance/scenarios/new" className="text-accent underline">
          ready-made scenarios
        </Link>{' '}
        to start from.
      </p>
      <LookRound />
    </div>
  )
}

/** A sample must not stand among assets of one's own unasked: there it is told what comes with it. */
function LookRound() {
  const may = useMay('analyst')
  const { data: overview } = useQuery(overviewQuery)
  if (!overview) return null
  return (
    <section aria-labelledby="look-round" className="mt-6 max-w-3xl rounded-md border border-line p-4">
      <h2 id="look-round" className="heading">
        Or look round first
      </h2>
      <p className="prose-width mt-1 text-muted">
        The sample organisation has an AI assistant behind four measured safeguards: see one die, and what that does to
        the risk. Its evidence is made up, and says so.{' '}
        {overview.assets > 0 &&
          'Four made-up assets with their findings come with it and would stand among yours: better in a workspace of its own (Settings).'}
      </p>
      {may ? <LoadSample /> : <p className="mt-2 text-muted">Loading it needs the role "analyst".</p>}
    </section>
  )
}
