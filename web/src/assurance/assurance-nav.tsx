import { PagesNav } from '../parts/pages-nav.tsx'

/** The pages of assurance. A further page is a line here. */
const pages = [
  { to: '/assurance', label: 'Safeguards' },
  { to: '/assurance/cases', label: 'Cases' },
  { to: '/assurance/reviews', label: 'Reviews' },
  { to: '/assurance/systems', label: 'AI systems' },
  { to: '/assurance/runs', label: 'Runs' },
  { to: '/assurance/traces', label: 'Traces' },
  { to: '/assurance/patterns', label: 'Patterns' },
  { to: '/assurance/playbooks', label: 'Playbooks' },
  { to: '/assurance/review-queues', label: 'Human review' },
] as const

/** Goes between the pages of assurance. */
export function AssuranceNav() {
  return <PagesNav label="Assurance" pages={pages} />
}
