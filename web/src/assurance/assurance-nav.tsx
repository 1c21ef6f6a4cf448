import { Link } from '@tanstack/react-router'

/** The pages of assurance. A further page is a line here. */
const pages = [
  { to: '/assurance', label: 'Safeguards' },
  { to: '/assurance/cases', label: 'Cases' },
  { to: '/assurance/reviews', label: 'Reviews' },
  { to: '/assurance/systems', label: 'AI systems' },
  { to: '/assurance/playbooks', label: 'Playbooks' },
] as const

/** Goes between the pages of assurance. */
export function AssuranceNav() {
  return (
    <nav aria-label="Assurance" className="flex flex-wrap gap-1 px-4 pt-3 print:hidden">
      {pages.map((page) => (
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
