import type { FindingRow } from '@contract/findings.ts'

type Urgency = FindingRow['urgency']

/** How far back, and which number's findings are shown. */
export interface TrendsSearch {
  days?: number
  decision?: Urgency
  /** Its end; without one the fixed findings are asked for. */
  day?: string
}

export const ranges = [30, 90, 180, 365] as const
export const urgencies = ['now', 'soon', 'scheduled', 'defer'] as const

export function trendsSearch({ days, decision, day }: Record<string, unknown>): TrendsSearch {
  const range = ranges.find((one) => one === days)
  const urgency = urgencies.find((one) => one === decision)
  const isDay = typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day)
  return { ...(range && { days: range }), ...(urgency && { decision: urgency, ...(isDay && { day }) }) }
}
