/** What is looked at: the workspace's trail or the instance's, under a filter, between days. */
export interface AuditSearch {
  filter?: string
  from?: string
  to?: string
  of?: 'instance'
}

/** Reads it from the address; what is not understood is left out. */
export function auditSearch(search: Record<string, unknown>): AuditSearch {
  const { filter, from, to, of } = search
  return {
    ...(typeof filter === 'string' && filter !== '' && { filter }),
    ...(isDay(from) && { from }),
    ...(isDay(to) && { to }),
    ...(of === 'instance' && { of }),
  }
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
}
