import { randomBytes, randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import { parseRange } from '#core/network'
import type { NamedAsset } from '#core/vocabulary'
import { naturalKeyOf } from '#exposure/inventory'
import { cleanText } from '#platform/database'
import { type ExclusionEffect, effectOfExclusion } from '../exclusion-effect.ts'
import { missingProof } from '../missing-proof.ts'
import { pastedHost } from '../pasted.ts'
import { notPublicSuffix } from '../public-suffix.ts'
import {
  approvableRange,
  excludable,
  isName,
  isProven,
  type ProofMethod,
  reconcileAddresses,
  type Scope,
  type ScopeName,
  type ScopeProof,
  type ScopeRange,
  type ScopeRuling,
} from '../scope.ts'
import { checkedSeed } from '../seed.ts'

/** Who says so, where and when. */
export interface ScopeSpeaker {
  workspaceId: string
  by: string
  at: Instant
}

const MAX_TEXT = 500
/** Of each kind of row. */
const MOST = 10_000

/** All that was said of the scope, as it is now. */
export async function readScope<Tables>(work: Transaction<Tables>): Promise<Scope> {
  const version = await sql<{ version: string }>`select version from discovery_settings`.execute(work)
  const seeds = await sql<NamedAsset>`select kind, name from scope_seed order by kind, natural_key`.execute(work)
  const ranges = await sql<ScopeRange>`select id, kind, range, addresses, statement, made_by as "madeBy",
    instant_text(made_at) as "madeAt" from scope_range where withdrawn_at is null order by kind, range`.execute(work)
  const names = await sql<ScopeName>`select name, addresses, waiting, approved_by as "approvedBy",
    instant_text(approved_at) as "approvedAt", instant_text(checked_at) as "checkedAt" from scope_name order by name`.execute(
    work,
  )
  const proofs = await sql<ScopeProof>`select id, name, method, token, state, statement, detail, asked_by as "askedBy",
    instant_text(asked_at) as "askedAt", instant_text(checked_at) as "checkedAt", instant_text(proven_at) as "provenAt"
    from scope_proof where state <> 'withdrawn' order by name, method`.execute(work)
  const rulings = await sql<ScopeRuling>`select kind, natural_key as "naturalKey", name, standing, branch, reason,
    made_by as "madeBy", instant_text(made_at) as "madeAt" from scope_ruling order by made_at desc, natural_key`.execute(
    work,
  )
  return {
    version: Number(version.rows[0]?.version ?? 0),
    seeds: seeds.rows,
    ranges: ranges.rows,
    names: names.rows,
    proofs: proofs.rows.map(withoutNulls),
    rulings: rulings.rows.map(withoutNulls),
  }
}

function withoutNulls<T extends object>(row: T): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T
}

/** Adds where discovery starts, unless it is there already; it approves nothing. Problems: those of `checkedSeed`. */
export async function addSeed<Tables>(
  work: Transaction<Tables>,
  { workspaceId, by, at }: ScopeSpeaker,
  given: NamedAsset,
): Promise<Result<NamedAsset & { already: boolean }>> {
  const seed = checkedSeed({ ...given, name: cleanText(given.name) })
  if (!seed.ok) return seed
  const { kind, name } = seed.value
  const { numAffectedRows } =
    await sql`insert into scope_seed (workspace_id, kind, natural_key, name, added_by, added_at)
    values (${workspaceId}, ${kind}, ${naturalKeyOf(seed.value)}, ${name}, ${by}, ${at}) on conflict do nothing`.execute(
      work,
    )
  return limited(work, 'scope_seed', { ...seed.value, already: numAffectedRows === 0n })
}

/** Takes a seed away. Problem `not-found`. */
export async function removeSeed<Tables>(work: Transaction<Tables>, seed: NamedAsset): Promise<Result<NamedAsset>> {
  const { numAffectedRows } = await sql`delete from scope_seed
    where kind = ${seed.kind} and natural_key = ${naturalKeyOf(seed)}`.execute(work)
  return numAffectedRows === 1n ? ok(seed) : err(notThere)
}

const notThere = problem('not-found', 'there is no such entry in the scope: it may have been withdrawn')

/**
 * Approves a range by hand, or excludes a range or name; to say it again changes nothing. Problems: `no-such-range`,
 * `range-too-wide`, `statement-missing`.
 */
