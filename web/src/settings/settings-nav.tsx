import type { SessionState } from '@contract/session.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { sessionQuery } from '../api/queries.ts'
import { isAtLeast } from '../people/role-words.ts'

/** The pages of settings, each with who sees it. A further page is a line here. */
const pages = [
  { to: '/settings', label: 'You', shownTo: () => true },
  { to: '/people', label: 'People', shownTo: () => true },
  { to: '/notifications', label: 'Notifications', shownTo: () => true },
  { to: '/vex', label: 'VEX', shownTo: () => true },
  { to: '/audit', label: 'Audit trail', shownTo: ({ role }: SessionState) => isAtLeast(role, 'owner') },
  { to: '/instance', label: 'Instance', shownTo: ({ runsInstance }: SessionState) => runsInstance },
] as const

/** Goes between the pages of settings. */
export function SettingsNav() {
  const { data: session } = useQuery(sessionQuery)
  if (!session) return null
  return (
    <nav aria-label="Settings" className="flex flex-wrap gap-1 px-4 pb-3">
      {pages
        .filter((page) => page.shownTo(session))
        .map((page) => (
          <Link
            key={page.to}
            to={page.to}
            activeOptions={{ exact: true, includeSearch: false }}
            className="chip"
            activeProps={{ className: 'border-accent! bg-accent-tint! text-accent!', 'aria-current': 'page' }}
          >
            {page.label}
          </Link>
        ))}
    </nav>
  )
}
