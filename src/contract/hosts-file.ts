import { formatFilter, parseFilter } from './filter.ts'

/** What a list of hosts leaves out of the assets under a filter, and what goes in. */
export interface HostsSelection {
  filter: string
  /** Filter of what is left out: hosts that are not ours, or only watched. Absent: nothing is. */
  leftOut?: string
}

/**
 * A list of hosts is what other tools are pointed at: what is not ours, or only watched, is not for them to touch, unless
 * somebody asks for it, by `monitored` or by its standing.
 */
export function hostsSelection(filter: string, monitored: boolean): HostsSelection {
  const { terms, text } = parseFilter(filter)
  if (terms.some(({ key, not }) => key === 'standing' && !not)) return { filter }
  const standing = { key: 'standing', values: monitored ? ['owned', 'monitor-only'] : ['owned'] }
  const hosts = { key: 'kind', values: ['domain', 'hostname', 'ip-address'], not: false }
  return {
    filter: formatFilter({ text, terms: [...terms, { ...standing, not: false }] }),
    leftOut: formatFilter({ text, terms: [...terms, { ...standing, not: true }, hosts] }),
  }
}

/** Whether nothing but somebody's naming it says that an asset is ours: no proof, no approval, no ruling. */
export function isOnlyNamed(reason: string): boolean {
  return reason.endsWith('not proven yet')
}

/** `_dmarc.shop.example` and `*.shop.example` are records and no hosts: nobody can be asked by them. */
export function isHostName(name: string): boolean {
  return !name.startsWith('*') && !/(?:^|\.)_/.test(name)
}
