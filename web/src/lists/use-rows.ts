import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { queryClient } from '../api/queries.ts'
import { type Loaded, PART, partOf, partsBetween, type RowSource, readView, type View, withPart } from '../api/rows.ts'

/** A list of any length, of which only what somebody looks at is here. */
export interface Rows<Row> {
  /** Exact; `undefined` until it is known. */
  total: number | undefined
  at: (place: number) => Row | undefined
  /** Of a row that is here. */
  placeOf: (id: string) => number | undefined
  /** Rows that are here, in order. */
  loaded: () => Row[]
  /** Ids of the rows from one place to another, those that are not here too. */
  between: (first: number, last: number) => Promise<string[]>
  /** The list tells what is looked at. */
  look: (view: View) => void
  /** What is shown belongs to the filter before. */
  faded: boolean
  error: Error | null
  again: () => void
}

/** Who drags the scrollbar passes hundreds of parts: one is asked for when it stays in view. */
const SETTLED_MS = 80
const top: View = { first: 0, last: PART / 2 }

export function useRows<Row extends { id: string }>(source: RowSource<Row>, enabled = true): Rows<Row> {
  const name = JSON.stringify(source.key)
  const seen = useRef<{ name: string; view: View }>({ name, view: top })
  const [range, setRange] = useState({ name, first: 0, last: 0 })
  const query = useQuery({
    queryKey: source.key,
    queryFn: () => readView(source, seen.current.name === name ? seen.current.view : top),
    placeholderData: keepPreviousData,
    structuralSharing: false,
    enabled,
  })
  const { data, isPlaceholderData } = query
  const look = useCallback(
    (view: View) => {
      seen.current = { name, view }
      const [first, last] = [partOf(view.first), partOf(view.last)]
      setRange((known) =>
        known.name === name && known.first === first && known.last === last ? known : { name, first, last },
      )
    },
    [name],
  )
  const shown = range.name === name && !isPlaceholderData ? range : undefined
  useMissingParts(source, data, shown)
  const byId = useMemo(() => placesOf(data), [data])
  const placeOf = useCallback((id: string) => byId.get(id), [byId])
  return {
    total: data?.total,
    at: (place) => data?.parts.get(partOf(place))?.[place % PART],
    placeOf,
    loaded: () => [...(data?.parts ?? [])].sort(([a], [b]) => a - b).flatMap(([, rows]) => rows),
    between: (first, last) => idsBetween(source, data, first, last),
    look,
    faded: isPlaceholderData,
    error: query.error,
    again: () => void query.refetch(),
  }
}

/** One request takes so many rows. */
const MOST_ROWS = 500

async function idsBetween<Row extends { id: string }>(
  source: RowSource<Row>,
  data: Loaded<Row> | undefined,
  first: number,
  last: number,
): Promise<string[]> {
  const here = Array.from({ length: last - first + 1 }, (_, number) => {
    const place = first + number
    return data?.parts.get(partOf(place))?.[place % PART]?.id
  })
  if (here.every((id) => id !== undefined)) return here
  const ids: string[] = []
  for (let offset = first; offset <= last; offset += MOST_ROWS) {
    const { rows } = await source.part({ offset, limit: Math.min(MOST_ROWS, last - offset + 1) })
    ids.push(...rows.map(({ id }) => id))
  }
  return ids
}

function placesOf<Row extends { id: string }>(data: Loaded<Row> | undefined): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  for (const [part, rows] of data?.parts ?? [])
    for (const [at, { id }] of rows.entries()) places.set(id, part * PART + at)
  return places
}

/** Asks for the parts that are looked at and not here. */
function useMissingParts<Row extends { id: string }>(
  source: RowSource<Row>,
  data: Loaded<Row> | undefined,
  range: { first: number; last: number } | undefined,
): void {
  const end = data ? partOf(data.total - 1) : -1
  const missing =
    range && data
      ? partsBetween(range.first * PART, Math.min(range.last, end) * PART).filter((part) => !data.parts.has(part))
      : []
  const wanted = missing.join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the source is made anew with each drawing; its key says which it is.
  useEffect(() => {
    if (wanted === '') return
    const timer = setTimeout(() => {
      for (const part of wanted.split(',').map(Number)) void readPart(source, part)
    }, SETTLED_MS)
    return () => clearTimeout(timer)
  }, [wanted, JSON.stringify(source.key)])
}

async function readPart<Row>(source: RowSource<Row>, part: number): Promise<void> {
  const page = await queryClient
    .fetchQuery({
      queryKey: [...source.key, 'part', part],
      queryFn: () => source.part({ offset: part * PART, limit: PART }),
      staleTime: 0,
      gcTime: 0,
    })
    // It is asked for again when the list is: an unreachable server is said above every page.
    .catch(() => undefined)
  if (page)
    queryClient.setQueryData(source.key, (known: Loaded<Row> | undefined) => known && withPart(known, part, page))
}
