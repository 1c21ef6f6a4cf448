import { Link } from '@tanstack/react-router'
import { ApiProblem } from '../api/client.ts'

/** Where all of its kind are. */
type Back = { to: '/findings' | '/fixes' | '/assets' | '/vulnerabilities'; label: string }

function titleOf(missing: boolean, forbidden: boolean): string {
  if (forbidden) return 'Your role may not see this'
  return missing ? 'It is not here' : 'This page could not be shown'
}

/** What went wrong, why, and the button that helps. */
export function ProblemBox({ error, retry, back }: { error: unknown; retry?: () => void; back?: Back }) {
  const offline = error instanceof ApiProblem && error.code === 'offline'
  // Asking again for what there is not answers the same.
  const missing = back !== undefined && error instanceof ApiProblem && error.status === 404
  const forbidden = error instanceof ApiProblem && error.status === 403
  const title = offline ? 'No connection to Lunette' : titleOf(missing, forbidden)
  return (
    <div role="alert" className="m-4 max-w-xl rounded-md border border-line bg-raised p-4">
      <h2 className="text-lg font-semibold">{title}</h2>
      <p className="mt-1 text-muted">{error instanceof Error ? error.message : 'Something unexpected happened.'}</p>
      {missing ? (
        <Link to={back.to} className="button mt-3 inline-flex items-center">
          {back.label}
        </Link>
      ) : forbidden ? null : (
        <button type="button" className="button mt-3" onClick={retry ?? (() => location.reload())}>
          Try again
        </button>
      )}
    </div>
  )
}
