import { useQuery } from '@tanstack/react-query'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { deviceWords } from './device-words.ts'
import { ownSessionsQuery, useEndSession } from './use-account.ts'

/** Where one is signed in, and a way to end it. */
export function Sessions() {
  const { data, error, refetch } = useQuery(ownSessionsQuery)
  const end = useEndSession()
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={2} height={44} />
  return (
    <>
      <ul className="max-w-3xl divide-y divide-line border-y border-line">
        {data.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <span className="min-w-0 grow wrap-anywhere">
              <span title={session.device}>{deviceWords(session.device)}</span>, from{' '}
              {session.address || 'an unknown address'}
              <span className="block text-sm text-muted">
                opened <When at={session.createdAt} />, last used <When at={session.seenAt} />
              </span>
            </span>
            {session.current ? (
              <span className="text-muted">this one</span>
            ) : (
              <button type="button" className="button" disabled={end.isPending} onClick={() => end.mutate(session.id)}>
                End<span className="sr-only"> the session of {deviceWords(session.device)}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {data.length > 1 && (
        <button type="button" className="button mt-3" disabled={end.isPending} onClick={() => end.mutate(undefined)}>
          End all others
        </button>
      )}
      <Refusal error={end.error} />
    </>
  )
}
