import type { SavedViewRow } from '@contract/saved-views.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Menu } from '../parts/menu.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import type { ListSearch } from './list-search.ts'
import type { ListShape } from './lists.ts'
import type { Display } from './use-display.ts'
import { useDeleteView, useSaveView, viewsQuery } from './use-views.ts'

interface Props {
  shape: ListShape
  search: ListSearch
  change: (search: ListSearch) => void
  display: Display
  changeDisplay: (display: Partial<Display>) => void
}

/** Lists under a name: open one, save this one, delete what is one's own. */
export function ViewsMenu({ shape, search, change, display, changeDisplay }: Props) {
  const { data = [] } = useQuery(viewsQuery)
  const views = data.filter((view) => view.list === shape.name)
  const shown = views.find((view) => isShown(view, search))
  const open = (view: SavedViewRow) => {
    change({ filter: view.filter, ...(view.sort && { sort: view.sort }) })
    if (view.columns) changeDisplay({ columns: view.columns })
  }
  return (
    <Menu
      label={<span className={shown ? 'max-w-40 truncate font-medium text-accent' : ''}>{shown?.name ?? 'Views'}</span>}
    >
      <div className="w-72 p-1">
        {views.length === 0 && <p className="px-2 py-1 text-sm text-muted">No saved view of this list yet.</p>}
        <ul>
          {views.map((view) => (
            <ViewItem key={view.id} view={view} open={() => open(view)} />
          ))}
        </ul>
        <SaveForm shape={shape} search={search} columns={display.columns} taken={shown?.own ? shown.name : ''} />
      </div>
    </Menu>
  )
}

function isShown(view: SavedViewRow, { filter = '', sort }: ListSearch): boolean {
  return view.filter === filter && (view.sort ?? undefined) === sort
}

function ViewItem({ view, open }: { view: SavedViewRow; open: () => void }) {
  const governs = useMay('owner')
  const gone = useDeleteView()
  const mayDelete = view.own || governs
  return (
    <li className="flex items-center rounded hover:bg-raised">
      <button type="button" className="min-w-0 flex-1 px-2 py-1 text-left text-sm" onClick={open}>
        <span className="block truncate">{view.name}</span>
        <span className="block truncate font-mono text-muted">{view.filter || 'no filter'}</span>
      </button>
      {view.shared && <span className="px-1 text-sm text-muted">{view.own ? 'shared' : `by ${view.by}`}</span>}
      {mayDelete && (
        <button
          type="button"
          className="icon-button"
          aria-label={`Delete the view ${view.name}`}
          disabled={gone.isPending}
          onClick={() => gone.mutate(view.id)}
        >
          ✕
        </button>
      )}
    </li>
  )
}

function SaveForm(props: { shape: ListShape; search: ListSearch; columns: readonly string[]; taken: string }) {
  const { shape, search, columns, taken } = props
  const mayShare = useMay('analyst')
  const save = useSaveView()
  const [name, setName] = useState(taken)
  const [shared, setShared] = useState(false)
  return (
    <form
      className="mt-1 border-t border-line p-2"
      onSubmit={(event) => {
        event.preventDefault()
        const { filter = '', sort } = search
        save.mutate(
          { list: shape.name, name, filter, sort: sort ?? null, columns: [...columns], shared },
          { onSuccess: () => setName('') },
        )
      }}
    >
      <div className="flex gap-2">
        <input
          className="field"
          aria-label="Name of the view"
          placeholder="Save this list as …"
          required
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" className="button" disabled={save.isPending}>
          Save
        </button>
      </div>
      {mayShare && (
        <label className="mt-1.5 flex items-center gap-2 text-sm">
          <input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} />
          for everybody in this workspace
        </label>
      )}
      <Refusal error={save.error} />
    </form>
  )
}
