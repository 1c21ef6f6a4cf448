import swagger from '@fastify/swagger'
import fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { TraceIntake } from '#flows/traces'
import { FindingLists } from '#views/finding-lists'
import { tellOfAssurance } from './assurance-news.ts'
import { BasisClock } from './basis-clock.ts'
import { completed } from './document/complete.ts'
import { addEtags } from './etag.ts'
import { FeedSchedule } from './feed-schedule.ts'
import { addFieldSelection } from './fields.ts'
import { addIdempotency } from './idempotency.ts'
import { JobBoard } from './jobs.ts'
import { LookClock } from './look-clock.ts'
import { NoticeClock } from './notice-clock.ts'
import { describeRoute, openApiOf } from './openapi.ts'
import { addPersonalFilters } from './personal-filters.ts'
import { answerBadAddress, answerWithProblems } from './problems.ts'
import type { RouteApp, RouteParts } from './route-app.ts'
import { accountRoutes } from './routes/account.ts'
import { agentRoutes } from './routes/agents.ts'
import { aiSystemRoutes } from './routes/ai-systems.ts'
import { assetRoutes } from './routes/assets.ts'
import { assuranceRoutes } from './routes/assurance.ts'
import { assuranceAttentionRoutes } from './routes/assurance-attention.ts'
import { caseRoutes } from './routes/assurance-cases.ts'
import { reportRoutes } from './routes/assurance-reports.ts'
import { auditRoutes } from './routes/audit.ts'
import { caseWorkRoutes } from './routes/case-work.ts'
import { catalogueRoutes } from './routes/catalogues.ts'
import { changeRoutes } from './routes/changes.ts'
import { commentRoutes } from './routes/comments.ts'
import { digestRoutes } from './routes/digest.ts'
import { dispositionRoutes } from './routes/dispositions.ts'
import { evaluationCaseRoutes } from './routes/evaluation-cases.ts'
import { comparisonRoutes } from './routes/evaluation-comparison.ts'
import { evaluationOrderRoutes } from './routes/evaluation-orders.ts'
import { feedRoutes } from './routes/feeds.ts'
import { findingChangeRoutes } from './routes/finding-changes.ts'
import { findingRoutes } from './routes/findings.ts'
import { fixActionRoutes } from './routes/fix-actions.ts'
import { identityProviderRoutes } from './routes/identity-provider.ts'
import { importPreviewRoutes } from './routes/import-previews.ts'
import { importRoutes } from './routes/imports.ts'
import { jobRoutes } from './routes/jobs.ts'
import { joinRoutes } from './routes/join.ts'
import { monitoringRoutes } from './routes/monitoring.ts'
import { notificationRoutes } from './routes/notifications.ts'
import { overviewRoutes } from './routes/overview.ts'
import { patternRoutes } from './routes/patterns.ts'
import { peopleRoutes } from './routes/people.ts'
import { providerSignInRoutes } from './routes/provider-sign-in.ts'
import { relationRoutes } from './routes/relations.ts'
import { reviewQueueRoutes } from './routes/review-queues.ts'
import { reviewRoutes } from './routes/reviews.ts'
import { savedViewRoutes } from './routes/saved-views.ts'
import { scenarioRoutes } from './routes/scenarios.ts'
import { scopeRoutes } from './routes/scope.ts'
import { secondFactorRoutes } from './routes/second-factor.ts'
import { sessionRoutes } from './routes/session.ts'
import { supplierVexRoutes } from './routes/supplier-vex.ts'
import { surfaceRoutes } from './routes/surface.ts'
import { ticketRoutes } from './routes/tickets.ts'
import { tokenRoutes } from './routes/tokens.ts'
import { otlpRoutes, traceRoutes } from './routes/traces.ts'
import { trendRoutes } from './routes/trends.ts'
import { vexRoutes } from './routes/vex.ts'
import { vulnerabilityRoutes } from './routes/vulnerabilities.ts'
import { workspaceRoutes } from './routes/workspaces.ts'
import { RulingClock } from './ruling-clock.ts'
import { addSecurity, requestsPerMinute } from './security.ts'
import { addSessions } from './sessions.ts'
import { SurfaceNews } from './surface-news.ts'
import type { ServerParts } from './types.ts'
import { WatchClock } from './watch-clock.ts'
import { serveWeb } from './web.ts'
import { workersOf } from './workers.ts'

