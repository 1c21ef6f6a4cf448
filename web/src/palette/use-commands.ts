import type { Job } from '@contract/jobs.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { send } from '../api/client.ts'
import { noteJob } from '../api/events.ts'
import { rooms } from '../frame/rooms.ts'
import { switchTheme } from '../frame/theme.ts'
import { viewsQuery } from '../lists/use-views.ts'
import { useMay } from '../session/use-may.ts'
import type { PaletteEntry } from './entry.ts'

/** Pages that no room's own name leads to; a second name is what people may call it. */
const more = [
  { to: '/trends', label: 'Trends' },
  { to: '/changes', label: 'Changes' },
  { to: '/rulings/changes', label: 'Changes to undo' },
  { to: '/surface/scope', label: 'Scope: seeds, proofs, approved ranges, agents' },
  { to: '/surface/candidates', label: 'Candidates of the surface' },
  { to: '/surface/changes', label: 'Changes of the surface' },
  { to: '/surface/graph', label: 'Graph of the surface' },
  { to: '/surface/runs', label: 'Runs of discovery' },
  { to: '/assurance/cases', label: 'Cases: incidents and near misses' },
  { to: '/assurance/systems', label: 'AI systems' },
  { to: '/assurance/reviews', label: 'Reviews and assumptions' },
  { to: '/assurance/traces', label: 'Traces and targets' },
  { to: '/assurance/playbooks', label: 'Playbooks' },
  { to: '/people', label: 'People' },
  { to: '/notifications', label: 'Notifications' },
  { to: '/vex', label: 'VEX' },
  { to: '/settings', label: 'API tokens, sessions and password' },
  { to: '/audit', label: 'Audit trail' },
  { to: '/instance', label: 'Instance: workspaces, sign-in provider' },
] as const

/** Rooms to go to, saved views to open, and what may be done from anywhere by this person. */
export function useCommands(help: () => void): PaletteEntry[] {
  const navigate = useNavigate()
  const router = useRouter()
  const mayChange = useMay('analyst')
  const { data: views = [] } = useQuery(viewsQuery)
  const go = [...rooms, ...more].map(({ to, label }) => ({
    id: `go ${label}`,
    group: 'Go to',
    label,
    run: () => void navigate({ to }),
  }))
  const saved = views.map((view) => ({
    id: `view ${view.id}`,
    group: 'View',
    label: view.name,
    hint: view.list,
    run: () => {
      const query = new URLSearchParams({ filter: view.filter, ...(view.sort && { sort: view.sort }) })
      router.history.push(`/${view.list}?${query}`)
    },
  }))
  return [...go, ...saved, ...useHere(), ...deeds(mayChange, help)]
}

/** What can be done with the page one is on. */
function useHere(): PaletteEntry[] {
  const router = useRouter()
  const { pathname } = router.state.location
  if (!/^\/findings\/./.test(pathname)) return []
  const at = (hash: string) => router.history.push(`${pathname}#${hash}`)
  return [{ id: 'rule', group: 'Do', label: 'Suppress: rule on this finding', hint: 's', run: () => at('rule') }]
}

function deeds(mayChange: boolean, help: () => void): PaletteEntry[] {
  const refresh = async () => noteJob(await send<Job>('POST', '/feeds/refresh', {}))
  return [
    ...(mayChange
      ? [{ id: 'refresh', group: 'Do', label: 'Refresh all feeds', run: () => void refresh().catch(() => {}) }]
      : []),
    { id: 'theme', group: 'Do', label: 'Switch between light and dark', run: () => void switchTheme() },
    { id: 'help', group: 'Do', label: 'Show the keyboard shortcuts', hint: '?', run: help },
    { id: 'print', group: 'Do', label: 'Print this page', run: () => print() },
  ]
}
