import type { FindingChangeRequest } from '@contract/finding-changes.ts'
import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from '../api/queries.ts'
import { Refusal } from '../session/login.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { useChange, useUndo } from './use-changes.ts'
import type { Selection } from './use-selection.ts'

/** The API takes so many ids; more are named by the filter. */
const MOST_PICKED = 1_000

/** What somebody else did a moment ago, nobody has read yet on the rows. */
const READ_MS = 2_000

/** What is to be done with what is picked. */
export type Asked = 'work' | 'rule' | undefined

interface Props {
  selection: Selection & { ids: string[] }
  filter: string
  total: number
  asked: Asked
  ask: (what: Asked) => void
}

/** What is picked and what can be done with it; after it was done, the way back. */
export function SelectionBar({ selection, filter, total, asked, ask }: Props) {
  const { data: session } = useQuery(sessionQuery)
  const change = useChange()
  const undo = useUndo()
  const { count, all, ids } = selection
  const of: Pick<FindingChangeRequest, 'ids' | 'filter'> = all ? { filter } : { ids }
  const apply = (request: FindingChangeRequest) =>
    change.mutate(request, {
      onSuccess: () => {
        undo.reset()
        ask(undefined)
        selection.clear()
      },
    })
  if (count === 0) return <Done change={change} undo={undo} />
  const tooMany = !all && count > MOST_PICKED
  return (
    <section
      aria-label="Selection"
      className="flex flex-wrap items-center gap-2 border-t border-line bg-accent-tint px-4 py-2 print:hidden"
    >
      <strong className="font-semibold" aria-live="polite">
        {count.toLocaleString()} selected
      </strong>
      {!all && count < total && (
        <button type="button" className="chip" onClick={selection.pickAll}>
          Select all {total.toLocaleString()}
        </button>
      )}
      <span className="mx-1 h-5 border-l border-line max-sm:hidden" />
      <button
        type="button"
        className="chip"
        disabled={tooMany || change.isPending}
        onClick={() => apply({ ...of, set: { assignee: session?.account?.name ?? null }, unchangedForMs: READ_MS })}
      >
        Assign to me
      </button>
      <button type="button" className="chip" disabled={tooMany} onClick={() => ask('work')}>
        Change …{' '}
        <kbd aria-hidden className="font-mono text-muted max-sm:hidden">
          e
        </kbd>
      </button>
      <button type="button" className="chip" disabled={tooMany} onClick={() => ask('rule')}>
        Rule on {count === 1 ? 'it' : 'them'} …{' '}
        <kbd aria-hidden className="font-mono text-muted max-sm:hidden">
          s
        </kbd>
      </button>
      <button type="button" className="chip ml-auto" onClick={selection.clear}>
        Clear <kbd className="font-mono text-muted max-sm:hidden">Esc</kbd>
      </button>
      {tooMany && <p className="w-full text-sm">So many are changed by their filter: select all, or fewer.</p>}
      {asked === undefined && <Refusal error={change.error} />}
      {asked && !tooMany && (
        <ChangeDialog
          kind={asked}
          of={of}
          count={count}
          error={change.error}
          busy={change.isPending}
          apply={apply}
          lookAgain={() => change.reset()}
          close={() => {
            change.reset()
            ask(undefined)
          }}
        />
      )}
    </section>
  )
}

/** What was done last, until something else is done. */
function Done({ change, undo }: { change: ReturnType<typeof useChange>; undo: ReturnType<typeof useUndo> }) {
  const { data: done } = change
  if (!done) return null
  const { id, changed, left } = done
  return (
    <section
      aria-label="What was changed"
      aria-live="polite"
      className="flex flex-wrap items-center gap-2 border-t border-line bg-raised px-4 py-2 print:hidden"
    >
      {undo.data ? (
        <span>
          Undone: {undo.data.restored.toLocaleString()} as before
          {undo.data.left > 0 && `; ${undo.data.left.toLocaleString()} left, somebody changed them since`}.
        </span>
      ) : (
        <span>
          {changed.toLocaleString()} changed
          {left > 0 && `, ${left.toLocaleString()} left: they had it already or are closed`}.
        </span>
      )}
      {id !== null && !undo.data && (
        <button type="button" className="chip" disabled={undo.isPending} onClick={() => undo.mutate(id)}>
          Undo
        </button>
      )}
      <button type="button" className="icon-button ml-auto" aria-label="Dismiss" onClick={() => change.reset()}>
        ✕
      </button>
      <Refusal error={undo.error} />
    </section>
  )
}
