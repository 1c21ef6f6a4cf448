import type { ReactNode } from 'react'

/** The one card on an otherwise empty page: logging in and the first account. */
export function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="flex min-h-full items-center justify-center p-4">
      <div className="w-full max-w-sm">
        <img src="/icon.svg" alt="" className="size-9" />
        <h1 className="mt-3 text-xl font-semibold">{title}</h1>
        {children}
      </div>
    </main>
  )
}

/** A labelled field with a hint below. */
export function Field({ label, hint, ...input }: { label: string; hint?: string } & React.ComponentProps<'input'>) {
  const hintId = hint ? `${input.name}-hint` : undefined
  return (
    <label className="mt-3 block">
      <span className="font-medium">{label}</span>
      <input className="field mt-1" aria-describedby={hintId} {...input} />
      {hint && (
        <span id={hintId} className="mt-1 block text-sm text-muted">
          {hint}
        </span>
      )}
    </label>
  )
}
