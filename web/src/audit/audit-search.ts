/** What is looked at: the workspace's trail or the instance's, under a filter, between days. */
export interface AuditSearch {
  filter?: string
  from?: string
  to?: string
  of?: 'instance'
  /** The entry that is looked at beside the list. */
  peek?: string
}

/** Reads it from the address; what is not understood is left out. */
export function auditSearch(search: Record<string, unknown>): AuditSearch {
  const { filter, from, to, of, peek } = search
  return {
    ...(typeof filter === 'string' && filter !== '' && { filter }),
    ...(isDay(from) && { from }),
    ...(isDay(to) && { to }),
    ...(of === 'instance' && { of }),
    ...((typeof peek === 'string' || typeof peek === 'number') &&
      /^\d{1,15}$/.test(String(peek)) && { peek: String(peek) }),
  }
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
}
