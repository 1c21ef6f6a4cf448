import type { AssetDetail, AssetRow, ComponentRow, ImportRow } from '@contract/assets.ts'
import type { FindingChange, Look } from '@contract/changes.ts'
import type { CoverageSummary } from '@contract/coverage.ts'
import type { FeedList } from '@contract/feeds.ts'
import type { Facets, FindingDetail, FindingRow } from '@contract/findings.ts'
import type { FixActionDetail, FixActionRow } from '@contract/fix-actions.ts'
import type { Job } from '@contract/jobs.ts'
import type { Overview } from '@contract/overview.ts'
import type { Page } from '@contract/page.ts'
import type { SessionState } from '@contract/session.ts'
import type { VulnerabilityDetail, VulnerabilityRow } from '@contract/vulnerabilities.ts'
import {
  infiniteQueryOptions,
  keepPreviousData,
  MutationCache,
  QueryCache,
  QueryClient,
  queryOptions,
} from '@tanstack/react-query'
import { ApiProblem, call, send } from './client.ts'
import { isAway, noteConnection, unsentWords } from './connection.ts'
import type { RowSource } from './rows.ts'

/** Without an answer nothing is shown and nothing is followed, so it is asked again after this. */
const AGAIN_MS = 5_000
/** A server that is reading its findings is asked again after this; it lets nobody wait long. */
const READING_MS = 1_000

/**
 * Rows stay fresh by the event stream, so a query is not asked again on every focus; only an unreachable server is retried.
 * A machine without a network reaches a server of its own all the same: nothing waits for one, and a write that cannot be
 * sent says so at once.
 */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error, query) {
      askWhoIsHere(error)
      // What was read stays, with what is being typed into it: the frame says that the server is away.
      if (isOffline(error) && query.state.data !== undefined)
        query.setState({ status: 'success', error: null, isInvalidated: true })
    },
  }),
  mutationCache: new MutationCache({
    onError(error, _entered, _context, { meta }) {
      askWhoIsHere(error)
      if (!isOffline(error) || meta?.quiet) return
      error.message = unsentWords
      noteConnection({ unsent: true })
    },
    onSuccess(_answer, _entered, _context, { meta }) {
      if (!meta?.quiet) noteConnection({ unsent: false })
    },
  }),
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: true,
      // The frame says how far the server is.
      retry: (count, error) => isBeingRead(error) || (isOffline(error) && count < 5 && !isAway()),
      retryDelay: (count, error) => (isBeingRead(error) ? READING_MS : Math.min(1_000 * 2 ** count, 30_000)),
    },
    mutations: { networkMode: 'always' },
  },
})

function isOffline(error: Error): boolean {
  return error instanceof ApiProblem && error.code === 'offline'
}

export function isBeingRead(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && error.code === 'being-read'
}

/** A session that has ended elsewhere shows the way to sign in, at the same address. */
function askWhoIsHere(error: Error): void {
  if (error instanceof ApiProblem && error.code === 'not-logged-in')
    void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => call<SessionState>('/session'),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
  refetchInterval: ({ state }) => (state.status === 'error' ? AGAIN_MS : false),
})

export const overviewQuery = queryOptions({ queryKey: ['overview'], queryFn: () => call<Overview>('/overview') })
/** Notes that one looks, and what changed since the visit before. */
export const lookQuery = queryOptions({
  queryKey: ['overview', 'look'],
  queryFn: () => send<Look>('POST', '/overview/look'),
})
export const coverageQuery = queryOptions({ queryKey: ['coverage'], queryFn: () => call<CoverageSummary>('/coverage') })
export const feedsQuery = queryOptions({ queryKey: ['feeds'], queryFn: () => call<FeedList>('/feeds') })
export const jobsQuery = queryOptions({
  queryKey: ['jobs'],
  queryFn: async () => (await call<{ jobs: Job[] }>('/jobs')).jobs,
})

const PAGE = 100

/** The ranked list under a filter. */
export const findingRows = (filter: string, sort?: string): RowSource<FindingRow> => ({
  ...rowsOf<FindingRow>(['findings', 'list'], '/findings', { filter, sort }),
  part: (wanted) => call(address('/findings', { filter, sort, ...wanted })),
})
/** Its first rows, for a page that shows no more of them. */
export const findingsQuery = (filter: string, sort?: string) =>
  pages<FindingRow>(['findings', 'list', filter, sort ?? ''], '/findings', { filter, sort })
