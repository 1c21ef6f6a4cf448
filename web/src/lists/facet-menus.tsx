import { hasTerm, toggleTerm } from '@contract/filter.ts'
import type { Facets } from '@contract/findings.ts'
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
  criticality: 'Criticality',
  owner: 'Owner',
  assignee: 'Assignee',
  team: 'Team',
  progress: 'Progress',
  environment: 'Environment',
  kind: 'Kind',
  standing: 'Standing',
  proof: 'Proof',
  service: 'Offers a service',
  seen: 'Seen',
  decision: 'Decision',
  severity: 'Severity',
  weakness: 'Weakness',
  technology: 'Technology',
  port: 'Port',
  network: 'Network',
  change: 'Change',
  format: 'Format',
  tool: 'Tool',
  by: 'Imported by',
  role: 'Role',
  state: 'State',
  actor: 'Who',
  action: 'What',
  tag: 'Tag',
}
/** So many fit one line of a desktop. */
const MOST_MENUS = 7

interface Props {
  filter: string
  change: (filter: string) => void
}

/** A menu for each facet, on a phone one for all, and one for those that do not fit the line: chips that write the filter's text, each value with its exact count. */
export function FacetMenus({ filter, change, facets }: Props & { facets: readonly Facet[] }) {
  const wide = useWide()
  const shown = facets.filter((facet) => facet.values.length > 0)
  const own = wide ? shown.slice(0, MOST_MENUS) : []
  const more = shown.slice(own.length)
  return (
    <>
      {own.map((facet) => (
        <FacetMenu key={facet.key} facet={facet} filter={filter} change={change} />
      ))}
      {more.length > 0 && (
        <Menu label="More filters">
          {more.map((facet) => (
            <section key={facet.key} aria-label={labelOf(facet)} className="border-b border-line p-1 last:border-b-0">
              <h2 className="px-2 pt-1 text-sm font-medium">{labelOf(facet)}</h2>
              <FacetValues facet={facet} filter={filter} change={change} />
            </section>
          ))}
        </Menu>
      )}
    </>
  )
}

function labelOf({ key }: Facet): string {
  return labels[key] ?? key
}

/** The filter's own word for what is in no ecosystem says nothing by itself. */
function valueWords({ key }: Facet, value: string): string {
  return key === 'ecosystem' && value === 'none' ? 'no ecosystem' : value
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
          {chosen.length > 0 && `: ${chosen.map(({ value }) => valueWords(facet, value)).join(', ')}`}
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
              {valueWords(facet, value)}
            </span>
            <span className="text-muted">{count.toLocaleString()}</span>
          </label>
        </li>
      ))}
    </ul>
  )
}
