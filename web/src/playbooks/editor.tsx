import type { CaseRow } from '@contract/assurance-cases.ts'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { RegressionField } from '../cases/regression-field.tsx'
import { casesQuery } from '../cases/use-cases.ts'
import { TimeField } from '../parts/time-field.tsx'
import { Refusal } from '../session/login.tsx'
import { useWritePlaybook, type WrittenPlaybook } from './use-playbooks.ts'

const DAY_MS = 86_400_000
const tomorrow = () => new Date(Date.now() + DAY_MS).toISOString().slice(0, 10)

/** Writes a further version, and says because of which case. */
export function Editor({ id, body, done }: { id: string; body: string; done: () => void }) {
  const [text, setText] = useState(body)
  const [because, setBecause] = useState('')
  const { data: cases = [] } = useQuery(casesQuery)
  const write = useWritePlaybook()
  const [caseId = '', controlId = ''] = because.split(' ')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const words = (name: string) => String(form.get(name) ?? '').trim() || null
    const written: WrittenPlaybook = { id, body: text }
    if (because !== '')
      written.because = {
        ...{ caseId, controlId, regressionKey: words('regressionKey') },
        ...{ owner: words('owner'), nextReview: words('nextReview') },
      }
    write.mutate(written, { onSuccess: done })
  }
  return (
    <form onSubmit={submit} className="mt-3 grid max-w-4xl gap-3">
      <label className="grid gap-1">
        <span className="font-medium">Markdown; a step is a line that begins with "- [ ]"</span>
        <textarea
          className="field font-mono text-sm"
          rows={18}
          required
          maxLength={65_536}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <label className="grid gap-1">
        <span className="font-medium">Because of a case</span>
        <select className="field" value={because} onChange={(event) => setBecause(event.target.value)}>
          <option value="">none</option>
          {cases.filter(isOpenAndFailed).flatMap(({ id: one, title, barriers }) =>
            barriers
              .filter(({ outcome }) => outcome !== 'held')
              .map(({ controlId: control }) => (
                <option key={`${one} ${control}`} value={`${one} ${control}`}>
                  {title}: {control} did not hold
                </option>
              )),
          )}
        </select>
      </label>
      {because !== '' && (
        <div className="grid gap-3 md:grid-cols-3">
          <RegressionField control={controlId} />
          <label className="grid content-start gap-1">
            <span className="font-medium">Who answers for it</span>
            <input className="field" name="owner" maxLength={200} />
          </label>
          <TimeField label="Looked at again on" type="date" name="nextReview" min={tomorrow()} />
        </div>
      )}
      <div>
        <button type="submit" className="button-primary" disabled={write.isPending}>
          Keep as a new version
        </button>
      </div>
      <div role="status">{write.data?.unchanged && 'The text is as it was: nothing was kept.'}</div>
      <Refusal error={write.error} />
    </form>
  )
}

function isOpenAndFailed({ state, barriers }: CaseRow): boolean {
  return state === 'open' && barriers.some(({ outcome }) => outcome !== 'held')
}