export async function addRange<Tables>(
  work: Transaction<Tables>,
  { workspaceId, by, at }: ScopeSpeaker,
  { kind, range: text, statement }: Pick<ScopeRange, 'kind' | 'range' | 'statement'>,
): Promise<Result<{ id: string; kind: string; range: string; statement: string; effect?: ExclusionEffect }>> {
  const wanted = pastedHost(text).toLowerCase()
  const given = kind === 'approval' ? approvableRange(wanted) : excludable(wanted)
  if (!given.ok) return given
  const range = given.value.text
  if (kind === 'approval' && statement.trim() === '')
    return err(problem('statement-missing', 'say why this range is yours to probe: it is written down with your name'))
  const addresses = kind === 'exclusion' && isName(range) ? await addressesSeenIn(work, range) : []
  await sql`insert into scope_range (workspace_id, id, kind, range, addresses, statement, made_by, made_at)
    values (${workspaceId}, ${randomUUID()}, ${kind}, ${range}, ${addresses}::text[],
      ${cleanText(statement).slice(0, MAX_TEXT)}, ${by}, ${at}) on conflict do nothing`.execute(work)
  const { rows } = await sql<{ id: string }>`select id from scope_range
    where kind = ${kind} and range = ${range} and withdrawn_at is null`.execute(work)
  const { id } = rows[0]!
  const effect = kind === 'exclusion' && (await effectOf(work, id))
  return limited(work, 'scope_range', { id, kind, range, statement, ...(effect && { effect }) })
}

/** Addresses of a domain's names as they were seen, aliases followed: an exclusion holds for them at once. */
async function addressesSeenIn<Tables>(work: Transaction<Tables>, name: string): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`select distinct t.natural_key as address
    from surface_asset s join asset a on a.workspace_id = s.workspace_id and a.id = s.asset_id
      cross join lateral unnest(s.places) place join asset t on t.workspace_id = s.workspace_id and t.id = place
    where a.kind in ('domain', 'hostname') and t.kind = 'ip-address'
      and (a.natural_key = ${name} or right(a.natural_key, ${name.length + 1}) = ${`.${name}`})
    order by 1`.execute(work)
  return rows.map(({ address }) => address)
}

async function effectOf<Tables>(work: Transaction<Tables>, id: string): Promise<ExclusionEffect | undefined> {
  const scope = await readScope(work)
  const made = scope.ranges.find((range) => range.id === id)
  const { rows } = await sql<NamedAsset>`select a.kind, a.name from surface_asset s
    join asset a on a.workspace_id = s.workspace_id and a.id = s.asset_id where s.gone_at is null`.execute(work)
  return made && effectOfExclusion(made, scope, rows)
}

/** Takes back an approval or an exclusion. Problem `not-found`. */
export async function withdrawRange<Tables>(
  work: Transaction<Tables>,
  { by, at }: ScopeSpeaker,
  id: string,
): Promise<Result<{ id: string; kind: string; range: string }>> {
  const { rows } = await sql<{ id: string; kind: string; range: string }>`update scope_range
    set withdrawn_by = ${by}, withdrawn_at = ${at} where id::text = ${id} and withdrawn_at is null
    returning id, kind, range`.execute(work)
  return rows[0] ? ok(rows[0]) : err(notThere)
}

/** Asks for a proof of a name; an attestation is one by itself. Asked again, the token stays. Problems: `no-such-name`, `public-suffix`, `statement-missing`. */
export async function askProof<Tables>(
  work: Transaction<Tables>,
  { workspaceId, by, at }: ScopeSpeaker,
  { name: text, method, statement = '' }: { name: string; method: ProofMethod; statement?: string | undefined },
): Promise<Result<ScopeProof>> {
  const name = pastedHost(text).toLowerCase()
  if (!isName(name)) return err(problem('no-such-name', `${name.slice(0, 100)} is no domain name`))
  const ownable = notPublicSuffix(name)
  if (!ownable.ok) return ownable
  const isWord = method === 'attestation'
  if (isWord && statement.trim() === '')
    return err(problem('statement-missing', 'say why this name is yours: it is written down with your name'))
  await sql`insert into scope_proof (workspace_id, id, name, method, token, state, statement, asked_by, asked_at, proven_at)
    values (${workspaceId}, ${randomUUID()}, ${name}, ${method}, ${randomBytes(16).toString('hex')},
      ${isWord ? 'proven' : 'waiting'}, ${statement ? cleanText(statement).slice(0, MAX_TEXT) : null}, ${by}, ${at},
      ${isWord ? at : null}) on conflict do nothing`.execute(work)
  const { proofs } = await readScope(work)
  const proof = proofs.find((known) => known.name === name && known.method === method)
  return proof ? limited(work, 'scope_proof', proof) : err(notThere)
}

