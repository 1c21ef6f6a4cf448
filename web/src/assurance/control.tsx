import { creditWords } from '@contract/assurance-words.ts'
import type { ControlDetail } from '@contract/controls.ts'
import { useQueries, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ControlCases } from '../evaluation-cases/control-cases.tsx'
import { controlCasesQuery } from '../evaluation-cases/use-evaluation-cases.ts'
import { Unknown } from '../parts/basis.tsx'
import { LongText } from '../parts/long-text.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Credit } from './control-list.tsx'
import { DescribeControl } from './describe-control.tsx'
import { DoubtList } from './doubts.tsx'
import { EvaluationGap } from './evaluation-gap.tsx'
import { EvaluationList } from './evaluation-list.tsx'
import { EvidenceDays } from './evidence-days.tsx'
import { EvidencePieces } from './evidence-pieces.tsx'
import { Coverage, Efficacy, Liveness } from './facts.tsx'
import { ImportEvaluation } from './import-evaluation.tsx'
import { LivenessProbe } from './liveness-probe.tsx'
import { Page } from './page.tsx'
import { RecordEvidence } from './record-evidence.tsx'
import { References } from './references.tsx'
import { Term } from './scenario-terms.tsx'
import { ControlStanding } from './standing.tsx'
import { Up } from './up.tsx'
import { controlQuery } from './use-assurance.ts'
import { gapQuery, gatewaysQuery, isComing, probesQuery } from './use-monitoring.ts'

const route = getRouteApi('/assurance/controls/$id')

/** One control: what it claims, and the three facts that say what it is worth, each with its evidence. */
export function Control() {
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(controlQuery(id))
  const besides = useQueries({
    queries: [gapQuery('controls', id), probesQuery, gatewaysQuery, controlCasesQuery(id, 'all')],
  })
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data || isComing(besides)) return <Skeleton rows={8} height={52} />
  return (
    <Page>
      <Head control={data} />
      {(data.doubts.length + data.limits.length > 0 || data.retiredSystem) && (
        <Section title="What speaks against it" aside="findings in what it rests on, and ways past it">
          <DoubtList standing={data} />
        </Section>
      )}
      <Facts control={data} />
      <div className="print:hidden">
        <Section title="Record evidence" aside="what you saw of it; it is never changed afterwards">
          <RecordEvidence control={data} />
        </Section>
      </div>
      <Section title="Evaluations">
        <ImportEvaluation controls={[data]} control={data} />
        <div className="mt-3">
          <EvaluationList
            evaluations={data.evaluations}
            of={data.id}
            empty="None was imported for this control. One whose cases name it themselves is counted above."
          />
        </div>
        <ControlCases control={data.id} />
      </Section>
      <EvaluationGap of="controls" id={data.id} />
      <Section title="Stands against">
        <Scenarios control={data} />
      </Section>
      <Section title="About it">
        <About control={data} />
        <DescribeControl control={data} />
      </Section>
    </Page>
  )
}

function Head({ control }: { control: ControlDetail }) {
  return (
    <header className="px-4 pt-3 pb-4">
      <Up />
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <ControlStanding control={control} />
        <h1 className="text-xl font-semibold wrap-anywhere">{control.name}</h1>
      </div>
      <p className="prose-width mt-1 wrap-anywhere">
        <LongText text={control.claim} />
      </p>
      <p className="mt-1 text-muted">
        Owner: {control.owner ?? <Unknown hint="Nobody is named: say who, at the end of this page" />} · risk credits it
        with{' '}
        <span className="text-ink">
          <Credit control={control} />
        </span>
      </p>
      {creditWords(control) && <p className="text-sm text-muted">Stopped of all attempts: {creditWords(control)}</p>}
      <ul className="mt-2 list-disc pl-5">
        {control.reasons
          .filter((reason) => !control.limits.some((limit) => limit.reason === reason))
          .map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
      </ul>
    </header>
  )
}

const facts = [
  {
    aspect: 'coverage',
    title: 'Coverage',
    asks: 'how many requests pass through it, of all there are',
    show: Coverage,
    unit: 'Requests',
    words: ['carried it', 'went past it'],
    lacking:
      'Send traces of its AI system to /v1/traces: how many carry the control is counted. Or record counts of your own below.',
  },
  {
    aspect: 'liveness',
    title: 'Liveness',
    asks: 'whether a marked, harmless probe is stopped now',
    show: Liveness,
    unit: 'Probes',
    words: ['alive', 'dead'],
    lacking:
      'Name a probe and the target it is sent to in the register: marked, harmless requests then show it. Or record below what a probe of your own saw.',
  },
  {
    aspect: 'efficacy',
    title: 'Efficacy',
    asks: 'how often it holds when it is put to the test, or met in earnest',
    show: Efficacy,
    unit: 'Times',
    words: ['held', 'failed'],
    lacking: 'Import an evaluation below: each attempt at a case counts, once it has a verdict.',
  },
] as const

function Facts({ control }: { control: ControlDetail }) {
  return facts.map(({ aspect, title, asks, show: Show, unit, words, lacking }) => {
    const evidence = control.evidence.filter((one) => one.aspect === aspect)
    return (
      <Section key={aspect} title={title} aside={asks}>
        <div className="mb-2">
          <Show control={control} />
        </div>
        {aspect === 'liveness' && <LivenessProbe control={control} />}
        {evidence.length === 0 ? (
          <p className="prose-width text-sm text-muted">No evidence yet. {lacking}</p>
        ) : (
          <>
            <EvidenceDays evidence={evidence} name={`${control.id}-${aspect}`} unit={unit} words={words} />
            <EvidencePieces control={control} aspect={aspect} unit={unit} words={words} />
          </>
        )}
      </Section>
    )
  })
}

function Scenarios({ control: { scenarios } }: { control: ControlDetail }) {
  if (scenarios.length === 0)
    return <p className="text-muted">It stands in no scenario: what it is worth moves no risk.</p>
  return (
    <ul>
      {scenarios.map(({ id, title }) => (
        <li key={id}>
          <Link to="/assurance/scenarios/$id" params={{ id }} className="text-accent underline">
            {title}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function About({ control }: { control: ControlDetail }) {
  const { id, measure, system, version, references, reviewDays } = control
  return (
    <dl className="max-w-4xl">
      <Term name="Id in the register">
        <code className="font-mono text-sm">{id}</code>
      </Term>
      <Term name="How it is measured">
        {measure === null ? <Unknown hint="The register does not say" /> : <LongText text={measure} />}
      </Term>
      <Term name="Rests on">
        {control.restsOn.join(', ') || <span className="text-muted">as its shared causes and its probe say</span>}
      </Term>
      <Term name="AI system">
        {system === null ? (
          <span className="text-muted">none named</span>
        ) : (
          <Link to="/assurance/systems/$slug" params={{ slug: system }} className="text-accent underline">
            {system}
          </Link>
        )}
      </Term>
      <Term name="Present version">{version ?? <Unknown hint="The register does not say" />}</Term>
      <Term name="References">
        <References ids={references} />
      </Term>
      <Term name="Review">every {reviewDays.toLocaleString()} days</Term>
    </dl>
  )
}
