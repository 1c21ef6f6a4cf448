import { z } from 'zod'
import { patternDetail, patternList, patternMerge, patternName, patternNumber, patternSplit } from '#contract/patterns'
import { problem } from '#core/kernel'
import { mergePatterns, patternOf, patternsOf, splitPattern, titlePattern } from '#flows/patterns'
import { recordAudit } from '#platform/audit'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const tags = ['assurance']
/** The number of a pattern; what is none is the number of no pattern. */
const byNumber = z.object({
  id: z
    .string()
    .max(80)
    .transform((text) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0)),
})
const analyst = { access: 'analyst' } as const

/** Patterns of abuse: what is seen again and again, under numbers that stay. */
export function patternRoutes(app: RouteApp, parts: RouteParts): void {
  app.get('/patterns', { schema: { tags, response: { 200: patternList } } }, async (request) => ({
    patterns: await patternsOf(parts, sessionOf(request).workspaceId),
  }))

  app.get(
    '/patterns/:id',
    { schema: { tags, params: byNumber, response: { 200: patternDetail } } },
    async (request, reply) => {
      const found = await patternOf(parts, sessionOf(request).workspaceId, request.params.id)
      return found ?? sendProblem(reply, problem('not-found', 'there is no such pattern in this workspace'))
    },
  )

  changingRoutes(app, parts)
}

function changingRoutes(app: RouteApp, parts: RouteParts): void {
  const { clock, jobs } = parts
  const acting = ({ workspaceId, accountName: by }: ReturnType<typeof sessionOf>) => ({ workspaceId, by })
  const audit =
    (
      { workspaceId, accountName: actor }: ReturnType<typeof sessionOf>,
      action: string,
      target: number,
      detail: object,
    ) =>
    (work: Parameters<typeof recordAudit>[0]) =>
      recordAudit(work, {
        chain: workspaceId,
        at: clock(),
        actor,
        action,
        target: String(target),
        detail: { ...detail },
      })

  app.patch(
    '/patterns/:id',
    { config: analyst, schema: { tags, params: byNumber, body: patternName, response: { 200: patternNumber } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const number = request.params.id
      const said = { number, ...request.body }
      const done = await titlePattern(
        parts,
        acting(session),
        said,
        audit(session, 'pattern.name', number, request.body),
      )
      return done.ok ? done.value : sendProblem(reply, done.error)
    },
  )

  app.post(
    '/patterns/:id/merge',
    { config: analyst, schema: { tags, params: byNumber, body: patternMerge, response: { 200: patternNumber } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const number = request.params.id
      const said = { number, ...request.body }
      const done = await mergePatterns(
        parts,
        acting(session),
        said,
        audit(session, 'pattern.merge', number, request.body),
      )
      if (done.ok) jobs.changed(session.workspaceId, 'assurance')
      return done.ok ? done.value : sendProblem(reply, done.error)
    },
  )

  app.post(
    '/patterns/:id/split',
    { config: analyst, schema: { tags, params: byNumber, body: patternSplit, response: { 200: patternNumber } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const number = request.params.id
      const said = { number, ...request.body }
      const detail = { items: request.body.items.length }
      const done = await splitPattern(parts, acting(session), said, audit(session, 'pattern.split', number, detail))
      if (done.ok) jobs.changed(session.workspaceId, 'assurance')
      return done.ok ? done.value : sendProblem(reply, done.error)
    },
  )
}
