import { hasTerm, toggleTerm } from '@contract/filter.ts'
import type { Facets } from '@contract/findings.ts'
import { FacetMenus } from '../lists/facet-menus.tsx'
import { Decision } from '../parts/decision.tsx'

type Facet = Facets['facets'][number]

const urgencies = ['now', 'soon', 'scheduled', 'defer'] as const

interface Props {
  filter: string
  change: (filter: string) => void
  facets: readonly Facet[] | undefined
  /** What is counted where it is not findings, and how many there are: one may hold findings of several decisions. */
  grouped?: { one: string; total: number | undefined }
}

/**
 * Chips that write the filter's text; each value with its exact count.
 * `facets`: `undefined` while they are counted; the bar keeps its height.
 */
export function FacetBar({ filter, change, facets, grouped }: Props) {
  const decisions = facets?.find((facet) => facet.key === 'decision')
  const others = (facets ?? []).filter((facet) => facet.key !== 'decision')
  return (
    <section
      className="flex min-h-9 flex-wrap items-center gap-1.5 border-b border-line px-4 pb-2 print:hidden"
      aria-label="Facets"
    >
      {urgencies.map((urgency) => (
        <button
          key={urgency}
          type="button"
          aria-pressed={hasTerm(filter, 'decision', urgency)}
          className="rounded-md border border-transparent aria-pressed:border-current"
          onClick={() => change(toggleTerm(filter, 'decision', urgency))}
        >
          <Decision
            urgency={urgency}
            count={decisions && (decisions.values.find((entry) => entry.value === urgency)?.count ?? 0)}
          />
        </button>
      ))}
      {grouped && decisions && <Overlap {...grouped} decisions={decisions} />}
      <FacetMenus filter={filter} change={change} facets={others} />
    </section>
  )
}

/** Counts that come to more than there are need a word. */
function Overlap({ one, total, decisions }: { one: string; total: number | undefined; decisions: Facet }) {
  const sum = decisions.values.reduce((all, { count }) => all + count, 0)
  if (total === undefined || sum <= total) return null
  return <span className="mr-2 text-sm text-muted">{one} may count under several</span>
}
