import { filterProblem, hasTerm, toggleTerm } from '@contract/filter.ts'
import type { FindingChangeRow } from '@contract/finding-changes.ts'
import { findingChangeFilterKeys } from '@contract/team-filters.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { fieldWords, shownField } from '../findings/history.tsx'
import { statusWords } from '../findings/ruling-words.ts'
import { useUndo } from '../findings/use-changes.ts'
import { countOf } from '../lists/toolbar.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { FilterField } from '../parts/filter-field.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { Paged } from './paged.tsx'
import { RulingsNav } from './rulings-nav.tsx'
import { madeChangesQuery } from './use-ruling-list.ts'

const route = getRouteApi('/rulings/changes')

const chips = [
  ['kind', 'ruling', 'Rulings'],
  ['kind', 'work', 'Work'],
  ['undone', 'no', 'Not undone'],
] as const

/** What people changed of findings in the last 30 days, with the way back. */
export function MadeChanges() {
  const { filter = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const go = (next: string) => void navigate({ search: next === '' ? {} : { filter: next }, replace: true })
  const wrong = filterProblem(filter, findingChangeFilterKeys)
  const list = useInfiniteQuery({ ...madeChangesQuery(filter), enabled: wrong === undefined })
  return (
    <div className="h-full overflow-y-auto pb-8">
      <header className="px-4 pt-3 pb-3">
        <h1 className="text-xl font-semibold">{countOf(list.data?.pages[0]?.total, 'change', 'changes')}</h1>
        <p className="prose-width text-muted">
          What people set or ruled on findings, of one or of many at once. It can be undone for 30 days; what somebody
          changed since stays as it is.
        </p>
      </header>
      <RulingsNav />
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3 print:hidden">
        <FilterField value={filter} change={go} placeholder="by:mara kind:ruling" label="Filter the changes" />
        {chips.map(([key, value, label]) => (
          <button
            key={label}
            type="button"
            className="chip"
            aria-pressed={hasTerm(filter, key, value)}
            onClick={() => go(toggleTerm(filter, key, value))}
          >
            {label}
          </button>
        ))}
      </div>
      <Paged
        label="Changes, newest first"
        list={list}
        wrong={wrong}
        filter={filter}
        empty="Nobody has changed a finding in the last 30 days."
        clear={() => go('')}
      >
        {(change) => <MadeChange change={change} />}
      </Paged>
    </div>
  )
}

function MadeChange({ change }: { change: FindingChangeRow }) {
  const may = useMay('analyst')
  const undo = useUndo()
  const { id, by, at, findings, undoneBy, undoneAt } = change
  const many = `${findings.toLocaleString()} ${findings === 1 ? 'finding' : 'findings'}`
  return (
    <article aria-label={`${many} by ${by}`}>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <strong className="font-semibold">{many}</strong>
        <span className="text-sm text-muted">
          by {by} <When at={at} />
        </span>
      </p>
      <p className="prose-width wrap-anywhere">{whatOf(change)}</p>
      <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        {undoneAt ? (
          <span className="text-muted">
            undone by {undoneBy} <When at={undoneAt} />
          </span>
        ) : (
          may && (
            <Confirm
              label="Undo"
              question={`${many} as before?`}
              disabled={undo.isPending}
              confirm={() => undo.mutate(id)}
            />
          )
        )}
        <span role="status">
          {undo.data &&
            `${undo.data.restored.toLocaleString()} as before${undo.data.left > 0 ? `, ${undo.data.left.toLocaleString()} left: somebody changed them since` : ''}`}
        </span>
        <Refusal error={undo.error} />
      </p>
    </article>
  )
}

function whatOf({ set, rule }: FindingChangeRow): string {
  if (rule) {
    const status = statusWords[rule.status as keyof typeof statusWords] ?? rule.status
    return `${status}, until ${rule.endsAt.slice(0, 10)}: ${rule.reason}`
  }
  return Object.entries(set ?? {})
    .map(([field, value]) => `${fieldWords[field] ?? field} ${shownField(value)}`)
    .join(', ')
}
