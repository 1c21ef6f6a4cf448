import type { Transaction } from 'kysely'
import { z } from 'zod'
import {
  done,
  lookedUp,
  lookUpRequest,
  made,
  nameRequest,
  noticeRuleChange,
  proofChecked,
  proofRequest,
  rangeMade,
  rangeRequest,
  rulingMade,
  rulingOfAsset,
  rulingTaken,
  scopeDocument,
  scopeSettingsChange,
  seedMade,
  seedRequest,
  stopRequest,
  watchChange,
} from '#contract/scope'
import { err, ok, problem, type Result } from '#core/kernel'
import { assetKinds } from '#core/vocabulary'
import { naturalKeyOf } from '#exposure/inventory'
import { approvalNotes, isName, noticeAsset, pastedHost, seedOf } from '#exposure/surface'
import {
  addRange,
  addSeed,
  approveName,
  askProof,
  changeDiscoverySettings,
  changeWatch,
  dropUnproven,
  findAgent,
  keepProofCheck,
  putNoticeRule,
  readDiscoverySettings,
  removeSeed,
  ruleAsset,
  type ScopeSpeaker,
  stopProbes,
  withdrawName,
  withdrawProof,
  withdrawRange,
  withdrawRuling,
} from '#exposure/surface/store'
import { mayActAs, type Session } from '#platform/auth'
import type { NoTables } from '#platform/database'
import { areQuietHours, mayAskResolver, parseServer } from '#platform/probe'
import { readScopeDocument, scopeKeyOf } from '#views/scope'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { changeScopeAs, manners } from '../scope-change.ts'
import { strictRate } from '../security.ts'
import { type Followed, StandingFollower } from '../standing-follower.ts'

const byId = z.object({ id: z.string().max(300) })
const tags = ['scope']
/** Looking is for analysts; what may be touched is for administrators to say. */
const admin = { access: 'admin' } as const
const analyst = { access: 'analyst' } as const

