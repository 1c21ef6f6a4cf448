import { useCallback, useMemo } from 'react'
import { RowList, type RowListProps } from './row-list.tsx'

interface Props<Row> extends Omit<RowListProps<Row>, 'at' | 'placeOf' | 'look'> {
  rows: readonly Row[]
  /** Called when the end of the loaded rows comes near. */
  more: () => void
}

const AHEAD = 15

/** A list inside a page, whose rows are read one page after the other. */
export function VirtualList<Row extends { id: string }>({ rows, more, ...list }: Props<Row>) {
  const places = useMemo(() => new Map(rows.map(({ id }, place) => [id, place])), [rows])
  const placeOf = useCallback((id: string) => places.get(id), [places])
  return (
    <RowList
      {...list}
      main={false}
      at={(place) => rows[place]}
      placeOf={placeOf}
      look={({ last }) => {
        if (last >= rows.length - AHEAD && rows.length < list.total) more()
      }}
    />
  )
}