/** Keeps what a check of a proof found. One that was proven and surely is not there any more is proven no more. */
export async function keepProofCheck<Tables>(
  work: Transaction<Tables>,
  at: Instant,
  { id, isProven: found, isSure, detail }: { id: string; isProven: boolean; isSure: boolean; detail: string },
): Promise<Result<{ id: string; name: string; method: string; state: string }>> {
  const { rows } = await sql<{ id: string; name: string; method: string; state: string }>`update scope_proof
    set state = case when ${found} then 'proven' when state = 'proven' and not ${isSure} then state else 'failed' end,
      detail = ${cleanText(detail).slice(0, MAX_TEXT)}, checked_at = ${at},
      proven_at = case when ${found} then coalesce(proven_at, ${at}) when not ${isSure} then proven_at end
    where id::text = ${id} and state <> 'withdrawn' and method <> 'attestation' returning id, name, method, state`.execute(
    work,
  )
  return rows[0] ? ok(rows[0]) : err(notThere)
}

/** Takes a proof back: the approvals that rest on it go with it. Problem `not-found`. */
export async function withdrawProof<Tables>(
  work: Transaction<Tables>,
  id: string,
): Promise<Result<{ id: string; name: string }>> {
  const { rows } = await sql<{ id: string; name: string }>`update scope_proof set state = 'withdrawn'
    where id::text = ${id} and state <> 'withdrawn' returning id, name`.execute(work)
  if (!rows[0]) return err(notThere)
  await dropUnproven(work)
  return ok(rows[0])
}

/** Addresses are approved through a name only while the name is proven. */
export async function dropUnproven<Tables>(work: Transaction<Tables>): Promise<void> {
  const { names, proofs } = await readScope(work)
  const lost = names.filter(({ name }) => !isProven(name, proofs)).map(({ name }) => name)
  if (lost.length > 0) await sql`delete from scope_name where name = any(${lost}::text[])`.execute(work)
}

/**
 * Approves the addresses that a proven name has now, as whoever approves them saw them. Problems: `not-proven`,
 * `changed-since-read` (it has others by now).
 */
export async function approveName<Tables>(
  work: Transaction<Tables>,
  { workspaceId, by, at }: ScopeSpeaker,
  { name, seen, addresses }: { name: string; seen: readonly string[]; addresses: readonly string[] },
): Promise<Result<{ name: string; addresses: string[] }>> {
  const { proofs } = await readScope(work)
  if (!isProven(name, proofs)) return err(problem('not-proven', `${name} is not proven: ${missingProof(name, proofs)}`))
  const now = reconcileAddresses({ addresses: [], waiting: [] }, addresses).waiting
  if (now.join() !== reconcileAddresses({ addresses: [], waiting: [] }, seen).waiting.join() || now.length === 0)
    return err(problem('changed-since-read', `${name} has the addresses ${now.join(', ') || '(none)'} now: look again`))
  await sql`insert into scope_name (workspace_id, name, addresses, approved_by, approved_at, checked_at)
    values (${workspaceId}, ${name}, ${now}::text[], ${by}, ${at}, ${at})
    on conflict (workspace_id, name) do update set addresses = excluded.addresses, waiting = '{}',
      approved_by = excluded.approved_by, approved_at = excluded.approved_at, checked_at = excluded.checked_at`.execute(
    work,
  )
  return limited(work, 'scope_name', { name, addresses: now })
}

/** Takes the approval of a name's addresses back. Problem `not-found`. */
export async function withdrawName<Tables>(work: Transaction<Tables>, name: string): Promise<Result<{ name: string }>> {
  const { numAffectedRows } = await sql`delete from scope_name where name = ${name}`.execute(work)
  return numAffectedRows === 1n ? ok({ name }) : err(notThere)
}

/** What a run saw of names' addresses: approvals follow, and excluded names keep every address they ever had out. */
export async function noteAddresses<Tables>(
  work: Transaction<Tables>,
  at: Instant,
  seen: ReadonlyMap<string, readonly string[]>,
): Promise<{ waiting: string[] }> {
  const { names, ranges } = await readScope(work)
  const waiting: string[] = []
  for (const known of names) {
    const now = seen.get(known.name)
    if (!now) continue
    const next = reconcileAddresses(known, now)
    if (next.waiting.length > 0) waiting.push(known.name)
    if (next.isChanged)
      await sql`update scope_name set addresses = ${next.addresses}::text[], waiting = ${next.waiting}::text[],
        checked_at = ${at} where name = ${known.name}`.execute(work)
  }
  for (const { id, range, addresses } of ranges.filter(
    ({ kind, range: text }) => kind === 'exclusion' && isName(text),
  )) {
    const found = [...seen].flatMap(([name, now]) => (name === range || name.endsWith(`.${range}`) ? now : []))
    const all = [...new Set([...addresses, ...found])].sort()
    if (all.length > addresses.length)
      await sql`update scope_range set addresses = ${all}::text[] where id = ${id}`.execute(work)
  }
  return { waiting }
}

