import type { Look } from '@contract/changes.ts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { send } from '../api/client.ts'
import { lookQuery } from '../api/queries.ts'
import { When } from '../parts/when.tsx'
import { changeWords } from './change-words.ts'

/** What changed since one looked before; each number opens the changes it counts. The line keeps its height while it is asked for. */
export function Since() {
  const { data } = useQuery(lookQuery)
  return (
    <p className="mt-0.5 min-h-5 text-muted">
      {data && <Words look={data} />} {data && hasNews(data) && <Seen until={data.until} />}
    </p>
  )
}

function hasNews({ counts, imports, newAssets }: Look): boolean {
  return counts.length + imports + newAssets > 0
}

/** Moves the mark up to what the line speaks of: what came after it was asked for is still told. */
function Seen({ until }: { until: string }) {
  const client = useQueryClient()
  const mark = useMutation({
    mutationFn: () => send<Look>('POST', '/overview/seen', { until }),
    onSuccess: (look) => client.setQueryData(lookQuery.queryKey, look),
  })
  return (
    <>
      <button type="button" className="text-accent underline" disabled={mark.isPending} onClick={() => mark.mutate()}>
        Mark as seen
      </button>
      {mark.error && <span role="alert"> It could not be noted: {mark.error.message}</span>}
    </>
  )
}

function Words({ look }: { look: Look }) {
  const { since } = look
  if (since === null)
    return 'From now on this line says what changed since you last looked. Half an hour without a look ends a visit.'
  const parts = partsOf(look, since)
  return (
    <span title="Without what you did yourself. A visit ends after half an hour without a look at this page">
      {parts.length === 0 ? 'Nothing changed' : join(parts)} since you looked <When at={since} />.
    </span>
  )
}

function partsOf({ counts, imports, newAssets }: Look, since: string): ReactNode[] {
  const changed = counts.map(({ kind, count }) => (
    <Link key={kind} to="/changes" search={{ since, kind, by: 'others' }} className="text-accent underline">
      {count.toLocaleString()} {changeWords[kind]}
    </Link>
  ))
  const came = [
    ['/imports', imports, imports === 1 ? 'import' : 'imports'],
    ['/assets', newAssets, newAssets === 1 ? 'new asset' : 'new assets'],
  ] as const
  const links = came
    .filter(([, count]) => count > 0)
    .map(([to, count, words]) => (
      <Link key={to} to={to} className="text-accent underline">
        {count.toLocaleString()} {words}
      </Link>
    ))
  return [...changed, ...links]
}

function join(parts: ReactNode[]): ReactNode {
  return parts.flatMap((part, place) => (place === 0 ? [part] : [', ', part]))
}
