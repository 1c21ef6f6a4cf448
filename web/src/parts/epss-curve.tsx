import { lazy, Suspense } from 'react'
import type { Point } from '../charts/points.ts'
import { Unknown } from './basis.tsx'

const EpssChart = lazy(async () => ({ default: (await import('../charts/epss-chart.tsx')).EpssChart }))

/** The EPSS curve; what draws it is fetched once somebody looks, and the place is kept until it is there. */
export function EpssCurve({ points, name }: { points: readonly Point[]; name: string }) {
  if (points.length === 0) return <Unknown what="EPSS" hint="No score is loaded: refresh the EPSS feed" />
  return (
    <div className="min-h-64 w-full max-w-3xl">
      <Suspense>
        <EpssChart points={points} name={name} />
      </Suspense>
    </div>
  )
}
