import { counted } from '@contract/fix-words.ts'
import { useQueries } from '@tanstack/react-query'
import { AssuranceNav } from '../assurance/assurance-nav.tsx'
import { Page } from '../assurance/page.tsx'
import { SystemList } from '../assurance/system-list.tsx'
import { controlsQuery, systemsQuery } from '../assurance/use-assurance.ts'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'

/** Which AI systems run, and which of them nothing guards. */
export function Systems() {
  const [systems, controls] = useQueries({ queries: [systemsQuery, controlsQuery] })
  const failed = [systems, controls].find(({ error }) => error)
  if (failed) return <ProblemBox error={failed.error} retry={() => failed.refetch()} />
  if (!systems.data || !controls.data) return <Skeleton rows={6} height={120} />
  const guarded = new Set(controls.data.map(({ system }) => system))
  const bare = systems.data.filter(({ slug }) => !guarded.has(slug)).length
  const nobody = systems.data.filter(({ owner }) => owner === null).length
  return (
    <Page>
      <AssuranceNav />
      <header className="px-4 pt-3 pb-4">
        <h1 className="text-xl font-semibold text-balance">
          {systems.data.length === 0
            ? 'No AI system is registered: which AI runs here?'
            : [
                counted(systems.data.length, 'AI system'),
                bare > 0 && `${bare.toLocaleString()} without a safeguard of its own`,
                nobody > 0 && `${nobody.toLocaleString()} without an owner`,
              ]
                .filter(Boolean)
                .join(', ')}
          {systems.data.length > 0 && '.'}
        </h1>
      </header>
      <div className="px-4">
        <SystemList systems={systems.data} />
      </div>
    </Page>
  )
}
