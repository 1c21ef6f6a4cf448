import type { AssetDetail } from '@contract/assets.ts'
import type { ExposureHistory } from '@contract/relations.ts'
import { useQuery } from '@tanstack/react-query'
import { Basis, Exposure } from '../parts/basis.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { exposureQuery } from './relations/use-relations.ts'

type Statement = ExposureHistory['statements'][number]

/** From where an asset can be reached: what counts now, and everything that was ever said of it. */
export function ExposureEvidence({ asset }: { asset: AssetDetail }) {
  const { data, error, refetch } = useQuery(exposureQuery(asset.id))
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={2} height={32} />
  const [latest, ...earlier] = data.statements
  if (!latest)
    return (
      <p className="prose-width text-muted">
        {data.seen ? (
          <SeenFrom seen={data.seen} />
        ) : (
          'Nobody has said from where it can be reached, and nobody has looked.'
        )}{' '}
        Until somebody says so, decisions assume that it is exposed. State it above, or answer the question of an
        import.
      </p>
    )
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        <Exposure exposure={latest.value} basis={latest.basis} /> <Basis basis={latest.basis} />
        <span className="text-muted">
          <Said statement={latest} seen={data.seen} />
        </span>
      </p>
      {earlier.length > 0 && (
        <details className="mt-2">
          <summary className="text-sm text-accent underline">
            {earlier.length.toLocaleString()} earlier {earlier.length === 1 ? 'statement' : 'statements'}
          </summary>
          <ol className="mt-1 border-l border-line">
            {earlier.map((statement, index) => (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: two people may say the same at once, and nothing moves.
                key={`${statement.at} ${index}`}
                className="flex flex-wrap items-center gap-2 py-1 pl-3"
              >
                <Exposure exposure={statement.value} basis={statement.basis} /> <Basis basis={statement.basis} />
                <span className="text-sm text-muted">
                  <Said statement={statement} />
                </span>
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  )
}

/** Who said so, when, and from where it was looked at. */
function Said({ statement: { by, at, vantage }, seen }: { statement: Statement; seen?: ExposureHistory['seen'] }) {
  return (
    <>
      {by ? `by ${by}` : 'nobody by name'}, <When at={at} />
      {vantage && `, seen from ${vantage}`}
      {!vantage && seen === null && ': a word, nobody has looked'}
      {!vantage && seen && (
        <>
          : a word; discovery saw it from {seen.vantage} <When at={seen.at} />
        </>
      )}
    </>
  )
}

/** From inside nobody can tell what strangers reach. */
function SeenFrom({ seen: { vantage, at } }: { seen: NonNullable<ExposureHistory['seen']> }) {
  return (
    <>
      Discovery saw it from {vantage} <When at={at} />; whether it can be reached from the internet nobody has said, and
      from inside nobody can see.
    </>
  )
}
