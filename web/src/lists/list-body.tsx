import type { ComponentProps } from 'react'
import { ProblemBox } from '../parts/problem-box.tsx'
import { RowList, type RowListProps } from '../parts/row-list.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Misunderstood, Nothing } from './nothing.tsx'
import type { Rows } from './use-rows.ts'

interface Props<Row>
  extends Omit<RowListProps<Row>, 'total' | 'at' | 'placeOf' | 'look' | 'faded'>,
    ComponentProps<typeof Nothing> {
  rows: Rows<Row>
  /** What is wrong with the filter. */
  wrong: string | undefined
  /** What the filter may have meant. */
  hint?: string | undefined
}

const SKELETON_ROWS = 12

/** What stands below a list's head: its rows, or why there are none. */
export function ListBody<Row extends { id: string }>({
  rows,
  wrong,
  hint,
  filter,
  empty,
  clear,
  children,
  ...list
}: Props<Row>) {
  if (wrong !== undefined) return <Misunderstood words={wrong} clear={clear} />
  if (rows.total === undefined)
    return rows.error ? (
      <ProblemBox error={rows.error} retry={rows.again} />
    ) : (
      <Skeleton rows={SKELETON_ROWS} height={list.height} dense={list.dense} />
    )
  const { total, at, placeOf, look, faded } = rows
  return (
    <>
      {hint && <p className="border-b border-line px-4 py-1.5 text-sm">{hint}</p>}
      {total === 0 ? (
        <Nothing filter={filter} empty={empty} clear={clear}>
          {children}
        </Nothing>
      ) : (
        <RowList {...list} total={total} at={at} placeOf={placeOf} look={look} faded={faded} />
      )}
    </>
  )
}
