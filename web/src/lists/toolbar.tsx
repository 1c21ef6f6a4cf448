import type { ReactNode } from 'react'
import { FilterField } from '../parts/filter-field.tsx'
import { useWide } from '../parts/use-wide.ts'
import { DisplayMenu } from './display-menu.tsx'
import { ExportMenu, type MoreFile } from './export-menu.tsx'
import type { ListSearch } from './list-search.ts'
import type { ListShape } from './lists.ts'
import { SortChoice } from './sort-choice.tsx'
import type { Display } from './use-display.ts'
import { ViewsMenu } from './views-menu.tsx'

interface Props {
  shape: ListShape
  title: string
  placeholder: string
  search: ListSearch
  change: (search: ListSearch) => void
  display: Display
  changeDisplay: (display: Partial<Display>) => void
  /** What the filter is called, where the list's name does not say it. */
  filterLabel?: string
  /** Where a file of the list comes from, where it is not by its name. */
  file?: { path: string; also: Readonly<Record<string, string>> }
  /** A file more that may be taken. */
  more?: MoreFile | undefined
  children?: ReactNode
}

/** The head of a list: its count, its filter, its views, and how it is sorted, shaped and written as a file. */
export function Toolbar(props: Props) {
  const { shape, title, placeholder, search, change, display, changeDisplay, filterLabel, file, more, children } = props
  const wide = useWide()
  return (
    <header className="flex flex-wrap items-center gap-x-2 gap-y-2 px-4 pt-3 pb-2">
      {/* Wide enough for a count, so that the filter does not move when it is known. */}
      <h1 className="mr-2 min-h-7 text-xl font-semibold tabular-nums md:min-w-52">{title}</h1>
      <FilterField
        value={search.filter ?? ''}
        change={(filter) => change({ ...search, filter })}
        placeholder={placeholder}
        label={filterLabel ?? `Filter ${shape.name.replace('-', ' ')}`}
      />
      {search.filter && <p className="hidden font-mono print:block">{search.filter}</p>}
      <div className="flex flex-wrap gap-1.5 print:hidden">
        <ViewsMenu shape={shape} search={search} change={change} display={display} changeDisplay={changeDisplay} />
        <SortChoice shape={shape} sort={search.sort} change={(sort) => change({ ...search, sort })} />
        {/* A phone shows all of a row. */}
        {wide && Object.keys(shape.columns).length > 0 && (
          <DisplayMenu shape={shape} display={display} change={changeDisplay} />
        )}
        <ExportMenu shape={shape} search={search} columns={display.columns} {...file} more={more} />
        {children}
      </div>
    </header>
  )
}

/** The count as its heading says it. */
export function countOf(total: number | undefined, one: string, many: string): string {
  if (total === undefined) return `${many.charAt(0).toUpperCase()}${many.slice(1)}`
  return `${total.toLocaleString()} ${total === 1 ? one : many}`
}
