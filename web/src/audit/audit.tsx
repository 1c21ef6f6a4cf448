import { filterProblem } from '@contract/filter.ts'
import { auditFilterKeys } from '@contract/team-filters.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ApiProblem } from '../api/client.ts'
import { sessionQuery } from '../api/queries.ts'
import { FacetMenus } from '../lists/facet-menus.tsx'
import { ListBody } from '../lists/list-body.tsx'
import { auditList } from '../lists/lists.ts'
import { countOf, Toolbar } from '../lists/toolbar.tsx'
import { useDisplay } from '../lists/use-display.ts'
import { useRows } from '../lists/use-rows.ts'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { SettingsNav } from '../settings/settings-nav.tsx'
import type { AuditSearch } from './audit-search.ts'
import { EntryItem, EntryPeek } from './entry.tsx'
import { auditFacetsQuery, auditPath, auditRows, daysOf, useVerification } from './use-audit.ts'

const route = getRouteApi('/audit')
const rowHeight = { wide: 40, narrow: 60 }

const forbidden = new ApiProblem({
  code: 'not-allowed',
  status: 403,
  detail: 'this needs the role "owner": ask an administrator',
})

/** Who changed what, newest first; whether the record is whole. Whoever may not read it asks for none of it. */
export function Audit() {
  const search = route.useSearch()
  const owner = useMay('owner')
  const { data: session } = useQuery(sessionQuery)
  if (!session) return null
  if (search.of === 'instance' ? session.runsInstance : owner) return <Trail />
  return (
    <div className="pt-3">
      <SettingsNav />
      <div className="px-4">
        <Whose search={search} />
      </div>
      <ProblemBox error={forbidden} />
    </div>
  )
}

function Trail() {
  const search = route.useSearch()
  const { filter = '', peek } = search
  const navigate = route.useNavigate()
  const go = (change: AuditSearch) =>
    void navigate({
      search: Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value)),
      replace: true,
    })
  const wrong = filterProblem(filter, auditFilterKeys)
  const [display, changeDisplay] = useDisplay(auditList)
  const rows = useRows(auditRows(search), wrong === undefined)
  const facets = useQuery({ ...auditFacetsQuery(search), enabled: wrong === undefined })
  const place = peek === undefined ? undefined : rows.placeOf(peek)
  const entry = place === undefined ? undefined : rows.at(place)
  const whose = search.of === 'instance' ? ' of the instance' : ' in this workspace'
  return (
    <div className="flex h-full flex-col">
      <Toolbar
        shape={auditList}
        title={rows.total === undefined ? 'Audit trail' : `${countOf(rows.total, 'change', 'changes')}${whose}`}
        placeholder="actor:mara action:person.change"
        filterLabel="Filter the audit trail"
        search={{ filter }}
        change={(next) => go({ filter: next.filter ?? '' })}
        display={display}
        changeDisplay={changeDisplay}
        file={{ path: auditPath(search), also: daysOf(search) }}
      />
      <SettingsNav />
      <section aria-label="Facets" className="flex min-h-9 flex-wrap items-center gap-2 px-4 pb-2 print:hidden">
        <Day label="from" value={search.from} change={(from) => go({ from })} />
        <Day label="to" value={search.to} change={(to) => go({ to })} />
        <Whose search={search} />
        <FacetMenus filter={filter} change={(next) => go({ filter: next })} facets={facets.data?.facets ?? []} />
      </section>
      <Verification key={search.of ?? 'workspace'} search={search} />
      <div className="relative flex min-h-0 flex-1 border-t border-line">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <ListBody
            rows={rows}
            wrong={wrong}
            filter={filter}
            empty={search.from || search.to ? 'Nothing is recorded in this time.' : 'Nothing has been changed yet.'}
            clear={() => go({ filter: '' })}
            label="Changes, newest first"
            name={`audit ${JSON.stringify({ ...search, peek: undefined })}`}
            height={rowHeight}
            focused={({ id }) => {
              if (peek !== undefined && peek !== id) go({ peek: id })
            }}
            render={(row, at) => <EntryItem entry={row} place={at} />}
          />
        </div>
        {entry && <EntryPeek entry={entry} close={() => go({ peek: '' })} />}
      </div>
    </div>
  )
}

/** The instance has a trail of its own, for who runs it. */
function Whose({ search }: { search: AuditSearch }) {
  const navigate = route.useNavigate()
  const { data: session } = useQuery(sessionQuery)
  if (!session?.runsInstance) return null
  return (
    <button
      type="button"
      className="chip"
      aria-pressed={search.of === 'instance'}
      onClick={() => void navigate({ search: search.of === 'instance' ? {} : { of: 'instance' } })}
    >
      The instance’s own
    </button>
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

function Verification({ search }: { search: AuditSearch }) {
  const verify = useVerification(search)
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pb-2">
      <button type="button" className="button" disabled={verify.isPending} onClick={() => verify.mutate()}>
        {verify.isPending ? 'Checking the chain …' : 'Check the chain'}
      </button>
      <p role="status">
        {!verify.data && !verify.error && (
          <span className="text-muted">
            Every change is chained to the one before it, so that a changed or missing entry shows.
          </span>
        )}
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
