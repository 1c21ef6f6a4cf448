import { Link } from '@tanstack/react-router'

const pages = [
  { to: '/rulings', label: 'Rulings' },
  { to: '/rulings/changes', label: 'Recent changes' },
] as const

/** Goes between the rulings and the changes that can be undone. */
export function RulingsNav() {
  return (
    <nav aria-label="Rulings and changes" className="flex flex-wrap gap-1 px-4 pb-3 print:hidden">
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
