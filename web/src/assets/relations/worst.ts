import type { UrgencyCounts } from '@contract/assets.ts'

const order = ['now', 'soon', 'scheduled', 'defer'] as const

/** The most urgent decision among open findings; `undefined`: none is open. */
export function worstOf(open: UrgencyCounts): (typeof order)[number] | undefined {
  return order.find((urgency) => open[urgency] > 0)
}
