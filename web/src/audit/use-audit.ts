import type { AuditVerification, NamedAuditEntry } from '@contract/audit.ts'
import type { Facets } from '@contract/findings.ts'
import type { Page } from '@contract/page.ts'
import { keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { rowsOf } from '../api/queries.ts'
import type { RowSource } from '../api/rows.ts'
import type { AuditSearch } from './audit-search.ts'

/** An entry as a row: its place in the chain is its name. */
export type AuditRow = NamedAuditEntry & { id: string }

export const auditPath = ({ of }: AuditSearch) => (of === 'instance' ? '/instance/audit' : '/audit')

/** Between which days. */
export function daysOf({ from, to }: AuditSearch): Record<string, string> {
  return { ...(from && { from }), ...(to && { to }) }
}

export function auditRows(search: AuditSearch): RowSource<AuditRow> {
  const { filter } = search
  const source = rowsOf<NamedAuditEntry>(['audit', auditPath(search)], auditPath(search), { filter, ...daysOf(search) })
  const part = async (wanted: Parameters<typeof source.part>[0]): Promise<Page<AuditRow>> => {
    const page = await source.part(wanted)
    return { ...page, rows: page.rows.map((entry) => ({ ...entry, id: String(entry.position) })) }
  }
  return { key: source.key, part }
}

export const auditFacetsQuery = (search: AuditSearch) =>
  queryOptions({
    queryKey: ['audit', 'facets', auditPath(search), search.filter, search.from, search.to],
    queryFn: () => {
      const asked = new URLSearchParams({ filter: search.filter ?? '', ...daysOf(search) })
      return call<Facets>(`${auditPath(search)}/facets?${asked}`)
    },
    placeholderData: keepPreviousData,
    // Entries come without an event of their own.
    staleTime: 0,
  })

export function useVerification(search: AuditSearch) {
  return useMutation({ mutationFn: () => call<AuditVerification>(`${auditPath(search)}/verification`) })
}
