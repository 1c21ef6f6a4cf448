import { useEffect, useRef } from 'react'
import { useKey } from '../parts/use-key.ts'

const keys = [
  ['Ctrl K', 'search, go, do (⌘K on a Mac)'],
  ['/', 'filter the list'],
  ['j / k', 'next, previous row'],
  ['Enter', 'open the row'],
  ['Space', 'look at the row beside the list'],
  ['x', 'select the row; with Shift all up to it'],
  ['e', 'who works on it'],
  ['s', 'suppress: rule on the finding'],
  ['Esc', 'leave the filter, close, back to the list'],
  ['?', 'this help'],
] as const

export function useHelpKey(toggle: () => void): void {
  useKey('?', toggle)
}

/** The shortcuts, as a modal dialogue. */
export function KeyboardHelp({ close }: { close: () => void }) {
  const dialogue = useRef<HTMLDialogElement>(null)
  useEffect(() => dialogue.current?.showModal(), [])
  return (
    <dialog
      ref={dialogue}
      onClose={close}
      aria-labelledby="keys-title"
      className="m-auto w-80 rounded-md border border-line bg-paper p-4 text-ink shadow-xl"
    >
      <h2 id="keys-title" className="text-lg font-semibold">
        Keyboard
      </h2>
      <dl className="mt-2 grid grid-cols-[5rem_1fr] gap-y-1.5">
        {keys.map(([key, meaning]) => (
          <div key={key} className="contents">
            <dt className="font-mono text-sm">{key}</dt>
            <dd className="text-muted">{meaning}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog" className="mt-3 text-right">
        <button type="submit" className="button">
          Close
        </button>
      </form>
    </dialog>
  )
}
