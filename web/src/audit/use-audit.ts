import type { AuditEntry, AuditVerification } from '@contract/audit.ts'
import type { Page } from '@contract/page.ts'
import { infiniteQueryOptions, useMutation } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import type { AuditSearch } from './audit-search.ts'

const baseOf = ({ of }: AuditSearch) => (of === 'instance' ? '/instance/audit' : '/audit')

function paramsOf({ filter, from, to }: AuditSearch): Record<string, string> {
  return { ...(filter && { filter }), ...(from && { from }), ...(to && { to }) }
}

export const auditQuery = (search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', search],
    queryFn: ({ pageParam }) =>
      call<Page<AuditEntry>>(
        `${baseOf(search)}?${new URLSearchParams({ ...paramsOf(search), limit: '100', ...(pageParam && { cursor: pageParam }) })}`,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    // Entries come without an event of their own.
    staleTime: 0,
  })

export function exportAddress(search: AuditSearch, format: 'csv' | 'jsonl'): string {
  return `/api/v1${baseOf(search)}/export?${new URLSearchParams({ ...paramsOf(search), format })}`
}

export function useVerification(search: AuditSearch) {
  return useMutation({ mutationFn: () => call<AuditVerification>(`${baseOf(search)}/verification`) })
}
