import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { When } from '../parts/when.tsx'
import { scopeQuery } from './queries.ts'

/** Says where people look at what was seen that nobody looks any more, because somebody stopped all probes. */
export function StoppedNote({ className = '' }: { className?: string }) {
  const { data } = useQuery(scopeQuery)
  const stopped = data?.settings.stopped
  if (!stopped) return null
  return (
    <p role="status" className={`text-sm ${className}`}>
      <span className="font-medium text-now">
        All probes were stopped by {stopped.by} <When at={stopped.at} />
      </span>
      : what is shown is what was seen before.{' '}
      <Link to="/surface/runs" className="text-accent underline">
        To the switch
      </Link>
    </p>
  )
}
