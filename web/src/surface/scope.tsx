import type { ScopeDocument } from '@contract/scope.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useMay } from '../session/use-may.ts'
import { Agents } from './agents.tsx'
import { KillSwitch } from './kill-switch.tsx'
import { NoticeRules } from './notice-rules.tsx'
import { Proofs } from './proofs.tsx'
import { scopeQuery } from './queries.ts'
import { RunNow } from './run-now.tsx'
import { Names, Ranges, Rulings, Seeds } from './scope-lists.tsx'
import { Budget, Identity, QuietHours, Sources } from './scope-settings.tsx'
import { SurfaceNav } from './surface-nav.tsx'
import { Watching } from './watch.tsx'

/** What discovery may touch, who said so, and how it behaves. */
export function ScopePage() {
  const { data, error, refetch } = useQuery(scopeQuery)
  return (
    <div className="h-full overflow-y-auto pb-8">
      <SurfaceNav />
      <header className="px-4 pt-3 pb-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h1 className="text-xl font-semibold">{data ? answerOf(data) : 'Scope'}</h1>
          {data && data.seeds.length > 0 && <RunNow />}
        </div>
        <p className="prose-width text-muted">
          Looking things up at third parties needs a seed. Touching an address needs its approval: proving a name
          approves none.
        </p>
      </header>
      <Bar />
      {error && <ProblemBox error={error} retry={() => refetch()} />}
      {!data && !error && <Skeleton rows={8} height={64} />}
      {data && <Parts scope={data} />}
    </div>
  )
}

function answerOf({ seeds, ranges, names }: ScopeDocument): string {
  const approvals = ranges.filter(({ kind }) => kind === 'approval')
  const inRanges = approvals.reduce((sum, { size }) => sum + (size ?? 0), 0)
  const ofNames = names.reduce((sum, { addresses: own }) => sum + own.length, 0)
  const counted = (count: number, one: string, many: string) => `${count.toLocaleString()} ${count === 1 ? one : many}`
  if (seeds.length === 0) return 'Discovery has nothing to start from'
  const touched = [
    ...(approvals.length > 0
      ? [`${counted(approvals.length, 'range', 'ranges')} (${counted(inRanges, 'address', 'addresses')})`]
      : []),
    ...(ofNames > 0 ? [`${counted(ofNames, 'address', 'addresses')} of names`] : []),
  ]
  const may = touched.length === 0 ? 'nothing may be touched yet' : `${touched.join(' and ')} may be touched`
  return `${counted(seeds.length, 'seed', 'seeds')} to start from; ${may}`
}

interface Part {
  id: string
  title: string
  aside: string
  show: (scope: ScopeDocument, may: boolean) => ReactNode
}

/** In the order in which they are needed. */
const parts: readonly Part[] = [
  {
    id: 'seeds',
    title: 'Seeds',
    aside: 'where discovery starts',
    show: ({ seeds }, may) => <Seeds seeds={seeds} may={may} />,
  },
  {
    id: 'ranges',
    title: 'Approved ranges',
    aside: 'active probes may touch these',
    show: ({ ranges }, may) => <Ranges ranges={ranges} kind="approval" may={may} />,
  },
  {
    id: 'proofs',
    title: 'Proofs',
    aside: 'that a name is yours',
    show: ({ proofs }, may) => <Proofs proofs={proofs} may={may} />,
  },
  {
    id: 'names',
    title: 'Approved names',
    aside: 'the addresses they had when they were approved',
    show: ({ names }, may) => <Names names={names} may={may} />,
  },
  {
    id: 'sources',
    title: 'Whom it asks',
    aside: 'resolvers, certificate logs, registries',
    show: ({ settings }, may) => <Sources settings={settings} may={may} />,
  },
  {
    id: 'budget',
    title: 'Budget',
    aside: 'how much is sent at most',
    show: ({ settings }, may) => <Budget settings={settings} may={may} />,
  },
  {
    id: 'exclusions',
    title: 'Exclusions',
    aside: 'never touched, whatever is approved',
    show: ({ ranges }, may) => <Ranges ranges={ranges} kind="exclusion" may={may} />,
  },
  {
    id: 'quiet',
    title: 'Quiet hours',
    aside: 'when nothing is probed',
    show: ({ settings }, may) => <QuietHours settings={settings} may={may} />,
  },
  {
    id: 'identity',
    title: 'Identity',
    aside: 'in whose name it looks, and from where',
    show: ({ settings }, may) => <Identity settings={settings} may={may} />,
  },
  { id: 'agents', title: 'Agents', aside: 'who looks from elsewhere', show: (_scope, may) => <Agents may={may} /> },
  {
    id: 'watching',
    title: 'Watching',
    aside: 'how often what is looked at by itself',
    show: ({ watch }, may) => <Watching watch={watch} may={may} />,
  },
  {
    id: 'notices',
    title: 'Notices',
    aside: 'which changes are told, and when',
    show: ({ noticeRules }, may) => <NoticeRules rules={noticeRules} may={may} />,
  },
  {
    id: 'rulings',
    title: 'Rulings',
    aside: 'what people said of assets; it teaches the branch below',
    show: ({ rulings }) => <Rulings rulings={rulings} />,
  },
  { id: 'log', title: 'Log', aside: 'what was sent, and who said what', show: () => <Log /> },
]

/** Goes to the parts, and stops everything: always in reach. */
function Bar() {
  return (
    <div className="sticky top-0 z-10 flex flex-wrap items-center gap-x-3 gap-y-1 border-y border-line bg-paper px-4 py-2 print:hidden">
      <nav
        aria-label="Parts of the scope"
        className="flex min-w-0 basis-96 grow gap-1.5 overflow-x-auto [scrollbar-width:none]"
      >
        {parts.map(({ id, title }) => (
          <a
            key={id}
            href={`#scope-${id}`}
            className="chip shrink-0"
            onClick={(event) => {
              event.preventDefault()
              document.getElementById(`scope-${id}`)?.scrollIntoView()
            }}
          >
            {title}
          </a>
        ))}
      </nav>
      <KillSwitch />
    </div>
  )
}

function Parts({ scope }: { scope: ScopeDocument }) {
  const may = useMay('admin')
  return (
    <>
      {!may && <p className="px-4 py-3 text-sm text-muted">Changing the scope needs the role "admin".</p>}
      {parts.map(({ id, title, aside, show }, place) => (
        <div key={id} id={`scope-${id}`} className={`scroll-mt-24 md:scroll-mt-14 ${place === 0 ? '-mt-px' : ''}`}>
          <Section title={title} aside={aside}>
            {show(scope, may)}
          </Section>
        </div>
      ))}
    </>
  )
}

function Log() {
  const mayRead = useMay('admin')
  return (
    <p className="prose-width">
      Every probe is written down with where, when and how it went:{' '}
      <Link to="/surface/runs" className="text-accent underline">
        the runs
      </Link>{' '}
      tell what each sent.
      {mayRead && ' Every change of this page is in the audit log.'}
    </p>
  )
}
