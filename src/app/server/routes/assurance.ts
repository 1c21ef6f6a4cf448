import { Readable } from 'node:stream'
import { z } from 'zod'
import { listRuns, readRun } from '#assurance/evaluations/store'
import { exportedLines } from '#assurance/evidence'
import { evidenceSums, readChain, verifyEvidence } from '#assurance/evidence/store'
import { scenariosOf } from '#assurance/threats/store'
import { registerPreview, takenRegister } from '#contract/ai-register'
import {
  type ControlDescription,
  controlDescribed,
  controlDescription,
  controlDetail,
  controlList,
} from '#contract/controls'
import { evaluationDetail, evaluationList, evaluationQuery, takenEvaluation } from '#contract/evaluations'
import {
  evidenceCheck,
  evidencePieceList,
  evidencePieceQuery,
  evidenceRequest,
  evidenceTaken,
} from '#contract/evidence'
import { scenarioDetail, scenarioList } from '#contract/scenario-rows'
import { err, type Problem, problem, type Result } from '#core/kernel'
import { assessAssurance, assessControls } from '#flows/assurance'
import { describeControl, type SaidControl } from '#flows/assurance-controls'
import { evidenceOfControl, newestEvidenceOf } from '#flows/control-evidence'
import { previewRegister } from '#flows/preview-register'
import { movementsOfScenario } from '#flows/scenario-movements'
import { takeEvaluation } from '#flows/take-evaluation'
import { takeEvidence } from '#flows/take-evidence'
import { takeRegister } from '#flows/take-register'
import { recordAudit } from '#platform/audit'
import { controlRowOf, evaluationRowOf, movementRowsOf, pieceRowsOf, scenarioRowOf } from '../../assurance-rows.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { received as receivedFile } from '../uploads.ts'

const tags = ['assurance']
const byId = z.object({ id: z.string().max(80) })
const analyst = { access: 'analyst', scope: 'import' } as const
const owner = { access: 'owner' } as const
const MIB = 1024 ** 2
const REGISTER_BYTES = 4 * MIB
const EVALUATION_BYTES = 128 * MIB
const MOST_RUNS = 200
const MOST_CASES = 1_000
/** So many pieces of each fact come with the page of a control. */
const NEWEST_PIECES = 8

/** AI systems, controls, scenarios, evaluations and evidence. */
export function assuranceRoutes(app: RouteApp, parts: RouteParts): void {
  readingRoutes(app, parts)
  takingRoutes(app, parts)
}

