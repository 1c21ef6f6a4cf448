import { notifierOf } from '#action/notifiers'
import { type DigestSubscription, findSubscription, listTargets, putSubscription } from '#action/notifiers/store'
import { digestRequest, digestState } from '#contract/notifications'
import { removed } from '#contract/people'
import { err, ok, problem } from '#core/kernel'
import type { Session } from '#platform/auth'
import { auditedInWorkspace } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const tags = ['account']
/** A person's own mail is no matter for programs. */
const config = { access: 'viewer', scope: 'session' } as const

/** One's own digest by mail, in the present workspace. */
export function digestRoutes(app: RouteApp, parts: RouteParts): void {
  const { database } = parts

  app.get('/account/digest', { config, schema: { tags, response: { 200: digestState } } }, async (request) => {
    const { workspaceId, accountId } = sessionOf(request)
    const targets = await mailTargets(parts, workspaceId)
    return { digest: (await findSubscription(database, workspaceId, accountId)) ?? null, targets }
  })

  app.put(
    '/account/digest',
    { config, schema: { tags, body: digestRequest, response: { 200: removed } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const targets = await mailTargets(parts, session.workspaceId)
      if (!targets.some(({ id }) => id === request.body.target)) return sendProblem(reply, noSuchTarget)
      const done = await put(parts, session, request.body)
      return done.ok ? { ok: true as const } : sendProblem(reply, done.error)
    },
  )

  app.delete('/account/digest', { config, schema: { tags, response: { 200: removed } } }, async (request, reply) => {
    const done = await put(parts, sessionOf(request), undefined)
    return done.ok ? { ok: true as const } : sendProblem(reply, done.error)
  })
}

function put(
  parts: RouteParts,
  { workspaceId, accountId, accountName }: Session,
  wanted: DigestSubscription | undefined,
) {
  return auditedInWorkspace(
    parts,
    workspaceId,
    async (work, now) => {
      const there = await putSubscription(work, workspaceId, accountId, wanted, now)
      return there ? ok(undefined) : err(noSuchTarget)
    },
    () => ({
      chain: workspaceId,
      actor: accountName,
      action: wanted ? 'digest.subscribe' : 'digest.end',
      target: accountId,
      ...(wanted && { detail: { ...wanted } }),
    }),
  )
}

async function mailTargets({ database }: RouteParts, workspaceId: string): Promise<{ id: string; name: string }[]> {
  const targets = await listTargets(database, workspaceId)
  return targets.filter(({ notifier }) => notifierOf(notifier)?.digests).map(({ id, name }) => ({ id, name }))
}

const noSuchTarget = problem('not-found', 'there is no mail target of that id: an administrator can make one')
