import { PagesNav } from '../parts/pages-nav.tsx'

/** The pages of the surface. A further page is a line here. */
const pages = [
  { to: '/surface', label: 'All assets' },
  { to: '/surface/graph', label: 'Graph' },
  { to: '/surface/candidates', label: 'Candidates' },
  { to: '/surface/changes', label: 'Changes' },
  { to: '/surface/runs', label: 'Runs' },
  { to: '/surface/scope', label: 'Scope' },
  { to: '/surface/settings', label: 'Discovery settings' },
] as const

/** Goes between the pages of the surface. */
export function SurfaceNav() {
  return <PagesNav label="Surface" pages={pages} />
}
