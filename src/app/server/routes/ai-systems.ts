import { Readable } from 'node:stream'
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
import { discoverAi, ruleOnAi } from '#flows/ai-discovery'
import { bomText, exportMlBom, takeMlBom } from '#flows/ml-bom'
import { safeguardsOfFinding } from '#flows/safeguards-of-finding'
import { recordAudit } from '#platform/audit'
import { discoveryRowOf } from '../../ai-discovery-rows.ts'
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
