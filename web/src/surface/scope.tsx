import type { ScopeDocument } from '@contract/scope.ts'
import { useQuery } from '@tanstack/react-query'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useMay } from '../session/use-may.ts'
import { Agents } from './agents.tsx'
import { KillSwitch } from './kill-switch.tsx'
import { NoticeRules } from './notice-rules.tsx'
import { Proofs } from './proofs.tsx'
import { scopeQuery } from './queries.ts'
import { Names, Ranges, Rulings, Seeds } from './scope-lists.tsx'
import { Manners } from './scope-settings.tsx'
import { SurfaceNav } from './surface-nav.tsx'
import { Watching } from './watch.tsx'

/** What discovery may touch, who said so, and how it behaves. */
export function ScopePage() {
  const { data, error, refetch } = useQuery(scopeQuery)
  return (
    <div className="h-full overflow-y-auto pb-8">
      <SurfaceNav />
      <header className="px-4 pt-3 pb-3">
        <h1 className="text-xl font-semibold">{data ? answerOf(data) : 'Scope'}</h1>
        <p className="prose-width text-muted">
          Looking things up at third parties needs a seed. Touching an address needs its approval: proving a name
          approves none.
        </p>
      </header>
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

function Parts({ scope }: { scope: ScopeDocument }) {
  const may = useMay('admin')
  const approvals = scope.ranges.filter(({ kind }) => kind === 'approval')
  const exclusions = scope.ranges.filter(({ kind }) => kind === 'exclusion')
  return (
    <>
      <Section title="Stop everything" aside="within a second, wherever it runs">
        <KillSwitch />
      </Section>
      {!may && <p className="px-4 pb-3 text-sm text-muted">Changing the scope needs the role "admin".</p>}
      <Section title="Seeds" aside="where discovery starts">
        <Seeds seeds={scope.seeds} may={may} />
      </Section>
      <Section title="Proofs" aside="that a name is yours">
        <Proofs proofs={scope.proofs} may={may} />
      </Section>
      <Section title="Approved ranges" aside="active probes may touch these">
        <Ranges ranges={approvals} kind="approval" may={may} />
      </Section>
      <Section title="Approved names" aside="the addresses they had when they were approved">
        <Names names={scope.names} may={may} />
      </Section>
      <Section title="Exclusions" aside="never touched, whatever is approved">
        <Ranges ranges={exclusions} kind="exclusion" may={may} />
      </Section>
      <Section title="Rulings" aside="what people said of assets; it teaches the branch below">
        <Rulings rulings={scope.rulings} />
      </Section>
      <Section title="Agents" aside="who looks from elsewhere">
        <Agents may={may} />
      </Section>
      <Section title="Watching" aside="how often what is looked at by itself">
        <Watching watch={scope.watch} may={may} />
      </Section>
      <Section title="Notices" aside="which changes are told, and when">
        <NoticeRules rules={scope.noticeRules} may={may} />
      </Section>
      <Section title="Manners" aside="how much is sent, when, and in whose name">
        <Manners key={scope.version} settings={scope.settings} may={may} />
      </Section>
    </>
  )
}
