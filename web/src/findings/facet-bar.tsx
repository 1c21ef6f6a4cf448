import { hasTerm, toggleTerm } from '@contract/filter.ts'
import type { Facets } from '@contract/findings.ts'
import { Decision } from '../parts/decision.tsx'
import { Menu } from '../parts/menu.tsx'
import { useWide } from '../parts/use-wide.ts'

type Facet = Facets['facets'][number]

const labels: Readonly<Record<string, string>> = {
  exposure: 'Exposure',
  kev: 'In KEV',
  exploitation: 'Exploitation',
  ecosystem: 'Ecosystem',
  asset: 'Asset',
  verdict: 'Verdict',
  basis: 'Basis',
  fix: 'Fix known',
}
const urgencies = ['now', 'soon', 'scheduled', 'defer'] as const

interface Props {
  filter: string
  change: (filter: string) => void
}

/**
 * Chips that write the filter's text; each value with its exact count.
 * @param facets `undefined` while they are counted: the bar keeps its height.
 */
export function FacetBar({ filter, change, facets }: Props & { facets: readonly Facet[] | undefined }) {
  const wide = useWide()
  const decisions = facets?.find((facet) => facet.key === 'decision')
  const others = (facets ?? []).filter((facet) => facet.key !== 'decision' && facet.values.length > 0)
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
      {wide ? (
        others.map((facet) => <FacetMenu key={facet.key} facet={facet} filter={filter} change={change} />)
      ) : (
        <Menu label="More filters">
          {others.map((facet) => (
            <section key={facet.key} aria-label={labelOf(facet)} className="border-b border-line p-1 last:border-b-0">
              <h2 className="px-2 pt-1 text-sm font-medium">{labelOf(facet)}</h2>
              <FacetValues facet={facet} filter={filter} change={change} />
            </section>
          ))}
        </Menu>
      )}
    </section>
  )
}

function labelOf({ key }: Facet): string {
  return labels[key] ?? key
}

interface FacetProps extends Props {
  facet: Facet
}

function FacetMenu({ facet, filter, change }: FacetProps) {
  const chosen = facet.values.filter((entry) => hasTerm(filter, facet.key, entry.value))
  return (
    <Menu
      label={
        <span className={chosen.length > 0 ? 'max-w-60 truncate font-medium text-accent' : ''}>
          {labelOf(facet)}
          {chosen.length > 0 && `: ${chosen.map((entry) => entry.value).join(', ')}`}
        </span>
      }
    >
      <div className="p-1">
        <FacetValues facet={facet} filter={filter} change={change} />
      </div>
    </Menu>
  )
}

function FacetValues({ facet, filter, change }: FacetProps) {
  return (
    <ul className="min-w-52">
      {facet.values.map(({ value, count }) => (
        <li key={value}>
          <label className="flex cursor-pointer items-center gap-2 rounded px-2 py-1 text-sm hover:bg-raised">
            <input
              type="checkbox"
              checked={hasTerm(filter, facet.key, value)}
              onChange={() => change(toggleTerm(filter, facet.key, value))}
            />
            <span className="max-w-64 flex-1 truncate" title={value}>
              {value}
            </span>
            <span className="text-muted">{count.toLocaleString()}</span>
          </label>
        </li>
      ))}
    </ul>
  )
}