function readingRoutes(app: RouteApp, parts: RouteParts): void {
  const { database } = parts

  app.get('/controls', { schema: { tags, response: { 200: controlList } } }, async (request) => {
    const controls = await assessControls(parts, sessionOf(request).workspaceId)
    return { controls: controls.map(controlRowOf) }
  })

  app.get(
    '/controls/:id',
    { schema: { tags, params: byId, response: { 200: controlDetail } } },
    async (request, reply) => {
      const { workspaceId } = sessionOf(request)
      const { id } = request.params
      const [control] = await assessControls(parts, workspaceId, [id])
      if (!control) return sendProblem(reply, noSuch('control'))
      const { evidence, runs, scenarios } = await database.inWorkspace(workspaceId, async (work) => ({
        evidence: await evidenceSums(work, [id]),
        runs: await listRuns(work, MOST_RUNS, id),
        scenarios: await scenariosOf(work, id),
      }))
      const newest = await newestEvidenceOf(parts, workspaceId, control, NEWEST_PIECES)
      const { coverage, liveness, efficacy } = newest
      return {
        ...{ ...controlRowOf(control), evidence, evaluations: runs.map(evaluationRowOf), scenarios },
        newest: { coverage: pieceRowsOf(coverage), liveness: pieceRowsOf(liveness), efficacy: pieceRowsOf(efficacy) },
      }
    },
  )

  app.get(
    '/controls/:id/evidence',
    { schema: { tags, params: byId, querystring: evidencePieceQuery, response: { 200: evidencePieceList } } },
    async (request, reply) => {
      const { workspaceId } = sessionOf(request)
      const { aspect, limit, cursor } = request.query
      const [control] = await assessControls(parts, workspaceId, [request.params.id])
      if (!control) return sendProblem(reply, noSuch('control'))
      const [at, position] = cursor?.split(' ') ?? []
      const after = at !== undefined && position !== undefined ? { at, position: Number(position) } : undefined
      return pieceRowsOf(await evidenceOfControl(parts, workspaceId, control, { aspect, limit, after }))
    },
  )

  app.get('/scenarios', { schema: { tags, response: { 200: scenarioList } } }, async (request) => {
    const { controls, scenarios } = await assessAssurance(parts, sessionOf(request).workspaceId)
    return { scenarios: scenarios.map((scenario) => scenarioRowOf(scenario, controls)) }
  })

  app.get(
    '/scenarios/:id',
    { schema: { tags, params: byId, response: { 200: scenarioDetail } } },
    async (request, reply) => {
      const { controls, scenarios } = await assessAssurance(parts, sessionOf(request).workspaceId)
      const scenario = scenarios.find(({ id }) => id === request.params.id)
      if (!scenario) return sendProblem(reply, noSuch('scenario'))
      const movements = await movementsOfScenario(parts, sessionOf(request).workspaceId, scenario)
      return { ...scenarioRowOf(scenario, controls), movements: movementRowsOf(movements) }
    },
  )

  app.get('/evaluations', { schema: { tags, response: { 200: evaluationList } } }, async (request) => {
    const runs = await database.inWorkspace(sessionOf(request).workspaceId, (work) => listRuns(work, MOST_RUNS))
    return { evaluations: runs.map(evaluationRowOf) }
  })

  app.get(
    '/evaluations/:id',
    { schema: { tags, params: byId, response: { 200: evaluationDetail } } },
    async (request, reply) => {
      const { id } = request.params
      const run = await database.inWorkspace(sessionOf(request).workspaceId, (work) => readRun(work, id))
      if (!run) return sendProblem(reply, noSuch('evaluation'))
      const order = { fail: 0, insufficient: 1, pass: 2 }
      const list = run.list.toSorted((a, b) => order[a.result] - order[b.result]).slice(0, MOST_CASES)
      return { ...evaluationRowOf(run), list }
    },
  )

  app.get('/evidence/check', { schema: { tags, response: { 200: evidenceCheck } } }, async (request) => {
    const check = await verifyEvidence(database, sessionOf(request).workspaceId)
    return { ...check, brokenAt: check.brokenAt ?? null, sumsOff: check.sumsOff ?? 0 }
  })

  app.get('/evidence/export', { schema: { tags } }, (request, reply) => {
    const { workspaceId: workspace } = sessionOf(request)
    const lines = exportedLines({ workspace, exportedAt: parts.clock() }, readChain(database, workspace))
    return reply
      .type('application/x-ndjson')
      .header('content-disposition', 'attachment; filename="evidence.ndjson"')
      .send(Readable.from(lines))
  })
}

