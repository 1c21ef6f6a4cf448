import type { ReactNode } from 'react'

/** A filter that asks what nobody can answer is no empty list. */
export function Misunderstood({ words, clear }: { words: string; clear: () => void }) {
  return (
    <div className="px-4 py-6" role="alert">
      <p className="prose-width">{words}</p>
      <button type="button" className="button mt-3" onClick={clear}>
        Clear the filter
      </button>
    </div>
  )
}

/** No row: because of the filter, or because there is none at all, which `empty` explains. */
export function Nothing(props: { filter: string; empty: ReactNode; clear: () => void; children?: ReactNode }) {
  const { filter, empty, clear, children } = props
  if (filter === '') return <div className="prose-width px-4 py-6 text-muted">{empty}</div>
  return (
    <div className="px-4 py-6">
      <p>
        Nothing matches <code className="font-mono wrap-anywhere">{filter}</code>.
      </p>
      {children}
      <button type="button" className="button mt-3" onClick={clear}>
        Clear the filter
      </button>
    </div>
  )
}
