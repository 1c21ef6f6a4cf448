import type { ChangeKind, FindingChange } from '@contract/changes.ts'
import { getRouteApi, Link } from '@tanstack/react-router'
import { changeRows } from '../api/queries.ts'
import { wordsOf } from '../findings/history.tsx'
import { ListBody } from '../lists/list-body.tsx'
import { countOf } from '../lists/toolbar.tsx'
import { useRows } from '../lists/use-rows.ts'
import { Decision } from '../parts/decision.tsx'
import { Ago, When } from '../parts/when.tsx'
import { changeWords } from './change-words.ts'

const route = getRouteApi('/changes')
const rowHeight = { wide: 54, narrow: 96 }

/** What happened to findings, newest first: the rows behind the numbers of Today. */
export function Changes() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const rows = useRows(changeRows(search.since, search.kind, search.by))
  const choose = (kind: ChangeKind) => {
    const { kind: before, ...rest } = search
    void navigate({ search: before === kind ? rest : { ...rest, kind }, replace: true })
  }
  return (
    <div className="flex h-full flex-col">
      <header className="px-4 pt-3 pb-2">
        <h1 className="text-xl font-semibold">{countOf(rows.total, 'change', 'changes')}</h1>
        {search.since && (
          <p className="text-muted">
            In the last <Ago at={search.since} full />.{' '}
            <button
              type="button"
              className="text-accent underline"
              onClick={() => void navigate({ search: { ...search, since: undefined } })}
            >
              Show older ones, too
            </button>
          </p>
        )}
        {search.by && (
          <p className="text-muted">
            Without what you did yourself.{' '}
            <button
              type="button"
              className="text-accent underline"
              onClick={() => void navigate({ search: { ...search, by: undefined } })}
            >
              Show that, too
            </button>
          </p>
        )}
      </header>
      <section aria-label="Kinds" className="flex flex-wrap gap-1.5 border-b border-line px-4 pb-2 print:hidden">
        {(Object.keys(changeWords) as ChangeKind[]).map((kind) => (
          <button
            key={kind}
            type="button"
            className="chip"
            aria-pressed={search.kind === kind}
            onClick={() => choose(kind)}
          >
            {changeWords[kind]}
          </button>
        ))}
      </section>
      <ListBody
        rows={rows}
        wrong={undefined}
        filter=""
        empty="Nothing of that kind happened in this time."
        clear={() => {}}
        label="Changes, newest first"
        name={`changes ${search.since} ${search.kind} ${search.by}`}
        height={rowHeight}
        render={(change, place) => <ChangeItem change={change} place={place} />}
      />
    </div>
  )
}

function ChangeItem({ change, place }: { change: FindingChange; place: number }) {
  const { finding } = change
  return (
    <Link
      to="/findings/$id"
      params={{ id: finding.id }}
      preload={false}
      data-row={place}
      className="grid h-full grid-cols-[auto_minmax(0,1fr)] content-center items-center gap-x-4 gap-y-0.5 px-4 hover:bg-raised focus-visible:-outline-offset-2 md:grid-cols-[7rem_8rem_minmax(0,5fr)_minmax(0,6fr)]"
    >
      <span className="text-sm text-muted">
        <When at={change.at} />
      </span>
      <span className="text-sm font-medium">{changeWords[change.kind]}</span>
      <span className="col-span-2 min-w-0 md:col-span-1">
        <span className="flex items-baseline gap-2">
          {finding.state === 'open' && <Decision urgency={finding.urgency} />}
          <span className="truncate font-medium" title={finding.title}>
            {finding.title}
          </span>
        </span>
        <span className="block truncate text-sm text-muted">{finding.asset.name}</span>
      </span>
      <span className="col-span-2 truncate text-sm text-muted md:col-span-1" title={wordsOf(change)}>
        {wordsOf(change)}
      </span>
    </Link>
  )
}
