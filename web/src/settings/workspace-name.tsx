import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'
import { Refusal } from '../session/login.tsx'

/** The name of the present workspace. */
export function WorkspaceName({ workspace }: { workspace: { id: string; name: string } }) {
  const [name, setName] = useState(workspace.name)
  const rename = useMutation({
    mutationFn: () => send('PATCH', `/workspaces/${workspace.id}`, { name: name.trim() }),
    onSuccess: () =>
      Promise.all(['session', 'workspaces'].map((queryKey) => queryClient.invalidateQueries({ queryKey: [queryKey] }))),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    rename.mutate()
  }
  return (
    <form onSubmit={submit} className="flex max-w-xl flex-wrap items-end gap-2">
      <label className="grid grow gap-1">
        <span className="font-medium">Name</span>
        <input
          className="field"
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <button
        type="submit"
        className="button"
        disabled={rename.isPending || name.trim() === '' || name.trim() === workspace.name}
      >
        Rename
      </button>
      <Refusal error={rename.error} />
    </form>
  )
}
