import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  aiDiscoveryList,
  aiDiscoveryRuled,
  aiRulingRequest,
  bomFormQuery,
  mlBomQuery,
  safeguardsOfFinding as safeguardsAnswer,
  takenMlBom,
} from '#contract/ai-discovery'
import { aiSystem, aiSystemList } from '#contract/ai-system-rows'
import { aiSystemChange, aiSystemRetirement, newAiSystem } from '#contract/ai-systems'
import type { SystemChange } from '#exposure/inventory'
import { type KeptAiSystem, readAiSystems } from '#exposure/inventory/store'
import { discoverAi, ruleOnAi } from '#flows/ai-discovery'
import { editAiSystem, enterAiSystem, readAiSystem, retireAiSystem } from '#flows/ai-systems-by-hand'
import { bomText, exportMlBom, takeMlBom } from '#flows/ml-bom'
import { safeguardsOfFinding } from '#flows/safeguards-of-finding'
import { recordAudit } from '#platform/audit'
import { discoveryRowOf } from '../../ai-discovery-rows.ts'
import { expectedVersion } from '../etag.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { received } from '../uploads.ts'

const tags = ['assurance']
const owner = { access: 'owner' } as const
const analyst = { access: 'analyst' } as const
const byId = z.object({ id: z.string().max(80) })
const BOM_BYTES = 32 * 1024 ** 2

/** AI that was found in what is imported, ML-BOMs in and out, and which safeguards a finding bears on. */
export function aiSystemRoutes(app: RouteApp, parts: RouteParts): void {
  systemRoutes(app, parts)
  retirementRoutes(app, parts)
  discoveryRoutes(app, parts)
  bomRoutes(app, parts)

  app.get(
    '/findings/:id/safeguards',
    { schema: { tags, params: byId, response: { 200: safeguardsAnswer } } },
    async (request) => ({
      safeguards: await safeguardsOfFinding(parts, sessionOf(request).workspaceId, request.params.id),
    }),
  )
}

function systemRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, clock } = parts

  app.get('/ai-systems', { schema: { tags, response: { 200: aiSystemList } } }, async (request) => ({
    systems: await database.inWorkspace(sessionOf(request).workspaceId, readAiSystems),
  }))

  app.get('/ai-systems/:id', { schema: { tags, params: byId, response: { 200: aiSystem } } }, async (request, reply) =>
    show(reply, await readAiSystem(parts, sessionOf(request).workspaceId, request.params.id)),
  )

  app.post(
    '/ai-systems',
    { config: analyst, schema: { tags, body: newAiSystem, response: { 201: aiSystem } } },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      const { id: slug, ...said } = request.body
      const entered = await enterAiSystem(parts, { workspaceId, by, system: { slug, ...said } }, (work, what) =>
        recordAudit(work, {
          ...{ chain: workspaceId, at: clock(), actor: by, action: 'ai-system.enter', target: slug, detail: { what } },
        }),
      )
      return entered.ok ? show(reply.code(201), entered.value) : sendProblem(reply, entered.error)
    },
  )

  app.patch(
    '/ai-systems/:id',
    { config: analyst, schema: { tags, params: byId, body: aiSystemChange, response: { 200: aiSystem } } },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      const { id: slug } = request.params
      const expected = expectedVersion(request.headers['if-match'])
      if (!expected.ok) return sendProblem(reply, expected.error)
      const { handBack = [], ...given } = request.body
      const change = withoutUndefined(given)
      const edit = { workspaceId, by, slug, change, handBack, expected: expected.value }
      const edited = await editAiSystem(parts, edit, (work, what) =>
        recordAudit(work, {
          ...{ chain: workspaceId, at: clock(), actor: by, action: 'ai-system.edit', target: slug, detail: { what } },
        }),
      )
      return edited.ok ? show(reply, edited.value) : sendProblem(reply, edited.error)
    },
  )
}

