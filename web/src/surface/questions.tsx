import { questionWords } from '@contract/question-words.ts'
import type { QuestionPage } from '@contract/surface.ts'
import { When } from '../parts/when.tsx'

/** Whom a run asked what: resolvers, certificate searches, RDAP; the same is one row, counted. */
export function Questions({ rows, more }: { rows: QuestionPage['rows']; more?: (() => void) | undefined }) {
  return (
    <section className="border-t border-line pt-3 pb-4">
      <h2 className="px-4 font-semibold">Asked of resolvers and public sources</h2>
      <div className="overflow-x-auto">
        <table className="w-full text-left max-md:block">
          <thead className="max-md:hidden">
            <tr className="text-sm text-muted">
              <th className="px-4 py-1.5 font-normal">Who was asked</th>
              <th className="px-4 py-1.5 font-normal">What</th>
              <th className="px-4 py-1.5 font-normal">For</th>
              <th className="px-4 py-1.5 font-normal">From</th>
              <th className="px-4 py-1.5 font-normal">To</th>
            </tr>
          </thead>
          <tbody className="max-md:block">
            {rows.map(({ id, server, step, firstAt, lastAt, ...asked }) => (
              <tr key={id} className="border-t border-line align-top max-md:block max-md:py-1.5">
                <td className="px-4 py-1.5 whitespace-nowrap tabular-nums max-md:block max-md:py-0">{server}</td>
                <td className="px-4 py-1.5 tabular-nums wrap-anywhere max-md:block max-md:py-0">
                  {questionWords(asked)}
                </td>
                <td className="px-4 py-1.5 max-md:block max-md:py-0 max-md:text-sm max-md:text-muted">
                  <span className="md:hidden">for: </span>
                  {step}
                </td>
                <td className="px-4 py-1.5 text-sm whitespace-nowrap text-muted max-md:inline-block max-md:py-0 max-md:pr-0">
                  <span className="md:hidden">from </span>
                  <When at={firstAt} />
                </td>
                <td className="px-4 py-1.5 text-sm whitespace-nowrap text-muted max-md:inline-block max-md:py-0 max-md:pr-0">
                  <span className="md:hidden">to </span>
                  <When at={lastAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more && (
        <button type="button" className="button mx-4 mt-3" onClick={more}>
          Show more
        </button>
      )}
    </section>
  )
}
