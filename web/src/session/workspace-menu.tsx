import { useMutation, useQuery } from '@tanstack/react-query'
import { send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'
import { Menu } from '../parts/menu.tsx'
import { workspacesQuery } from './workspaces-query.ts'

/** The workspace one is in, and the way to the others where there are some. */
export function WorkspaceMenu({ name }: { name: string }) {
  const { data = [] } = useQuery(workspacesQuery)
  const enter = useMutation({
    mutationFn: (id: string) => send('PUT', '/session/workspace', { id }),
    // Nothing of the other workspace may stay on the screen.
    onSuccess: () => {
      queryClient.clear()
      location.assign('/')
    },
  })
  if (data.length < 2) return <span className="hidden truncate text-sm text-muted sm:inline">{name}</span>
  return (
    <Menu label={<span className="max-w-40 truncate">{name}</span>}>
      <ul className="flex w-56 flex-col p-1 text-sm" aria-label="Workspaces">
        {data.map((workspace) => (
          <li key={workspace.id}>
            <button
              type="button"
              className="flex w-full items-baseline gap-2 rounded px-2 py-1.5 text-left hover:bg-raised disabled:opacity-60"
              aria-current={workspace.current || undefined}
              disabled={workspace.current || enter.isPending}
              onClick={() => enter.mutate(workspace.id)}
            >
              <span className="min-w-0 grow wrap-anywhere">{workspace.name}</span>
              <span className="text-muted">{workspace.current ? 'here' : workspace.role}</span>
            </button>
          </li>
        ))}
      </ul>
      {enter.error && (
        <p role="alert" className="px-3 pb-2 text-sm text-now">
          {enter.error.message}
        </p>
      )}
    </Menu>
  )
}
