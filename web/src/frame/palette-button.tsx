import { lazy, Suspense, useEffect, useState } from 'react'

const Palette = lazy(async () => ({ default: (await import('../palette/palette.tsx')).Palette }))
const isApple = /Mac|iPhone|iPad/.test(navigator.platform)

/** The way to everything: a button, and Ctrl-K or ⌘K from anywhere. */
export function PaletteButton({ help }: { help: () => void }) {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      if (!document.querySelector('dialog[open]')) setOpen(true)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  return (
    <>
      <button
        type="button"
        className="inline-flex min-h-8 items-center gap-2 rounded-md px-2 text-muted hover:bg-raised md:w-64 md:border md:border-line"
        aria-label="Search, go, do"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
      >
        <span aria-hidden>⌕</span>
        <span className="hidden flex-1 text-left md:inline">Search, go, do</span>
        <kbd className="hidden font-mono text-sm md:inline">{isApple ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      {open && (
        <Suspense>
          <Palette close={() => setOpen(false)} help={help} />
        </Suspense>
      )}
    </>
  )
}
