import type { CaseDetail } from '@contract/assurance-cases.ts'
import { useState } from 'react'
import { filledIn } from '../parts/filled-in.ts'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { useCaseWork } from './use-cases.ts'

/** A closed case that somebody finds not to be over; where its proof does not hold, nothing else opens it. */
export function Reopen({ one }: { one: CaseDetail }) {
  const [asking, setAsking] = useState(false)
  const may = useMay('owner')
  const { reopen } = useCaseWork(one.id)
  if (!may) return one.unheld.length > 0 ? <p className="text-muted">An owner may open it again.</p> : null
  if (!asking)
    return (
      <button type="button" className="button my-1 print:hidden" onClick={() => setAsking(true)}>
        Open it again …
      </button>
    )
  return (
    <form
      className="my-1 flex max-w-xl flex-wrap items-end gap-2"
      onSubmit={filledIn((form) => reopen.mutate(String(form.get('why')).trim()))}
    >
      <p className="w-full">
        The failures that its changes were proven against count again, until they are proven once more.
      </p>
      <label className="grid min-w-0 grow basis-60 gap-1">
        <span className="font-medium">Why it is not over</span>
        <input className="field" name="why" required minLength={10} maxLength={500} />
      </label>
      <button type="submit" className="button" disabled={reopen.isPending}>
        Open it again
      </button>
      <button type="button" className="button" onClick={() => setAsking(false)}>
        Cancel
      </button>
      <Refusal error={reopen.error} />
    </form>
  )
}