function retirementRoutes(app: RouteApp, parts: RouteParts): void {
  const { clock } = parts
  const schema = { tags, params: byId, response: { 200: aiSystem } }
  const retire = async (request: FastifyRequest, reply: FastifyReply, slug: string, because: string | null) => {
    const { workspaceId, accountName: by } = sessionOf(request)
    const expected = expectedVersion(request.headers['if-match'])
    if (!expected.ok) return sendProblem(reply, expected.error)
    const action = because === null ? 'ai-system.return' : 'ai-system.retire'
    const detail = because === null ? {} : { because }
    const done = await retireAiSystem(parts, { workspaceId, by, slug, because, expected: expected.value }, (work) =>
      recordAudit(work, { chain: workspaceId, at: clock(), actor: by, action, target: slug, detail }),
    )
    return done.ok ? show(reply, done.value) : sendProblem(reply, done.error)
  }

  app.put(
    '/ai-systems/:id/retirement',
    { config: analyst, schema: { ...schema, body: aiSystemRetirement } },
    (request, reply) => retire(request, reply, request.params.id, request.body.because),
  )
  app.delete('/ai-systems/:id/retirement', { config: analyst, schema }, (request, reply) =>
    retire(request, reply, request.params.id, null),
  )
}

/** With the version that a change of it may name. */
function show(reply: FastifyReply, system: KeptAiSystem | undefined) {
  if (!system) return sendProblem(reply, { code: 'not-found', message: 'there is no such AI system in this workspace' })
  reply.version = system.revision
  return system
}

function withoutUndefined(given: Omit<z.output<typeof aiSystemChange>, 'handBack'>): SystemChange {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function discoveryRoutes(app: RouteApp, parts: RouteParts): void {
  app.get('/ai-discoveries', { schema: { tags, response: { 200: aiDiscoveryList } } }, async (request) => ({
    discoveries: (await discoverAi(parts, sessionOf(request).workspaceId)).map(discoveryRowOf),
  }))

  app.put(
    '/ai-discoveries/:id/ruling',
    { config: analyst, schema: { tags, params: byId, body: aiRulingRequest, response: { 200: aiDiscoveryRuled } } },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      const said = request.body.decision === 'open' ? null : request.body
      const ruled = await ruleOnAi(parts, { workspaceId, by }, request.params.id, said, (work, found) =>
        recordAudit(work, {
          ...{ chain: workspaceId, at: parts.clock(), actor: by, action: 'ai-discovery.rule', target: found.id },
          detail: { ...request.body, product: found.product, asset: found.asset },
        }),
      )
      return ruled.ok ? discoveryRowOf(ruled.value) : sendProblem(reply, ruled.error)
    },
  )
}

function bomRoutes(app: RouteApp, parts: RouteParts): void {
  app.get(
    '/ai-systems/:id/bom',
    { schema: { tags, params: byId, querystring: bomFormQuery } },
    async (request, reply) => {
      const { id: slug } = request.params
      const { form } = request.query
      const made = await exportMlBom(parts, sessionOf(request).workspaceId, { slug, toolVersion: parts.config.version })
      if (!made.ok) return sendProblem(reply, { code: 'not-found', message: made.error.message })
      return reply
        .type(`application/vnd.cyclonedx+${form}; version=1.7`)
        .header('content-disposition', `attachment; filename="${slug}.cdx.${form}"`)
        .send(bomText(made.value, form))
    },
  )

  app.post(
    '/ai-boms',
    {
      config: owner,
      bodyLimit: BOM_BYTES,
      schema: { tags, querystring: mlBomQuery, response: { 200: takenMlBom } },
    },
    async (request, reply) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      const { body, query } = request
      if (!(body instanceof Readable))
        return sendProblem(reply, { code: 'bad-request', message: 'send the file itself as application/octet-stream' })
      const bytes = await received(body, query.name, parts.config.uploads, BOM_BYTES)
      if (!bytes.ok) return sendProblem(reply, bytes.error)
      const given = { workspaceId, text: bytes.value.toString('utf8'), ...query }
      const taken = await takeMlBom(parts, given, (work, { outcome: _, system: target, ...detail }) =>
        recordAudit(work, { chain: workspaceId, at: parts.clock(), actor, action: 'ai-bom.take', target, detail }),
      )
      if (!taken.ok) return sendProblem(reply, { code: 'bom-refused', message: taken.error.message })
      const { outcome, ...rest } = taken.value
      return { ...rest, dropped: outcome.dropped }
    },
  )
}
