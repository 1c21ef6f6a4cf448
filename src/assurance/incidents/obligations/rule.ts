/** A duty to report, in one version (METHODS M8). Days are `YYYY-MM-DD`. */
export interface ObligationRule {
  id: string
  version: number
  name: string
  jurisdiction: string
  /** Whose duty it is. */
  role: string
  trigger: string
  /** What starts the clock. */
  clock: 'aware' | 'classified' | 'previous report'
  deadline: number
  unit: 'hours' | 'calendar-days' | 'working-days' | 'months'
  /** The first report may be completed later. */
  mayBeIncomplete: boolean
  /** The report whose sending starts the clock. */
  follows: string | null
  recipient: string
  source: string
  from: string
  to: string | null
  verifiedOn: string
  verifiedBy: string
  note: string | null
}

/** The newest version of each rule that applies on a day. */
export function rulesOn(day: string, rules: readonly ObligationRule[]): ObligationRule[] {
  const newest = new Map<string, ObligationRule>()
  for (const rule of rules) {
    if (rule.from > day || (rule.to !== null && rule.to < day)) continue
    if ((newest.get(rule.id)?.version ?? 0) < rule.version) newest.set(rule.id, rule)
  }
  return rules.filter((rule) => newest.get(rule.id) === rule)
}
