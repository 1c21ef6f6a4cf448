import { Link, type LinkProps } from '@tanstack/react-router'

/** A page beside others: where it is, and what it is called. */
interface NavPage {
  to: LinkProps['to']
  label: string
}

/** Goes between the pages of one room. */
export function PagesNav({ label, pages, room = 'pt-3' }: { label: string; pages: readonly NavPage[]; room?: string }) {
  return (
    <nav aria-label={label} className={`flex flex-wrap gap-1 px-4 print:hidden ${room}`}>
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
