/**
 * The rooms of the rail, in order: a new page adds one line. The first four stand in the bar of a phone, the others
 * behind "More". Rooms that work only.
 */
export const rooms = [
  { to: '/', label: 'Today', icon: '◐' },
  { to: '/findings', label: 'Findings', icon: '▲' },
  { to: '/assets', label: 'Assets', icon: '▦' },
  { to: '/feeds', label: 'Feeds', icon: '⇣' },
  { to: '/settings', label: 'Settings', icon: '⚙' },
] as const
