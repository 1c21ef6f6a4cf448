import type { ListShape } from './lists.ts'

/** In which order; the usual one is not written into the address. */
export function SortChoice(props: {
  shape: ListShape
  sort: string | undefined
  change: (sort: string | undefined) => void
}) {
  const { shape, sort, change } = props
  const sorts = Object.entries(shape.sorts)
  const usual = sorts[0]?.[0]
  if (usual === undefined) return null
  return (
    <select
      aria-label="Order"
      className="chip"
      value={sort !== undefined && sort in shape.sorts ? sort : usual}
      onChange={({ target }) => change(target.value === usual ? undefined : target.value)}
    >
      {sorts.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  )
}
