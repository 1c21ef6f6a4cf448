import type { ReactNode } from 'react'

/** A page of Assurance. Long names break anywhere; in tables only where a cell says so, so that no column is squeezed to letters. */
export function Page({ children }: { children: ReactNode }) {
  return (
    <article className="h-full overflow-y-auto pb-8 wrap-anywhere [&_td]:wrap-normal [&_th]:wrap-normal">
      {children}
    </article>
  )
}
