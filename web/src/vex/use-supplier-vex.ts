import type { Page } from '@contract/page.ts'
import type { SupplierVexRow, TakenSupplierVex } from '@contract/vex.ts'
import { infiniteQueryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

const PAGE = 50

export const supplierVexQuery = infiniteQueryOptions({
  queryKey: ['findings', 'supplier-vex'],
  queryFn: ({ pageParam }) =>
    call<Page<SupplierVexRow>>(
      `/vex/suppliers?${new URLSearchParams({ limit: String(PAGE), ...(pageParam && { cursor: pageParam }) })}`,
    ),
  initialPageParam: '',
  getNextPageParam: (last) => last.next ?? undefined,
})

const readAgain = () => void queryClient.invalidateQueries({ queryKey: ['findings'] })

/** Sends a supplier’s document. */
export function useTakeSupplierVex() {
  return useMutation({
    mutationFn: async (file: File) => {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: await file.text() }
      return call<TakenSupplierVex>(`/vex/suppliers?${new URLSearchParams({ name: file.name })}`, init)
    },
    onSuccess: readAgain,
  })
}

export function useRemoveSupplierVex() {
  return useMutation({ mutationFn: (id: string) => send('DELETE', `/vex/suppliers/${id}`), onSettled: readAgain })
}
