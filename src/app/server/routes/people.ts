import { z } from 'zod'
import { facets, type Page } from '#contract'
import {
  invitationList,
  invitationRequest,
  issuedLink,
  type PeopleListQuery,
  type Person,
  peopleListQuery,
  personChange,
  personPage,
  removed,
} from '#contract/people'
import { err, ok, problem } from '#core/kernel'
import {
  changeMembership,
  findMember,
  type IssuedLink,
  issueInvitation,
  issueReset,
  mayActAs,
  mayTakeOver,
  removeMember,
  revokeInvitation,
  type Session,
} from '#platform/auth'
import { listPeople, openInvitations, peopleFacets } from '#views/people'
import { audited } from '../audited.ts'
import { sendFile } from '../exports/answer.ts'
import { columnsQuery } from '../exports/chosen.ts'
import { personColumns } from '../exports/columns.ts'
import { tableFormats } from '../exports/formats.ts'
import { sendProblem } from '../problems.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['people']
const access = 'owner' as const
const exportQuery = peopleListQuery
  .pick({ filter: true, sort: true })
  .extend({ format: z.enum(['csv', 'json']).default('csv'), columns: columnsQuery(personColumns) })

/** Who belongs to the workspace and what they may do; invitations and links for a new password. */
export function peopleRoutes(app: RouteApp, parts: RouteParts): void {
  const { database } = parts

  app.get('/people', { schema: { tags, querystring: peopleListQuery, response: { 200: personPage } } }, (request) =>
    peopleFor(sessionOf(request), request.query),
  )

  app.get(
    '/people/facets',
    { schema: { tags, querystring: peopleListQuery.pick({ filter: true }), response: { 200: facets } } },
    (request) => peopleFacets(database, sessionOf(request).workspaceId, request.query.filter),
  )

  app.get('/people/export', { schema: { tags, querystring: exportQuery } }, (request, reply) => {
    const { format, columns, ...query } = request.query
    return sendFile(reply, 'people', tableFormats(personColumns, columns)[format], (cursor) =>
      peopleFor(sessionOf(request), { ...query, limit: 500, cursor }),
    )
  })

  async function peopleFor({ workspaceId, role }: Session, query: PeopleListQuery): Promise<Page<Person>> {
    const page = await listPeople(database, workspaceId, query)
    // Who has none is what somebody who guesses passwords would like to know.
    if (mayActAs(role, access)) return page
    return { ...page, rows: page.rows.map((person) => ({ ...person, secondFactor: null })) }
  }

  app.patch(
    '/people/:id',
    { config: { access }, schema: { tags, params: byId, body: personChange, response: { 200: removed } } },
    async (request, reply) => {
      const by = sessionOf(request)
      const { id } = request.params
      const done = await audited(
        parts,
        (work, now) => changeMembership(work, by, id, request.body, now),
        ({ before, after }) => ({
          chain: by.workspaceId,
          actor: by.accountName,
          action: 'person.change',
          target: id,
          detail: { name: before.name, before: sayable(before), after: sayable(after) },
        }),
      )
      return done.ok ? { ok: true as const } : sendProblem(reply, done.error)
    },
  )

  app.delete(
    '/people/:id',
    { config: { access }, schema: { tags, params: byId, response: { 200: removed } } },
    async (request, reply) => {
      const by = sessionOf(request)
      const { id } = request.params
      const done = await audited(
        parts,
        (work) => removeMember(work, by, id),
        ({ name, role }) => ({
          chain: by.workspaceId,
          actor: by.accountName,
          action: 'person.remove',
          target: id,
          detail: { name, role },
        }),
      )
      return done.ok ? { ok: true as const } : sendProblem(reply, done.error)
    },
  )

  app.post(
    '/people/:id/reset-link',
    { config: { access }, schema: { tags, params: byId, response: { 201: issuedLink } } },
    async (request, reply) => {
      const by = sessionOf(request)
      const { workspaceId } = by
      const { id: accountId } = request.params
      const done = await audited(
        parts,
        async (work, now) => {
          const person = await findMember(work, workspaceId, accountId)
          if (!person) return err(noSuchPerson)
          if (!(await mayTakeOver(work, by, accountId))) return err(outOfReach)
          const link = await issueReset(work, { workspaceId, accountId, by: by.accountName }, now)
          return ok({ link, name: person.name })
        },
        ({ name }) => ({
          chain: workspaceId,
          actor: by.accountName,
          action: 'person.reset-link',
          target: accountId,
          detail: { name },
        }),
      )
      return done.ok ? reply.code(201).send(shown(done.value.link)) : sendProblem(reply, done.error)
    },
  )

  invitationRoutes(app, parts)
}

function invitationRoutes(app: RouteApp, parts: RouteParts): void {
  const { database, clock } = parts

  app.get(
    '/invitations',
    { config: { access }, schema: { tags, response: { 200: invitationList } } },
    async (request) => ({
      invitations: await openInvitations(database, sessionOf(request).workspaceId, clock()),
    }),
  )

  app.post(
    '/invitations',
    { config: { access }, schema: { tags, body: invitationRequest, response: { 201: issuedLink } } },
    async (request, reply) => {
      const { workspaceId, accountName: by, role: held } = sessionOf(request)
      const { role, name } = request.body
      if (!mayActAs(held, role)) return sendProblem(reply, tooHigh)
      const done = await audited(
        parts,
        (work, now) => issueInvitation(work, { workspaceId, role, name, by }, now),
        ({ id }) => ({
          chain: workspaceId,
          actor: by,
          action: 'invitation.create',
          target: id,
          detail: { role, ...(name && { name }) },
        }),
      )
      return done.ok ? reply.code(201).send(shown(done.value)) : sendProblem(reply, done.error)
    },
  )

  app.delete(
    '/invitations/:id',
    { config: { access }, schema: { tags, params: byId, response: { 200: removed } } },
    async (request, reply) => {
      const { workspaceId, accountName: actor } = sessionOf(request)
      const { id } = request.params
      const done = await audited(
        parts,
        async (work) => {
          const gone = await revokeInvitation(work, workspaceId, id)
          return gone ? ok(gone) : err(noSuchInvitation)
        },
        (detail) => ({ chain: workspaceId, actor, action: 'invitation.revoke', target: id, detail }),
      )
      return done.ok ? { ok: true as const } : sendProblem(reply, done.error)
    },
  )
}

/** The token stands after the `#`, which browsers never send or log. */
function shown({ id, token, expiresAt }: IssuedLink) {
  return { id, path: `/join#${token}`, expiresAt }
}

function sayable({ role, disabled, runsInstance }: { role: string; disabled: boolean; runsInstance: boolean }) {
  return { role, disabled, runsInstance }
}

const noSuchPerson = problem('not-found', 'there is no such person in this workspace')
const noSuchInvitation = problem('not-found', 'this invitation was used or taken back already')
const tooHigh = problem('not-allowed', 'you cannot give a higher role than your own')
const outOfReach = problem(
  'not-allowed',
  'this person has a higher role than you here or in another workspace: ask who runs the instance',
)
