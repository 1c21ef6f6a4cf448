import { versionWords } from '@contract/finding-words.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { findingQuery } from '../api/queries.ts'
import { Decision } from '../parts/decision.tsx'
import { Drawer } from '../parts/drawer.tsx'
import { EvidenceMarks } from '../parts/evidence-marks.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Due } from './finding-item.tsx'
import { WhyMatches } from './why-matches.tsx'
import { WhyNow } from './why-now.tsx'

/** A finding beside the list: why it is urgent and why it matches. It follows the row that has the focus; Esc closes it. */
export function Peek({ id, close }: { id: string; close: () => void }) {
  const { data, error, refetch } = useQuery(findingQuery(id))
  const whole = (
    <Link to="/findings/$id" params={{ id }} className="text-accent underline">
      Open it
    </Link>
  )
  return (
    <Drawer label="The finding in short" close={close} head={whole}>
      {error ? (
        <ProblemBox error={error} retry={() => refetch()} />
      ) : !data ? (
        <Skeleton rows={8} height={48} />
      ) : (
        <div className="space-y-4 px-4 py-3">
          <div>
            <p className="flex flex-wrap items-center gap-x-3">
              <Decision urgency={data.urgency} assumed={data.basis === 'assumed'} />
              {data.dueAt && data.state === 'open' && <Due at={data.dueAt} />}
            </p>
            <h2 className="heading mt-1.5 text-balance">{data.title}</h2>
            <p className="font-mono text-sm break-all text-muted">
              {data.component.name === ''
                ? data.location
                : `${data.component.name} ${versionWords(data.component.version, data.component.otherVersions) ?? 'version unknown'}`}{' '}
              · {data.asset.name}
            </p>
            <div className="mt-1">
              <EvidenceMarks finding={data} />
            </div>
          </div>
          <section aria-label={`Why ${data.urgency}`}>
            <h3 className="mb-1 font-medium">Why {data.urgency}</h3>
            <WhyNow priority={data.priority} />
          </section>
          <section aria-label="Why it matches, in short">
            <h3 className="mb-1 font-medium">Why it matches</h3>
            <WhyMatches finding={data} />
          </section>
        </div>
      )}
    </Drawer>
  )
}