export const fixActionRows = (filter: string, sort?: string) =>
  rowsOf<FixActionRow>(['findings', 'fix-actions'], '/fix-actions', { filter, sort })
export const vulnerabilityRows = (filter: string, sort?: string) =>
  rowsOf<VulnerabilityRow>(['vulnerabilities', 'list'], '/vulnerabilities', { filter, sort })
export const changeRows = (since?: string, kind?: string, by?: 'others') =>
  rowsOf<FindingChange>(['findings', 'changes'], '/changes', { since, kind, by })
export const importRows = (filter: string, sort?: string) =>
  rowsOf<ImportRow>(['imports', 'list'], '/imports', { filter, sort })
export const assetRows = (filter: string, sort?: string) =>
  rowsOf<AssetRow>(['assets', 'list'], '/assets', { filter, sort })
export const componentsQuery = (assetId: string, filter: string) =>
  pages<ComponentRow>(['assets', assetId, 'components', filter], `/assets/${encodeURIComponent(assetId)}/components`, {
    filter,
  })

export const facetsQuery = (filter: string) =>
  queryOptions({
    queryKey: ['findings', 'facets', filter],
    queryFn: () => call<Facets>(`/findings/facets?${new URLSearchParams({ filter })}`),
    placeholderData: keepPreviousData,
  })

export const assetFacetsQuery = (filter: string) =>
  queryOptions({
    queryKey: ['assets', 'facets', filter],
    queryFn: () => call<Facets>(`/assets/facets?${new URLSearchParams({ filter })}`),
    placeholderData: keepPreviousData,
  })

export const vulnerabilityFacetsQuery = (filter: string) =>
  queryOptions({
    queryKey: ['vulnerabilities', 'facets', filter],
    queryFn: () => call<Facets>(`/vulnerabilities/facets?${new URLSearchParams({ filter })}`),
    placeholderData: keepPreviousData,
  })

export const fixActionFacetsQuery = (filter: string) =>
  queryOptions({
    queryKey: ['findings', 'fix-action-facets', filter],
    queryFn: () => call<Facets>(`/fix-actions/facets?${new URLSearchParams({ filter })}`),
    placeholderData: keepPreviousData,
  })

export const importFacetsQuery = (filter: string) =>
  queryOptions({
    queryKey: ['imports', 'facets', filter],
    queryFn: () => call<Facets>(`/imports/facets?${new URLSearchParams({ filter })}`),
    placeholderData: keepPreviousData,
  })

export const fixActionQuery = (id: string) =>
  queryOptions({
    queryKey: ['findings', 'fix-action', id],
    queryFn: () => call<FixActionDetail>(`/fix-actions/${encodeURIComponent(id)}`),
  })

export const findingQuery = (id: string) =>
  queryOptions({
    queryKey: ['findings', id],
    queryFn: () => call<FindingDetail>(`/findings/${encodeURIComponent(id)}`),
  })

export const assetQuery = (id: string) =>
  queryOptions({ queryKey: ['assets', id], queryFn: () => call<AssetDetail>(`/assets/${encodeURIComponent(id)}`) })

export const vulnerabilityQuery = (id: string) =>
  queryOptions({
    queryKey: ['vulnerabilities', id],
    queryFn: () => call<VulnerabilityDetail>(`/vulnerabilities/${encodeURIComponent(id)}`),
  })

function pages<Row>(queryKey: string[], path: string, wanted: Readonly<Record<string, string | undefined>>) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => {
      return call<Page<Row>>(address(path, { ...wanted, limit: PAGE, cursor: pageParam }))
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** A list that is asked for by place; under which filter and in which order is part of its key. */
export function rowsOf<Row>(
  key: readonly string[],
  path: string,
  wanted: Readonly<Record<string, string | undefined>>,
): RowSource<Row> {
  return {
    key: [...key, wanted],
    part: ({ offset, limit }) => call(address(path, { ...wanted, offset, limit })),
  }
}

/** The path with what is given of the query. */
function address(path: string, wanted: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined && value !== '')
  return `${path}?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`
}
