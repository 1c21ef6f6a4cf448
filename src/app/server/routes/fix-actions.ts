import { z } from 'zod'
import { claimFixed, withdrawClaims } from '#action/work/store'
import { facets, fixActionDetail, fixActionListQuery, fixActionPage, fixClaim, fixClaimed } from '#contract'
import { ok, problem } from '#core/kernel'
import { listFixActions, readFixAction } from '#views/fix-actions'
import { auditedInWorkspace } from '../audited.ts'
import { sendFile } from '../exports/answer.ts'
import { columnsQuery } from '../exports/chosen.ts'
import { fixActionColumns } from '../exports/columns.ts'
import { tableFormats } from '../exports/formats.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.string().min(1).max(64) })
const tags = ['fix actions']
const exportQuery = fixActionListQuery
  .pick({ filter: true, sort: true })
  .extend({ format: z.enum(['csv', 'json']).default('csv'), columns: columnsQuery(fixActionColumns) })
const gone = 'there is no such fix action in this workspace, or all it would close is closed'

/** What to change first: findings that one change closes, as a list and as a file, and one of them in whole. */
export function fixActionRoutes(app: RouteApp, parts: RouteParts): void {
  const { lists } = parts
  app.get(
    '/fix-actions',
    { schema: { tags, querystring: fixActionListQuery, response: { 200: fixActionPage } } },
    (request) => listFixActions(lists, sessionOf(request).workspaceId, request.query),
  )

  app.get(
    '/fix-actions/facets',
    { schema: { tags, querystring: fixActionListQuery.pick({ filter: true }), response: { 200: facets } } },
    (request) => lists.fixActionFacets(sessionOf(request).workspaceId, request.query.filter),
  )

  app.get('/fix-actions/export', { schema: { tags, querystring: exportQuery } }, (request, reply) => {
    const { format, columns, ...query } = request.query
    return sendFile(reply, 'fix-actions', tableFormats(fixActionColumns, columns)[format], (cursor) =>
      listFixActions(lists, sessionOf(request).workspaceId, { ...query, limit: 500, cursor }),
    )
  })

  app.get(
    '/fix-actions/:id',
    { schema: { tags, params: byId, response: { 200: fixActionDetail } } },
    async (request, reply) => {
      const found = await readFixAction(lists, sessionOf(request).workspaceId, request.params.id)
      return found ?? sendProblem(reply, { code: 'not-found', message: gone })
    },
  )

  app.put(
    '/fix-actions/:id/claim',
    {
      config: { access: 'analyst' },
      schema: { tags, params: byId, body: fixClaim, response: { 200: fixClaimed } },
    },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      const { id } = request.params
      const { claimed, assetId } = request.body
      const seqs = await lists.seqsOfAction(workspaceId, id, { assetId, which: claimed ? 'closed' : 'all' })
      if (seqs.length === 0) return sendProblem(reply, problem('not-found', gone))
      const settle = claimed ? claimFixed : withdrawClaims
      const done = await auditedInWorkspace(
        parts,
        workspaceId,
        async (work, now) => ok({ findings: await settle(work, { workspaceId, by, now }, seqs) }),
        ({ findings }) => ({
          chain: workspaceId,
          actor: by,
          action: claimed ? 'finding.claim' : 'finding.claim-withdraw',
          target: id,
          detail: { findings, ...(assetId && { asset: assetId }) },
        }),
      )
      if (!done.ok) return sendProblem(reply, done.error)
      parts.jobs.changed(workspaceId, 'findings')
      return done.value
    },
  )
}
