import { type Kysely, sql, type Transaction } from 'kysely'
import { type Instant, ok, type Result } from '#core/kernel'
import type { NoTables } from '#platform/database'
import type { SecretBox } from '#platform/secrets'
import type { Role } from '../roles.ts'

/** What members of one of the provider's groups may do in one workspace. */
export interface GroupRole {
  group: string
  workspaceId: string
  role: Role
}

/** The identity provider as an administrator configured it. */
export interface IdentityProvider {
  name: string
  issuer: string
  clientId: string
  scopes: string
  groupsClaim: string
  furtherHosts: string[]
  /** False: nobody signs in with a password. */
  localSignIn: boolean
  /** Whether a client secret is kept; the secret itself is read by `clientSecret` only. */
  hasSecret: boolean
  updatedAt: Instant
}

/** A change of it; a secret that is left out stays, `null` removes it. */
export type ProviderChange = Omit<IdentityProvider, 'hasSecret' | 'updatedAt'> & {
  clientSecret?: string | null | undefined
  groups: GroupRole[]
}

const PURPOSE = 'identity provider client secret'

export async function readProvider(work: Kysely<NoTables>): Promise<IdentityProvider | undefined> {
  const { rows } = await sql<Omit<IdentityProvider, 'updatedAt'> & { updated: Date }>`
    select name, issuer, client_id as "clientId", scopes, groups_claim as "groupsClaim", further_hosts as "furtherHosts",
      local_sign_in as "localSignIn", sealed_secret is not null as "hasSecret", updated_at as updated
    from identity_provider`.execute(work)
  if (!rows[0]) return undefined
  const { updated, ...provider } = rows[0]
  return { ...provider, updatedAt: updated.toISOString() as Instant }
}

export async function readGroupRoles(work: Kysely<NoTables>): Promise<GroupRole[]> {
  const { rows } = await sql<GroupRole>`select group_name as "group", workspace_id as "workspaceId", role
    from identity_group order by group_name, workspace_id`.execute(work)
  return rows
}

/** The client secret in clear; `undefined` where none is kept. */
export async function clientSecret(work: Kysely<NoTables>, secrets: SecretBox): Promise<Result<string | undefined>> {
  const { rows } = await sql<{ sealed: string | null }>`select sealed_secret as sealed from identity_provider`.execute(
    work,
  )
  const sealed = rows[0]?.sealed
  return sealed ? secrets.open(sealed, PURPOSE) : ok(undefined)
}

export async function writeProvider(
  work: Transaction<NoTables>,
  secrets: SecretBox,
  { clientSecret: secret, groups, ...provider }: ProviderChange,
  now: Instant,
): Promise<void> {
  const sealed = secret ? secrets.seal(secret, PURPOSE) : null
  await sql`insert into identity_provider
      (name, issuer, client_id, sealed_secret, scopes, groups_claim, further_hosts, local_sign_in, updated_at)
    values (${provider.name}, ${provider.issuer}, ${provider.clientId}, ${sealed}, ${provider.scopes},
      ${provider.groupsClaim}, ${provider.furtherHosts}, ${provider.localSignIn}, ${now})
    on conflict (id) do update set name = excluded.name, issuer = excluded.issuer, client_id = excluded.client_id,
      scopes = excluded.scopes, groups_claim = excluded.groups_claim, further_hosts = excluded.further_hosts,
      local_sign_in = excluded.local_sign_in, updated_at = excluded.updated_at,
      sealed_secret = case when ${secret === undefined} then identity_provider.sealed_secret else excluded.sealed_secret end`.execute(
    work,
  )
  await sql`delete from identity_group`.execute(work)
  for (const { group, workspaceId, role } of groups)
    await sql`insert into identity_group (group_name, workspace_id, role) values (${group}, ${workspaceId}, ${role})
      on conflict (group_name, workspace_id) do update set role = excluded.role`.execute(work)
}

/**
 * Forgets the provider and its groups. Accounts stay linked, for the day it is configured again; what they may do stays,
 * too, and is for people to change from now on.
 */
export async function removeProvider(work: Transaction<NoTables>): Promise<boolean> {
  await sql`delete from identity_group`.execute(work)
  await sql`update membership set from_provider = false where from_provider`.execute(work)
  const { rows } = await sql`delete from identity_provider returning 1`.execute(work)
  return rows.length > 0
}
