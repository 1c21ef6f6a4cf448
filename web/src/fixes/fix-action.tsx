import type { FixActionDetail } from '@contract/fix-actions.ts'
import {
  blindWords,
  claimedWords,
  closesCount,
  closesWords,
  counted,
  doWords,
  firstStepWords,
  isInNoComponent,
  leftWords,
  reasonWords,
} from '@contract/fix-words.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { findingsQuery, fixActionQuery } from '../api/queries.ts'
import { Due, FindingItem } from '../findings/finding-item.tsx'
import { Back } from '../parts/back.tsx'
import { Decision } from '../parts/decision.tsx'
import { EvidenceMarks } from '../parts/evidence-marks.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useIsBlind } from '../parts/use-is-blind.ts'
import { Claim } from './claim.tsx'
import { FixAssets } from './fix-assets.tsx'
import { FixSteps } from './fix-steps.tsx'

const route = getRouteApi('/fixes/$id')
const MOST_FINDINGS = 12

/** One change: what it closes, from which versions, on which assets, and why it comes where it comes. */
export function FixAction() {
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(fixActionQuery(id))
  if (error)
    return <ProblemBox error={error} retry={() => refetch()} back={{ to: '/fixes', label: 'All fix actions' }} />
  if (!data) return <Skeleton rows={10} height={56} />
  return (
    <article className="h-full overflow-y-auto pb-8">
      <Head action={data} />
      {!isInNoComponent(data) && (
        <Section title={data.kind === 'update' ? 'From which version to which' : 'In which versions'}>
          <FixSteps steps={data.steps} kind={data.kind} findings={data.findings} />
        </Section>
      )}
      <Section title="On which assets" aside={counted(data.assets, 'asset')}>
        <FixAssets action={data} />
      </Section>
      <Section title={data.kind === 'update' ? 'What it closes' : 'What is open'} aside={<All action={data} />}>
        <Closed action={data} />
        <Left action={data} />
      </Section>
    </article>
  )
}

function Head({ action }: { action: FixActionDetail }) {
  const { urgency, worst, dueAt, component } = action
  const step = firstStepWords(action)
  const claimed = claimedWords(action)
  const isBlind = useIsBlind()(component.ecosystem)
  return (
    <header className="px-4 pt-3 pb-4">
      <Back to="/fixes" label="Fix actions" />
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <Decision urgency={urgency} assumed={worst.basis === 'assumed'} />
        <span className="text-sm text-muted">{dueAt ? <Due at={dueAt} /> : 'no due date'}</span>
        <EvidenceMarks finding={worst} />
      </div>
      <h1 className="prose-width mt-2 text-xl font-semibold text-balance wrap-anywhere">{doWords(action)}</h1>
      <p className="mt-1 first-letter:uppercase">
        {!isInNoComponent(action) && `${counted(action.vulnerabilities, 'vulnerability', 'vulnerabilities')}; `}
        {closesWords(action)}
        {component.ecosystem && <span className="text-muted"> · {component.ecosystem}</span>}
      </p>
      {step && <p className="mt-1">{step}.</p>}
      {isBlind && <p className="prose-width mt-1 text-soon">{blindWords(action)}</p>}
      {claimed && <p className="mt-1 first-letter:uppercase">{claimed}.</p>}
      <p className="mt-1 text-muted">
        First because of{' '}
        <Link to="/findings/$id" params={{ id: worst.id }} className="text-accent underline">
          {worst.vulnerabilityId ?? worst.title}
        </Link>{' '}
        on {worst.asset.name}: {reasonWords(action)}
      </p>
      {action.kind === 'no-fix' && !isInNoComponent(action) && (
        <p className="prose-width mt-2">
          Its sources say that no version fixes it. Shield or replace the component, or rule on its findings with a
          reason and an end.
        </p>
      )}
      {action.kind === 'unknown-fix' && (
        <p className="prose-width mt-2">
          No source that is loaded here names a version that fixes it; there may be one. Look at the supplier’s
          advisory.
        </p>
      )}
      <Claim action={action} />
    </header>
  )
}

/** The findings that it is known to close. */
function filterOf(action: FixActionDetail): string {
  const { id } = action
  return leftWords(action) ? `action:${id} fix:yes` : `action:${id}`
}

function All({ action }: { action: FixActionDetail }) {
  return (
    <Link to="/findings" search={{ filter: filterOf(action) }} className="text-accent underline">
      {closesCount(action) === 1 ? 'The one finding' : `All ${counted(closesCount(action), 'finding')}`} as a list
    </Link>
  )
}

/** What the update leaves open, as far as anybody knows. */
function Left({ action }: { action: FixActionDetail }) {
  const left = leftWords(action)
  if (!left) return null
  return (
    <p className="mt-2">
      <Link to="/findings" search={{ filter: `action:${action.id} fix:no` }} className="text-accent underline">
        {left}
      </Link>
    </p>
  )
}

/** The most urgent of them. */
function Closed({ action }: { action: FixActionDetail }) {
  const { data, error, refetch } = useInfiniteQuery(findingsQuery(filterOf(action)))
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={3} height={54} />
  const rows = data.pages[0]?.rows ?? []
  const more = closesCount(action) - Math.min(rows.length, MOST_FINDINGS)
  return (
    <>
      <ul className="-mx-4 border-t border-line">
        {rows.slice(0, MOST_FINDINGS).map((finding) => (
          <li key={finding.id} className="border-b border-line">
            <FindingItem finding={finding} />
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p className="mt-2 text-sm text-muted">
          The most urgent {MOST_FINDINGS}; {counted(more, 'more', 'more')} in the list.
        </p>
      )}
    </>
  )
}
