import { type ReactNode, useEffect, useRef } from 'react'

/** A button that opens a panel below it; closes on Escape, on a click elsewhere and when focus leaves. */
export function Menu({
  label,
  align = 'left',
  children,
}: {
  label: ReactNode
  align?: 'left' | 'right'
  children: ReactNode
}) {
  const details = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const close = (event: Event) => {
      const inside = event.target instanceof Node && details.current?.contains(event.target)
      if (details.current?.open && (!inside || (event instanceof KeyboardEvent && event.key === 'Escape'))) {
        if (event instanceof KeyboardEvent && event.key !== 'Escape') return
        details.current.open = false
        // Who closes it by keyboard is where they were.
        if (event instanceof KeyboardEvent && inside) details.current.querySelector('summary')?.focus()
      }
    }
    for (const name of ['pointerdown', 'keydown', 'focusin']) document.addEventListener(name, close)
    return () => {
      for (const name of ['pointerdown', 'keydown', 'focusin']) document.removeEventListener(name, close)
    }
  }, [])
  return (
    <details ref={details} className="relative">
      <summary className="chip list-none">
        {label}
        <span aria-hidden className="text-muted">
          ▾
        </span>
      </summary>
      <div
        className={`absolute top-full z-30 mt-1 max-h-96 overflow-y-auto rounded-md border border-line bg-paper shadow-lg ${align === 'right' ? 'right-0' : 'left-0'}`}
      >
        {children}
      </div>
    </details>
  )
}
