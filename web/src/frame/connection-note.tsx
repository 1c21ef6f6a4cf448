import { noteConnection, useConnection } from '../api/connection.ts'

/** Says that the server is away, and that something was not saved where no form says it in its place. */
export function ConnectionNote() {
  const { away, interrupted, unsent, told } = useConnection()
  return (
    <>
      {away && (
        <p role="status" className="hatched border-b border-line">
          <span className="block w-fit bg-paper px-4 py-1.5">
            Lunette does not answer: is it still running in its terminal? What you see is as of the last answer.
          </span>
        </p>
      )}
      {interrupted && (
        <p role="status" className="hatched border-b border-line">
          <span className="block w-fit bg-paper px-4 py-1.5">
            Live updates are interrupted: what others change is not shown by itself until they are back. What you do is
            saved.
          </span>
        </p>
      )}
      {unsent && told === 0 && (
        <p role="alert" className="flex flex-wrap items-center gap-x-3 border-b border-line px-4 py-1.5">
          <span>
            <span aria-hidden className="text-now">
              ▲{' '}
            </span>
            Not saved: there is no connection to Lunette. What you entered is still in its place; try again once it
            answers.
          </span>
          <button type="button" className="chip" onClick={() => noteConnection({ unsent: false })}>
            Dismiss
          </button>
        </p>
      )}
    </>
  )
}
