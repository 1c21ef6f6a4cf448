import type { CaseDetail } from '@contract/assurance-cases.ts'
import type { FormEvent } from 'react'
import { TimeField } from '../parts/time-field.tsx'
import { Refusal } from '../session/login.tsx'
import { RegressionField } from './regression-field.tsx'
import { useCaseWork } from './use-cases.ts'

interface Props {
  caseId: string
  change: CaseDetail['changes'][number]
  what: 'owner' | 'next-review' | 'failed-before'
  done: () => void
}

/** Says of a change what it left open. */
export function Complete({ caseId, change, what, done }: Props) {
  const { complete } = useCaseWork(caseId)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const [[name, value] = ['', '']] = [...new FormData(event.currentTarget)]
    complete.mutate({ change: change.id, [name]: String(value) }, { onSuccess: done })
  }
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  return (
    <form onSubmit={submit} className="flex max-w-xl flex-wrap items-end gap-3">
      {what === 'owner' && (
        <label className="grid grow gap-1">
          <span className="font-medium">Who answers for it</span>
          <input className="field" name="owner" required maxLength={200} />
        </label>
      )}
      {what === 'next-review' && (
        <TimeField label="Looked at again on" type="date" name="nextReview" required min={tomorrow} />
      )}
      {what === 'failed-before' && (
        <RegressionField control={change.controlId} required present={change.regressionKey ?? ''} />
      )}
      {/* The day stands below its field. */}
      <button type="submit" className={`button ${what === 'next-review' ? 'mb-6' : ''}`} disabled={complete.isPending}>
        Save
      </button>
      <Refusal error={complete.error} />
    </form>
  )
}
