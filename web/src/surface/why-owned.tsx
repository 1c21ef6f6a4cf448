import type { SurfaceAssetDetail, SurfaceProof } from '@contract/surface.ts'
import { When } from '../parts/when.tsx'
import { Ruling } from './ruling.tsx'

type Steps = SurfaceAssetDetail['path']

/** What proves whose an asset is, the strongest first; then the shortest way that led to it, with others behind it. */
export function WhyOwned({ asset }: { asset: SurfaceAssetDetail }) {
  // Hands off says nothing of whose it is: beside what does it is a line of its own.
  const isApart = asset.standing !== 'excluded' && asset.proofs.some(({ kind }) => kind !== 'exclusion')
  const exclusions = isApart ? asset.proofs.filter(({ kind }) => kind === 'exclusion') : []
  const [first, ...rest] = asset.proofs.filter((proof) => !exclusions.includes(proof))
  return (
    <>
      {first && <Proof proof={first} strong />}
      {exclusions.map((proof) => (
        <Proof key={proof.words} proof={proof} />
      ))}
      {asset.path.length > 0 && <Path steps={asset.path} />}
      {rest.length + asset.otherPaths.length > 0 && (
        <details className="mt-2">
          <summary className="w-fit cursor-pointer text-sm text-accent underline">
            {moreWords(rest.length, asset.otherPaths.length)}
          </summary>
          {rest.map((proof) => (
            <Proof key={`${proof.kind} ${proof.words}`} proof={proof} />
          ))}
          {asset.otherPaths.map((steps) => (
            <Path key={steps.map(({ words }) => words).join()} steps={steps} />
          ))}
        </details>
      )}
      <div className="mt-3">
        <Ruling asset={asset} ruling={asset.ruling} />
      </div>
    </>
  )
}

function moreWords(proofs: number, paths: number): string {
  const parts = [
    ...(proofs > 0 ? [proofs === 1 ? '1 more proof' : `${proofs} more proofs`] : []),
    ...(paths > 0 ? [paths === 1 ? '1 other way here' : `${paths} other ways here`] : []),
  ]
  return parts.join(' and ')
}

function Proof({ proof, strong = false }: { proof: SurfaceProof; strong?: boolean }) {
  const { words, by, at, because, confidence } = proof
  // What discovery makes of a domain names each way on its own.
  const [first, ...more] = proof.kind === 'judgement' ? words.split('; ') : [words]
  return (
    <div className="prose-width mt-1 wrap-anywhere">
      <span className={strong ? 'font-medium' : ''}>{first}</span>
      {by && (
        <span className="text-muted">
          {' '}
          · {by}
          {at && (
            <>
              , <When at={at} />
            </>
          )}
        </span>
      )}
      {confidence < 100 && <span className="text-muted"> · {confidence} % sure</span>}
      {because && <span className="block text-muted">“{because}”</span>}
      {more.length > 0 && (
        <ul className="list-disc pl-5">
          {more.map((way) => (
            <li key={way}>{way}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** A way from a seed, step by step, each with where it was seen. */
function Path({ steps }: { steps: Steps }) {
  return (
    <ol className="mt-2 max-w-4xl divide-y divide-line rounded-md border border-line">
      {steps.map((step, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a path have an order and nothing else.
        <li key={place} className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-2 px-3 py-1.5">
          <span className="text-sm text-muted tabular-nums">{place + 1}</span>
          <span className="flex flex-wrap items-baseline gap-x-2 wrap-anywhere">
            {step.words}
            <span className="text-sm text-muted">
              {step.how && step.how !== step.words && `seen: ${step.how} · `}
              {step.confidence} % sure
            </span>
          </span>
        </li>
      ))}
    </ol>
  )
}
