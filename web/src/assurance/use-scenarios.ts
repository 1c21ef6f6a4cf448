import type { ScenarioRow } from '@contract/scenario-rows.ts'
import type { ReadyScenarioRow, ScenarioRequest, ScenarioStart } from '@contract/scenarios.ts'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

const KEY = 'assurance'
const readAll = () => queryClient.invalidateQueries({ queryKey: [KEY] })

export const readyScenariosQuery = queryOptions({
  queryKey: [KEY, 'ready-scenarios'],
  queryFn: async () => (await call<{ scenarios: ReadyScenarioRow[] }>('/ready-scenarios')).scenarios,
})

export function useStartScenario() {
  return useMutation({
    mutationFn: (start: ScenarioStart) => send<{ id: string; controls: string[] }>('POST', '/ready-scenarios', start),
    onSuccess: readAll,
  })
}

/** @param done runs before anything is read again: what is read anew may take the form away */
export function useWriteScenario(id: string, done: () => void) {
  return useMutation({
    mutationFn: (said: { revision: number; scenario: ScenarioRequest }) =>
      send<{ id: string }>('PUT', `/scenarios/${encodeURIComponent(id)}`, said),
    onSuccess: () => {
      done()
      return readAll()
    },
  })
}

/** @param done as above */
export function useRemoveScenario(id: string, done: () => void) {
  return useMutation({
    mutationFn: () => send<{ id: string }>('DELETE', `/scenarios/${encodeURIComponent(id)}`),
    onSuccess: () => {
      done()
      return readAll()
    },
  })
}

/** What is said of a scenario, as it can be sent back. */
export function saidOf(scenario: ScenarioRow): ScenarioRequest {
  const { title, owner, harm, appetite, treatment, treatmentUntil, initiators, techniques, reviewDays } = scenario
  return {
    ...{ title, owner, harm, appetite, treatment, treatmentUntil, initiators, techniques, reviewDays },
    ...{ attempts: scenario.attempts, enabling: scenario.enabling, consequence: scenario.consequence },
    barriers: scenario.barriers.map(({ control, layer, causes }) => ({ control, layer, causes })),
  }
}
