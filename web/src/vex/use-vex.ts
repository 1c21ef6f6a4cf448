import type { Page } from '@contract/page.ts'
import type { ImportedVex, VexDocumentRow } from '@contract/vex.ts'
import { infiniteQueryOptions, useMutation } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

const PAGE = 50

export const vexFormats = [
  ['openvex', 'OpenVEX'],
  ['cyclonedx', 'CycloneDX VEX'],
  ['csaf', 'CSAF VEX'],
] as const

/** Address of the rulings in force as a document; of one asset where it is named. */
export function exportAddress(format: string, asset?: string): string {
  return `/api/v1/vex/export?${new URLSearchParams({ format, ...(asset !== undefined && { asset }) })}`
}

export const vexDocumentsQuery = infiniteQueryOptions({
  queryKey: ['findings', 'vex'],
  queryFn: ({ pageParam }) =>
    call<Page<VexDocumentRow>>(
      `/vex/documents?${new URLSearchParams({ limit: String(PAGE), ...(pageParam && { cursor: pageParam }) })}`,
    ),
  initialPageParam: '',
  getNextPageParam: (last) => last.next ?? undefined,
})

/** Sends a file; rehearsed it only tells what it would do. */
export function useImportVex(rehearse: boolean) {
  return useMutation({
    mutationFn: async ({ file, endsAt }: { file: File; endsAt: string }) => {
      const query = new URLSearchParams({ name: file.name, endsAt, rehearse: String(rehearse) })
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: await file.text() }
      return call<ImportedVex>(`/vex/import?${query}`, init)
    },
    onSuccess: () => (rehearse ? undefined : queryClient.invalidateQueries({ queryKey: ['findings'] })),
  })
}
