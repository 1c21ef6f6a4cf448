import { fixedWords, versionWords } from '@contract/finding-words.ts'
import type { FindingDetail } from '@contract/findings.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { findingQuery } from '../api/queries.ts'
import { Tickets } from '../notifications/tickets.tsx'
import { Back } from '../parts/back.tsx'
import { Exposure, Unknown } from '../parts/basis.tsx'
import { Decision } from '../parts/decision.tsx'
import { EvidenceMarks } from '../parts/evidence-marks.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { TimelineChart } from '../parts/timeline-chart.tsx'
import { Ago } from '../parts/when.tsx'
import { Claimed } from './claimed.tsx'
import { Comments } from './comments.tsx'
import { Exploitation } from './exploitation.tsx'
import { Due } from './finding-item.tsx'
import { History, resolutionWords } from './history.tsx'
import { Ruling } from './ruling.tsx'
import { Safeguards } from './safeguards.tsx'
import { WhyMatches } from './why-matches.tsx'
import { WhyNow } from './why-now.tsx'
import { Witnesses } from './witnesses.tsx'
import { Work } from './work.tsx'

const route = getRouteApi('/findings/$id')

/** One finding: what it is, why it is urgent, why it matches, and who says so. */
export function Finding() {
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(findingQuery(id))
  const problem = error && (
    <ProblemBox error={error} retry={() => refetch()} back={{ to: '/findings', label: 'All findings' }} />
  )
  if (!data) return problem ?? <Skeleton rows={10} height={56} />
  // What could be read once stays, with what somebody is writing about it.
  return (
    <article className="h-full overflow-y-auto pb-8">
      {problem}
      <Head finding={data} />
      <div className="xl:grid xl:grid-cols-[minmax(0,1fr)_27rem]">
        <div>
          <Section
            title={data.state === 'open' ? `Why ${data.urgency}` : `Why it was ${data.urgency}`}
            aside={`${data.priority.outcomeLabel} · decided by ${data.priority.tableName ?? data.priority.table}`}
          >
            <WhyNow priority={data.priority} />
          </Section>
          <Section title="Why it matches" aside={`${data.verdict.replace('-', ' ')} · by ${methodOf(data)}`}>
            <WhyMatches finding={data} />
          </Section>
          <Safeguards findingId={data.id} />
          <Section title="Ruling">
            <Ruling key={data.id} finding={data} />
          </Section>
          <Comments findingId={data.id} />
          <Tickets findingId={data.id} />
          <Section title="Where it was seen" aside="by which import">
            <Witnesses witnesses={data.witnesses} />
          </Section>
        </div>
        <div className="xl:border-l xl:border-line">
          <Work finding={data} />
          {data.vulnerabilityId !== null && (
            <>
              <Section title="Exploitation">
                <Exploitation finding={data} />
              </Section>
              <Section title="Timeline">
                <TimelineChart entries={data.timeline} epss={data.epssHistory} name={data.vulnerabilityId} />
              </Section>
            </>
          )}
          <Section title="History">
            <History history={data.history} />
          </Section>
        </div>
      </div>
    </article>
  )
}

const methodWords: Readonly<Record<FindingDetail['method'], string>> = {
  distribution: "the distribution's own advisory",
  ecosystem: 'an ecosystem advisory',
  cna: "the CVE record's affected list",
  cpe: 'CPE, where nothing better speaks',
  product: 'product words only',
  reported: 'another tool’s report',
}

/** By what it was found: where the rule is Lunette's own, by itself. */
function methodOf({ method, ruleId }: FindingDetail): string {
  if (ruleId?.startsWith('safeguards:')) return 'Lunette’s own probes, evaluations and monitors'
  if (ruleId?.startsWith('discovery:')) return 'Lunette’s own look at the surface'
  return methodWords[method]
}

function Head({ finding }: { finding: FindingDetail }) {
  const { component, asset } = finding
  return (
    <header className="px-4 pt-3 pb-4">
      <Back to="/findings" label="Findings" />
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <Decision urgency={finding.urgency} assumed={finding.basis === 'assumed'} quiet={finding.state !== 'open'} />
        <span className="text-sm text-muted">
          {finding.state === 'resolved' ? (
            `resolved: ${resolutionWords(finding.resolution)}`
          ) : finding.state === 'suppressed' ? (
            'off the list by a ruling'
          ) : finding.dueAt ? (
            <Due at={finding.dueAt} />
          ) : (
            'no due date'
          )}
        </span>
        <Claimed finding={finding} />
        <EvidenceMarks finding={finding} />
      </div>
      <h1 className="prose-width mt-2 text-xl font-semibold text-balance">{finding.title}</h1>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-2 gap-y-1 text-muted">
        {finding.vulnerabilityId && (
          <Link
            to="/vulnerabilities/$id"
            params={{ id: finding.vulnerabilityId }}
            className="font-mono text-accent underline"
          >
            {finding.vulnerabilityId}
          </Link>
        )}
        {finding.ruleId && <span className="font-mono break-all text-ink">{finding.ruleId}</span>}
        {component.name === '' ? (
          <>
            <span>{finding.kind}</span>
            {finding.location && <span>at</span>}
            <span className="font-mono break-all text-ink">{finding.location}</span>
          </>
        ) : (
          <>
            <span>in</span>
            <span className="font-mono break-all text-ink">
              {component.name}{' '}
              {versionWords(component.version, component.otherVersions) ?? (
                <Unknown hint="The inventory names no version" />
              )}
            </span>
          </>
        )}
        <span>on</span>
        <Link to="/assets/$id" params={{ id: asset.id }} className="text-accent underline">
          {asset.name}
        </Link>
        <span>
          (<Exposure exposure={asset.exposure} basis={asset.exposureBasis} />)
        </span>
      </p>
      <p className="mt-1 text-muted">
        {component.name === '' ? 'Reported' : 'In the inventory'} for <Ago at={finding.firstSeen} full /> ·{' '}
        {fixedWords(finding)} · {asset.owner ? `owner ${asset.owner}` : 'no owner'}
        {finding.state === 'open' && (
          <>
            {' · '}
            <Link to="/fixes/$id" params={{ id: finding.fixActionId }} className="text-accent underline">
              Fix action
            </Link>
          </>
        )}
      </p>
    </header>
  )
}
