import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { coverageQuery } from '../api/queries.ts'
import { useMay } from '../session/use-may.ts'

/** Why a list is empty: nothing is wrong as far as is known, or nothing is known yet, with the way to change that. */
export function NoSoftware({ otherwise }: { otherwise: string }) {
  const { data } = useQuery(coverageQuery)
  const may = useMay('analyst')
  if (!data) return null
  if (data.components > 0) return <p>{otherwise}</p>
  return (
    <>
      <p>Nothing was imported yet: an SBOM, a lockfile or another tool’s report says what there is.</p>
      {may && (
        <p className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
          <Link to="/imports" className="button-primary inline-flex items-center">
            Import files
          </Link>
          <Link to="/" className="text-accent underline">
            or look at a sample organisation
          </Link>
        </p>
      )}
    </>
  )
}
