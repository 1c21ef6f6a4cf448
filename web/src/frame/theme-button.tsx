import { useSyncExternalStore } from 'react'
import { onTheme, shownTheme, switchTheme } from './theme.ts'

/** Switches between the light and the dark page. */
export function ThemeButton() {
  const theme = useSyncExternalStore(onTheme, shownTheme)
  const words = `Use the ${theme === 'dark' ? 'light' : 'dark'} theme`
  return (
    <button type="button" className="icon-button" aria-label={words} title={words} onClick={switchTheme}>
      {theme === 'dark' ? '☀' : '☾'}
    </button>
  )
}
