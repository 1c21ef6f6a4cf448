import { Menu } from '../parts/menu.tsx'
import type { ListSearch } from './list-search.ts'
import type { ListShape } from './lists.ts'

/** What is shown, all pages of it, as a file. */
export function ExportMenu({ shape, search }: { shape: ListShape; search: ListSearch }) {
  const { filter = '', sort } = search
  const href = (format: string) =>
    `/api/v1/${shape.name}/export?${new URLSearchParams({ filter, ...(sort && { sort }), format })}`
  return (
    <Menu label="Export" align="right">
      <div className="flex w-44 flex-col p-1 text-sm">
        <p className="px-2 pt-1 text-muted">What I see, as</p>
        {Object.entries(shape.formats).map(([format, label]) => (
          <a key={format} className="rounded px-2 py-1.5 hover:bg-raised" href={href(format)} download>
            {label}
          </a>
        ))}
      </div>
    </Menu>
  )
}
