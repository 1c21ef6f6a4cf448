import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMay } from '../session/use-may.ts'
import { nextStep } from './guide/next-step.ts'
import { useLiveRun } from './live-run.tsx'
import { runsQuery, scopeQuery } from './queries.ts'
import { RunNow } from './run-now.tsx'

/** Where nothing is there: what is missing for it, or who can bring it. */
export function NothingLookedFor() {
  const may = useMay('analyst')
  const run = useLiveRun()
  const { data: runs } = useQuery(runsQuery)
  const { data: scope } = useQuery(scopeQuery)
  if (!runs || !scope) return null
  const { seeds } = scope
  const next = nextStep(scope, runs)
  if (run) return <p>Nothing was found yet: the first names appear within seconds.</p>
  if (seeds.length === 0) return <NoSeeds may={may} />
  const names = seeds
    .slice(0, 3)
    .map(({ name }) => name)
    .join(', ')
  const more = seeds.length > 3 ? ` and ${(seeds.length - 3).toLocaleString()} more` : ''
  return (
    <>
      <p className="wrap-anywhere">
        {runs.length === 0
          ? `Nothing was looked for yet. Discovery starts from ${names}${more}.`
          : `The last run found nothing at ${names}${more}.`}{' '}
        {runs.length > 0 && (
          <Link to="/surface/runs" className="text-accent underline">
            Why that may be
          </Link>
        )}
      </p>
      {may ? <RunNow primary /> : <p>To discover needs the role "analyst".</p>}
      {next !== undefined && next !== 'look' && next !== 'watch' && (
        <p className="mt-3">
          Names and public sources only, for no address may be touched yet.{' '}
          <Link to="/surface/scope" className="text-accent underline">
            What is to be done for more
          </Link>
        </p>
      )}
    </>
  )
}

function NoSeeds({ may }: { may: boolean }) {
  if (!may) return <p>Nothing was looked for yet. That needs the role "analyst".</p>
  return (
    <>
      <p>Nothing was looked for yet: name a domain that is yours, then discover what hangs on it.</p>
      <Link to="/surface/scope" className="button-primary mt-3 inline-flex items-center">
        Begin with a domain
      </Link>
    </>
  )
}
