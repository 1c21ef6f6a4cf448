import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { facets, job } from '#contract'
import { hostsSelection } from '#contract/hosts-file'
import { notLookedFor } from '#contract/scope-words'
import {
  candidateGroups,
  candidateQuery,
  changedAssets,
  changedAssetsQuery,
  changedRuns,
  discoveryRun,
  discoveryRuns,
  probePage,
  probeQuery,
  questionPage,
  runRequest,
  surfaceAsset,
  surfaceChangeExportQuery,
  surfaceChangePage,
  surfaceChangeQuery,
  surfaceExportQuery,
  surfaceGraph,
  surfaceGraphQuery,
  surfacePage,
  surfaceQuery,
} from '#contract/surface'
import { problem } from '#core/kernel'
import { seedsOf, whyNotNow } from '#exposure/surface'
import {
  findAgent,
  findRun,
  listRuns,
  readDiscoverySettings,
  readProbes,
  readQuestions,
  readScope,
} from '#exposure/surface/store'
import { nowhereSeeds } from '#flows/look-up-name'
import { quietClock } from '#platform/probe'
import { listCandidates } from '#views/candidates'
import { countSurface, listSurface, readSurfaceGraph } from '#views/surface'
import { readSurfaceAsset } from '#views/surface-asset'
import { listChangedAssets, listChangedRuns, listSurfaceChanges } from '#views/surface-changes'
import { SurfaceFacetShelf } from '#views/surface-facet-shelf'
import { probeRowOf, questionRowOf } from '../../probe-rows.ts'
import { noted } from '../audited.ts'
import { sendFile } from '../exports/answer.ts'
import { columnsQuery } from '../exports/chosen.ts'
import { tableFormats } from '../exports/formats.ts'
import { surfaceChangeColumns, surfaceColumns, surfaceFormats } from '../exports/surface.ts'
import { lookTitle } from '../look-clock.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.string().max(64) })
const tags = ['surface']
const changeExportQuery = surfaceChangeExportQuery.extend({ columns: columnsQuery(surfaceChangeColumns) })
const exportQuery = surfaceExportQuery.extend({ columns: columnsQuery(surfaceColumns) })

