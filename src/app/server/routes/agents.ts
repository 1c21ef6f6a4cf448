import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Transaction } from 'kysely'
import { z } from 'zod'
import {
  agentChange,
  agentFingerprints,
  agentHeard,
  agentPoll,
  agentPolled,
  agentRequest,
  agentSaid,
  fingerprintContent,
  madeAgent,
  probeAgents,
} from '#contract/agents'
import { removed } from '#contract/people'
import { done } from '#contract/scope'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import { fingerprintDigests, fingerprintSet } from '#exposure/knowledge/store'
import { agentVantage, type ProbeAgent, termsOf } from '#exposure/surface'
import {
  addAgent,
  endOrder,
  findAgent,
  hearAgent,
  keepBatch,
  keepOrderKey,
  keepProbes,
  keepQuestions,
  listAgents,
  orderKey,
  readDiscoverySettings,
  readScope,
  removeAgent,
  stateOutside,
  takeOrder,
} from '#exposure/surface/store'
import { issueApiToken, revokeToken, type Session } from '#platform/auth'
import type { NoTables } from '#platform/database'
import { newOrderKey, type SignedOrder, signOrder } from '#platform/work-orders'
import { auditedInWorkspace } from '../audited.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

type Work = Transaction<NoTables>

const byId = z.object({ id: z.string().max(64) })
const tags = ['agents']
/** A person makes agents: a token that could would make others of its kind. */
const admin = { access: 'admin', scope: 'session' } as const
const agentOnly = { access: 'analyst', scope: 'agent' } as const
const DAY_MS = 24 * 3_600_000
/** Terms hold so long without being renewed: an agent that loses the server stops by itself. */
const TERMS_MS = 60_000
const LOOK_MS = 500
const BATCH_BYTES = 8 * 1024 ** 2
const PURPOSE = 'agent-orders'

/** Who looks from elsewhere, and what they are asked and say. */
export function agentRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, jobs } = parts

  app.get('/discovery/agents', { schema: { tags, response: { 200: probeAgents } } }, async (request) => {
    const agents = await database.inWorkspace(sessionOf(request).workspaceId, listAgents)
    return {
      agents: agents.map((agent) => ({ ...agent, outside: agent.outside ?? null, vantage: agentVantage(agent) })),
    }
  })

  app.post(
    '/discovery/agents',
    { config: admin, schema: { tags, body: agentRequest, response: { 201: madeAgent } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const made = await make(parts, session, request.body)
      return made.ok ? reply.code(201).send(made.value) : sendProblem(reply, made.error)
    },
  )

  app.patch(
    '/discovery/agents/:id',
    { config: admin, schema: { tags, params: byId, body: agentChange, response: { 200: done } } },
    async (request, reply) => {
      const { id } = request.params
      const { outside } = request.body
      const changed = await change(
        parts,
        sessionOf(request),
        outside ? 'agent.outside' : 'agent.inside',
        id,
        async (work, by) => ((await stateOutside(work, by, { id, outside })) ? ok({ outside }) : err(noSuchAgent)),
      )
      return changed.ok ? { ok: true as const } : sendProblem(reply, changed.error)
    },
  )

  app.delete(
    '/discovery/agents/:id',
    { config: admin, schema: { tags, params: byId, response: { 200: removed } } },
    async (request, reply) => {
      const { id } = request.params
      const gone = await change(parts, sessionOf(request), 'agent.remove', id, async (work) => {
        const agent = await removeAgent(work, id)
        if (!agent) return err(noSuchAgent)
        await revokeToken(work, agent.tokenId)
        return ok(agent)
      })
      return gone.ok ? { ok: true as const } : sendProblem(reply, gone.error)
    },
  )

  app.post(
    '/agent/orders',
    { config: agentOnly, schema: { tags, body: agentPoll, response: { 200: agentPolled } } },
    async (request, reply) => {
      const { nonce, waitMs } = request.body
      const until = performance.now() + waitMs
      for (;;) {
        const polled = await within(parts, sessionOf(request), async (work, agent, at): Promise<Result<Polled>> => {
          const taken = await takeOrder(work, { agentId: agent.id, at })
          if (!taken) return ok({ agent: agent.id, order: null })
          const { runId: run, serial, task } = taken
          const whole = { ...task, fingerprints: await fingerprintDigests(database) }
          const order = await signed(parts, work, { agent: agent.id, run, serial, nonce }, whole)
          return order.ok ? ok({ agent: agent.id, order: order.value }) : order
        })
        if (!polled.ok) return sendProblem(reply, polled.error)
        if (polled.value.order || performance.now() > until || request.raw.destroyed) return polled.value
        await pause(LOOK_MS)
      }
    },
  )

  app.post(
    '/agent/fingerprints',
    { config: agentOnly, schema: { tags, body: agentFingerprints, response: { 200: fingerprintContent } } },
    async (request, reply) => {
      const known = await within(parts, sessionOf(request), async (_work, agent) => ok(agent))
      if (!known.ok) return sendProblem(reply, known.error)
      const content = await fingerprintSet(database, request.body.set)
      if (!content) return sendProblem(reply, problem('not-found', `there is no set called ${request.body.set}`))
      return { content: content.toString('base64') }
    },
  )

  app.post(
    '/agent/orders/:id/said',
    {
      config: agentOnly,
      bodyLimit: BATCH_BYTES,
      schema: { tags, params: byId, body: agentSaid, response: { 200: agentHeard } },
    },
    async (request, reply) => {
      const { id: runId } = request.params
      const { nonce, seq, said, probes, asked, sent, end } = request.body
      const session = sessionOf(request)
      const { workspaceId } = session
      const heard = await within(
        parts,
        session,
        async (work, agent, at): Promise<Result<{ terms: SignedOrder | null }>> => {
          const serial = await hearAgent(work, { agentId: agent.id, runId, at, sent })
          if (serial === undefined) return ok({ terms: null })
          const isNew = await keepBatch(work, { workspaceId, runId, seq, said })
          if (isNew && probes.length > 0) await keepProbes(work, { workspaceId, runId }, probes)
          if (isNew && asked.length > 0) await keepQuestions(work, { workspaceId, runId }, asked)
          if (end) await endOrder(work, { runId, at, ...end })
          const head = { agent: agent.id, run: runId, serial, nonce }
          const terms = end ? ok(null) : await signed(parts, work, head, {})
          return terms.ok ? ok({ terms: terms.value }) : terms
        },
      )
      if (!heard.ok) return sendProblem(reply, heard.error)
      if (end) jobs.changed(workspaceId, 'surface')
      return heard.value
    },
  )
}

