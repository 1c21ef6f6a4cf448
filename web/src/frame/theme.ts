/** Switches between the light and the dark page and remembers it. @returns the one that is shown now. */
export function switchTheme(): string {
  const next = shownTheme() === 'dark' ? 'light' : 'dark'
  document.documentElement.dataset.theme = next
  localStorage.setItem('lunette-theme', next)
  dispatchEvent(new Event('lunette-theme'))
  return next
}

export function shownTheme(): string {
  return document.documentElement.dataset.theme ?? 'light'
}

export function onTheme(changed: () => void): () => void {
  addEventListener('lunette-theme', changed)
  return () => removeEventListener('lunette-theme', changed)
}