/** Whether anything was seen at an asset, in a domain or in a range. */
export async function isSeenHere<Tables>(work: Transaction<Tables>, text: string): Promise<boolean> {
  const range = parseRange(text)
  const where = range?.text.includes('/')
    ? sql`case when a.kind = 'ip-address' then a.name::inet <<= ${range.text}::inet else false end`
    : sql`a.natural_key = ${text.toLowerCase()} or right(a.natural_key, ${text.length + 1}) = ${`.${text.toLowerCase()}`}`
  const { rows } =
    await sql`select from surface_asset s join asset a on a.id = s.asset_id where ${where} limit 1`.execute(work)
  return rows.length > 0
}

/** Whether there is such an asset here, or the scope speaks of it: what nobody ever saw may be mistyped. */
export async function isKnownHere<Tables>(work: Transaction<Tables>, { kind, name }: NamedAsset): Promise<boolean> {
  const kinds = kind === 'domain' || kind === 'hostname' ? ['domain', 'hostname'] : [kind]
  const key = naturalKeyOf({ kind, name })
  const isIt = sql`kind = any (${kinds}::text[]) and natural_key = ${key}`
  const { rows } = await sql`select from asset where ${isIt} union all select from scope_seed where ${isIt}
    union all select from scope_range where range = ${key} and withdrawn_at is null
    union all select from scope_proof where name = ${key} and state <> 'withdrawn' limit 1`.execute(work)
  return rows.length > 0
}

/** Rules what an asset is, alone or with its branch; the last word stands. Problem `public-suffix`: it would be said of strangers. */
export async function ruleAsset<Tables>(
  work: Transaction<Tables>,
  { workspaceId, by, at }: ScopeSpeaker,
  {
    kind,
    name,
    standing,
    branch,
    reason,
  }: Pick<ScopeRuling, 'kind' | 'name' | 'standing' | 'branch'> & { reason?: string | undefined },
): Promise<Result<ScopeRuling>> {
  const isOurs = standing === 'owned' || standing === 'monitor-only'
  const ownable = isOurs && (kind === 'domain' || kind === 'hostname') ? notPublicSuffix(name) : ok(name)
  if (!ownable.ok) return ownable
  const naturalKey = naturalKeyOf({ kind, name })
  await sql`insert into scope_ruling (workspace_id, kind, natural_key, name, standing, branch, reason, made_by, made_at)
    values (${workspaceId}, ${kind}, ${naturalKey}, ${cleanText(name)}, ${standing}, ${branch},
      ${reason ? cleanText(reason).slice(0, MAX_TEXT) : null}, ${by}, ${at})
    on conflict (workspace_id, kind, natural_key) do update set standing = excluded.standing, branch = excluded.branch,
      reason = excluded.reason, made_by = excluded.made_by, made_at = case
        when (scope_ruling.standing, scope_ruling.branch) = (excluded.standing, excluded.branch) then scope_ruling.made_at
        else excluded.made_at end`.execute(work)
  return limited(work, 'scope_ruling', {
    ...{ kind, naturalKey, name, standing, branch, madeBy: by, madeAt: at },
    ...(reason && { reason }),
  })
}

/** Takes a ruling back: the asset is what discovery makes of it again. Problem `not-found`. */
export async function withdrawRuling<Tables>(
  work: Transaction<Tables>,
  asset: NamedAsset,
): Promise<Result<{ kind: string; name: string }>> {
  const { numAffectedRows } = await sql`delete from scope_ruling
    where kind = ${asset.kind} and natural_key = ${naturalKeyOf(asset)}`.execute(work)
  return numAffectedRows === 1n ? ok({ kind: asset.kind, name: asset.name }) : err(notThere)
}

type ScopeTable = 'scope_seed' | 'scope_range' | 'scope_proof' | 'scope_name' | 'scope_ruling'

/** A scope that is judged for every probe has an end. */
async function limited<T, Tables>(work: Transaction<Tables>, table: ScopeTable, value: T): Promise<Result<T>> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.table(table)}`.execute(work)
  return (rows[0]?.count ?? 0) <= MOST
    ? ok(value)
    : err(
        problem(
          'scope-too-large',
          `a scope holds at most ${MOST.toLocaleString('en')} entries of a kind: use wider ranges`,
        ),
      )
}
