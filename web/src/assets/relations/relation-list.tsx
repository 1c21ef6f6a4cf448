import type { RelationRow } from '@contract/relations.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useToldHere } from '../../api/connection.ts'
import { sessionQuery } from '../../api/queries.ts'
import { Decision } from '../../parts/decision.tsx'
import { ProblemBox } from '../../parts/problem-box.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import { useMay } from '../../session/use-may.ts'
import { sourceWords } from './relation-graph.tsx'
import { relationsQuery, useRelations } from './use-relations.ts'
import { worstOf } from './worst.ts'

/** Every relation of an asset with who says so; what a person said can be taken back. */
export function RelationList({ assetId }: { assetId: string }) {
  const relations = useInfiniteQuery(relationsQuery(assetId))
  const { withdraw } = useRelations(assetId)
  useToldHere(withdraw.error)
  if (relations.error) return <ProblemBox error={relations.error} retry={() => relations.refetch()} />
  if (relations.isPending) return <Skeleton rows={4} height={48} />
  const rows = relations.data.pages.flatMap((page) => page.rows)
  const total = relations.data.pages[0]?.total ?? 0
  return (
    <>
      <table className="w-full max-w-5xl text-left">
        <caption className="sr-only">Relations</caption>
        <thead className="text-sm text-muted max-md:sr-only">
          <tr>
            <th className="py-1 pr-4 font-normal">It</th>
            <th className="py-1 pr-4 font-normal">Asset</th>
            <th className="py-1 pr-4 font-normal">Open</th>
            <th className="py-1 pr-4 font-normal">Said</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} withdraw={() => withdraw.mutate(row.id)} />
          ))}
        </tbody>
      </table>
      {relations.hasNextPage && (
        <button
          type="button"
          className="button mt-2"
          disabled={relations.isFetchingNextPage}
          onClick={() => relations.fetchNextPage()}
        >
          {rows.length.toLocaleString()} of {total.toLocaleString()}: show more
        </button>
      )}
      <p role="alert" className={withdraw.error ? 'mt-2 text-now' : 'sr-only'}>
        {withdraw.error?.message}
      </p>
    </>
  )
}

function Row({ row, withdraw }: { row: RelationRow; withdraw: () => void }) {
  const session = useQuery(sessionQuery).data
  const may = useMay('analyst')
  const mayAll = useMay('owner')
  const me = session?.account?.name
  const isMine = row.sources.some(({ kind, by }) => kind === 'person' && (mayAll || by === me))
  const worst = worstOf(row.other.open)
  return (
    <tr className="border-t border-line align-top max-md:flex max-md:flex-wrap max-md:gap-x-2 max-md:py-1.5">
      <td className="py-1.5 pr-4 whitespace-nowrap max-md:py-0 max-md:pr-0">{row.words}</td>
      <td className="py-1.5 pr-4 max-md:py-0 max-md:pr-0">
        <Link to="/assets/$id" params={{ id: row.other.id }} className="break-all text-accent underline">
          {row.other.name}
        </Link>{' '}
        <span className="text-sm text-muted">{row.other.kind}</span>
      </td>
      <td className="py-1.5 pr-4 max-md:py-0 max-md:pr-0">
        {worst ? (
          <Link to="/findings" search={{ filter: `asset:${row.other.id} decision:${worst}` }}>
            <Decision urgency={worst} count={row.other.open[worst]} />
          </Link>
        ) : (
          <span className="text-sm text-muted">{row.other.onlyNamed ? 'not looked at' : 'none'}</span>
        )}
      </td>
      <td className="py-1.5 pr-4 text-sm text-muted max-md:w-full max-md:py-0 max-md:pr-0">
        {row.sources.map(sourceWords).join('; ')}
        {row.firstSeen.slice(0, 10) !== row.lastSeen.slice(0, 10) && `, first ${row.firstSeen.slice(0, 10)}`}
        {may && isMine && (
          <>
            {' '}
            <button type="button" className="text-accent underline" onClick={withdraw}>
              Take back
              <span className="sr-only">
                {' '}
                that it {row.words} {row.other.name}
              </span>
            </button>
          </>
        )}
      </td>
    </tr>
  )
}
