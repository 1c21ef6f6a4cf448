/** The colours of the page as it is now, for what is drawn on a canvas. */
export function palette() {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    ink: token('ink'),
    muted: token('muted'),
    line: token('line'),
    paper: token('paper'),
    raised: token('raised'),
    accent: token('accent'),
    now: token('now'),
    soon: token('soon'),
    scheduled: token('scheduled'),
    defer: token('defer'),
    holding: token('holding'),
  }
}

/** Pictures move only for people who do not mind. */
export function mayMove(): boolean {
  return !matchMedia('(prefers-reduced-motion: reduce)').matches
}

export const fontFamily = 'system-ui, sans-serif'