type Polled = z.input<typeof agentPolled>

const noSuchAgent = problem('not-found', 'there is no such agent in this workspace: it was removed')
const notAnAgent = problem('no-such-agent', 'this token belongs to no agent: it was removed')

/** Acts as the agent whose token was sent. */
async function within<T>(
  { database, clock }: RouteParts,
  { workspaceId, id: token }: Session,
  act: (work: Work, agent: ProbeAgent, at: Instant) => Promise<Result<T>>,
): Promise<Result<T>> {
  return database.inWorkspace(workspaceId, async (work) => {
    const agent = await findAgent(work, { token })
    return agent ? act(work, agent, clock()) : err(notAnAgent)
  })
}

/** Signs what an agent is to do with the scope of this moment. */
async function signed(
  { clock, secrets }: RouteParts,
  work: Work,
  head: { agent: string; run: string; serial: number; nonce: string },
  task: object,
): Promise<Result<SignedOrder>> {
  const key = await orderKey(work)
  const opened = key ? secrets.open(key.sealed, PURPOSE) : err(noSuchAgent)
  if (!opened.ok) return opened
  const issuedAt = clock()
  const expiresAt = new Date(Date.parse(issuedAt) + TERMS_MS).toISOString()
  const terms = termsOf(await readScope(work), await readDiscoverySettings(work))
  return ok(signOrder({ ...head, issuedAt, expiresAt, ...{ terms, task } }, opened.value))
}

async function make(parts: RouteParts, session: Session, wanted: z.output<typeof agentRequest>) {
  const { clock, secrets } = parts
  const expiresAt = new Date(Date.parse(clock()) + wanted.days * DAY_MS).toISOString() as Instant
  // Told once, to whoever asked: it stays out of what the audit trail keeps.
  let token = ''
  const made = await change(parts, session, 'agent.add', wanted.name, async (work, by) => {
    const terms = { name: `agent ${wanted.name}`, scopes: ['agent'] as const, expiresAt }
    const issued = await issueApiToken(work, session, terms, by.at)
    if (!issued.ok) return issued
    token = issued.value.token
    const id = randomUUID()
    if (!(await addAgent(work, by, { id, tokenId: issued.value.id, ...wanted })))
      return err(
        problem('name-taken', `there is an agent called ${wanted.name}: choose another name, or remove it first`),
      )
    const { publicKey, privateKey } = newOrderKey()
    const key = await keepOrderKey(work, by, { publicKey, sealed: secrets.seal(privateKey, PURPOSE) })
    return ok({ id, name: wanted.name, outside: wanted.outside, key: key.publicKey, expiresAt })
  })
  return made.ok ? ok({ id: made.value.id, token, key: made.value.key, expiresAt }) : made
}

function change<T extends object>(
  parts: RouteParts,
  { workspaceId, accountName: actor }: Session,
  action: string,
  target: string,
  act: (work: Work, by: { workspaceId: string; by: string; at: Instant }) => Promise<Result<T>>,
): Promise<Result<T>> {
  return auditedInWorkspace(
    parts,
    workspaceId,
    (work, at) => act(work, { workspaceId, by: actor, at }),
    (value) => ({ chain: workspaceId, actor, action, target, detail: Object.fromEntries(Object.entries(value)) }),
  )
}
