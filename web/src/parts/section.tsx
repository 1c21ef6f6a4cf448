import { type ReactNode, useId } from 'react'

/** A titled part of a detail page. */
export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="border-t border-line px-4 py-4">
      <div className="mb-2 flex flex-wrap items-baseline gap-x-3">
        <h2 id={id} className="heading">
          {title}
        </h2>
        {aside && <div className="text-sm text-muted">{aside}</div>}
      </div>
      {children}
    </section>
  )
}
