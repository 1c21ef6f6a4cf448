import type { AiDiscoveryRow } from '@contract/ai-discovery.ts'
import type { AiSystemRow } from '@contract/ai-system-rows.ts'
import { accessLevelWords } from '@contract/ai-system-words.ts'
import type { CaseRow } from '@contract/assurance-cases.ts'
import { controlStates } from '@contract/assurance-words.ts'
import type { ControlRow } from '@contract/controls.ts'
import { counted } from '@contract/fix-words.ts'
import { useQueries } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { ControlList } from '../assurance/control-list.tsx'
import { DoubtList } from '../assurance/doubts.tsx'
import { Page } from '../assurance/page.tsx'
import { ScenarioList } from '../assurance/scenario-list.tsx'
import { Term } from '../assurance/scenario-terms.tsx'
import { controlsQuery, scenariosQuery, systemsQuery } from '../assurance/use-assurance.ts'
import { kindWords } from '../cases/case-words.ts'
import { StateMark } from '../cases/cases.tsx'
import { casesQuery } from '../cases/use-cases.ts'
import { Unknown } from '../parts/basis.tsx'
import { LongText } from '../parts/long-text.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useKey } from '../parts/use-key.ts'
import { When } from '../parts/when.tsx'
import { reviewsQuery } from '../reviews/use-reviews.ts'
import { Retired, RetireSystem } from './retirement.tsx'
import { EditSystem, SaidByHand } from './said-by-hand.tsx'
import { discoveriesQuery } from './use-discoveries.ts'

const route = getRouteApi('/assurance/systems/$slug')
/** From here on weights are open: nobody watches, patches or recalls them for you. */
const OPEN_WEIGHTS = 5

