import type { NotifierForm, NotifierTarget } from '@contract/notifications.ts'
import { useState } from 'react'
import { Confirm } from '../parts/confirm.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { TargetForm } from './target-form.tsx'
import { useChangeTarget, useRemoveTarget, useTestTarget } from './use-notifications.ts'

/** One target: where it leads, what waits for it, and what can be done. */
export function TargetItem({ target, notifier }: { target: NotifierTarget; notifier: NotifierForm | undefined }) {
  const [editing, setEditing] = useState(false)
  const change = useChangeTarget(target.id)
  const remove = useRemoveTarget(target.id)
  const test = useTestTarget(target.id)
  return (
    <li className="px-3 py-2">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="font-semibold wrap-anywhere">{target.name}</h3>
        <span className="text-muted">{notifier?.name ?? target.notifier}</span>
        {target.paused && <span className="font-medium text-soon">paused</span>}
      </div>
      <p className="font-mono text-sm wrap-anywhere text-muted">{placeOf(target)}</p>
      {target.note && (
        <p className="text-sm wrap-anywhere text-soon">
          <span aria-hidden>◆ </span>Nothing can arrive there yet: {target.note}.
        </p>
      )}
      <p className="text-sm text-muted">
        {target.waiting.toLocaleString()} waiting · {target.dead.toLocaleString()} given up
        {target.lastDeliveredAt && (
          <>
            {' '}
            · last arrived <When at={target.lastDeliveredAt} />
          </>
        )}
      </p>
      <div className="mt-1 flex flex-wrap gap-2">
        <button type="button" className="button" disabled={test.isPending} onClick={() => test.mutate()}>
          {test.isPending ? 'Sending …' : 'Send a test'}
        </button>
        <button
          type="button"
          className="button"
          disabled={change.isPending}
          onClick={() => change.mutate({ paused: !target.paused })}
        >
          {target.paused ? 'Go on' : 'Pause'}
        </button>
        <button type="button" className="button" aria-expanded={editing} onClick={() => setEditing(!editing)}>
          Change
        </button>
        <Confirm
          label="Remove"
          question={`Remove ${target.name} and what waits for it?`}
          disabled={remove.isPending}
          confirm={() => remove.mutate()}
        />
      </div>
      <p role="status" className="min-h-5 pt-1 text-sm">
        {test.data && (test.data.arrived ? 'The test arrived.' : `It did not arrive: ${test.data.problem?.message}`)}
      </p>
      <Refusal error={test.error ?? remove.error ?? (editing ? null : change.error)} />
      {editing && notifier && (
        <TargetForm
          notifier={notifier}
          known={target}
          error={change.error}
          pending={change.isPending}
          save={(draft) => change.mutate(draft, { onSuccess: () => setEditing(false) })}
          cancel={() => setEditing(false)}
        />
      )}
    </li>
  )
}

function placeOf({ settings }: NotifierTarget): string {
  return [settings.url ?? settings.host, settings.project ?? settings.to].filter(Boolean).join(' · ')
}
