import type { ProbeAgentRow } from '@contract/agents.ts'
import type { Facets } from '@contract/findings.ts'
import type { Job } from '@contract/jobs.ts'
import type { Page } from '@contract/page.ts'
import type { ExclusionDone, FindingsFollowed, LookedUp, ScopeDocument } from '@contract/scope.ts'
import type {
  CandidateGroups,
  ChangedAsset,
  ChangedRun,
  DiscoveryRunRow,
  ProbePage,
  QuestionPage,
  SurfaceAssetDetail,
  SurfaceGraph,
  SurfaceRow,
} from '@contract/surface.ts'
import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { noteJob } from '../api/events.ts'
import { queryClient, rowsOf } from '../api/queries.ts'

/** `fold`: one row a place, with its names and services. */
export const surfaceRows = (filter: string, sort: string | undefined, fold: boolean) =>
  rowsOf<SurfaceRow>(['surface', 'list'], '/surface', { filter, sort, ...(fold && { fold: 'true' }) })

/** What each run changed, the latest first. */
export const changedRunsQuery = (filter: string) =>
  infiniteQueryOptions({
    queryKey: ['surface', 'changed-runs', filter],
    queryFn: ({ pageParam }) =>
      call<Page<ChangedRun>>(
        `/surface/changes/runs?${new URLSearchParams({ filter, limit: '20', ...(pageParam && { cursor: pageParam }) })}`,
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })

export const changedAssetsQuery = (runId: string, filter: string) =>
  queryOptions({
    queryKey: ['surface', 'changed-assets', runId, filter],
    queryFn: () =>
      call<{ assets: ChangedAsset[]; hidden: number }>(
        `/surface/changes/runs/${encodeURIComponent(runId)}/assets?${new URLSearchParams({ filter })}`,
      ),
    placeholderData: keepPreviousData,
  })

/** The latest run that changed something; `null` where none did. */
export const latestChangesQuery = queryOptions({
  queryKey: ['surface', 'latest-changes'],
  queryFn: async () => (await call<Page<ChangedRun>>('/surface/changes/runs?limit=1')).rows[0] ?? null,
})

/** What waits for a word, joined by what one word settles. */
export const candidatesQuery = queryOptions({
  queryKey: ['surface', 'candidates'],
  queryFn: () => call<CandidateGroups>('/surface/candidates'),
})

export const surfaceFacetsQuery = (filter: string) =>
  queryOptions({
    queryKey: ['surface', 'facets', filter],
    queryFn: () => call<Facets>(`/surface/facets?${new URLSearchParams({ filter })}`),
    placeholderData: keepPreviousData,
  })

export const surfaceAssetQuery = (id: string) =>
  queryOptions({
    queryKey: ['surface', 'asset', id],
    queryFn: () => call<SurfaceAssetDetail>(`/surface/assets/${encodeURIComponent(id)}`),
  })

/** As many assets as a picture bears; the API gives the nearest to the seeds. */
const MOST_DRAWN = '50000'

export const surfaceGraphQuery = (filter: string) =>
  queryOptions({
    queryKey: ['surface', 'graph', filter],
    queryFn: () => call<SurfaceGraph>(`/surface/graph?${new URLSearchParams({ filter, limit: MOST_DRAWN })}`),
    placeholderData: keepPreviousData,
  })

export const scopeQuery = queryOptions({
  queryKey: ['surface', 'scope'],
  queryFn: () => call<ScopeDocument>('/scope'),
})

const LIVE_MS = 1_500

/** How often it is asked whether somebody began a run elsewhere: from the command line, on a schedule. */
const IDLE_MS = 15_000

/** The latest runs; while one goes on it is asked for again and again. */
export const runsQuery = queryOptions({
  queryKey: ['surface', 'runs'],
  queryFn: async () => (await call<{ runs: DiscoveryRunRow[] }>('/discovery/runs')).runs,
  refetchInterval: ({ state }) => (state.data?.some((run) => run.state === 'running') ? LIVE_MS : IDLE_MS),
})

/** What a run sent, in the order of sending; `target`: to an address, a range, or the addresses of a name. */
export const probesQuery = (runId: string, target: string) =>
  infiniteQueryOptions({
    queryKey: ['surface', 'probes', runId, target],
    queryFn: ({ pageParam }) =>
      call<ProbePage>(
        `/discovery/runs/${encodeURIComponent(runId)}/probes?${new URLSearchParams({ after: pageParam, ...(target && { target }) })}`,
      ),
    initialPageParam: '0',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })

/** Whom a run asked what, beside its probes. */
export const questionsQuery = (runId: string, target: string) =>
  infiniteQueryOptions({
    queryKey: ['surface', 'questions', runId, target],
    queryFn: ({ pageParam }) =>
      call<QuestionPage>(
        `/discovery/runs/${encodeURIComponent(runId)}/questions?${new URLSearchParams({ after: pageParam, ...(target && { target }) })}`,
      ),
    initialPageParam: '0',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })

const again = () => queryClient.invalidateQueries({ queryKey: ['surface'] })

/** What changes of the scope answer, each some of it. */
interface ScopeChanged {
  id?: string
  isProven?: boolean
  detail?: string
  addresses?: string[]
  aliases?: string[]
  thirdParty?: string | null
  untouched?: LookedUp['untouched']
  name?: string
  kind?: SurfaceRow['kind']
  already?: boolean
  exists?: boolean | null
  notes?: string[]
  effect?: ExclusionDone
  followed?: FindingsFollowed
}

/** Any change of the scope: a path, how, and what. */
export function useScopeChange() {
  return useMutation({
    mutationFn: ({
      method,
      path,
      body,
    }: {
      method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
      path: string
      body?: object
    }) => send<ScopeChanged>(method, `/scope${path}`, body),
    onSuccess: again,
  })
}

export const agentsQuery = queryOptions({
  queryKey: ['surface', 'agents'],
  queryFn: async () => (await call<{ agents: ProbeAgentRow[] }>('/discovery/agents')).agents,
})

export function useMakeAgent() {
  return useMutation({
    mutationFn: (body: { name: string }) => send<{ token: string; key: string }>('POST', '/discovery/agents', body),
    onSuccess: again,
  })
}

/** Says from where an agent looks; without that, removes it. */
export function useAgentChange() {
  return useMutation({
    mutationFn: ({ id, outside }: { id: string; outside?: boolean }) => {
      const path = `/discovery/agents/${encodeURIComponent(id)}`
      return outside === undefined ? send('DELETE', path) : send('PATCH', path, { outside })
    },
    onSuccess: again,
  })
}

export function useDiscover() {
  return useMutation({
    mutationFn: (wanted: { seeds: string[]; agent?: string }) => send<Job>('POST', '/discovery/runs', wanted),
    onSuccess: (job) => {
      noteJob(job)
      return again()
    },
  })
}
