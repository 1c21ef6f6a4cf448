import type { CasePlaybooks, CaseTimeRow, ObligationList, PlaybookRow, RunningDutyRow } from '@contract/case-work.ts'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'
import { readAssurance } from '../cases/use-cases.ts'

const KEY = 'assurance'

export const playbooksQuery = queryOptions({
  queryKey: [KEY, 'playbooks'],
  queryFn: async () => (await call<{ playbooks: PlaybookRow[] }>('/playbooks')).playbooks,
})
export const playbookQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'playbooks', id],
    queryFn: async () => (await call<{ versions: PlaybookRow[] }>(`/playbooks/${encodeURIComponent(id)}`)).versions,
  })
export const casePlaybooksQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'cases', id, 'playbooks'],
    queryFn: () => call<CasePlaybooks>(`/cases/${encodeURIComponent(id)}/playbooks`),
  })
export const obligationsQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'cases', id, 'obligations'],
    queryFn: () => call<ObligationList>(`/cases/${encodeURIComponent(id)}/obligations`),
  })
export const runningDutiesQuery = queryOptions({
  queryKey: [KEY, 'cases', 'duties'],
  queryFn: async () => (await call<{ duties: RunningDutyRow[] }>('/obligations')).duties,
})
export const caseTimesQuery = queryOptions({
  queryKey: [KEY, 'cases', 'times'],
  queryFn: async () => (await call<{ times: CaseTimeRow[] }>('/cases/times')).times,
})

export interface WrittenPlaybook {
  id: string
  body: string
  because?: {
    caseId: string
    controlId: string
    regressionKey: string | null
    owner: string | null
    nextReview: string | null
  }
}

export function useWritePlaybook() {
  return useMutation({
    mutationFn: (written: WrittenPlaybook) =>
      send<{ id: string; version: number; unchanged: boolean }>('PUT', '/playbooks', written),
    onSuccess: readAssurance,
  })
}

interface TickedStep {
  playbook: string
  position: number
  done: boolean
}

function ticked(shown: CasePlaybooks, { playbook, position, done }: TickedStep): CasePlaybooks {
  const own = (list: CasePlaybooks['running'][number]['done']) => [
    ...list.filter((one) => one.position !== position),
    ...(done ? [{ position, by: '', at: new Date().toISOString(), note: null }] : []),
  ]
  return {
    ...shown,
    running: shown.running.map((one) => (one.playbookId === playbook ? { ...one, done: own(one.done) } : one)),
  }
}

export function useCasePlan(id: string) {
  const path = `/cases/${encodeURIComponent(id)}`
  return {
    run: useMutation({
      mutationFn: (playbook: string) => send('POST', `${path}/playbooks`, { playbook }),
      onSuccess: readAssurance,
    }),
    tick: useMutation({
      mutationFn: (step: TickedStep) => send('PUT', `${path}/steps`, step),
      // Shown at once, whatever is read meanwhile; the answer says by whom and when.
      onMutate: async (step) => {
        await queryClient.cancelQueries({ queryKey: casePlaybooksQuery(id).queryKey })
        queryClient.setQueryData(casePlaybooksQuery(id).queryKey, (shown) => shown && ticked(shown, step))
      },
      onSettled: readAssurance,
    }),
    duty: useMutation({
      mutationFn: (said: { ruleId: string; state: string; startedAt?: string | null }) =>
        send('PUT', `${path}/obligations`, said),
      onSuccess: readAssurance,
    }),
  }
}
