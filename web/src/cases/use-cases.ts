import type {
  CaseDescribed,
  CaseDetail,
  CaseLinkRow,
  CaseMomentRow,
  CaseRow,
  RegressionCaseRow,
} from '@contract/assurance-cases.ts'
import type { MailTaken, ReportLinkRow } from '@contract/assurance-reports.ts'
import type { IssuedLink } from '@contract/people.ts'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

/** Below the key of assurance: an evaluation that is imported moves what a case is missing. */
const KEY = 'assurance'

export const casesQuery = queryOptions({
  queryKey: [KEY, 'cases'],
  queryFn: async () => (await call<{ cases: CaseRow[] }>('/cases')).cases,
})
export const caseQuery = (id: string) =>
  queryOptions({ queryKey: [KEY, 'cases', id], queryFn: () => call<CaseDetail>(`/cases/${encodeURIComponent(id)}`) })
export const regressionQuery = (control: string) =>
  queryOptions({
    queryKey: [KEY, 'regression', control],
    queryFn: async () =>
      (await call<{ cases: RegressionCaseRow[] }>(`/regression-cases?${new URLSearchParams({ control })}`)).cases,
  })
export const reportLinksQuery = queryOptions({
  queryKey: [KEY, 'report-links'],
  queryFn: async () => (await call<{ links: ReportLinkRow[] }>('/report-links')).links,
})

/** What a case is part of is read again: figures of others, too. */
export const readAssurance = () => queryClient.invalidateQueries({ queryKey: [KEY] })

export interface NewCase {
  kind: CaseRow['kind']
  title: string
  summary: string
  system: string | null
  pattern: string | null
  confidential: boolean
}

export function useOpenCase() {
  return useMutation({
    mutationFn: (told: NewCase) => send<{ id: string; reopened: string[] }>('POST', '/cases', told),
    onSuccess: readAssurance,
  })
}

export function useMailCase() {
  return useMutation({
    mutationFn: (file: File) =>
      call<MailTaken>('/cases/mail', {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: file,
      }),
    onSuccess: readAssurance,
  })
}

export interface NewChange {
  control: string
  kind: 'control' | 'exception'
  what: string
  /** Left out: now. */
  madeAt: string | undefined
  regressionKey: string | null
  owner: string | null
  nextReview: string | null
  until: string | null
}

/** An answer to whoever reported a case by a link. */
export function useAnswer(id: string) {
  return useMutation({
    mutationFn: (words: string) => send<object>('POST', `/cases/${encodeURIComponent(id)}/words`, { words }),
    onSuccess: readAssurance,
  })
}

/** Everything that is done to one case. */
export function useCaseWork(id: string) {
  const path = `/cases/${encodeURIComponent(id)}`
  const work = <Asked>(ask: (asked: Asked) => Promise<unknown>) => ({ mutationFn: ask, onSuccess: readAssurance })
  return {
    describe: useMutation({
      mutationFn: (said: object) => send<CaseDescribed>('PATCH', path, said),
      onSuccess: readAssurance,
    }),
    barrier: useMutation(work((said: object) => send('PUT', `${path}/barriers`, said))),
    change: useMutation(work((made: NewChange) => send('POST', `${path}/changes`, made))),
    complete: useMutation(
      work(({ change, ...said }: { change: string } & Record<string, unknown>) =>
        send('PATCH', `/case-changes/${change}`, said),
      ),
    ),
    withdraw: useMutation(
      work(({ change, why }: { change: string; why: string }) =>
        send('POST', `/case-changes/${change}/withdraw`, { why }),
      ),
    ),
    moment: useMutation(work((said: Partial<CaseMomentRow>) => send('POST', `${path}/moments`, said))),
    link: useMutation(work((link: CaseLinkRow) => send('PUT', `${path}/links`, link))),
    freeze: useMutation(work(() => send('POST', `${path}/freeze`))),
    close: useMutation(work(() => send('POST', `${path}/close`))),
    reopen: useMutation(work((why: string) => send('POST', `${path}/reopen`, { why }))),
  }
}

export function useMakeLink() {
  return useMutation({
    mutationFn: (wanted: { label: string; days: number }) => send<IssuedLink>('POST', '/report-links', wanted),
    onSuccess: readAssurance,
  })
}

export function useRevokeLink() {
  return useMutation({
    mutationFn: (id: string) => send('DELETE', `/report-links/${id}`),
    onSuccess: readAssurance,
  })
}
