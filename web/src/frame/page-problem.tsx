import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ApiProblem, call } from '../api/client.ts'
import { ProblemBox } from '../parts/problem-box.tsx'

const AGAIN_MS = 2_000

/** A page that could not be shown; one that only wants a server opens by itself once it is back. */
export function PageProblem({ error }: { error: unknown }) {
  const isAway = error instanceof ApiProblem && error.code === 'offline'
  const { data, refetch } = useQuery({
    queryKey: ['is the server back'],
    queryFn: () => call('/session'),
    enabled: isAway,
    retry: false,
    gcTime: 0,
    staleTime: 0,
    refetchInterval: AGAIN_MS,
  })
  useEffect(() => {
    if (isAway && data !== undefined) location.reload()
  }, [isAway, data])
  return <ProblemBox error={error} {...(isAway && { retry: () => void refetch() })} />
}
