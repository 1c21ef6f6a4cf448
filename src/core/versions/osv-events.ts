import { compareVersions, isValidVersion } from './compare.ts'
import type { Interval, SchemeId } from './types.ts'

/** One event of an OSV range. */
export interface OsvEvent {
  introduced?: string | undefined
  fixed?: string | undefined
  last_affected?: string | undefined
  limit?: string | undefined
}

/**
 * OSV events to intervals: sorted by version, each `introduced` opens an interval and the next `fixed` or `last_affected`
 * closes it; `introduced: "0"` is unbounded below; `limit` bounds what is still open. Source: OSV schema, evaluation.
 */
export function rangeFromOsvEvents(scheme: SchemeId, events: readonly OsvEvent[]): Interval[] {
  const steps = events.flatMap(stepsOf).sort((a, b) => orderOf(scheme, a, b))
  const limit = events.find((event) => event.limit !== undefined && event.limit !== '*')?.limit
  const intervals: Interval[] = []
  let open: Interval | undefined
  for (const step of steps) {
    if (step.kind === 'introduced') open ??= step.version === '0' ? {} : { min: step.version }
    else if (open) {
      intervals.push({
        ...open,
        max: step.version,
        ...(step.kind === 'last_affected' && { maxInclusive: true as const }),
      })
      open = undefined
    }
  }
  if (open) intervals.push(limit === undefined ? open : { ...open, max: limit })
  return intervals
}

interface Step {
  kind: 'introduced' | 'fixed' | 'last_affected'
  version: string
}

function stepsOf(event: OsvEvent): Step[] {
  if (event.introduced !== undefined) return [{ kind: 'introduced', version: event.introduced }]
  if (event.fixed !== undefined) return [{ kind: 'fixed', version: event.fixed }]
  if (event.last_affected !== undefined) return [{ kind: 'last_affected', version: event.last_affected }]
  return []
}

const kindOrder = { fixed: 0, introduced: 1, last_affected: 2 } as const

/**
 * At the same version a fix ends before the next introduction begins; "0" is before everything, and what is no version
 * after it: an unreadable fix ends what is open and is not overlooked.
 */
function orderOf(scheme: SchemeId, a: Step, b: Step): number {
  if (a.version === '0' || b.version === '0')
    return Number(b.version === '0') - Number(a.version === '0') || kindOrder[a.kind] - kindOrder[b.kind]
  const unreadable = Number(!isValidVersion(scheme, a.version)) - Number(!isValidVersion(scheme, b.version))
  return unreadable || compareVersions(scheme, a.version, b.version) || kindOrder[a.kind] - kindOrder[b.kind]
}
