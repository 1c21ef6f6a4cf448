import { Menu } from '../parts/menu.tsx'
import type { ListSearch } from './list-search.ts'
import type { ListShape } from './lists.ts'

interface Props {
  shape: Pick<ListShape, 'formats' | 'exported'> & Partial<Pick<ListShape, 'name'>>
  search: ListSearch
  /** Columns that are shown. */
  columns: readonly string[]
  /** Where it is written, where that is not by the list's name, and what else says what is shown. */
  path?: string | undefined
  also?: Readonly<Record<string, string>> | undefined
  more?: MoreFile | undefined
}

/** A file more, and why it is another. */
export interface MoreFile {
  note: string
  label: string
  format: string
  also: Readonly<Record<string, string>>
}

/** What a table can be written as; other formats say what they always say. */
const tables = ['csv', 'json']

/** What is shown, all rows of it in their order, as a file: tables with the columns that are shown, or with all there are. */
export function ExportMenu({ shape, search, columns, path = `/${shape.name}`, also, more }: Props) {
  const { filter = '', sort } = search
  const shown = [...shape.exported.always, ...columns.flatMap((column) => shape.exported[column] ?? [])].join()
  const href = (format: string, chosen?: string, further = {}) =>
    `/api/v1${path}/export?${new URLSearchParams({ filter, ...(sort && { sort }), ...also, ...further, format, ...(chosen && { columns: chosen }) })}`
  const formats = Object.entries(shape.formats)
  return (
    <Menu label="Export" align="right">
      <div className="flex w-56 flex-col p-1 text-sm">
        <p className="px-2 pt-1 text-muted">What I see, as</p>
        {formats.map(([format, label]) => (
          <File key={format} label={label} href={href(format, tables.includes(format) ? shown : undefined)} />
        ))}
        {more && (
          <>
            <p className="mt-1 border-t border-line px-2 pt-2 text-muted">{more.note}</p>
            <File label={more.label} href={href(more.format, undefined, more.also)} />
          </>
        )}
        {shown !== '' && (
          <>
            <p className="mt-1 border-t border-line px-2 pt-2 text-muted">These rows with every column, as</p>
            {formats
              .filter(([format]) => tables.includes(format))
              .map(([format, label]) => (
                <File key={format} label={`${label}, every column`} href={href(format)} />
              ))}
          </>
        )}
      </div>
    </Menu>
  )
}

function File({ label, href }: { label: string; href: string }) {
  return (
    <a className="rounded px-2 py-1.5 hover:bg-raised" href={href} download>
      {label}
    </a>
  )
}
