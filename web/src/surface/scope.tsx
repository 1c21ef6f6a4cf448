import type { ScopeDocument } from '@contract/scope.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMay } from '../session/use-may.ts'
import { Guide } from './guide/guide.tsx'
import { Proofs } from './proofs.tsx'
import { scopeQuery } from './queries.ts'
import { RunNow } from './run-now.tsx'
import { Names, Ranges, Rulings, Seeds } from './scope-lists.tsx'
import { type ScopePart, ScopeParts } from './scope-parts.tsx'
import { SurfaceNav } from './surface-nav.tsx'
import { Watching } from './watch.tsx'

/** What discovery may touch, and who said so: first what is to be done next. */
export function ScopePage() {
  const { data } = useQuery(scopeQuery)
  return (
    <div className="h-full overflow-y-auto pb-8">
      <SurfaceNav />
      <header className="px-4 pt-3 pb-3">
        <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
          <h1 className="text-xl font-semibold">{data ? answerOf(data) : 'Scope'}</h1>
          {data && data.seeds.length > 0 && <RunNow />}
        </div>
        <p className="prose-width text-muted">
          Looking things up at third parties needs a seed. Touching an address needs its approval: proving a name
          approves none.
        </p>
      </header>
      <Guide />
      <ScopeParts label="Parts of the scope" parts={parts} />
    </div>
  )
}

function answerOf({ seeds, ranges, approvedAddresses }: ScopeDocument): string {
  // Of an IPv6 range nobody asks all: it is no number of addresses.
  const wide = ranges.filter(({ kind, range }) => kind === 'approval' && /:.*[/-]/.test(range))
  const counted = (count: number, one: string, many: string) => `${count.toLocaleString()} ${count === 1 ? one : many}`
  if (seeds.length === 0) return 'Discovery has nothing to start from'
  const touched = [
    ...(approvedAddresses > 0 ? [counted(approvedAddresses, 'address', 'addresses')] : []),
    ...(wide.length > 0 ? [`what is found in ${counted(wide.length, 'IPv6 range', 'IPv6 ranges')}`] : []),
  ]
  const may = touched.length === 0 ? 'nothing may be touched yet' : `${touched.join(' and ')} may be touched`
  return `${counted(seeds.length, 'seed', 'seeds')} to start from; ${may}`
}

/** What is ours, that it is, what may be touched, what happens then, and what was said. */
const parts: readonly ScopePart[] = [
  {
    id: 'seeds',
    title: 'Seeds',
    aside: 'what is yours: where discovery starts',
    show: ({ seeds }, may) => <Seeds seeds={seeds} may={may} />,
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
    id: 'ranges',
    title: 'Approved ranges',
    aside: 'active probes may touch these',
    show: ({ ranges }, may) => <Ranges ranges={ranges} kind="approval" may={may} />,
  },
  {
    id: 'exclusions',
    title: 'Exclusions',
    aside: 'never touched, whatever is approved',
    show: ({ ranges }, may) => <Ranges ranges={ranges} kind="exclusion" may={may} />,
  },
  {
    id: 'watching',
    title: 'Watching',
    aside: 'how often Lunette looks by itself',
    show: ({ watch }, may) => <Watching watch={watch} may={may} />,
  },
  {
    id: 'rulings',
    title: 'Rulings',
    aside: 'what people said of assets, and of what hangs on them',
    show: ({ rulings }) => <Rulings rulings={rulings} />,
  },
  { id: 'log', title: 'Log', aside: 'what was sent, and who said what', show: () => <Log /> },
]

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
