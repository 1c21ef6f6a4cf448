import { useState } from 'react'

/** Switches between the light and the dark page and remembers it. */
export function ThemeButton() {
  const [theme, setTheme] = useState(document.documentElement.dataset.theme ?? 'light')
  const next = theme === 'dark' ? 'light' : 'dark'
  const change = () => {
    document.documentElement.dataset.theme = next
    localStorage.setItem('lunette-theme', next)
    setTheme(next)
  }
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={`Use the ${next} theme`}
      title={`Use the ${next} theme`}
      onClick={change}
    >
      {theme === 'dark' ? '☀' : '☾'}
    </button>
  )
}
