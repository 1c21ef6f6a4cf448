import type { CaseHistoryDetail, ControlCases } from '@contract/evaluation-history.ts'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../api/client.ts'

/** Below the key of assurance: a run that is imported adds to histories. */
const KEY = 'assurance'

export const historyQuery = (key: string, control: string | undefined) =>
  queryOptions({
    queryKey: [KEY, 'case-history', key, control ?? ''],
    queryFn: () =>
      call<CaseHistoryDetail>(
        `/evaluation-cases/history?${new URLSearchParams({ key, ...(control !== undefined && { control }) })}`,
      ),
  })

export const controlCasesQuery = (control: string, part: 'all' | 'failing' | 'flaky') =>
  queryOptions({
    queryKey: [KEY, 'control-cases', control, part],
    queryFn: () => call<ControlCases>(`/evaluation-cases?${new URLSearchParams({ control, part })}`),
  })
