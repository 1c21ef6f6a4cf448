import { z } from 'zod'
import { listQueryOf, pageOf, textCursor } from './page.ts'
import { accountName, newPassword } from './session.ts'
import { peopleFilterKeys } from './team-filters.ts'
import { instant, role } from './words.ts'

/** One person of this workspace. */
const person = z.object({
  id: z.string(),
  name: z.string(),
  role,
  /** Suspended: may not sign in to this workspace. */
  disabled: z.boolean(),
  runsInstance: z.boolean(),
  /** The role comes from a group of the identity provider: it is changed there. */
  fromProvider: z.boolean(),
  joinedAt: instant,
  /** Only shown to owners and administrators. */
  secondFactor: z.boolean().nullable(),
  /** When a session of theirs in this workspace was used last; `null`: none is open. */
  seenAt: instant.nullable(),
})
export type Person = z.infer<typeof person>
export const personPage = pageOf(person)

/** Orders of the list: who joined first, by name, who was here last. */
const peopleSort = z.enum(['joined', 'name', 'seen'])
export type PeopleSort = z.infer<typeof peopleSort>
export const peopleListQuery = listQueryOf(peopleFilterKeys).extend({
  sort: peopleSort.default('joined'),
  cursor: textCursor,
})
export type PeopleListQuery = z.infer<typeof peopleListQuery>

/** Only what is given changes. */
export const personChange = z
  .object({ role: role.optional(), disabled: z.boolean().optional(), runsInstance: z.boolean().optional() })
  .strict()
  .refine((change) => Object.keys(change).length > 0, 'say what is to change')
export type PersonChange = z.infer<typeof personChange>

export const removed = z.object({ ok: z.literal(true) })

export const invitationRequest = z.object({ role, name: accountName.optional() })
export type InvitationRequest = z.infer<typeof invitationRequest>

/** A one-time link, shown this once. `path` is appended to the address Lunette is opened by. */
export const issuedLink = z.object({ id: z.string(), path: z.string(), expiresAt: instant })
export type IssuedLink = z.infer<typeof issuedLink>

const invitation = z.object({
  id: z.string(),
  role,
  name: z.string().nullable(),
  madeBy: z.string(),
  createdAt: instant,
  expiresAt: instant,
})
export type Invitation = z.infer<typeof invitation>
/** Open invitations, newest first; there are never more than 200. */
export const invitationList = z.object({ invitations: z.array(invitation) })

const linkToken = z.string().min(20).max(100)
export const linkQuestion = z.object({ token: linkToken })

/** What a one-time link is for. */
export const openLink = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('invitation'), workspaceName: z.string(), role, name: z.string().nullable() }),
  z.object({ kind: z.literal('reset'), name: z.string() }),
])
export type OpenLink = z.infer<typeof openLink>

export const joinRequest = z.object({ token: linkToken, name: accountName, password: newPassword })
export const resetRequest = z.object({ token: linkToken, password: newPassword })
/** `signedIn`: a session was opened; otherwise the person signs in with what they chose. */
export const joined = z.object({ signedIn: z.boolean() })
