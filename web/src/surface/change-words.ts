/** So many things of a kind that came, went or changed: `3 new ports`, `1 weakness gone`. */
export function changedThings(kind: string, change: string, count: number): string {
  const noun = kind.replace('-', ' ')
  const things = count === 1 ? noun : `${noun}${noun.endsWith('s') ? 'es' : 's'}`
  if (change === 'new') return `${count.toLocaleString()} new ${things}`
  return `${count.toLocaleString()} ${things} ${change === 'vanished' ? 'gone' : change}`
}

/** `3 new ports · 1 weakness gone`, most first. */
export function countsOf(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([what, count]) => {
      const [kind = '', change = ''] = what.split(' ')
      return changedThings(kind, change, count)
    })
    .join(' · ')
}
