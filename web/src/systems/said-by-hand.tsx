import type { AiSystemRow } from '@contract/ai-system-rows.ts'
import { saidOfWords, saidShareWords } from '@contract/ai-system-words.ts'
import { useState } from 'react'
import { useSaySystem } from '../assurance/use-assurance.ts'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { SystemForm } from './system-form.tsx'

/** What people said of a system, told from what a file says: it holds until it is handed back. */
export function SaidByHand({ system }: { system: AiSystemRow }) {
  const may = useMay('analyst')
  const save = useSaySystem(system)
  const said = Object.entries(system.said)
  if (said.length === 0) return <p className="mt-2 text-sm text-muted">{saidShareWords(system)}.</p>
  return (
    <details className="mt-2 max-w-4xl text-sm">
      <summary className="text-accent">{saidShareWords(system)}</summary>
      <ul className="mt-1">
        {said.map(([what, { by, at, gone }]) => (
          <li key={what} className="flex flex-wrap items-baseline gap-x-3 border-t border-line py-1">
            <span className="wrap-anywhere">
              {saidOfWords(what)}
              {gone && ': taken out'}
            </span>
            <span className="text-muted">
              {by}, <When at={at} />
            </span>
            {may && (
              <button
                type="button"
                className="text-accent underline"
                disabled={save.isPending}
                onClick={() => save.mutate({ handBack: [what] })}
              >
                Let files say it again<span className="sr-only">: {saidOfWords(what)}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      <Refusal error={save.error} />
    </details>
  )
}

/** Says anew what a system is. */
export function EditSystem({ system }: { system: AiSystemRow }) {
  const may = useMay('analyst')
  const [open, setOpen] = useState(false)
  const [saved, setSaved] = useState(false)
  if (!may) return null
  const done = () => {
    setOpen(false)
    setSaved(true)
  }
  return (
    <>
      <details
        className="mt-3 max-w-4xl rounded-md border border-line print:hidden"
        open={open}
        onToggle={(event) => setOpen(event.currentTarget.open)}
      >
        <summary className="px-3 py-2 font-medium">Change what is said of it</summary>
        {open && <SystemForm system={system} done={done} />}
      </details>
      <p role="status" className="mt-1 text-sm text-muted">
        {saved && !open && 'Saved.'}
      </p>
    </>
  )
}
