import { feedList, job, refreshRequest } from '#contract'
import { endInterruptedRuns } from '#exposure/knowledge/store'
import { listFeeds } from '#views/feeds'
import { noted } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const tags = ['feeds']

/** The state of each feed, and a refresh of all or some. */
export function feedRoutes(app: RouteApp, { database, clock, jobs, currency }: RouteParts): void {
  app.get('/feeds', { schema: { tags, response: { 200: feedList } } }, async () => {
    await endInterruptedRuns(database)
    return listFeeds(database, currency())
  })

  app.post(
    '/feeds/refresh',
    { config: { access: 'analyst' }, schema: { tags, body: refreshRequest, response: { 202: job } } },
    async (request, reply) => {
      const { accountName: actor } = sessionOf(request)
      const { feeds } = request.body
      if (jobs.isRunning('refresh', null)) {
        return sendProblem(reply, { code: 'already-running', message: 'a refresh is running: wait for it, or stop it' })
      }
      const entry = { chain: 'instance', actor, action: 'feeds.refresh', target: feeds?.join(' ') ?? 'all' }
      const started = await jobs.startWith(
        {
          kind: 'refresh',
          title: feeds ? `Refresh ${feeds.join(', ')}` : 'Refresh all feeds',
          workspaceId: null,
          payload: { actor, ...(feeds && { feeds }) },
        },
        (work) => noted(work, clock, entry),
      )
      return started.ok ? reply.code(202).send(started.value) : sendProblem(reply, started.error)
    },
  )
}
