import type { GroupRole } from '@contract/identity-provider.ts'
import type { Role } from '@contract/words.ts'
import type { OwnWorkspace } from '@contract/workspaces.ts'
import { givableRoles } from '../people/role-words.ts'

/** What members of the provider's groups may do, a line for each group and workspace. */
export function GroupRoles(props: {
  groups: GroupRole[]
  workspaces: OwnWorkspace[]
  change: (groups: GroupRole[]) => void
}) {
  const { groups, workspaces, change } = props
  const set = (place: number, over: Partial<GroupRole>) =>
    change(groups.map((entry, index) => (index === place ? { ...entry, ...over } : entry)))
  const [first] = workspaces
  return (
    <fieldset>
      <legend className="font-medium">Groups and what they may do</legend>
      {groups.length === 0 && (
        <p className="text-muted">Without a group here nobody new gets in; accounts that are linked do.</p>
      )}
      <ul>
        {groups.map((entry, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are edited in place and have no other identity.
          <li key={place} className="mt-2 flex flex-wrap items-center gap-2">
            <input
              className="field min-w-40 flex-1"
              aria-label={`Group ${place + 1}`}
              placeholder="group, as the provider names it"
              required
              maxLength={200}
              value={entry.group}
              onChange={(event) => set(place, { group: event.target.value })}
            />
            <span>is</span>
            <select
              className="field w-auto"
              aria-label={`Role of group ${place + 1}`}
              value={entry.role}
              onChange={(event) => set(place, { role: event.target.value as Role })}
            >
              {givableRoles('admin').map((role) => (
                <option key={role} value={role}>
                  {role}
                </option>
              ))}
            </select>
            <span>in</span>
            <select
              className="field w-auto max-w-48"
              aria-label={`Workspace of group ${place + 1}`}
              value={entry.workspaceId}
              onChange={(event) => set(place, { workspaceId: event.target.value })}
            >
              {!workspaces.some(({ id }) => id === entry.workspaceId) && (
                <option value={entry.workspaceId}>a workspace you are not in</option>
              )}
              {workspaces.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
            <button
              type="button"
              className="button"
              onClick={() => change(groups.filter((_, index) => index !== place))}
            >
              Remove<span className="sr-only"> group {entry.group}</span>
            </button>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="button mt-2"
        disabled={!first}
        onClick={() => first && change([...groups, { group: '', workspaceId: first.id, role: 'analyst' }])}
      >
        Add a group
      </button>
    </fieldset>
  )
}
