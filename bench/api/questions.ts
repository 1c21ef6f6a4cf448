/** A question a client asks; `deep` goes on with the next pages. */
export interface Question {
  kind: 'list' | 'facets' | 'rare filter' | 'deep page' | 'order' | 'text' | 'today'
  path: string
  deep?: number
}

/** How often each kind is asked, in a hundred. */
const shares: Record<Question['kind'], number> = {
  list: 30,
  facets: 30,
  'rare filter': 10,
  'deep page': 5,
  order: 10,
  text: 10,
  today: 5,
}

const urgencies = ['now', 'soon', 'scheduled', 'defer']
const exposures = ['internet', 'internal', 'isolated', 'unknown']
const ecosystems = ['npm', 'PyPI', 'Maven', 'Go', 'Debian', 'Alpine', 'RubyGems', 'Packagist']
const dues = ['overdue', 'today', 'week', 'later', 'none']
const orders = ['due', 'newest', 'oldest', 'epss', 'cvss', 'asset']

/** The next question of a client, drawn by `random` (0 … 1). */
export function nextQuestion(random: () => number): Question {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!
  const below = (limit: number) => Math.floor(random() * limit)
  const common = () =>
    pick([
      '',
      `decision:${pick(urgencies)}`,
      `decision:now,soon exposure:${pick(exposures)}`,
      `ecosystem:${pick(ecosystems)}`,
      `kev:yes exposure:${pick(exposures)}`,
      `-decision:defer verdict:affected fix:yes`,
      `owner:team-${below(40)} decision:${pick(urgencies)}`,
      `due:${pick(dues)}`,
      `assignee:none team:none decision:${pick(urgencies)}`,
    ])
  const rare = () =>
    pick([
      `asset:"service ${below(5_000)}"`,
      `owner:team-${below(40)} ecosystem:${pick(ecosystems)} kev:yes exploitation:active decision:now`,
      `ecosystem:Cobol`,
      `state:resolved kev:yes basis:observed exposure:internet criticality:critical ecosystem:${pick(ecosystems)}`,
      `CVE-2089-${1_000 + below(20_000)}`,
    ])
  let share = random() * 100
  const kind = (Object.keys(shares) as Question['kind'][]).find((one) => {
    share -= shares[one]
    return share < 0
  })
  switch (kind ?? 'list') {
    case 'facets':
      return { kind: 'facets', path: facetsPath(common()) }
    case 'rare filter':
      return { kind: 'rare filter', path: random() < 0.5 ? listPath(rare()) : facetsPath(rare()) }
    case 'deep page':
      // As a page that is scrolled: far down at once, and on from there.
      if (random() < 0.5) return { kind: 'deep page', path: `${listPath('')}&offset=${below(150_000)}` }
      return { kind: 'deep page', path: listPath(common()), deep: 5 }
    case 'order':
      return { kind: 'order', path: listPath(common(), pick(orders)) }
    case 'text':
      return { kind: 'text', path: listPath(`package-${below(4_000)} ${random() < 0.5 ? 'decision:now,soon' : ''}`) }
    case 'today':
      return { kind: 'today', path: '/overview' }
    default:
      return { kind: 'list', path: listPath(common()) }
  }
}

function listPath(filter: string, sort = 'decision'): string {
  return `/findings?${new URLSearchParams({ filter, sort, limit: '50' })}`
}

function facetsPath(filter: string): string {
  return `/findings/facets?${new URLSearchParams({ filter })}`
}
