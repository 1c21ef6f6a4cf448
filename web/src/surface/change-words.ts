/** So many things of a kind that came, went or changed: `3 new ports`, `1 weakness gone`. */
export function changedThings(kind: string, change: string, count: number): string {
  const noun = kind.replace('-', ' ')
  const things = count === 1 ? noun : `${noun}${noun.endsWith('s') ? 'es' : 's'}`
  if (change === 'new') return `${count.toLocaleString()} new ${things}`
  return `${count.toLocaleString()} ${things} ${change === 'vanished' ? 'gone' : change}`
}
