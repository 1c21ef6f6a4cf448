import type { CaseDetail } from '@contract/assurance-cases.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { Page } from '../assurance/page.tsx'
import { Term } from '../assurance/scenario-terms.tsx'
import { systemsQuery } from '../assurance/use-assurance.ts'
import { Unknown } from '../parts/basis.tsx'
import { LongText } from '../parts/long-text.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useKey } from '../parts/use-key.ts'
import { When } from '../parts/when.tsx'
import { useMay } from '../session/use-may.ts'
import { Barriers } from './barriers.tsx'
import { CaseTechniques } from './case-techniques.tsx'
import { caseAnswer, kindHints, kindWords, roleWords } from './case-words.ts'
import { StateMark } from './cases.tsx'
import { Checklist } from './checklist.tsx'
import { Describe } from './describe.tsx'
import { Duties } from './duties.tsx'
import { Links } from './links.tsx'
import { Moments } from './moments.tsx'
import { Plan } from './plan.tsx'
import { Said } from './said.tsx'
import { LooksClosed, Similar } from './similar.tsx'
import { caseQuery } from './use-cases.ts'

const route = getRouteApi('/assurance/cases/$id')

/** One case: what happened, which safeguards held, and what is missing before it may be closed. */
export function Case() {
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(caseQuery(id))
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={8} height={52} />
  return (
    <Page>
      <Head one={data} />
      {data.readable ? (
        <Parts one={data} />
      ) : (
        <p className="prose-width px-4 text-muted">
          It was reported in confidence: owners read it, and whoever reported it under their own account.
        </p>
      )}
    </Page>
  )
}

function Parts({ one }: { one: CaseDetail }) {
  const may = useMay('analyst')
  const works = may && one.state === 'open'
  return (
    <>
      {works && <LooksClosed one={one} />}
      <Section title={one.state === 'open' ? 'Before it may be closed' : 'What closed it'}>
        <Checklist one={one} works={works} />
      </Section>
      <Section title="Safeguards in it" aside="what each of them did">
        <Barriers one={one} works={works} />
      </Section>
      <Section title="Playbook" aside="what to do, step by step">
        <Plan one={one} works={works} />
      </Section>
      {(one.answerable || one.said.length > 0) && (
        <Section title="Said with whoever reported it" aside={one.unanswered ? 'not answered' : ''}>
          <Said one={one} works={may} />
        </Section>
      )}
      <Section title="Timeline" aside="times in UTC, as exactly as they are known">
        <Moments one={one} works={may} />
      </Section>
      <Section title="Duties to report">
        <div id="duties">
          <Duties one={one} works={may} />
        </div>
      </Section>
      <Section title="Related to it">
        <Links one={one} works={may} />
      </Section>
      <Section title="Techniques" aside="as ATLAS, ATT&CK, OWASP and STRIDE name them">
        <CaseTechniques one={one} />
      </Section>
      <Section title="Similar cases" aside="by pattern, safeguard, system and words">
        <Similar one={one} works={may} />
      </Section>
      <Section title="About it">
        <About one={one} />
        {works && <Describe one={one} />}
      </Section>
    </>
  )
}

/** So much of an id is told to who reports. */
const REFERENCE = 8

function Head({ one }: { one: CaseDetail }) {
  return (
    <header className="px-4 pt-3 pb-4">
      <UpToCases />
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateMark state={one.state} />
        <h1 className="text-xl font-semibold wrap-anywhere">{one.title}</h1>
      </div>
      <p className="prose-width mt-1">{caseAnswer(one)}.</p>
      <p className="mt-1 text-muted">
        <span title={kindHints[one.kind]}>{kindWords[one.kind]}</span> · reported <When at={one.reportedAt} />
        {' · reference '}
        <code className="font-mono text-sm">{one.id.slice(0, REFERENCE)}</code>
        {one.confidential && ' · confidential'}
        {one.readable && one.state === 'open' && (
          <>
            {' '}
            ·{' '}
            {one.lead === null ? (
              <Unknown what="lead" hint="Nobody leads it yet: say who, below" />
            ) : (
              `${one.lead}${one.leadOutside ? ' (from outside)' : ''} leads`
            )}
          </>
        )}
      </p>
      {one.summary !== '' && one.summary !== one.title && (
        <p className="prose-width mt-3 whitespace-pre-line wrap-anywhere">
          <LongText text={one.summary} />
        </p>
      )}
    </header>
  )
}

function UpToCases() {
  const router = useRouter()
  useKey('Escape', () => void router.navigate({ to: '/assurance/cases' }))
  return (
    <Link to="/assurance/cases" className="text-sm text-accent underline print:hidden">
      ← Cases
    </Link>
  )
}

const doors: Readonly<Record<Exclude<CaseDetail['origin'], 'command'>, string>> = {
  person: '',
  'report-link': ', without an account',
  mail: ', from a mail that was taken in',
}

function About({ one }: { one: CaseDetail }) {
  const { data: systems = [] } = useQuery(systemsQuery)
  const system = systems.find(({ slug }) => slug === one.system)
  return (
    <dl className="max-w-4xl">
      <Term name="Reported">
        <When at={one.reportedAt} />{' '}
        {one.origin === 'command' ? 'at the command line' : `by ${one.reportedBy}${doors[one.origin]}`}
      </Term>
      {one.contact && <Term name="Ask back">{one.contact}</Term>}
      <Term name="Pattern">
        {one.pattern ?? <Unknown hint="Without a pattern, nothing opens it again when it happens once more" />}
      </Term>
      <Term name="AI system">
        {one.system === null ? (
          <Unknown hint="Nobody said which system it is of" />
        ) : (
          <Link to="/assurance/systems/$slug" params={{ slug: one.system }} className="text-accent underline">
            {system?.name ?? one.system}
          </Link>
        )}
      </Term>
      {one.roles.map(({ role, person, outside }) => (
        <Term key={`${role} ${person}`} name={roleWords[role]}>
          {person}
          {outside && ' (from outside)'}
        </Term>
      ))}
      <Term name="Confidential">
        {one.confidential ? 'yes: read by owners, by who leads it or has a role in it, and by who reported it' : 'no'}
      </Term>
      {one.closedAt && (
        <Term name="Closed">
          <When at={one.closedAt} /> by {one.closedBy}
        </Term>
      )}
    </dl>
  )
}
