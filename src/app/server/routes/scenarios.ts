import { z } from 'zod'
import {
  changedScenario,
  newScenario,
  readyScenarioList,
  registerExportQuery,
  scenarioStart,
  scenarioStarted,
  scenarioWritten,
} from '#contract/scenarios'
import { assessAssurance } from '#flows/assurance'
import {
  dropScenario,
  offeredScenarios,
  type SaidScenario,
  startScenario,
  writeScenario,
} from '#flows/assurance-scenarios'
import { recordAudit } from '#platform/audit'
import type { Session } from '#platform/auth'
import { registerFiles } from '../../register-files.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const tags = ['assurance']
const byId = z.object({ id: z.string().max(80) })
const config = { access: 'analyst' } as const
const owner = { access: 'owner' } as const

/** The risk register as it is worked on: begun from a ready-made scenario, written, taken out, and written as a file. */
export function scenarioRoutes(app: RouteApp, parts: RouteParts): void {
  beginningRoutes(app, parts)
  writingRoutes(app, parts)
  exportRoute(app, parts)
}

function audits({ clock }: RouteParts, { workspaceId: chain, accountName: actor }: Session) {
  return (action: string, target: string) => (work: Parameters<typeof recordAudit>[0], detail: object) =>
    recordAudit(work, { chain, at: clock(), actor, action, target, detail: { ...detail } })
}

function beginningRoutes(app: RouteApp, parts: RouteParts): void {
  app.get('/ready-scenarios', { schema: { tags, response: { 200: readyScenarioList } } }, async (request) => ({
    scenarios: await offeredScenarios(parts, sessionOf(request).workspaceId).then((all) => all.map(plain)),
  }))

  app.post(
    '/ready-scenarios',
    { config, schema: { tags, body: scenarioStart, response: { 201: scenarioStarted } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { ready } = request.body
      const done = await startScenario(parts, session.workspaceId, request.body, (work, made) =>
        audits(parts, session)('scenario.start', made.id)(work, { ready, controls: made.controls }),
      )
      return done.ok ? reply.code(201).send(done.value) : sendProblem(reply, done.error)
    },
  )
}

/** Lists as the contract has them, which may be changed by whoever reads them. */
function plain({ initiators, enabling, techniques, toFindOut, barriers, ...rest }: Offered) {
  return {
    ...rest,
    ...{ initiators: [...initiators], enabling: [...enabling] },
    ...{ techniques: [...techniques], toFindOut: [...toFindOut] },
    barriers: barriers.map(({ control, layer, causes }) => ({
      ...{ layer, causes: [...causes] },
      control: { ...control, references: [...control.references] },
    })),
  }
}
type Offered = Awaited<ReturnType<typeof offeredScenarios>>[number]

function writingRoutes(app: RouteApp, parts: RouteParts): void {
  app.post(
    '/scenarios',
    { config, schema: { tags, body: newScenario, response: { 201: scenarioWritten } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id, scenario: said } = request.body
      const audit = audits(parts, session)('scenario.write', id)
      const done = await writeScenario(parts, session.workspaceId, { id, said: saidOf(said), seen: undefined }, audit)
      return done.ok ? reply.code(201).send(done.value) : sendProblem(reply, done.error)
    },
  )

  app.put(
    '/scenarios/:id',
    { config, schema: { tags, params: byId, body: changedScenario, response: { 200: scenarioWritten } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const { scenario: said, revision: seen } = request.body
      const audit = audits(parts, session)('scenario.write', id)
      const done = await writeScenario(parts, session.workspaceId, { id, said: saidOf(said), seen }, audit)
      return done.ok ? done.value : sendProblem(reply, done.error)
    },
  )

  app.delete(
    '/scenarios/:id',
    { config: owner, schema: { tags, params: byId, response: { 200: scenarioWritten } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { id } = request.params
      const done = await dropScenario(parts, session.workspaceId, id, audits(parts, session)('scenario.remove', id))
      return done.ok ? done.value : sendProblem(reply, done.error)
    },
  )
}

function saidOf(scenario: z.output<typeof newScenario>['scenario']): SaidScenario {
  return scenario
}

function exportRoute(app: RouteApp, parts: RouteParts): void {
  app.get('/risk-register', { schema: { tags, querystring: registerExportQuery } }, async (request, reply) => {
    const { workspaceId, workspaceName } = sessionOf(request)
    const assessed = await assessAssurance(parts, workspaceId)
    const file = registerFiles[request.query.format]
    const about = { workspaceId, workspaceName, at: parts.clock(), version: parts.config.version }
    return reply
      .type(file.type)
      .header('content-disposition', `attachment; filename="risk-register.${file.ending}"`)
      .send(file.text(assessed, about))
  })
}
