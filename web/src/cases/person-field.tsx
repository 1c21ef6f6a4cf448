import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { membersQuery } from '../findings/use-changes.ts'

/** Who leads a case or has a role in it: a person of the workspace, or somebody from outside, which is said. */
export function PersonField({ label, field, said }: { label: string; field: string; said: string }) {
  const list = useId()
  const { data: members } = useQuery(membersQuery)
  const [name, setName] = useState(said)
  const isOutside = members !== undefined && name.trim() !== '' && !members.includes(name.trim())
  return (
    <label className="grid content-start gap-1">
      <span className="font-medium">{label}</span>
      <input
        className="field"
        name={field}
        maxLength={200}
        list={list}
        autoComplete="off"
        placeholder="nobody"
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <datalist id={list}>
        {members?.map((member) => (
          <option key={member} value={member} />
        ))}
      </datalist>
      <span className="text-sm text-muted" aria-live="polite">
        {isOutside &&
          'Nobody of this workspace is called that: kept as somebody from outside, who cannot read it here.'}
      </span>
    </label>
  )
}
