import { counted } from '@contract/fix-words.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { When } from '../parts/when.tsx'
import { countsOf } from '../surface/change-words.ts'
import { latestChangesQuery } from '../surface/queries.ts'

/** What the last look that changed anything found changed outside; nothing before there was a second look. */
export function SurfaceChanged() {
  const { data: run } = useQuery(latestChangesQuery)
  if (!run || run.isFirst || run.total === 0) return null
  const grave = run.importance.high ?? 0
  return (
    <p>
      Outside,{' '}
      <Link to="/surface/changes" className="text-accent underline">
        {counted(run.total, 'change')} on {counted(run.assets, 'asset')}
      </Link>{' '}
      <When at={run.at} />: {countsOf(run.counts)}
      {grave > 0 && <span className="font-medium text-now">, {grave.toLocaleString()} to look at now</span>}.
    </p>
  )
}
