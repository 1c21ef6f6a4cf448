import { causeName } from '@contract/assurance-words.ts'
import { inHundred, lossWords } from '@contract/number-words.ts'
import type { ScenarioRow } from '@contract/scenario-rows.ts'
import { Link } from '@tanstack/react-router'
import { ControlStanding } from './standing.tsx'

/** The picture in words: each layer, what it lets through, and what its loss would do. */
export function LayerTable({ scenario: { barriers } }: { scenario: ScenarioRow }) {
  if (barriers.length === 0) return <p className="text-muted">Nothing stands between an attempt and the harm.</p>
  return (
    <table className="w-full max-w-4xl text-left">
      <thead className="text-sm text-muted max-md:sr-only">
        <tr>
          <th className="py-1 pr-4 font-normal">Layer</th>
          <th className="py-1 pr-4 font-normal">Control</th>
          <th className="py-1 pr-4 font-normal">Lets through</th>
          <th className="py-1 pr-4 font-normal">If it fails</th>
          <th className="py-1 font-normal">Shared causes</th>
        </tr>
      </thead>
      <tbody>
        {barriers.map((barrier, place) => (
          <tr
            // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place.
            key={place}
            className="border-t border-line max-md:flex max-md:flex-wrap max-md:gap-x-3 max-md:py-1.5"
          >
            <td className="py-1.5 pr-4 whitespace-nowrap text-muted max-md:p-0">
              {place + 1} {barrier.layer}
            </td>
            <td className="min-w-40 py-1.5 pr-4 max-md:p-0">
              <span className="inline-flex flex-wrap items-center gap-x-2">
                <Link
                  to="/assurance/controls/$id"
                  params={{ id: barrier.control }}
                  className="text-accent underline wrap-anywhere"
                >
                  {barrier.name}
                </Link>
                <ControlStanding control={barrier} />
              </span>
            </td>
            <td className="py-1.5 pr-4 max-md:p-0">
              <span className="text-muted md:hidden">lets through </span>
              {barrier.failure < 1 ? inHundred(barrier.failure, 'up') : <span className="text-muted">everything</span>}
            </td>
            <td className="py-1.5 pr-4 max-md:p-0">
              <span className="text-muted md:hidden">if it fails </span>
              {lossWords(barrier.lossFactor)}
            </td>
            <td className="py-1.5 text-sm text-muted wrap-anywhere max-md:p-0">
              <span className="md:hidden">shared causes </span>
              {barrier.causes.map(causeName).join(', ') || 'none named'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
