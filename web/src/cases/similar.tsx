import type { CaseDetail } from '@contract/assurance-cases.ts'
import { Link } from '@tanstack/react-router'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { kindWords } from './case-words.ts'
import { useCaseWork } from './use-cases.ts'

/** Cases that may be the same again, and the way to say that they are. */
export function Similar({ one, works }: { one: CaseDetail; works: boolean }) {
  const { describe } = useCaseWork(one.id)
  if (one.similar.length === 0) return <p className="text-muted">No other case looks like it.</p>
  return (
    <>
      <ul className="max-w-4xl">
        {one.similar.map(({ id, title, kind, state, reportedAt, pattern, why }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-3 border-t border-line py-1">
            <Link to="/assurance/cases/$id" params={{ id }} className="text-accent underline wrap-anywhere">
              {title}
            </Link>
            <span className="text-sm text-muted">
              {kindWords[kind]}, {state}, <When at={reportedAt} />
            </span>
            <span className="w-full text-sm text-muted wrap-anywhere">{why.join('; ')}</span>
            {works && pattern !== null && pattern !== one.pattern && (
              <button
                type="button"
                className="button"
                disabled={describe.isPending}
                onClick={() => describe.mutate({ pattern })}
              >
                Same pattern: {pattern}
              </button>
            )}
          </li>
        ))}
      </ul>
      <Refusal error={describe.error} />
    </>
  )
}
