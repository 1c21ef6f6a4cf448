import { z } from 'zod'
import { listQuery } from '#contract'
import { supplierVexPage, supplierVexQuery, takenSupplierVex } from '#contract/vex'
import { removeSupplierVex, takeSupplierVex } from '#flows/supplier-vex'
import { recordAudit } from '#platform/audit'
import { listSupplierVex } from '#views/vex-documents'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.string().max(64) })
const removed = z.object({ jobId: z.string() })
const tags = ['vex']
const config = { access: 'analyst' } as const
const MOST_BYTES = 64 * 1024 ** 2

/** Suppliers' VEX documents: knowledge that acts in matching. What one is about is assessed by a job of its own. */
export function supplierVexRoutes(app: RouteApp, { database, clock, jobs }: RouteParts): void {
  const assess = async (title: string) =>
    (await jobs.start({ kind: 'reassess', title, workspaceId: null, payload: {} })).id

  app.get(
    '/vex/suppliers',
    { schema: { tags, querystring: listQuery, response: { 200: supplierVexPage } } },
    (request) => listSupplierVex(database, sessionOf(request).workspaceId, request.query),
  )

  app.post(
    '/vex/suppliers',
    {
      config,
      bodyLimit: MOST_BYTES,
      schema: {
        tags,
        querystring: supplierVexQuery,
        body: z.record(z.string(), z.unknown()),
        response: { 200: takenSupplierVex },
      },
    },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      const { name: fileName } = request.query
      const given = { workspaceId, json: request.body, fileName, by }
      const taken = await takeSupplierVex({ database, clock }, given, (work, { document: target, ...detail }) =>
        recordAudit(work, {
          ...{ chain: workspaceId, at: clock(), actor: by, action: 'vex.supplier.import', target },
          detail: { fileName, ...detail },
        }),
      )
      if (!taken.ok) return sendProblem(reply, taken.error)
      if (taken.value.unchanged) return { ...taken.value, jobId: null }
      return { ...taken.value, jobId: await assess(`assessing what ${fileName} is about`) }
    },
  )

  app.delete(
    '/vex/suppliers/:id',
    { config, schema: { tags, params: byId, response: { 200: removed } } },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      const { id: document } = request.params
      const gone = await removeSupplierVex({ database, clock }, { workspaceId, document, by }, (work) =>
        recordAudit(work, {
          ...{ chain: workspaceId, at: clock(), actor: by, action: 'vex.supplier.remove', target: document },
        }),
      )
      if (!gone.ok) return sendProblem(reply, gone.error)
      return { jobId: await assess('assessing without a supplier’s document') }
    },
  )
}
