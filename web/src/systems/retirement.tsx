import type { AiSystemRow } from '@contract/ai-system-rows.ts'
import { type FormEvent, useState } from 'react'
import { useRetireSystem } from '../assurance/use-assurance.ts'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'

/** That a system runs no more, who said so and why, and the way back. */
export function Retired({ system }: { system: AiSystemRow }) {
  const may = useMay('analyst')
  const retire = useRetireSystem(system)
  const { retired } = system
  if (!retired) return null
  return (
    <div className="prose-width mt-2 rounded-md border border-line bg-line/20 p-2">
      <p className="wrap-anywhere">
        <span className="font-medium">Retired</span> by {retired.by}, <When at={retired.at} />: {retired.because}
      </p>
      <p className="mt-1 text-sm text-muted">
        Its evidence, cases and history stay. It is not reviewed, and its parts open no findings. Safeguards keep what
        was measured of them: risks that count on them say that it is retired.
      </p>
      {may && (
        <p className="mt-2 print:hidden">
          <button type="button" className="button" disabled={retire.isPending} onClick={() => retire.mutate(null)}>
            Take it back into use
          </button>
        </p>
      )}
      <Refusal error={retire.error} />
    </div>
  )
}

/** The end of a system that was entered by mistake, or runs no more. */
export function RetireSystem({ system }: { system: AiSystemRow }) {
  const may = useMay('analyst')
  const retire = useRetireSystem(system)
  const [because, setBecause] = useState('')
  if (!may || system.retired) return null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    retire.mutate(because.trim(), { onSuccess: () => window.scrollTo({ top: 0 }) })
  }
  return (
    <details className="mt-3 max-w-4xl rounded-md border border-line print:hidden">
      <summary className="px-3 py-2 font-medium">Retire it</summary>
      <form onSubmit={submit} className="grid gap-2 border-t border-line p-3">
        <label className="grid gap-1">
          <span className="font-medium">Why it runs no more, or that it was entered by mistake</span>
          <input
            className="field"
            required
            maxLength={500}
            value={because}
            onChange={({ target: { value } }) => setBecause(value)}
          />
        </label>
        <p>
          <button type="submit" className="button-primary" disabled={retire.isPending || because.trim() === ''}>
            Retire it
          </button>
        </p>
        <p className="prose-width text-sm text-muted">
          Nothing is deleted, no risk gets smaller by it, and you can take it back. A register that names it does not
          bring it back.
        </p>
        <Refusal error={retire.error} />
      </form>
    </details>
  )
}
