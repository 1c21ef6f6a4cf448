import { questionWords } from '@contract/question-words.ts'
import type { QuestionPage } from '@contract/surface.ts'
import { When } from '../parts/when.tsx'

/** Whom a run asked what: resolvers, certificate searches, RDAP; the same is one row, counted. */
export function Questions({ rows, more }: { rows: QuestionPage['rows']; more?: (() => void) | undefined }) {
  return (
    <section className="border-t border-line pt-3 pb-4">
      <h2 className="px-4 font-semibold">Asked of resolvers and public sources</h2>
      <div className="overflow-x-auto">
        <table className="w-full text-left">
          <thead>
            <tr className="text-sm text-muted">
              <th className="px-4 py-1.5 font-normal">Who was asked</th>
              <th className="px-4 py-1.5 font-normal">What</th>
              <th className="px-4 py-1.5 font-normal">For</th>
              <th className="px-4 py-1.5 font-normal">From</th>
              <th className="px-4 py-1.5 font-normal">To</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, server, step, firstAt, lastAt, ...asked }) => (
              <tr key={id} className="border-t border-line align-top">
                <td className="px-4 py-1.5 whitespace-nowrap tabular-nums">{server}</td>
                <td className="px-4 py-1.5 tabular-nums wrap-anywhere">{questionWords(asked)}</td>
                <td className="px-4 py-1.5">{step}</td>
                <td className="px-4 py-1.5 text-sm whitespace-nowrap text-muted">
                  <When at={firstAt} />
                </td>
                <td className="px-4 py-1.5 text-sm whitespace-nowrap text-muted">
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
