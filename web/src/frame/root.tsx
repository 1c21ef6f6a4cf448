import { useQuery } from '@tanstack/react-query'
import { Outlet, useLocation } from '@tanstack/react-router'
import { sessionQuery } from '../api/queries.ts'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Login } from '../session/login.tsx'
import { Shell } from './shell.tsx'

/** Decides between the one-time links, logging in and the product. */
export function Root() {
  const { pathname } = useLocation()
  const session = useQuery(sessionQuery)
  if (pathname === '/setup' || pathname === '/join' || pathname.startsWith('/report/') || pathname === '/report')
    return <Outlet />
  // Who was here stays, as last answered, while the server is away: the frame says so.
  if (session.error && !session.data) return <ProblemBox error={session.error} retry={() => session.refetch()} />
  if (!session.data) return <p className="p-6 text-muted">Opening Lunette …</p>
  if (!session.data.account) return <Login session={session.data} />
  return <Shell session={session.data} />
}
