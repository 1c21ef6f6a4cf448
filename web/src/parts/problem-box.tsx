import { ApiProblem } from '../api/client.ts'

/** What went wrong, why, and the button that helps. */
export function ProblemBox({ error, retry }: { error: unknown; retry?: () => void }) {
  const offline = error instanceof ApiProblem && error.code === 'offline'
  const title = offline ? 'No connection to Lunette' : 'This page could not be shown'
  return (
    <div role="alert" className="m-4 max-w-xl rounded-md border border-line bg-raised p-4">
      <h2 className="text-lg font-semibold">{title}</h2>
      <p className="mt-1 text-muted">{error instanceof Error ? error.message : 'Something unexpected happened.'}</p>
      <button type="button" className="button mt-3" onClick={retry ?? (() => location.reload())}>
        Try again
      </button>
    </div>
  )
}
