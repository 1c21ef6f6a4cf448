import { PagesNav } from '../parts/pages-nav.tsx'

const pages = [
  { to: '/rulings', label: 'Rulings' },
  { to: '/rulings/changes', label: 'Recent changes' },
] as const

/** Goes between the rulings and the changes that can be undone. */
export function RulingsNav() {
  return <PagesNav label="Rulings and changes" pages={pages} room="pb-3" />
}
