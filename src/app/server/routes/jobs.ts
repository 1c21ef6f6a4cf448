import { z } from 'zod'
import { askStop } from '#assurance/runner/store'
import { job, jobList } from '#contract'
import { isStillLive } from '#platform/auth'
import { noted } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.string().max(64) })
const tags = ['jobs']
const HEARTBEAT_MS = 20_000

/** Long work: what runs, how it ended, a way to stop it, and the stream of events. */
export function jobRoutes(app: RouteApp, { database, clock, config, jobs, log }: RouteParts): void {
  app.get('/jobs', { schema: { tags, response: { 200: jobList } } }, (request) => ({
    jobs: jobs.list(sessionOf(request).workspaceId),
  }))

  app.get('/jobs/:id', { schema: { tags, params: byId, response: { 200: job } } }, async (request, reply) => {
    const found = jobs.find(request.params.id, sessionOf(request).workspaceId)
    return found ?? sendProblem(reply, noSuchJob)
  })

  app.delete(
    '/jobs/:id',
    { config: { access: 'analyst' }, schema: { tags, params: byId, response: { 202: job } } },
    async (request, reply) => {
      const { workspaceId: chain, accountName: actor } = sessionOf(request)
      const found = jobs.find(request.params.id, chain)
      if (!found) return sendProblem(reply, noSuchJob)
      const { id: target, kind, title } = found
      const entry = { chain, actor, action: 'job.stop', target, detail: { kind, title } }
      await jobs.stop(target, async (work) => {
        if (kind === 'evaluate') await askStop(work, target)
        return noted(work, clock, entry)
      })
      return reply.code(202).send(found)
    },
  )

  app.get('/events', { schema: { tags, summary: 'Server-sent events: jobs and what changed' } }, (request, reply) => {
    const session = sessionOf(request)
    const { workspaceId } = session
    reply.hijack()
    const stream = reply.raw
    // Whoever left while the session was looked up, or comes while the server ends, would never be told from here.
    if (stream.closed || isEnding) {
      stream.destroy()
      return
    }
    stream.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    stream.write('retry: 2000\n\n')
    const unfollow = jobs.follow(workspaceId, (event) => stream.write(`data: ${JSON.stringify(event)}\n\n`))
    // Whoever is signed out, suspended or elsewhere meanwhile hears nothing more.
    const beat = setInterval(async () => {
      const live = await isStillLive(database, session, clock()).catch((error: unknown) => {
        log.warn({ error }, 'the database did not answer about an event stream')
        return true
      })
      if (live) stream.write(': still here\n\n')
      else stream.end()
    }, config.heartbeatMs ?? HEARTBEAT_MS)
    const end = () => {
      clearInterval(beat)
      unfollow()
      streams.delete(stream)
    }
    streams.add(stream)
    stream.on('close', end)
  })

  const streams = new Set<{ end(): unknown }>()
  let isEnding = false
  app.addHook('preClose', async () => {
    isEnding = true
    for (const stream of streams) stream.end()
  })
}

const noSuchJob = { code: 'not-found', message: 'there is no such job: it may have ended before the last start' }
