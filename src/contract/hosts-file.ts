import { formatFilter, hasTerm, parseFilter } from './filter.ts'

/** What a list of hosts leaves out of the assets under a filter, and what goes in. */
export interface HostsSelection {
  filter: string
  /** Filter of what is left out: hosts that are only watched. Absent: nothing is. */
  leftOut?: string
}

/**
 * A list of hosts is what other tools are pointed at: what is only watched is not for them to touch, unless somebody asks
 * for it, by `monitored` or by its standing.
 */
export function hostsSelection(filter: string, monitored: boolean): HostsSelection {
  if (monitored || hasTerm(filter, 'standing', 'monitor-only')) return { filter }
  const { terms, text } = parseFilter(filter)
  const standing = { key: 'standing', values: ['monitor-only'] }
  const hosts = { key: 'kind', values: ['domain', 'hostname', 'ip-address'], not: false }
  return {
    filter: formatFilter({ text, terms: [...terms, { ...standing, not: true }] }),
    leftOut: formatFilter({ text, terms: [...terms, { ...standing, not: false }, hosts] }),
  }
}
