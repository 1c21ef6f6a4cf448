import {
  appetiteWords,
  assumedParts,
  figureWords,
  isPast,
  leftWords,
  reachWords,
  reckoned,
  treatmentWords,
  verdictOf,
} from '@contract/assurance-words.ts'
import { lossWords, rough } from '@contract/number-words.ts'
import { frequencyIf } from '@contract/residual.ts'
import type { ScenarioRow } from '@contract/scenario-rows.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Unknown } from '../parts/basis.tsx'
import { LongText } from '../parts/long-text.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useMay } from '../session/use-may.ts'
import { BowTie } from './bow-tie.tsx'
import { CauseList } from './cause-list.tsx'
import { DoubtList } from './doubts.tsx'
import { LayerTable } from './layer-table.tsx'
import { Movements } from './movements.tsx'
import { Page } from './page.tsx'
import { pictureOf } from './picture.ts'
import { ScenarioBounds } from './scenario-bounds.tsx'
import { ScenarioTerms, Term } from './scenario-terms.tsx'
import { AppetiteMark } from './standing.tsx'
import { TechniqueList } from './techniques.tsx'
import { ToFindOut } from './to-find-out.tsx'
import { Up } from './up.tsx'
import { controlsQuery, scenarioQuery } from './use-assurance.ts'

const route = getRouteApi('/assurance/scenarios/$id')

/** A risk as its bow-tie: from attempts through the layers that stand against them to the harm. */
export function Scenario() {
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(scenarioQuery(id))
  const { data: controls = [] } = useQuery(controlsQuery)
  const { lost, toggle, clear } = useLost(data)
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={8} height={52} />
  return (
    <Page>
      <Head scenario={data} />
      <div className="px-4 pb-4">
        <BowTie scenario={data} picture={pictureOf(data, controls, lost)} lost={lost} toggle={toggle} />
        <Supposed scenario={data} lost={lost} clear={clear} />
        <p className="prose-width mt-2 text-sm text-muted print:hidden">
          A hole is as long as the share that a layer is reckoned to let through; its faint edge is what the evidence
          leaves open. What comes through spreads out, fainter the less it is; the number at each gap is the harm that
          would be left if nothing more stood in its way.
        </p>
      </div>
      <ToFindOut scenario={data} />
      <Section title="How it moved" aside={movedAside(data)}>
        <Movements scenario={data} />
      </Section>
      <Section title="What each layer contributes" aside={mostNeeded(data)}>
        <LayerTable scenario={data} />
      </Section>
      <SpeaksAgainst scenario={data} />
      <Section title="Shared causes" aside="what can defeat several layers at once">
        <CauseList scenario={data} lost={lost} toggle={toggle} />
      </Section>
      <Section title="How the number comes about">
        <ScenarioTerms scenario={data} />
      </Section>
      <Section title="How sure it is" aside="on one scale, by powers of ten">
        <ScenarioBounds scenario={data} />
      </Section>
      <Section title="Techniques" aside="as ATLAS, ATT&CK, OWASP and STRIDE name them">
        <TechniqueList ids={data.techniques} />
      </Section>
      <Section title="Who decides">
        <Decision scenario={data} />
      </Section>
    </Page>
  )
}

/** Of figures that rest on what is only assumed, that they do. */
function movedAside(scenario: ScenarioRow): string {
  const assumed = assumedParts(scenario)
  const rest = assumed.length === 0 ? '' : `; on assumed ${assumed.join(', ')}`
  return `by what was known when, newest first; what moved it adds up to it${rest}`
}

/** The layer whose loss would cost most. */
function mostNeeded({ barriers }: ScenarioRow): string {
  const [first] = barriers.toSorted((a, b) => (b.lossFactor ?? Infinity) - (a.lossFactor ?? Infinity))
  if (!first || first.failure === 1) return ''
  return `losing ${first.name} would cost most: ${lossWords(first.lossFactor)}`
}

function Head({ scenario }: { scenario: ScenarioRow }) {
  const { title, owner } = scenario
  const reach = reachWords(scenario)
  const may = useMay('analyst')
  return (
    <header className="px-4 pt-3 pb-4">
      <Up />
      <h1 className="prose-width mt-2 text-xl font-semibold text-balance wrap-anywhere">
        <LongText text={title} most={200} />
      </h1>
      <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-lg">
        <AppetiteMark verdict={verdictOf(scenario)} />
        <span className="first-letter:uppercase">
          {leftWords(scenario)}, {appetiteWords(scenario)}
        </span>
      </p>
      <p className="mt-1 text-muted">
        Owner: {owner ?? <Unknown hint="The register names no owner" />}
        {reach && ` · ${reach}`}
      </p>
      {scenario.initiators.length > 0 && (
        <p className="prose-width mt-1 text-muted wrap-anywhere">
          Set off by: <LongText text={scenario.initiators.join('; ')} />
        </p>
      )}
      {may && (
        <p className="mt-2 print:hidden">
          <Link to="/assurance/scenarios/$id/edit" params={{ id: scenario.id }} className="button">
            Work on it
          </Link>
        </p>
      )}
    </header>
  )
}

