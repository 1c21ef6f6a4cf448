import { Link } from '@tanstack/react-router'

/** The pages of the surface. A further page is a line here. */
const pages = [
  { to: '/surface', label: 'All assets' },
  { to: '/surface/graph', label: 'Graph' },
  { to: '/surface/candidates', label: 'Candidates' },
  { to: '/surface/changes', label: 'Changes' },
  { to: '/surface/runs', label: 'Runs' },
  { to: '/surface/scope', label: 'Scope' },
] as const

/** Goes between the pages of the surface. */
export function SurfaceNav() {
  return (
    <nav aria-label="Surface" className="flex flex-wrap gap-1 px-4 pt-3 print:hidden">
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
