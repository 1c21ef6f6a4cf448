import { Menu } from '../parts/menu.tsx'
import type { ListShape } from './lists.ts'
import type { Display } from './use-display.ts'

/** Which columns are shown, and how close the rows stand. */
export function DisplayMenu(props: {
  shape: ListShape
  display: Display
  change: (display: Partial<Display>) => void
}) {
  const { shape, display, change } = props
  const toggle = (column: string) =>
    change({
      columns: display.columns.includes(column)
        ? display.columns.filter((one) => one !== column)
        : [...display.columns, column],
    })
  return (
    <Menu label="Display" align="right">
      <fieldset className="w-44 p-1">
        <legend className="px-2 pt-1 text-sm text-muted">Columns</legend>
        {Object.entries(shape.columns).map(([column, label]) => (
          <Tick key={column} label={label} on={display.columns.includes(column)} change={() => toggle(column)} />
        ))}
      </fieldset>
      <fieldset className="border-t border-line p-1">
        <legend className="sr-only">Density</legend>
        <Tick label="Close rows" on={display.dense} change={() => change({ dense: !display.dense })} />
      </fieldset>
    </Menu>
  )
}

function Tick({ label, on, change }: { label: string; on: boolean; change: () => void }) {
  return (
    <label className="flex cursor-pointer items-center gap-2 rounded px-2 py-1 text-sm hover:bg-raised">
      <input type="checkbox" checked={on} onChange={change} />
      {label}
    </label>
  )
}