const modules: readonly ((app: RouteApp, parts: RouteParts) => void)[] = [
  sessionRoutes,
  accountRoutes,
  secondFactorRoutes,
  identityProviderRoutes,
  providerSignInRoutes,
  joinRoutes,
  peopleRoutes,
  tokenRoutes,
  workspaceRoutes,
  auditRoutes,
  overviewRoutes,
  changeRoutes,
  savedViewRoutes,
  findingRoutes,
  dispositionRoutes,
  assetRoutes,
  relationRoutes,
  aiSystemRoutes,
  assuranceRoutes,
  assuranceAttentionRoutes,
  caseRoutes,
  traceRoutes,
  monitoringRoutes,
  caseWorkRoutes,
  comparisonRoutes,
  evaluationCaseRoutes,
  evaluationOrderRoutes,
  patternRoutes,
  reportRoutes,
  reviewRoutes,
  scenarioRoutes,
  reviewQueueRoutes,
  catalogueRoutes,
  surfaceRoutes,
  agentRoutes,
  scopeRoutes,
  trendRoutes,
  importRoutes,
  importPreviewRoutes,
  vulnerabilityRoutes,
  commentRoutes,
  findingChangeRoutes,
  fixActionRoutes,
  feedRoutes,
  jobRoutes,
  notificationRoutes,
  vexRoutes,
  supplierVexRoutes,
  ticketRoutes,
  digestRoutes,
]

const BODY_BYTES = 256 * 1024
/** Lists may be so far behind the imports and the work of other processes; people see their own changes at once. */
const FRESH_MS = 200
/** So long a request waits for findings that are being read; then it says how far that is. */
const PATIENCE_MS = 3_000

/** The HTTP server, ready to listen on loopback; closing it ends event streams and asks running jobs to stop. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const { config, clock, log } = parts
  const lists = new FindingLists(parts.database, { freshMs: FRESH_MS, patienceMs: PATIENCE_MS })
  const app = fastify({
    bodyLimit: BODY_BYTES,
    // A proxy before the public address runs on this machine; it says from where people come.
    trustProxy: config.publicUrl === undefined ? false : 'loopback',
    requestTimeout: 0,
    forceCloseConnections: 'idle',
    frameworkErrors: (error, _request, reply) => answerBadAddress(error, reply),
  })
  const jobs = new JobBoard({
    clock,
    log,
    database: parts.database,
    workers: workersOf(parts.flows),
    silenceMs: config.silenceMs,
    place: config.place,
    importsAtOnce: config.importsAtOnce,
    isAlone: config.isAlone,
  })
  // Whoever changed something, or is told that something changed, asks for it next.
  jobs.onChange(() => lists.outdate())
  app.addHook('onSend', async ({ method }, _reply, payload) => {
    if (method !== 'GET') lists.outdate()
    return payload
  })
  // Bodies are JSON, or the file itself where a route says so.
  app.removeContentTypeParser('text/plain')
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerWithProblems(app, log)
  tellOfAssurance(app, jobs)
  await addSecurity(app, config)
  addSessions(app, parts)
  addPersonalFilters(app)
  addIdempotency(app, parts)
  addFieldSelection(app)
  addEtags(app)
  await app.register(swagger, {
    openapi: openApiOf(config.version),
    transform: describeRoute({ requestsPerMinute: requestsPerMinute(config) }),
    transformObject: (written) => completed('openapiObject' in written ? written.openapiObject : written.swaggerObject),
  })
  const routeParts = {
    ...{ ...parts, jobs, lists, traces: new TraceIntake(parts) },
    currency: () => ({ now: clock(), maxAgeDays: config.maxKnowledgeAgeDays }),
  }
  await app.register(
    async (scope) => {
      const typed = scope.withTypeProvider<ZodTypeProvider>()
      for (const addRoutes of modules) addRoutes(typed, routeParts)
    },
    { prefix: '/api/v1' },
  )
  otlpRoutes(app.withTypeProvider<ZodTypeProvider>(), routeParts)
  app.get('/api/openapi.json', { config: { access: 'open' }, schema: { hide: true } }, () => app.swagger())
  await serveWeb(app, config.webRoot)
  const basis = new BasisClock({ flows: parts.flows, jobs, log })
  app.addHook('onReady', async () => {
    await jobs.resume()
    await basis.look()
    basis.start()
  })
  const timed = { database: parts.database, clock, jobs, log }
  const schedule = new FeedSchedule(timed)
  const watch = new WatchClock(timed)
  const rulings = new RulingClock(timed)
  const looks = new LookClock(timed)
  const surface = new SurfaceNews(timed)
  const notices = new NoticeClock({
    ...timed,
    currency: () => ({ now: clock(), maxAgeDays: config.maxKnowledgeAgeDays }),
  })
  app.addHook('onReady', async () => rulings.start())
  app.addHook('onReady', async () => watch.start())
  app.addHook('onListen', async () => {
    // Whoever asks for a list tries again, and is told.
    lists.warm().catch((error: unknown) => log.warn({ error }, 'the findings could not be read ahead'))
    parts.flows.expectFile?.()
  })
  app.addHook('onReady', async () => notices.start())
  app.addHook('onReady', async () => looks.start())
  app.addHook('onReady', async () => surface.start())
  if (config.scheduleFeeds) app.addHook('onReady', async () => schedule.start())
  app.addHook('preClose', async () => {
    schedule.stop()
    watch.stop()
    rulings.stop()
    looks.stop()
    surface.stop()
    notices.stop()
    basis.stop()
    jobs.close()
  })
  return app
}
