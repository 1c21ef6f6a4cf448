import { Link } from '@tanstack/react-router'
import { useMay } from '../session/use-may.ts'

/** Before anything was looked for: where to begin, or who can. */
export function NothingLookedFor() {
  const may = useMay('analyst')
  if (!may) return <p>Nothing was looked for yet. That needs the role "analyst".</p>
  return (
    <>
      <p>Nothing was looked for yet: name a domain that is yours, then discover what hangs on it.</p>
      <Link to="/surface/scope" className="button-primary mt-3 inline-flex items-center">
        Add a domain
      </Link>
    </>
  )
}
