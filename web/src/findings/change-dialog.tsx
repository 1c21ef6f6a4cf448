import type { FindingChangeRequest } from '@contract/finding-changes.ts'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { ApiProblem } from '../api/client.ts'
import { Refusal } from '../session/login.tsx'
import { Effect, Overtaken } from './change-effect.tsx'
import { RuleFields } from './change-rule-fields.tsx'
import { WorkFields } from './change-work-fields.tsx'
import { usePreview } from './use-changes.ts'

type Of = Pick<FindingChangeRequest, 'ids' | 'filter'>
type Doing = Pick<FindingChangeRequest, 'set' | 'rule'>

interface Props {
  kind: 'work' | 'rule'
  of: Of
  count: number
  error: Error | null
  busy: boolean
  apply: (request: FindingChangeRequest) => void
  /** Forgets the refusal: it is looked at again. */
  lookAgain: () => void
  close: () => void
}

/** What to change of many findings, and what that would touch, before it is done. */
export function ChangeDialog({ kind, of, count, error, busy, apply, lookAgain, close }: Props) {
  const dialogue = useRef<HTMLDialogElement>(null)
  useEffect(() => dialogue.current?.showModal(), [])
  const [doing, setDoing] = useState<Doing>()
  const asked = useDeferredValue(doing)
  // Why somebody rules changes nothing of what it touches.
  const rehearsed = asked?.rule ? { rule: { ...asked.rule, reason: 'preview' } } : asked
  const preview = usePreview(rehearsed && { ...of, ...rehearsed })
  // What was looked at before is no answer to what it would touch now.
  const effect = preview.isFetching ? undefined : preview.data
  const ready = doing !== undefined && effect !== undefined && (doing.rule?.reason ?? 'given').trim() !== ''
  const changed = effect?.changed ?? 0
  const overtaken = error instanceof ApiProblem && error.code === 'changed-meanwhile'
  const told = useRef<HTMLDivElement>(null)
  return (
    <dialog
      ref={dialogue}
      onClose={close}
      aria-labelledby="change-title"
      className="m-auto w-[min(34rem,calc(100vw-2rem))] rounded-md border border-line bg-paper p-4 text-ink shadow-xl"
    >
      <h2 id="change-title" className="heading">
        {kind === 'rule' ? 'Rule on' : 'Change'} {count.toLocaleString()} {count === 1 ? 'finding' : 'findings'}
      </h2>
      <form
        className="mt-3 grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          // Rulings say themselves whose place they take.
          const since = doing?.set && effect ? { unchangedSince: effect.at } : {}
          if (doing && ready) apply({ ...of, ...doing, ...since, expected: changed })
        }}
      >
        {kind === 'rule' ? <RuleFields change={setDoing} /> : <WorkFields change={setDoing} />}
        <div ref={told} tabIndex={-1}>
          {overtaken ? (
            <Overtaken
              lookAgain={() => {
                // The button goes away: whoever pressed it goes on at what it would touch.
                told.current?.focus()
                lookAgain()
                void preview.refetch()
              }}
            />
          ) : (
            <Effect asked={rehearsed !== undefined} effect={effect} error={preview.error} />
          )}
        </div>
        <div className="flex gap-2">
          <button type="submit" className="button-primary" disabled={!ready || changed === 0 || busy || overtaken}>
            {kind === 'rule' ? 'Rule on' : 'Change'} {changed > 0 && changed.toLocaleString()}
          </button>
          <button type="button" className="button" onClick={() => dialogue.current?.close()}>
            Cancel
          </button>
        </div>
        {!overtaken && <Refusal error={error} />}
      </form>
    </dialog>
  )
}
