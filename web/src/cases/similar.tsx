import type { CaseDescribed, CaseDetail } from '@contract/assurance-cases.ts'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { send } from '../api/client.ts'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { Again } from './case-pattern.tsx'
import { kindWords } from './case-words.ts'
import { readAssurance } from './use-cases.ts'

/** Cases that may be the same again, and the way to say that they are. */
export function Similar({ one, works }: { one: CaseDetail; works: boolean }) {
  const join = useJoin(one)
  if (one.similar.length === 0) return <p className="text-muted">No other case looks like it.</p>
  return (
    <>
      <ul className="max-w-4xl">
        {one.similar.map(({ id, title, kind, state, reportedAt, pattern, why }) => {
          const joint = pattern ?? one.pattern ?? one.proposedPattern?.pattern
          return (
            <li key={id} className="flex flex-wrap items-baseline gap-x-3 border-t border-line py-1">
              <Link to="/assurance/cases/$id" params={{ id }} className="text-accent underline wrap-anywhere">
                {title}
              </Link>
              <span className="text-sm text-muted">
                {kindWords[kind]}, {state}, <When at={reportedAt} />
              </span>
              <span className="w-full text-sm text-muted wrap-anywhere">{why.join('; ')}</span>
              {works && joint !== undefined && (pattern === null || pattern !== one.pattern) && (
                <button
                  type="button"
                  className="button my-1"
                  disabled={join.isPending}
                  onClick={() => join.mutate({ pattern: joint, other: pattern === null ? id : undefined })}
                >
                  Same pattern: {joint}
                </button>
              )}
            </li>
          )
        })}
      </ul>
      <p role="status">{join.data && <Again {...join.data} />}</p>
      <Refusal error={join.error} />
    </>
  )
}

/** Said before all else: a report that looks like what was closed is for somebody to judge, and then opens it again. */
export function LooksClosed({ one }: { one: CaseDetail }) {
  const join = useJoin(one)
  const found = one.similar.find(
    ({ state, pattern }) => state === 'closed' && (pattern === null || pattern !== one.pattern),
  )
  const joint = found && (found.pattern ?? one.pattern ?? one.proposedPattern?.pattern)
  const isEarnest = one.kind === 'incident' || one.kind === 'near-miss'
  return (
    <div role="status" className="px-4 pb-3 empty:hidden">
      {join.data ? (
        <p>
          It is of the pattern “{one.pattern}” now.
          <Again {...join.data} />
        </p>
      ) : (
        isEarnest &&
        found &&
        joint && (
          <p className="flex max-w-4xl flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-line p-3">
            <span className="min-w-0 grow basis-60">
              It looks like a closed case,{' '}
              <Link to="/assurance/cases/$id" params={{ id: found.id }} className="text-accent underline wrap-anywhere">
                {found.title}
              </Link>
              : {found.why.join('; ')}. If it is the same again, that one is open again.
            </span>
            <button
              type="button"
              className="button"
              disabled={join.isPending}
              onClick={() => join.mutate({ pattern: joint, other: found.pattern === null ? found.id : undefined })}
            >
              It is the same again
            </button>
          </p>
        )
      )}
      <Refusal error={join.error} />
    </div>
  )
}

/** Puts this case, and the other where it has none, into one pattern: the earlier of them is open again. */
function useJoin(one: CaseDetail) {
  const put = (id: string, pattern: string) =>
    send<CaseDescribed>('PATCH', `/cases/${encodeURIComponent(id)}`, { pattern })
  return useMutation({
    mutationFn: async ({ pattern, other }: { pattern: string; other: string | undefined }) => {
      const own = one.pattern === pattern ? { reopened: [] } : await put(one.id, pattern)
      const its = other === undefined ? { reopened: [] } : await put(other, pattern)
      return { reopened: [...own.reopened, ...its.reopened] }
    },
    onSuccess: readAssurance,
  })
}