/** What discovery saw: the surface, what changed, and the runs that looked. */
export function surfaceRoutes(app: RouteApp, { database, clock, jobs, flows }: RouteParts): void {
  const isQuiet = quietClock()
  const shelf = new SurfaceFacetShelf(database, { recounted: (id) => jobs.changed(id, 'surface') })

  app.get('/surface', { schema: { tags, querystring: surfaceQuery, response: { 200: surfacePage } } }, (request) =>
    listSurface(database, sessionOf(request).workspaceId, request.query),
  )

  app.get(
    '/surface/candidates',
    { schema: { tags, querystring: candidateQuery, response: { 200: candidateGroups } } },
    (request) => listCandidates(database, sessionOf(request).workspaceId, request.query),
  )

  app.get(
    '/surface/facets',
    { schema: { tags, querystring: surfaceQuery.pick({ filter: true }), response: { 200: facets } } },
    (request) => shelf.facets(sessionOf(request).workspaceId, request.query.filter),
  )

  app.get('/surface/export', { schema: { tags, querystring: exportQuery } }, async (request, reply) => {
    const { format, columns: words, monitored, sort, fold } = request.query
    const { workspaceId } = sessionOf(request)
    const written = surfaceFormats({ database, workspaceId, now: clock(), words })[format]
    const { filter: asked } = request.query
    const { filter, leftOut } = format === 'hosts' ? hostsSelection(asked, monitored) : { filter: asked }
    if (leftOut !== undefined) reply.header('lunette-left-out', await countSurface(database, workspaceId, leftOut))
    return sendFile(reply, 'surface', written, (cursor) =>
      listSurface(database, workspaceId, {
        ...(format === 'csv' ? { sort, fold } : { sort: 'name' }),
        ...{ filter, limit: 500, cursor },
      }),
    )
  })

  app.get(
    '/surface/changes',
    { schema: { tags, querystring: surfaceChangeQuery, response: { 200: surfaceChangePage } } },
    (request) => listSurfaceChanges(database, sessionOf(request).workspaceId, request.query),
  )

  app.get('/surface/changes/export', { schema: { tags, querystring: changeExportQuery } }, (request, reply) => {
    const { format, filter, columns: words } = request.query
    const { workspaceId } = sessionOf(request)
    return sendFile(reply, 'surface-changes', tableFormats(surfaceChangeColumns, words)[format], (cursor) =>
      listSurfaceChanges(database, workspaceId, { filter, limit: 500, cursor }),
    )
  })

  app.get(
    '/surface/changes/runs',
    { schema: { tags, querystring: surfaceChangeQuery, response: { 200: changedRuns } } },
    (request) => listChangedRuns(database, sessionOf(request).workspaceId, request.query),
  )

  app.get(
    '/surface/changes/runs/:id/assets',
    { schema: { tags, params: byId, querystring: changedAssetsQuery, response: { 200: changedAssets } } },
    async (request, reply) => {
      const { workspaceId } = sessionOf(request)
      const { id: runId } = request.params
      if (!(await database.inWorkspace(workspaceId, (work) => findRun(work, runId))))
        return sendProblem(reply, noSuchRun)
      return listChangedAssets(database, workspaceId, { filter: request.query.filter, runId })
    },
  )

  app.get(
    '/surface/graph',
    { schema: { tags, querystring: surfaceGraphQuery, response: { 200: surfaceGraph } } },
    (request) => readSurfaceGraph(database, sessionOf(request).workspaceId, request.query),
  )

  app.get(
    '/surface/assets/:id',
    { schema: { tags, params: byId, response: { 200: surfaceAsset } } },
    async (request, reply) =>
      (await readSurfaceAsset(database, sessionOf(request).workspaceId, request.params.id)) ??
      sendProblem(reply, problem('not-found', 'discovery has seen no such asset in this workspace')),
  )

  app.get('/discovery/runs', { schema: { tags, response: { 200: discoveryRuns } } }, async (request) => ({
    runs: await database.inWorkspace(sessionOf(request).workspaceId, (work) => listRuns(work)),
  }))

  app.get(
    '/discovery/runs/:id',
    { schema: { tags, params: byId, response: { 200: discoveryRun } } },
    async (request, reply) =>
      (await database.inWorkspace(sessionOf(request).workspaceId, (work) => findRun(work, request.params.id))) ??
      sendProblem(reply, noSuchRun),
  )

  app.get(
    '/discovery/runs/:id/probes',
    { schema: { tags, params: byId, querystring: probeQuery, response: { 200: probePage } } },
    async (request) => {
      const { limit } = request.query
      const { workspaceId } = sessionOf(request)
      const rows = await readProbes(database, workspaceId, request.params.id, request.query)
      return { rows: rows.map(probeRowOf), next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null }
    },
  )

  app.get(
    '/discovery/runs/:id/questions',
    { schema: { tags, params: byId, querystring: probeQuery, response: { 200: questionPage } } },
    async (request) => {
      const { limit } = request.query
      const { workspaceId } = sessionOf(request)
      const rows = await readQuestions(database, workspaceId, request.params.id, request.query)
      return { rows: rows.map(questionRowOf), next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null }
    },
  )

  /** Workspaces of which a run is about to be one. */
  const beginning = new Set<string>()
  app.post(
    '/discovery/runs',
    { config: { access: 'analyst' }, schema: { tags, body: runRequest, response: { 202: job } } },
    async (request, reply) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      const { look, agent } = request.body
      const isKnown =
        agent === undefined || (await database.inWorkspace(workspaceId, (work) => findAgent(work, { name: agent })))
      if (!isKnown) return sendProblem(reply, problem('no-such-agent', `there is no agent called ${agent}`))
      const named = seedsOf(request.body.seeds)
      if (!named.ok) return sendProblem(reply, named.error)
      const seeds = named.value
      const refusal = await database.inWorkspace(workspaceId, async (work) => {
        const settings = await readDiscoverySettings(work)
        const from = seeds.length > 0 ? seeds : (await readScope(work)).seeds
        return whyNotNow(settings, { isQuiet: isQuiet(settings.quietHours, Date.parse(clock())), seeds: from })
      })
      if (refusal) return sendProblem(reply, refusal)
      const exists = (name: string) => flows.nameExists(workspaceId, name)
      const mistyped = (await nowhereSeeds(database, workspaceId, seeds, exists)).find(({ isSeed }) => !isSeed)
      if (mistyped) return sendProblem(reply, noSuchSeed(mistyped.name))
      const runId = randomUUID()
      const title =
        seeds.length > 0
          ? `Discover ${seeds
              .map(({ name }) => name)
              .join(', ')
              .slice(0, 200)}`
          : lookTitle(look)
      const entry = {
        chain: workspaceId,
        actor,
        action: 'surface.discover',
        target: runId,
        detail: { seeds, look, ...(agent && { agent }) },
      }
      // Of two presses of one button the second may come before the first is a job.
      if (beginning.has(workspaceId) || jobs.isRunning('discover', workspaceId))
        return sendProblem(reply, alreadyRunning)
      beginning.add(workspaceId)
      const started = await jobs
        .startWith(
          { kind: 'discover', title, workspaceId, payload: { actor, runId, seeds, look, ...(agent && { agent }) } },
          (work) => noted(work, clock, entry),
          runId,
        )
        .finally(() => beginning.delete(workspaceId))
      return started.ok ? reply.code(202).send(started.value) : sendProblem(reply, started.error)
    },
  )
}

const alreadyRunning = problem('already-running', 'discovery is under way: follow it, or stop it first')
/** What a run is asked for is kept as a seed: what does not exist is mistyped, unless somebody named it as one. */
const noSuchSeed = (name: string) =>
  problem('no-such-name', `${notLookedFor(name)}; name it as a seed of the scope to look all the same`)
const noSuchRun = problem('not-found', 'there is no such run in this workspace')
