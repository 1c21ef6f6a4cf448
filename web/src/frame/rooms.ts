interface Room {
  to:
    | '/'
    | '/findings'
    | '/fixes'
    | '/assets'
    | '/surface'
    | '/vulnerabilities'
    | '/assurance'
    | '/rulings'
    | '/imports'
    | '/feeds'
    | '/settings'
  label: string
  /** Where there is little room. */
  short?: string
  icon: string
  /** Pages of this room that lie elsewhere. */
  holds?: readonly string[]
}

/**
 * The rooms of the rail, in order: a new page adds one line. The first four stand in the bar of a phone, the others
 * behind "More". Rooms that work only.
 */
export const rooms: readonly Room[] = [
  { to: '/', label: 'Today', icon: '◐', holds: ['/trends'] },
  { to: '/findings', label: 'Findings', icon: '▲' },
  { to: '/fixes', label: 'Fix actions', short: 'Fixes', icon: '✓' },
  { to: '/surface', label: 'Surface', icon: '◎' },
  { to: '/assets', label: 'Assets', icon: '▦' },
  { to: '/vulnerabilities', label: 'Vulnerabilities', short: 'Vulns', icon: '◇' },
  { to: '/assurance', label: 'Assurance', icon: '◈' },
  { to: '/rulings', label: 'Rulings', icon: '⊘' },
  { to: '/imports', label: 'Imports', icon: '↥' },
  { to: '/feeds', label: 'Feeds', icon: '⇣' },
  {
    to: '/settings',
    label: 'Settings',
    icon: '⚙',
    holds: ['/people', '/notifications', '/vex', '/audit', '/instance'],
  },
]
