import { filterProblem } from '@contract/filter.ts'
import { auditFilterKeys } from '@contract/team-filters.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { sessionQuery } from '../api/queries.ts'
import { FilterField } from '../parts/filter-field.tsx'
import { Menu } from '../parts/menu.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Refusal } from '../session/login.tsx'
import { SettingsNav } from '../settings/settings-nav.tsx'
import type { AuditSearch } from './audit-search.ts'
import { Entry } from './entry.tsx'
import { auditQuery, exportAddress, useVerification } from './use-audit.ts'

const route = getRouteApi('/audit')

/** Who changed what, newest first; whether the record is whole. */
export function Audit() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const go = (change: AuditSearch) =>
    void navigate({
      search: Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value)),
      replace: true,
    })
  const wrong = filterProblem(search.filter ?? '', auditFilterKeys)
  const { data: session } = useQuery(sessionQuery)
  const audit = useInfiniteQuery({ ...auditQuery(search), enabled: wrong === undefined })
  const rows = audit.data?.pages.flatMap((page) => page.rows) ?? []
  const total = audit.data?.pages[0]?.total
  return (
    <div className="h-full overflow-y-auto pb-8">
      <header className="px-4 pt-3 pb-3">
        <h1 className="text-xl font-semibold">
          {total === undefined ? 'Audit trail' : `${total.toLocaleString()} ${total === 1 ? 'change' : 'changes'}`}
          {search.of === 'instance' ? ' of the instance' : total !== undefined && ' in this workspace'}
        </h1>
        <p className="prose-width text-muted">
          Every change is chained to the one before it, so that a changed or missing entry shows.
        </p>
      </header>
      <SettingsNav />
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3">
        <FilterField
          value={search.filter ?? ''}
          change={(filter) => go({ filter })}
          placeholder="actor:mara action:person.change"
          label="Filter the audit trail"
        />
        <Day label="from" value={search.from} change={(from) => go({ from })} />
        <Day label="to" value={search.to} change={(to) => go({ to })} />
        {session?.runsInstance && (
          <button
            type="button"
            className="chip"
            aria-pressed={search.of === 'instance'}
            onClick={() => void navigate({ search: search.of === 'instance' ? {} : { of: 'instance' } })}
          >
            The instance’s own
          </button>
        )}
        <Export search={search} />
      </div>
      <Verification key={search.of ?? 'workspace'} search={search} />
      {wrong !== undefined ? (
        <p role="alert" className="prose-width px-4 py-6">
          {wrong}
        </p>
      ) : audit.error ? (
        <ProblemBox error={audit.error} retry={() => audit.refetch()} />
      ) : audit.isPending ? (
        <Skeleton rows={12} height={37} />
      ) : (
        <ul className="border-t border-line" aria-label="Changes, newest first">
          {rows.map((entry) => (
            <Entry key={entry.position} entry={entry} />
          ))}
        </ul>
      )}
      {total === 0 && <p className="px-4 py-6 text-muted">Nothing is recorded that matches.</p>}
      {audit.hasNextPage && (
        <button
          type="button"
          className="button m-4"
          disabled={audit.isFetchingNextPage}
          onClick={() => void audit.fetchNextPage()}
        >
          Show older
        </button>
      )}
    </div>
  )
}

function Day(props: { label: string; value: string | undefined; change: (day: string) => void }) {
  return (
    <label className="flex items-center gap-1.5 text-sm text-muted">
      {props.label}
      <input
        type="date"
        className="field w-auto text-ink"
        value={props.value ?? ''}
        onChange={(event) => props.change(event.target.value)}
      />
    </label>
  )
}

function Export({ search }: { search: AuditSearch }) {
  return (
    <Menu label="Export" align="right">
      <div className="flex w-44 flex-col p-1 text-sm">
        <a className="rounded px-2 py-1.5 hover:bg-raised" href={exportAddress(search, 'jsonl')} download>
          What I see, as JSON lines
        </a>
        <a className="rounded px-2 py-1.5 hover:bg-raised" href={exportAddress(search, 'csv')} download>
          What I see, as CSV
        </a>
      </div>
    </Menu>
  )
}

function Verification({ search }: { search: AuditSearch }) {
  const verify = useVerification(search)
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pb-3">
      <button type="button" className="button" disabled={verify.isPending} onClick={() => verify.mutate()}>
        {verify.isPending ? 'Checking the chain …' : 'Check the chain'}
      </button>
      <p role="status">
        {verify.data &&
          (verify.data.brokenAt === null ? (
            <>
              Whole: {verify.data.entries.toLocaleString()} entries fit together
              {verify.data.erased > 0 && `, the words of ${verify.data.erased.toLocaleString()} were erased`}.
            </>
          ) : (
            <strong className="text-now">
              Broken: entry {verify.data.brokenAt.toLocaleString()} was changed, or one before it is missing.
            </strong>
          ))}
      </p>
      <Refusal error={verify.error} />
    </div>
  )
}
