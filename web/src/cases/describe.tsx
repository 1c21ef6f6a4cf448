import type { CaseDetail } from '@contract/assurance-cases.ts'
import { type FormEvent, useState } from 'react'
import { SystemField } from '../assurance/system-field.tsx'
import { Refusal } from '../session/login.tsx'
import { isLessGrave, kindWords, roleKinds, roleWords } from './case-words.ts'
import { PersonField } from './person-field.tsx'
import { useCaseWork } from './use-cases.ts'

/** Says who leads a case, what it is of, and who may read it. */
export function Describe({ one }: { one: CaseDetail }) {
  const { describe } = useCaseWork(one.id)
  const [kind, setKind] = useState<string>(one.kind)
  const lessGrave = isLessGrave(kind, one.kind)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const roles = roleKinds.flatMap((role) => {
      const person = String(form.get(`role-${role}`) ?? '').trim()
      return person === '' ? [] : [{ role, person }]
    })
    const words = (name: string) => String(form.get(name) ?? '').trim() || null
    describe.mutate({
      ...{ lead: words('lead'), pattern: words('pattern'), system: words('system'), kind: words('kind') },
      ...(lessGrave && { why: words('why') }),
      confidential: form.get('confidential') === 'on',
      roles,
    })
  }
  return (
    <details className="mt-3 max-w-4xl rounded-md border border-line print:hidden">
      <summary className="px-3 py-2 font-medium">Say who leads it and what it is of</summary>
      <form onSubmit={submit} className="grid gap-3 border-t border-line p-3 md:grid-cols-2">
        <PersonField label="Lead" field="lead" said={one.lead ?? ''} />
        <label className="grid content-start gap-1">
          <span className="font-medium">Kind</span>
          <select className="field" name="kind" value={kind} onChange={({ target }) => setKind(target.value)}>
            {Object.entries(kindWords).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        {lessGrave && (
          <label className="grid content-start gap-1">
            <span className="font-medium">Why it is no {kindWords[one.kind]} any more</span>
            <input className="field" name="why" required minLength={10} maxLength={500} />
            <span className="text-sm text-muted">
              It is kept in the timeline. What closing asks stays: that of the gravest kind it ever was.
            </span>
          </label>
        )}
        <SystemField chosen={one.system} none="none, or not known" />
        <label className="grid content-start gap-1">
          <span className="font-medium">Pattern</span>
          <input className="field" name="pattern" maxLength={100} defaultValue={one.pattern ?? ''} />
        </label>
        <details className="md:col-span-2" open={one.roles.length > 0}>
          <summary className="w-fit py-1 text-accent">Who else does what</summary>
          <div className="mt-1 grid gap-3 md:grid-cols-2">
            {roleKinds.map((role) => (
              <PersonField
                key={role}
                label={roleWords[role]}
                field={`role-${role}`}
                said={one.roles.find((held) => held.role === role)?.person ?? ''}
              />
            ))}
          </div>
        </details>
        <label className="flex min-h-7 items-center gap-2">
          <input type="checkbox" name="confidential" defaultChecked={one.confidential} /> Confidential
        </label>
        <div className="md:col-span-2">
          <button type="submit" className="button" disabled={describe.isPending}>
            Save
          </button>
          <span role="status" className="ml-3 text-muted">
            {describe.isSuccess && 'Saved.'}
          </span>
          <Refusal error={describe.error} />
        </div>
      </form>
    </details>
  )
}
