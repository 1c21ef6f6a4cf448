import type { TraceOverview } from '@contract/monitoring.ts'
import { useMutation } from '@tanstack/react-query'
import { send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

const readAgain = () => queryClient.invalidateQueries({ queryKey: ['assurance'] })

export function useTraceSettings() {
  return useMutation({
    mutationFn: (settings: TraceOverview['settings']) => send('PUT', '/trace-settings', settings),
    onSettled: readAgain,
  })
}

/** Keeps a gateway's secret, sealed; `null` forgets it. */
export function useGatewaySecret(id: string) {
  return useMutation({
    mutationFn: (secret: string | null) => send('PUT', `/gateways/${encodeURIComponent(id)}/secret`, { secret }),
    onSettled: readAgain,
  })
}
