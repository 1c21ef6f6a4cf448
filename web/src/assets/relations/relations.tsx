import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { ProblemBox } from '../../parts/problem-box.tsx'
import { Section } from '../../parts/section.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import { useMay } from '../../session/use-may.ts'
import { StateRelation } from './state-relation.tsx'
import { neighbourhoodQuery } from './use-relations.ts'

/** What draws is fetched once somebody looks. */
const RelationGraph = lazy(async () => ({ default: (await import('./relation-graph.tsx')).RelationGraph }))
const RelationList = lazy(async () => ({ default: (await import('./relation-list.tsx')).RelationList }))

const WIDE = '(min-width: 48rem)'

/** How an asset hangs together with others: as a picture and as a table, which says the same. */
export function Relations({ assetId }: { assetId: string }) {
  const [depth, setDepth] = useState(2)
  const [view, setView] = useState<'graph' | 'table'>(matchMedia(WIDE).matches ? 'graph' : 'table')
  const [stating, setStating] = useState(false)
  const may = useMay('analyst')
  const { data, error, refetch } = useQuery(neighbourhoodQuery(assetId, depth))
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  const own = data?.nodes.find(({ distance }) => distance === 0)
  const count = own?.relations ?? 0
  return (
    <Section title="Relations" aside={data && count > 0 && `${count.toLocaleString()} of its own`}>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        {count > 0 && (
          <>
            {(['graph', 'table'] as const).map((one) => (
              <button key={one} type="button" className="chip" aria-pressed={view === one} onClick={() => setView(one)}>
                {one === 'graph' ? 'Graph' : 'Table'}
              </button>
            ))}
            {view === 'graph' && (
              <label className="flex items-center gap-2 text-sm text-muted">
                steps
                <select className="chip" value={depth} onChange={(event) => setDepth(Number(event.target.value))}>
                  {[1, 2, 3].map((steps) => (
                    <option key={steps} value={steps}>
                      {steps}
                    </option>
                  ))}
                </select>
              </label>
            )}
          </>
        )}
        {may && data && !stating && (
          <button type="button" className="chip" onClick={() => setStating(true)}>
            State a relation
          </button>
        )}
      </div>
      {stating && data && <StateRelation assetId={assetId} statable={data.statable} done={() => setStating(false)} />}
      {!data ? (
        <Skeleton rows={6} height={72} />
      ) : count === 0 ? (
        <NoRelation />
      ) : (
        <Suspense fallback={<Skeleton rows={6} height={72} />}>
          {view === 'graph' ? <RelationGraph around={data} /> : <RelationList assetId={assetId} />}
        </Suspense>
      )}
    </Section>
  )
}

function NoRelation() {
  return (
    <p className="prose-width text-muted">
      Nothing says how it hangs together with other assets. Relations come with imports: a network scan tells addresses,
      names and services, an SBOM its repository, its base image and the images it contains. What no import can know,
      such as what it runs on, can be stated here.
    </p>
  )
}
