import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { TargetForm } from './target-form.tsx'
import { TargetItem } from './target-item.tsx'
import { notifiersQuery, targetsQuery, useMakeTarget } from './use-notifications.ts'

/** Where notices go: each target with its state, and a way to make another. */
export function Targets() {
  const targets = useQuery(targetsQuery)
  const notifiers = useQuery(notifiersQuery)
  const error = targets.error ?? notifiers.error
  if (error)
    return <ProblemBox error={error} retry={() => void Promise.all([targets.refetch(), notifiers.refetch()])} />
  if (!targets.data || !notifiers.data) return <Skeleton rows={2} height={56} />
  const forms = notifiers.data
  return (
    <>
      {targets.data.length === 0 ? (
        <p className="prose-width text-muted">Nobody is told anything yet. Make a target to change that.</p>
      ) : (
        <ul className="max-w-4xl divide-y divide-line rounded-md border border-line" aria-label="Targets">
          {targets.data.map((target) => (
            <TargetItem
              key={target.id}
              target={target}
              notifier={forms.find((notifier) => notifier.id === target.notifier)}
            />
          ))}
        </ul>
      )}
      <NewTarget />
    </>
  )
}

function NewTarget() {
  const { data: notifiers = [] } = useQuery(notifiersQuery)
  const [chosen, setChosen] = useState<string>()
  const make = useMakeTarget()
  const notifier = notifiers.find(({ id }) => id === chosen)
  if (!notifier)
    return (
      <div className="mt-3 flex flex-wrap gap-2">
        {notifiers.map(({ id, name, description }) => (
          <button key={id} type="button" className="button" title={description} onClick={() => setChosen(id)}>
            New target: {name}
          </button>
        ))}
      </div>
    )
  return (
    <div className="mt-4 max-w-3xl rounded-md border border-line p-4">
      <h3 className="text-lg font-semibold">New target: {notifier.name}</h3>
      <p className="text-muted">{notifier.description}</p>
      <TargetForm
        notifier={notifier}
        known={{ name: notifier.name, settings: {}, kinds: notifier.suggested, secrets: [] }}
        error={make.error}
        pending={make.isPending}
        save={(draft) => make.mutate({ notifier: notifier.id, ...draft }, { onSuccess: () => setChosen(undefined) })}
        cancel={() => setChosen(undefined)}
      />
    </div>
  )
}