/** What discovery may touch, with who said so: everything here is in the audit log. */
export function scopeRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, flows, jobs } = parts
  const follower = new StandingFollower(parts)
  app.addHook('onClose', () => follower.close())

  /** Makes a change of the scope and its audit entry, both or neither; with what became of findings by it. */
  async function change<T extends object>(
    session: Session,
    action: string,
    target: string,
    work: (transaction: Transaction<NoTables>, speaker: ScopeSpeaker) => Promise<Result<T>>,
  ): Promise<Result<T & { followed: Followed | null }>> {
    const { workspaceId, accountName: by } = session
    const changed = await changeScopeAs(parts, { workspaceId, by, action, target }, work)
    if (!changed.ok) return changed
    jobs.changed(workspaceId, 'surface')
    return ok({ ...changed.value, followed: manners.has(action) ? null : await follower.follow(workspaceId) })
  }

  app.get('/scope', { schema: { tags, response: { 200: scopeDocument } } }, (request) =>
    readScopeDocument(database, sessionOf(request).workspaceId),
  )

  app.post(
    '/scope/seeds',
    { config: admin, schema: { tags, body: seedRequest, response: { 201: seedMade } } },
    async (request, reply) => {
      const { name, kind } = request.body
      const seed = kind ? { kind, name } : seedOf(name)
      const added = await change(sessionOf(request), 'scope.add-seed', seed.name, (work, speaker) =>
        addSeed(work, speaker, seed),
      )
      if (!added.ok) return sendProblem(reply, added.error)
      const { followed: _followed, ...taken } = added.value
      const id = scopeKeyOf({ kind: taken.kind, name: naturalKeyOf(taken) })
      const isName = taken.kind === 'domain' || taken.kind === 'hostname'
      const exists = isName ? await flows.nameExists(sessionOf(request).workspaceId, taken.name) : null
      return reply.code(201).send({ id, ...taken, exists })
    },
  )

  app.delete(
    '/scope/seeds/:id',
    { config: admin, schema: { tags, params: byId, response: { 200: done } } },
    async (request, reply) => {
      const { id } = request.params
      const removed = await change(sessionOf(request), 'scope.remove-seed', id, async (work) => {
        const seed = keyed(id)
        return seed.ok ? removeSeed(work, seed.value) : seed
      })
      return removed.ok ? { ok: true as const } : sendProblem(reply, removed.error)
    },
  )

  app.post(
    '/scope/ranges',
    { config: admin, schema: { tags, body: rangeRequest, response: { 201: rangeMade } } },
    async (request, reply) => {
      const { kind, range } = request.body
      const action = kind === 'approval' ? 'scope.approve-range' : 'scope.exclude'
      const added = await change(sessionOf(request), action, range, (work, speaker) =>
        addRange(work, speaker, request.body),
      )
      if (!added.ok) return sendProblem(reply, added.error)
      const { id, effect, followed, range: taken } = added.value
      const { workspaceId } = sessionOf(request)
      const settings = await database.inWorkspace(workspaceId, readDiscoverySettings)
      const notes = kind === 'approval' ? approvalNotes(taken, settings) : []
      return reply.code(201).send({ id, ...(effect && { effect }), notes, followed })
    },
  )

  app.delete(
    '/scope/ranges/:id',
    { config: admin, schema: { tags, params: byId, response: { 200: done } } },
    async (request, reply) => {
      const { id } = request.params
      const withdrawn = await change(sessionOf(request), 'scope.withdraw-range', id, (work, speaker) =>
        withdrawRange(work, speaker, id),
      )
      return withdrawn.ok ? { ok: true as const } : sendProblem(reply, withdrawn.error)
    },
  )

  app.post(
    '/scope/proofs',
    { config: admin, schema: { tags, body: proofRequest, response: { 201: made } } },
    async (request, reply) => {
      const { name, method } = request.body
      const action = method === 'attestation' ? 'scope.attest' : 'scope.ask-proof'
      const asked = await change(sessionOf(request), action, name, async (work, speaker) => {
        const proof = await askProof(work, speaker, request.body)
        if (!proof.ok) return proof
        const { id, state, statement } = proof.value
        return ok({ id, name: proof.value.name, method, state, ...(statement && { statement }) })
      })
      return asked.ok ? reply.code(201).send({ id: asked.value.id }) : sendProblem(reply, asked.error)
    },
  )

  app.post(
    '/scope/proofs/:id/check',
    {
      config: { ...admin, rateLimit: strictRate(parts.config) },
      schema: { tags, params: byId, response: { 200: proofChecked } },
    },
    async (request, reply) => {
      const session = sessionOf(request)
      const checked = await flows.checkProof(session.workspaceId, request.params.id)
      if (!checked.ok) return sendProblem(reply, checked.error)
      const kept = await change(session, 'scope.check-proof', request.params.id, async (work, { at }) => {
        const proof = await keepProofCheck(work, at, checked.value)
        if (proof.ok) await dropUnproven(work)
        return proof.ok ? ok({ ...proof.value, detail: checked.value.detail, asked: checked.value.asked }) : proof
      })
      return kept.ok ? checked.value : sendProblem(reply, kept.error)
    },
  )

  app.delete(
    '/scope/proofs/:id',
    { config: admin, schema: { tags, params: byId, response: { 200: done } } },
    async (request, reply) => {
      const { id } = request.params
      const withdrawn = await change(sessionOf(request), 'scope.withdraw-proof', id, (work) => withdrawProof(work, id))
      return withdrawn.ok ? { ok: true as const } : sendProblem(reply, withdrawn.error)
    },
  )

  app.post(
    '/scope/lookups',
    {
      config: { ...admin, rateLimit: strictRate(parts.config) },
      schema: { tags, body: lookUpRequest, response: { 200: lookedUp } },
    },
    async (request, reply) => {
      const found = await flows.lookUp(sessionOf(request).workspaceId, plainName(request.body.name))
      return found.ok ? found.value : sendProblem(reply, found.error)
    },
  )

  app.post(
    '/scope/names',
    {
      config: { ...admin, rateLimit: strictRate(parts.config) },
      schema: { tags, body: nameRequest, response: { 201: made } },
    },
    async (request, reply) => {
      const session = sessionOf(request)
      const name = plainName(request.body.name)
      if (!isName(name)) return sendProblem(reply, problem('no-such-name', `${name} is no domain name`))
      // As it is now, whatever whoever approves it saw before.
      const now = await flows.lookUp(session.workspaceId, name)
      if (!now.ok) return sendProblem(reply, now.error)
      const seen = request.body.addresses
      const approved = await change(session, 'scope.approve-name', name, (work, speaker) =>
        approveName(work, speaker, { name, seen, addresses: now.value.addresses }),
      )
      return approved.ok ? reply.code(201).send({ id: name }) : sendProblem(reply, approved.error)
    },
  )

  app.delete(
    '/scope/names/:id',
    { config: admin, schema: { tags, params: byId, response: { 200: done } } },
    async (request, reply) => {
      const { id } = request.params
      const withdrawn = await change(sessionOf(request), 'scope.withdraw-name', id, (work) => withdrawName(work, id))
      return withdrawn.ok ? { ok: true as const } : sendProblem(reply, withdrawn.error)
    },
  )

  app.post(
    '/scope/rulings',
    { config: analyst, schema: { tags, body: rulingOfAsset, response: { 201: rulingMade } } },
    async (request, reply) => {
      const { name } = request.body
      const ruled = await change(sessionOf(request), 'scope.rule', name, (work, speaker) =>
        ruleAsset(work, speaker, request.body),
      )
      if (!ruled.ok) return sendProblem(reply, ruled.error)
      const { kind, naturalKey, followed } = ruled.value
      return reply.code(201).send({ id: scopeKeyOf({ kind, name: naturalKey }), followed })
    },
  )

  app.delete(
    '/scope/rulings/:id',
    { config: analyst, schema: { tags, params: byId, response: { 200: rulingTaken } } },
    async (request, reply) => {
      const { id } = request.params
      const withdrawn = await change(sessionOf(request), 'scope.withdraw-ruling', id, async (work) => {
        const asset = keyed(id)
        return asset.ok ? withdrawRuling(work, asset.value) : asset
      })
      if (!withdrawn.ok) return sendProblem(reply, withdrawn.error)
      return { ok: true as const, followed: withdrawn.value.followed }
    },
  )

  app.patch(
    '/scope/settings',
    { config: admin, schema: { tags, body: scopeSettingsChange, response: { 200: scopeDocument.shape.settings } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { quietHours, resolvers } = request.body
      if (quietHours && !areQuietHours(quietHours))
        return sendProblem(reply, problem('bad-settings', `there is no time zone "${quietHours.timeZone}"`))
      const closed = resolvers?.find(
        (text) => parseServer(text) && !mayAskResolver(text, parts.config.privateHosts ?? []),
      )
      if (closed !== undefined) return sendProblem(reply, problem('host-not-allowed', privateResolver(closed)))
      const wrong = resolvers?.find((text) => parseServer(text) === undefined)
      if (wrong !== undefined)
        return sendProblem(
          reply,
          problem('bad-settings', `"${wrong}" is no resolver: give an address, or address:port`),
        )
      const changed = await change(session, 'scope.settings', 'settings', async (work, speaker) => {
        await changeDiscoverySettings(work, speaker, request.body)
        return ok({ ...request.body })
      })
      if (!changed.ok) return sendProblem(reply, changed.error)
      return (await readScopeDocument(database, session.workspaceId)).settings
    },
  )

  app.put(
    '/scope/watch',
    { config: admin, schema: { tags, body: watchChange, response: { 200: scopeDocument.pick({ watch: true }) } } },
    async (request, reply) => {
      const { agent: name, ...schedule } = request.body
      const changed = await change(sessionOf(request), 'scope.watch', name ?? 'schedule', async (work, by) => {
        const agent = name === undefined ? undefined : await findAgent(work, { name })
        if (name !== undefined && !agent) return err(problem('no-such-agent', `there is no agent called ${name}`))
        const { workspaceId, at } = by
        const terms = { workspaceId, at, chance: Math.random, agentId: agent?.id ?? null }
        return ok({ watch: await changeWatch(work, terms, schedule) })
      })
      return changed.ok ? changed.value : sendProblem(reply, changed.error)
    },
  )

  app.put(
    '/scope/notices',
    {
      config: admin,
      schema: { tags, body: noticeRuleChange, response: { 200: scopeDocument.pick({ noticeRules: true }) } },
    },
    async (request, reply) => {
      const { kind, change: what, asset } = request.body
      const changed = await change(
        sessionOf(request),
        'scope.notices',
        `${kind}:${what} ${asset}`,
        async (work, speaker) => {
          // What an earlier release took may be taken away.
          const named = request.body.tell === null ? ok(asset) : noticeAsset(asset)
          if (!named.ok) return named
          return ok({ noticeRules: await putNoticeRule(work, speaker, { ...request.body, asset: named.value }) })
        },
      )
      return changed.ok ? changed.value : sendProblem(reply, changed.error)
    },
  )

  app.post(
    '/scope/stop',
    { config: analyst, schema: { tags, body: stopRequest, response: { 200: scopeDocument.shape.settings } } },
    async (request, reply) => {
      const session = sessionOf(request)
      const { stopped } = request.body
      // Everybody may stop; to let go is for whoever answers for it.
      if (!stopped && !mayActAs(session.role, 'admin'))
        return sendProblem(reply, problem('not-allowed', 'probes are released by an administrator'))
      const changed = await change(
        session,
        stopped ? 'scope.stop' : 'scope.release',
        'probes',
        async (work, speaker) => {
          if (stopped) await stopProbes(work, speaker)
          else await changeDiscoverySettings(work, speaker, { stopped })
          return ok({ stopped })
        },
      )
      if (!changed.ok) return sendProblem(reply, changed.error)
      return (await readScopeDocument(database, session.workspaceId)).settings
    },
  )
}

function privateResolver(text: string): string {
  return `${text} is on a private address: the administrator of this machine can list it (privateHosts)`
}

function plainName(text: string): string {
  return pastedHost(text).toLowerCase()
}

/** `domain:example.com` as the asset it names. */
function keyed(id: string) {
  const at = id.indexOf(':')
  const kind = assetKinds.find((each) => each === id.slice(0, at))
  return kind
    ? ok({ kind, name: id.slice(at + 1) })
    : err(problem('not-found', 'there is no such entry in the scope: it may have been withdrawn'))
}
