import type { RegisterPreview, TakenRegister } from '@contract/ai-register.ts'
import type { AiSystemRow } from '@contract/ai-system-rows.ts'
import type { AiSystemChange, NewAiSystem } from '@contract/ai-systems.ts'
import type { ControlDescription, ControlDetail, ControlRow } from '@contract/controls.ts'
import type { EvaluationDetail, EvaluationRow, TakenEvaluation } from '@contract/evaluations.ts'
import type { EvidenceCheck, EvidencePiece, EvidencePieceList } from '@contract/evidence.ts'
import type { ScenarioDetail, ScenarioRow } from '@contract/scenario-rows.ts'
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

const KEY = 'assurance'
/** What was alive a while ago may not be any more, though nothing was brought in. */
const AGAIN_MS = 60_000
const HOUR_MS = 3_600_000

export const systemsQuery = queryOptions({
  queryKey: [KEY, 'systems'],
  queryFn: async () => (await call<{ systems: AiSystemRow[] }>('/ai-systems')).systems,
})
export const controlsQuery = queryOptions({
  queryKey: [KEY, 'controls'],
  queryFn: async () => (await call<{ controls: ControlRow[] }>('/controls')).controls,
  refetchInterval: AGAIN_MS,
})
/** How a control is called, by its id: lists of cases know no more than that. */
export function useControlNames(): (id: string) => string {
  const { data = [] } = useQuery(controlsQuery)
  return (id) => data.find((control) => control.id === id)?.name ?? id
}

export const scenariosQuery = queryOptions({
  queryKey: [KEY, 'scenarios'],
  queryFn: async () => (await call<{ scenarios: ScenarioRow[] }>('/scenarios')).scenarios,
  refetchInterval: AGAIN_MS,
})
export const evaluationsQuery = queryOptions({
  queryKey: [KEY, 'evaluations'],
  queryFn: async () => (await call<{ evaluations: EvaluationRow[] }>('/evaluations')).evaluations,
})
export const scenarioQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'scenarios', id],
    queryFn: () => call<ScenarioDetail>(`/scenarios/${encodeURIComponent(id)}`),
    refetchInterval: AGAIN_MS,
  })
export const controlQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'controls', id],
    queryFn: () => call<ControlDetail>(`/controls/${encodeURIComponent(id)}`),
    refetchInterval: AGAIN_MS,
  })
export const evaluationQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'evaluations', id],
    queryFn: () => call<EvaluationDetail>(`/evaluations/${encodeURIComponent(id)}`),
  })

/** Recomputes the whole chain, which takes a while where it is long: not asked again within the hour, unless somebody asks. */
export const evidenceCheckQuery = queryOptions({
  queryKey: ['evidence-check'],
  queryFn: async () => ({ ...(await call<EvidenceCheck>('/evidence/check')), at: new Date().toISOString() }),
  staleTime: HOUR_MS,
  gcTime: HOUR_MS,
})

const readAll = () =>
  Promise.all(
    [KEY, 'assets', 'overview', evidenceCheckQuery.queryKey[0]].map((key) =>
      queryClient.invalidateQueries({ queryKey: [key] }),
    ),
  )

/** What a register would do, before it is taken in. */
export function usePreviewRegister() {
  return useMutation({
    mutationFn: (file: File) => call<RegisterPreview>('/ai-register/preview', asBytes(file)),
  })
}

export function useTakeRegister() {
  return useMutation({
    mutationFn: (file: File) => call<TakenRegister>('/ai-register', asBytes(file)),
    onSuccess: readAll,
  })
}

/** An AI system that a person enters, or says anew: then of the revision they looked at. */
export function useSaySystem(edited: Pick<AiSystemRow, 'slug' | 'revision'> | null) {
  return useMutation({
    mutationFn: (said: NewAiSystem | AiSystemChange) =>
      edited === null
        ? send<AiSystemRow>('POST', '/ai-systems', said)
        : send<AiSystemRow>('PATCH', `/ai-systems/${encodeURIComponent(edited.slug)}`, said, {
            'if-match': `"${edited.revision}"`,
          }),
    onSuccess: readAll,
  })
}

/** Takes a system out of use, or back into it where no reason is given. */
export function useRetireSystem({ slug, revision }: Pick<AiSystemRow, 'slug' | 'revision'>) {
  return useMutation({
    mutationFn: (because: string | null) =>
      send<AiSystemRow>(
        because === null ? 'DELETE' : 'PUT',
        `/ai-systems/${encodeURIComponent(slug)}/retirement`,
        because === null ? undefined : { because },
        { 'if-match': `"${revision}"` },
      ),
    onSuccess: readAll,
  })
}

/** What people say of a control; only what is given changes. */
export function useDescribeControl(id: string) {
  return useMutation({
    mutationFn: (said: ControlDescription) =>
      send<{ id: string }>('PATCH', `/controls/${encodeURIComponent(id)}`, said),
    onSuccess: readAll,
  })
}

interface Report {
  file: File
  control: string
  version: string
}

export function useTakeEvaluation() {
  return useMutation({
    mutationFn: ({ file, control, version }: Report) => {
      const query = new URLSearchParams({ name: file.name, ...(control && { control }), ...(version && { version }) })
      return call<TakenEvaluation>(`/evaluations?${query}`, asBytes(file))
    },
    onSuccess: readAll,
  })
}

export interface SeenEvidence {
  control: string
  version: string | null
  kind: ControlDetail['evidence'][number]['kind']
  aspect: ControlDetail['evidence'][number]['aspect']
  result: 'pass' | 'fail'
  demands: number
  /** Left out: now. */
  at: string | undefined
  note: string | null
}

/** Pieces of evidence before those that are shown. */
export function useOlderEvidence(control: string, aspect: EvidencePiece['aspect']) {
  return useMutation({
    mutationFn: (cursor: string) =>
      call<EvidencePieceList>(
        `/controls/${encodeURIComponent(control)}/evidence?${new URLSearchParams({ aspect, cursor })}`,
      ),
  })
}

/** What a person saw of a control. */
export function useRecordEvidence() {
  return useMutation({
    mutationFn: (seen: SeenEvidence) =>
      send<{ recorded: number }>('POST', '/evidence', { evidence: [{ ...seen, source: 'recorded by hand' }] }),
    onSuccess: readAll,
  })
}

function asBytes(body: File): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body }
}