function takingRoutes(app: RouteApp, parts: RouteParts): void {
  const { clock } = parts

  app.patch(
    '/controls/:id',
    {
      config: { access: 'analyst' },
      schema: { tags, params: byId, body: controlDescription, response: { 200: controlDescribed } },
    },
    async (request, reply) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      const { id } = request.params
      const said = withoutUndefined(request.body)
      const done = await describeControl(parts, { workspaceId, id, said }, (work, what) =>
        recordAudit(work, {
          ...{ chain: workspaceId, at: clock(), actor, action: 'control.describe', target: id, detail: { what } },
        }),
      )
      return done.ok ? done.value : sendProblem(reply, done.error)
    },
  )

  app.post(
    '/ai-register',
    { config: owner, bodyLimit: REGISTER_BYTES, schema: { tags, response: { 200: takenRegister } } },
    async (request, reply) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      const bytes = await received(request.body, 'ai-register.yaml', parts, REGISTER_BYTES)
      if (!bytes.ok) return sendProblem(reply, bytes.error)
      const text = bytes.value.toString('utf8')
      const taken = await takeRegister(parts, { workspaceId, text }, (work, { holds: _, ...changed }) =>
        recordAudit(work, {
          ...{ chain: workspaceId, at: clock(), actor, action: 'ai-register.take', target: 'ai-register' },
          detail: changed,
        }),
      )
      return taken.ok ? taken.value : sendProblem(reply, refused('register-refused', taken.error))
    },
  )

  app.post(
    '/ai-register/preview',
    {
      config: { ...owner, changesNothing: true },
      bodyLimit: REGISTER_BYTES,
      schema: { tags, response: { 200: registerPreview } },
    },
    async (request, reply) => {
      const bytes = await received(request.body, 'ai-register.yaml', parts, REGISTER_BYTES)
      if (!bytes.ok) return sendProblem(reply, bytes.error)
      const text = bytes.value.toString('utf8')
      const preview = await previewRegister(parts, { workspaceId: sessionOf(request).workspaceId, text })
      return preview.ok ? preview.value : sendProblem(reply, refused('register-refused', preview.error))
    },
  )

  app.post(
    '/evaluations',
    {
      config: analyst,
      bodyLimit: EVALUATION_BYTES,
      schema: { tags, querystring: evaluationQuery, response: { 200: takenEvaluation } },
    },
    async (request, reply) => {
      const { workspaceId, accountName: by } = sessionOf(request)
      const { name, control: controlId, version: subjectVersion, at: said } = request.query
      const at = said === undefined ? undefined : new Date(said).toISOString()
      const bytes = await received(request.body, name, parts, EVALUATION_BYTES)
      if (!bytes.ok) return sendProblem(reply, bytes.error)
      const file = { name, bytes: bytes.value }
      const given = { workspaceId, file, by, controlId, subjectVersion, at }
      const taken = await takeEvaluation(parts, given, (work, { run: target, outcome: _, ...detail }) =>
        recordAudit(work, { chain: workspaceId, at: clock(), actor: by, action: 'evaluation.import', target, detail }),
      )
      if (!taken.ok) return sendProblem(reply, refused('evaluation-refused', taken.error))
      const { outcome, ...rest } = taken.value
      return { ...rest, dropped: outcome.dropped }
    },
  )

  app.post(
    '/evidence',
    { config: analyst, schema: { tags, body: evidenceRequest, response: { 201: evidenceTaken } } },
    async (request, reply) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      const now = clock()
      const evidence = request.body.evidence.map(
        ({ control: controlId, version: subjectVersion, at = now, ...rest }) => ({
          ...{ controlId, subjectVersion, at, ...rest },
        }),
      )
      const taken = await takeEvidence(parts, { workspaceId, evidence, by: actor }, (work, all) =>
        recordAudit(work, {
          ...{ chain: workspaceId, at: clock(), actor, action: 'evidence.record' },
          target: [...new Set(all.map(({ controlId }) => controlId))].sort().join(', ').slice(0, 300),
          detail: { pieces: all.length },
        }),
      )
      return taken.ok ? reply.code(201).send(taken.value) : sendProblem(reply, taken.error)
    },
  )
}

function withoutUndefined(given: ControlDescription): SaidControl {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** The body of a request, which is the file itself. */
async function received(body: unknown, name: string, { config }: RouteParts, limit: number): Promise<Result<Buffer>> {
  if (!(body instanceof Readable))
    return err(problem('bad-request', 'send the file itself as application/octet-stream'))
  return receivedFile(body, name, config.uploads, limit)
}

/** What a reader says of a file, under the code of the route. */
function refused(code: 'register-refused' | 'evaluation-refused', { code: own, message }: Problem): Problem {
  const isOwn = own === 'no-such-control' || own === 'too-large' || own === 'in-the-future'
  return isOwn ? { code: own, message } : { code, message }
}

function noSuch(what: string) {
  return { code: 'not-found', message: `there is no such ${what} in this workspace` }
}
