import type {
  EvaluationGapRow,
  GatewayRow,
  MonitorRow,
  ProbeResult,
  ProbeRow,
  TraceOverview,
} from '@contract/monitoring.ts'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

const KEY = 'assurance'

/** Of a control or of a run: how far it speaks for production. */
export const gapQuery = (of: 'controls' | 'evaluations', id: string) =>
  queryOptions({
    queryKey: [KEY, of, id, 'gap'],
    queryFn: () => call<EvaluationGapRow>(`/${of}/${encodeURIComponent(id)}/gap`),
  })
export const probesQuery = queryOptions({
  queryKey: [KEY, 'probes'],
  queryFn: async () => (await call<{ probes: ProbeRow[] }>('/probes')).probes,
})
export const gatewaysQuery = queryOptions({
  queryKey: [KEY, 'gateways'],
  queryFn: async () => (await call<{ gateways: GatewayRow[] }>('/gateways')).gateways,
})
export const monitorsQuery = queryOptions({
  queryKey: [KEY, 'monitors'],
  queryFn: async () => (await call<{ monitors: MonitorRow[] }>('/monitors')).monitors,
})
export const tracesQuery = queryOptions({
  queryKey: [KEY, 'traces'],
  queryFn: () => call<TraceOverview>('/traces'),
})

/**
 * True until all that a page shows beside its own rows has come, or has failed: what comes later would push the rest down.
 * What has failed once is not waited for again: the part that shows the failure asks anew when it appears, and a page that
 * took it away meanwhile would bring it back to ask without end.
 */
export function isComing(results: readonly { isPending: boolean; errorUpdateCount: number }[]): boolean {
  return results.some(({ isPending, errorUpdateCount }) => isPending && errorUpdateCount === 0)
}

const readAgain = () => queryClient.invalidateQueries({ queryKey: [KEY] })

export function useProbe() {
  return useMutation({
    mutationFn: (control: string) => call<ProbeResult>(`/probes/${encodeURIComponent(control)}`, { method: 'POST' }),
    onSettled: readAgain,
  })
}

export function useApproval() {
  return useMutation({
    mutationFn: ({ id, url }: { id: string; url: string | null }) => {
      const path = `/gateways/${encodeURIComponent(id)}/approval`
      if (url === null) return call(path, { method: 'DELETE' })
      return call(path, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ url }),
      })
    },
    onSettled: readAgain,
  })
}
