import type { FindingChangeRequest } from '@contract/finding-changes.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Field } from './change-field.tsx'
import { membersQuery } from './use-changes.ts'

type Doing = Pick<FindingChangeRequest, 'set' | 'rule'>

const KEEP = 'keep'
const NONE = ''

/** Each field is left as it is until something is chosen. */
export function WorkFields({ change }: { change: (doing: Doing | undefined) => void }) {
  const { data: members = [] } = useQuery(membersQuery)
  const [fields, setFields] = useState<NonNullable<Doing['set']>>({})
  const set = (next: NonNullable<Doing['set']>) => {
    const given = Object.fromEntries(Object.entries({ ...fields, ...next }).filter(([, value]) => value !== undefined))
    setFields(given)
    change(Object.keys(given).length > 0 ? { set: given } : undefined)
  }
  const chosen = (value: string) => (value === KEEP ? undefined : value === NONE ? null : value)
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Assignee">
        <select
          className="field"
          defaultValue={KEEP}
          onChange={({ target }) => set({ assignee: chosen(target.value) })}
        >
          <option value={KEEP}>as it is</option>
          <option value={NONE}>nobody</option>
          {members.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </Field>
      <Field label="Progress">
        <select
          className="field"
          defaultValue={KEEP}
          onChange={({ target }) => set({ progress: chosen(target.value) as 'in-progress' | 'claimed-fixed' | null })}
        >
          <option value={KEEP}>as it is</option>
          <option value={NONE}>not begun</option>
          <option value="in-progress">in progress</option>
          <option value="claimed-fixed">claimed fixed, not seen yet</option>
        </select>
      </Field>
      <Field label="Team">
        <input
          className="field"
          maxLength={100}
          placeholder="as it is"
          onChange={({ target }) => set({ team: target.value.trim() || undefined })}
        />
      </Field>
      <Field label="Due">
        <input
          type="date"
          className="field"
          onChange={({ target }) => set({ dueAt: target.value ? `${target.value}T00:00:00.000Z` : undefined })}
        />
      </Field>
    </div>
  )
}
