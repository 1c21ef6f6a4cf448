import { z } from 'zod'
import {
  findingChangeEffect,
  findingChangeListQuery,
  findingChangePage,
  findingChangeRequest,
  forPerson,
  MOST_CHANGED,
  undone,
} from '#contract'
import { type Instant, problem } from '#core/kernel'
import { changeFindings, type FindingChange, undoChange } from '#flows/change-findings'
import { rehearse } from '#platform/database'
import { listFindingChanges } from '#views/finding-changes'
import { auditedInWorkspace } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['findings']
const STATEMENT_MS = 20_000

/** Findings changed together: who works on them, until when, how far; rulings; and all of it undone. */
export function findingChangeRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, lists, clock, jobs } = parts

  app.get(
    '/finding-changes',
    { schema: { tags, querystring: findingChangeListQuery, response: { 200: findingChangePage } } },
    (request) => listFindingChanges(database, sessionOf(request).workspaceId, request.query),
  )

  app.post(
    '/finding-changes',
    {
      config: { access: 'analyst' },
      schema: { tags, body: findingChangeRequest, response: { 200: findingChangeEffect } },
    },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      const { ids, filter = '', preview, expected, ...wanted } = request.body
      const seqs = ids
        ? await lists.seqsOfThese(workspaceId, ids)
        : await lists.seqsUnder(workspaceId, forPerson(filter, by))
      if (seqs.length > MOST_CHANGED) return sendProblem(reply, tooMany(seqs.length))
      if (seqs.length === 0) return sendProblem(reply, problem('not-found', 'there is no such finding here'))
      const change = changeOf(wanted, clock())
      if (preview) {
        const told = await rehearse(database, workspaceId, STATEMENT_MS, (same) =>
          same.inWorkspace(workspaceId, (work) =>
            changeFindings(work, { workspaceId, by, now: clock() }, seqs, change),
          ),
        )
        return told.ok ? { ...told.value, id: null } : sendProblem(reply, told.error)
      }
      const done = await auditedInWorkspace(
        parts,
        workspaceId,
        (work, now) => changeFindings(work, { workspaceId, by, now }, seqs, change, expected),
        ({ id, changed }) => ({
          chain: workspaceId,
          actor: by,
          action: 'finding.change',
          target: id ?? '',
          detail: { ...wanted, ...(ids ? { ids: ids.slice(0, 20) } : { filter }), changed },
        }),
      )
      if (!done.ok) return sendProblem(reply, done.error)
      jobs.changed(workspaceId, 'findings')
      return done.value
    },
  )

  app.post(
    '/finding-changes/:id/undo',
    { config: { access: 'analyst' }, schema: { tags, params: byId, response: { 200: undone } } },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      const { id } = request.params
      const done = await auditedInWorkspace(
        parts,
        workspaceId,
        (work, now) => undoChange(work, { workspaceId, by, now }, id),
        (detail) => ({ chain: workspaceId, actor: by, action: 'finding.change-undo', target: id, detail }),
      )
      if (!done.ok) return sendProblem(reply, done.error)
      jobs.changed(workspaceId, 'findings')
      return done.value
    },
  )
}

type Wanted = Pick<
  z.infer<typeof findingChangeRequest>,
  'set' | 'rule' | 'version' | 'saw' | 'unchangedSince' | 'unchangedForMs'
>

function changeOf({ set, rule, unchangedForMs, ...terms }: Wanted, now: Instant): FindingChange {
  const since = unchangedForMs && new Date(Date.parse(now) - unchangedForMs).toISOString()
  return rule ? { rule } : { set: set ?? {}, ...terms, ...(since && { unchangedSince: since }) }
}

function tooMany(count: number) {
  return problem(
    'too-many',
    `${count.toLocaleString('en')} findings at once are too many: name at most ${MOST_CHANGED.toLocaleString('en')}`,
  )
}
