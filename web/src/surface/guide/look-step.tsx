import { counted } from '@contract/fix-words.ts'
import type { ScopeDocument } from '@contract/scope.ts'
import { askedWords, unsetWords } from '@contract/source-words.ts'
import { Link, useNavigate } from '@tanstack/react-router'
import { Refusal } from '../../session/login.tsx'
import { useLiveRun } from '../live-run.tsx'
import { useDiscover } from '../queries.ts'

/** Starts the first look, and goes to where it is seen. */
export function LookStep({ scope }: { scope: ScopeDocument }) {
  const { begin, discover, isLive } = useBegin()
  const unset = unsetWords(scope.settings)
  return (
    <div className="mt-1">
      <p className="prose-width text-muted">
        It asks {askedWords(scope.settings)}, then knocks at{' '}
        {counted(scope.approvedAddresses, 'approved address', 'approved addresses')}. What is found appears while it
        looks, and it can be stopped at any time. More addresses can be approved below, now or later.
      </p>
      {unset !== undefined && (
        <p className="prose-width mt-1 text-muted">
          {unset}.{' '}
          <Link to="/surface/settings" className="text-accent underline">
            Say whom it asks
          </Link>
        </p>
      )}
      <button type="button" className="button-primary mt-3" disabled={discover.isPending || isLive} onClick={begin}>
        Look now
      </button>
      <Refusal error={discover.error} />
    </div>
  )
}

/** For whoever cannot prove or approve yet: names and public sources need neither. */
export function LookWithoutTouching() {
  const { begin, discover, isLive } = useBegin()
  if (isLive) return null
  return (
    <div className="mt-3 text-sm text-muted">
      Not possible right now?{' '}
      <button type="button" className="text-accent underline" disabled={discover.isPending} onClick={begin}>
        Look without touching anything
      </button>
      : name servers and public sources only.
      <Refusal error={discover.error} />
    </div>
  )
}

function useBegin() {
  const discover = useDiscover()
  const navigate = useNavigate()
  const isLive = useLiveRun() !== undefined
  const begin = () => discover.mutate({ seeds: [] }, { onSuccess: () => void navigate({ to: '/surface' }) })
  return { begin, discover, isLive }
}