/** One AI system: what it is made of, what guards it, what happened with it. */
export function System() {
  const { slug } = route.useParams()
  const [systems, controls, scenarios, cases, reviews, discoveries] = useQueries({
    queries: [systemsQuery, controlsQuery, scenariosQuery, casesQuery, reviewsQuery, discoveriesQuery],
  })
  const failed = [systems, controls, scenarios, cases, reviews].find(({ error }) => error)
  if (failed) return <ProblemBox error={failed.error} retry={() => failed.refetch()} />
  if (!systems.data || !controls.data || !scenarios.data || !cases.data || !reviews.data)
    return <Skeleton rows={8} height={52} />
  const found = discoveries.data?.filter(({ ruling }) => ruling?.system === slug) ?? []
  const system = systems.data.find((one) => one.slug === slug)
  if (!system) return <ProblemBox error={new Error(`There is no AI system "${slug}".`)} />
  const own = controls.data.filter((control) => control.system === slug)
  const ids = new Set(own.map(({ id }) => id))
  const risks = scenarios.data.filter(({ barriers }) => barriers.some(({ control }) => ids.has(control)))
  // As its review reckons: what is said to be of it, and what met a safeguard of it.
  const happened = cases.data.filter(
    (one) => one.system === slug || one.barriers.some(({ controlId }) => ids.has(controlId)),
  )
  const review = reviews.data.find((one) => one.kind === 'ai-system' && one.id === slug)
  return (
    <Page>
      <Head system={system} controls={own} />
      <Section title="What it is made of">
        <Parts system={system} />
        {found.length > 0 && <Found found={found} />}
        <p className="mt-2 text-sm print:hidden">
          <a
            className="text-accent underline"
            href={`/api/v1/ai-systems/${encodeURIComponent(slug)}/bom`}
            download={`${slug}.cdx.json`}
          >
            Save as a CycloneDX ML-BOM
          </a>
          {', or '}
          <a
            className="text-accent underline"
            href={`/api/v1/ai-systems/${encodeURIComponent(slug)}/bom?form=xml`}
            download={`${slug}.cdx.xml`}
          >
            in XML
          </a>
        </p>
      </Section>
      <Against controls={own} />
      <Section title="What guards it" aside={own.length.toLocaleString()}>
        {own.length === 0 ? (
          <p className="text-muted">No control names it: whatever it does, nothing is credited with stopping it.</p>
        ) : (
          <ControlList controls={own} />
        )}
      </Section>
      <Section title="Risks its safeguards stand against" aside={risks.length.toLocaleString()}>
        {risks.length === 0 ? <p className="text-muted">None of the register.</p> : <ScenarioList scenarios={risks} />}
      </Section>
      <Section title="What happened with it" aside={happened.length.toLocaleString()}>
        {happened.length === 0 && <p className="text-muted">Nothing was reported of it.</p>}
        <ul>
          {happened.map((one) => (
            <li key={one.id} className="flex flex-wrap items-baseline gap-x-3 border-t border-line py-1">
              <StateMark state={one.state} />
              <Link to="/assurance/cases/$id" params={{ id: one.id }} className="text-accent underline">
                {one.title}
              </Link>
              <span className="text-sm text-muted">
                {kindWords[one.kind]}, <When at={one.reportedAt} />
                {metWords(one, own)}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="About it">
        <About system={system} due={review?.due} why={review?.reasons[0]?.sentence} />
        <SaidByHand system={system} />
        <EditSystem system={system} />
        <RetireSystem system={system} />
      </Section>
    </Page>
  )
}

function Head({ system, controls }: { system: AiSystemRow; controls: readonly ControlRow[] }) {
  const router = useRouter()
  useKey('Escape', () => void router.navigate({ to: '/assurance/systems' }))
  const level = Math.max(
    system.accessLevel ?? 0,
    ...system.parts.map(({ kind, accessLevel }) => (kind === 'model' ? (accessLevel ?? 0) : 0)),
  )
  const states = controlStates
    .map((state) => [controls.filter((control) => control.state === state).length, state] as const)
    .filter(([count]) => count > 0)
  return (
    <header className="px-4 pt-3 pb-4">
      <Link to="/assurance/systems" className="text-sm text-accent underline print:hidden">
        ← AI systems
      </Link>
      <h1 className="mt-2 text-xl font-semibold wrap-anywhere">{system.name}</h1>
      <p className="prose-width mt-1 wrap-anywhere">
        <LongText text={system.purpose} />
      </p>
      <p className="mt-1 text-muted">
        {counted(controls.length, 'safeguard')}
        {states.length > 0 && `: ${states.map(([count, state]) => `${count.toLocaleString()} ${state}`).join(', ')}`} ·{' '}
        {system.role} · {system.autonomy}
      </p>
      <Retired system={system} />
      {level >= OPEN_WEIGHTS && (
        <p className="prose-width mt-2 rounded-md border border-line p-2">
          Its weights are open (level {level} of 7): no vendor watches, patches or recalls it, so none of that is
          credited here. Where it answers with no gateway said to be in front, its gateway’s barriers are credited
          nothing.
        </p>
      )}
    </header>
  )
}

function Parts({ system: { parts } }: { system: AiSystemRow }) {
  if (parts.length === 0) return <p className="text-muted">No part of it is named.</p>
  return (
    <ul className="max-w-4xl">
      {parts.map((part) => (
        <li
          key={`${part.kind} ${part.name} ${part.version}`}
          className="flex flex-wrap items-baseline gap-x-3 border-t border-line py-1"
        >
          <span className="w-24 text-muted">{part.kind}</span>
          <span>{part.name}</span>
          {part.version ? <span className="font-mono text-sm">{part.version}</span> : <Unknown what="version" />}
          {part.vendor && <span className="text-muted">by {part.vendor}</span>}
          {part.assets.length > 0 && <span className="text-muted wrap-anywhere">on {part.assets.join(', ')}</span>}
          {part.endpoint && (
            <span className="text-muted wrap-anywhere">
              answers at {part.endpoint}
              {part.behind && `, behind ${part.behind}`}
            </span>
          )}
          {part.purl && <span className="font-mono text-sm text-muted wrap-anywhere">{part.purl}</span>}
        </li>
      ))}
    </ul>
  )
}

/** Which of its safeguards a case met, and what they did. */
function metWords({ barriers }: Pick<CaseRow, 'barriers'>, own: readonly ControlRow[]): string {
  const met = barriers.flatMap(({ controlId, outcome }) => {
    const control = own.find(({ id }) => id === controlId)
    return control ? [`${control.name} ${outcome === 'missing' ? 'was missing' : outcome}`] : []
  })
  return met.length > 0 ? ` · ${met.join(', ')}` : ''
}

/** What was found in the inventory, and accepted as part of it. */
function Found({ found }: { found: readonly AiDiscoveryRow[] }) {
  return (
    <ul className="max-w-4xl">
      {found.map(({ id, product, asset, assetId, ruling }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-3 border-t border-line py-1">
          <span className="w-24 text-muted">{ruling?.part}</span>
          <span className="wrap-anywhere">{product}</span>
          <span className="text-muted">
            found on{' '}
            <Link to="/assets/$id" params={{ id: assetId }} className="text-accent underline wrap-anywhere">
              {asset}
            </Link>
            , accepted by {ruling?.by}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Findings in its parts that speak against what guards it. */
function Against({ controls }: { controls: readonly ControlRow[] }) {
  const touched = controls.filter(({ doubts, limits }) => doubts.length + limits.length > 0)
  if (touched.length === 0) return null
  return (
    <Section title="What speaks against its safeguards" aside={counted(touched.length, 'safeguard')}>
      {touched.map((control) => (
        <div key={control.id} className="mb-2">
          <Link
            to="/assurance/controls/$id"
            params={{ id: control.id }}
            className="font-medium text-accent underline wrap-anywhere"
          >
            {control.name}
          </Link>
          <DoubtList standing={control} />
        </div>
      ))}
    </Section>
  )
}

function About({ system, due, why }: { system: AiSystemRow; due: string | undefined; why: string | undefined }) {
  return (
    <dl className="max-w-4xl">
      <Term name="Owner">{system.owner ?? <Unknown hint="Nobody said who answers for it" />}</Term>
      <Term name="Oversight">
        {system.oversight === null ? (
          <Unknown hint="Nobody said who watches it" />
        ) : (
          <LongText text={system.oversight} />
        )}
      </Term>
      <Term name="Data">
        {system.dataClasses.length > 0 ? system.dataClasses.join(', ') : <Unknown hint="No data classes are named" />}
      </Term>
      <Term name="Access level">
        {system.accessLevel === null ? <Unknown /> : accessLevelWords(system.accessLevel)}
      </Term>
      <Term name="Reviewed next">
        {due ?? (system.retired ? 'not while it is retired' : <Unknown />)}{' '}
        {why && <span className="text-sm text-muted">{why}</span>}
      </Term>
      <Term name="As an asset">
        <Link to="/assets/$id" params={{ id: system.assetId }} className="text-accent underline">
          its findings and relations
        </Link>
      </Term>
    </dl>
  )
}