function speaksAgainst({ doubts, limits, retiredSystem }: ScenarioRow['barriers'][number]): boolean {
  return doubts.length + limits.length > 0 || retiredSystem !== null
}

/** Layers that findings put in doubt or show a way past, and what it would mean if those in doubt failed. */
function SpeaksAgainst({ scenario }: { scenario: ScenarioRow }) {
  const { barriers } = scenario
  const touched = barriers.filter(speaksAgainst)
  if (touched.length === 0) return null
  const suspect = new Set(barriers.flatMap(({ doubts }, place) => (doubts.length > 0 ? [place] : [])))
  return (
    <Section
      title="What speaks against its layers"
      aside={
        suspect.size > 0
          ? `if those that are suspect failed: ${figureWords(scenario, frequencyIf(scenario, suspect))}`
          : ''
      }
    >
      {[...new Map(touched.map((barrier) => [barrier.control, barrier])).values()].map((barrier) => (
        <div key={barrier.control} className="mb-2">
          <Link
            to="/assurance/controls/$id"
            params={{ id: barrier.control }}
            className="font-medium text-accent underline wrap-anywhere"
          >
            {barrier.name}
          </Link>
          <DoubtList standing={barrier} />
        </div>
      ))}
    </Section>
  )
}

/** What would be left over if what is supposed were so. */
function Supposed({ scenario, lost, clear }: { scenario: ScenarioRow; lost: ReadonlySet<number>; clear: () => void }) {
  return (
    <div role="status">
      {lost.size > 0 && (
        <p className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-dashed border-accent px-3 py-2">
          <span>{supposedWords(scenario, lost)}</span>
          <button type="button" className="chip" onClick={clear}>
            Back to what is known
          </button>
        </p>
      )}
    </div>
  )
}

function supposedWords(scenario: ScenarioRow, lost: ReadonlySet<number>): string {
  const { attempts, residual, appetite, barriers } = scenario
  const names = [...lost].map((place) => barriers[place]!.name)
  const then = frequencyIf(scenario, lost)
  const now = reckoned(residual)
  const times = now === 0 ? 1 : then / now
  const verdict = appetite === null || attempts === null ? '' : `, ${then <= appetite ? 'within' : 'above'} appetite`
  const who = `If ${names.join(' and ')} ${names.length === 1 ? 'fails' : 'fail'}`
  return times < 1 + 1e-9
    ? `${who}, nothing changes: ${names.length === 1 ? 'it is' : 'they are'} credited nothing now.`
    : `${who}: ${figureWords(scenario, then)}${times >= 1.05 ? `, about ${rough(times).toLocaleString()} times as much` : ''}${verdict}.`
}

function Decision({ scenario }: { scenario: ScenarioRow }) {
  const { owner, treatmentUntil, reviewDays } = scenario
  return (
    <dl className="max-w-4xl">
      <Term name="Owner">{owner ?? <Unknown hint="The register names no owner" />}</Term>
      <Term name="Treatment">
        {treatmentWords(scenario)}
        {isPast(treatmentUntil) && <span className="text-now"> · is over: decide again</span>}
      </Term>
      <Term name="Review">every {reviewDays.toLocaleString()} days</Term>
    </dl>
  )
}

/** What somebody supposes to fail, kept in the address so that it can be shown to others. */
function useLost(scenario: ScenarioRow | undefined) {
  const { lost: text = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const places = String(text)
    .split(',')
    .filter((part) => part !== '')
    .map(Number)
  const lost = new Set(places.filter((place) => place < (scenario?.barriers.length ?? 0)))
  const set = (next: readonly number[]) =>
    void navigate({
      search: next.length > 0 ? { lost: next.toSorted((a, b) => a - b).join(',') } : {},
      replace: true,
      resetScroll: false,
    })
  const toggle = (wanted: readonly number[]) =>
    set(
      wanted.every((place) => lost.has(place))
        ? [...lost].filter((place) => !wanted.includes(place))
        : [...new Set([...lost, ...wanted])],
    )
  return { lost, toggle, clear: () => set([]) }
}
