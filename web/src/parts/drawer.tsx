import type { ReactNode } from 'react'
import { useKey } from './use-key.ts'

interface Props {
  label: string
  close: () => void
  /** Stands beside the cross. */
  head?: ReactNode
  children: ReactNode
}

/** What is behind a row, beside the list; on a phone a sheet over it. Esc closes it. */
export function Drawer({ label, close, head, children }: Props) {
  useKey('Escape', close)
  return (
    <aside
      aria-label={label}
      className="absolute inset-x-0 bottom-0 z-20 max-h-2/3 overflow-y-auto border-t border-line bg-paper shadow-lg md:static md:max-h-none md:w-[26rem] md:shrink-0 md:border-t-0 md:border-l md:shadow-none print:hidden"
    >
      <div className="flex items-center justify-between border-b border-line px-4 py-1.5">
        {head ?? <span />}
        <button type="button" className="icon-button" aria-label="Close (Esc)" onClick={close}>
          ✕
        </button>
      </div>
      {children}
    </aside>
  )
}
