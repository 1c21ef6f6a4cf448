import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { Discovered } from '#core/vocabulary'
import { jsonForPostgres } from '#platform/database'
import type { AgentTask, ProbeAgent } from '../agent.ts'

interface AgentRow {
  id: string
  name: string
  outside_by: string | null
  outside_at: string | null
  made_by: string
  made_at: string
  seen_at: string | null
}

const columns = sql`id, name, outside_by, instant_text(outside_at) as outside_at, made_by, instant_text(made_at) as made_at,
  instant_text(seen_at) as seen_at`

function agentOf({
  outside_by: by,
  outside_at: at,
  made_by: madeBy,
  made_at: madeAt,
  seen_at: seenAt,
  ...row
}: AgentRow) {
  return { ...row, ...(by && at && { outside: { by, at } }), madeBy, madeAt, seenAt } satisfies ProbeAgent
}

export async function listAgents<Tables>(work: Transaction<Tables>): Promise<ProbeAgent[]> {
  const { rows } = await sql<AgentRow>`select ${columns} from probe_agent order by name`.execute(work)
  return rows.map(agentOf)
}

/** By its name, or by the token it works by. */
export async function findAgent<Tables>(
  work: Transaction<Tables>,
  by: { name: string } | { id: string } | { token: string },
): Promise<ProbeAgent | undefined> {
  const which =
    'name' in by ? sql`name = ${by.name}` : 'id' in by ? sql`id::text = ${by.id}` : sql`token_id::text = ${by.token}`
  const { rows } = await sql<AgentRow>`select ${columns} from probe_agent where ${which}`.execute(work)
  return rows[0] && agentOf(rows[0])
}

/** Keeps an agent; false: the name is taken. */
export async function addAgent<Tables>(
  work: Transaction<Tables>,
  { workspaceId, by, at }: { workspaceId: string; by: string; at: Instant },
  { id, name, tokenId, outside }: { id: string; name: string; tokenId: string; outside: boolean },
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`insert into probe_agent (workspace_id, id, name, token_id, outside_by, outside_at,
      made_by, made_at)
    values (${workspaceId}, ${id}, ${name}, ${tokenId}, ${outside ? by : null}, ${outside ? at : null}, ${by}, ${at})
    on conflict do nothing`.execute(work)
  return numAffectedRows === 1n
}

/** Says, or takes back, that it looks from outside. */
export async function stateOutside<Tables>(
  work: Transaction<Tables>,
  { by, at }: { by: string; at: Instant },
  { id, outside }: { id: string; outside: boolean },
): Promise<boolean> {
  const { numAffectedRows } = await sql`update probe_agent set outside_by = ${outside ? by : null},
    outside_at = ${outside ? at : null} where id::text = ${id}`.execute(work)
  return numAffectedRows === 1n
}

/** Takes an agent away; the id of its token, that is to be revoked with it. */
export async function removeAgent<Tables>(
  work: Transaction<Tables>,
  id: string,
): Promise<{ name: string; tokenId: string } | undefined> {
  const { rows } = await sql<{ name: string; tokenId: string }>`delete from probe_agent where id::text = ${id}
    returning name, token_id::text as "tokenId"`.execute(work)
  return rows[0]
}

/** The key of a workspace; `undefined`: none was made yet. */
export async function orderKey<Tables>(
  work: Transaction<Tables>,
): Promise<{ publicKey: string; sealed: string } | undefined> {
  const { rows } = await sql<{ publicKey: string; sealed: string }>`select public_key as "publicKey", sealed
    from agent_key`.execute(work)
  return rows[0]
}

/** Keeps a key unless there is one; gives the one that holds. */
export async function keepOrderKey<Tables>(
  work: Transaction<Tables>,
  { workspaceId, at }: { workspaceId: string; at: Instant },
  { publicKey, sealed }: { publicKey: string; sealed: string },
): Promise<{ publicKey: string; sealed: string }> {
  await sql`insert into agent_key (workspace_id, public_key, sealed, made_at)
    values (${workspaceId}, ${publicKey}, ${sealed}, ${at}) on conflict do nothing`.execute(work)
  return (await orderKey(work))!
}

/** Asks an agent for a look. The same run again changes nothing. */
export async function askAgent<Tables>(
  work: Transaction<Tables>,
  { workspaceId, at }: { workspaceId: string; at: Instant },
  { runId, agentId, task }: { runId: string; agentId: string; task: AgentTask },
): Promise<void> {
  await sql`insert into agent_order (workspace_id, run_id, agent_id, detail, asked_at)
    values (${workspaceId}, ${runId}, ${agentId}, ${jsonForPostgres(task)}, ${at}) on conflict do nothing`.execute(work)
}

/** How an order stands. */
export interface OrderStand {
  askedAt: Instant
  takenAt: Instant | null
  heardAt: Instant | null
  endedAt: Instant | null
  outcome: 'complete' | 'stopped' | 'failed' | 'refused' | 'withdrawn' | null
  problem: string | null
  sent: Record<string, number>
}

export async function orderStand<Tables>(work: Transaction<Tables>, runId: string): Promise<OrderStand | undefined> {
  const { rows } =
    await sql<OrderStand>`select instant_text(asked_at) as "askedAt", instant_text(taken_at) as "takenAt",
      instant_text(heard_at) as "heardAt", instant_text(ended_at) as "endedAt", outcome, problem, sent
    from agent_order where run_id = ${runId}`.execute(work)
  return rows[0]
}

/** The order that waits for an agent, taken by it: it waits for nobody else. */
export async function takeOrder<Tables>(
  work: Transaction<Tables>,
  { agentId, at }: { agentId: string; at: Instant },
): Promise<{ runId: string; serial: number; task: AgentTask } | undefined> {
  await sql`update probe_agent set seen_at = ${at} where id = ${agentId}`.execute(work)
  const { rows } = await sql<{ runId: string; serial: number; task: AgentTask }>`update agent_order o
    set taken_at = ${at}, heard_at = ${at}, serial = serial + 1
    where run_id = (select run_id from agent_order where agent_id = ${agentId} and ended_at is null and taken_at is null
      order by asked_at limit 1 for update skip locked)
    returning run_id::text as "runId", serial, detail as task`.execute(work)
  return rows[0]
}

/** Hears from an agent at its order: the serial of the next terms; `undefined`: it is no order of its any more. */
export async function hearAgent<Tables>(
  work: Transaction<Tables>,
  { agentId, runId, at, sent }: { agentId: string; runId: string; at: Instant; sent: Record<string, number> },
): Promise<number | undefined> {
  await sql`update probe_agent set seen_at = ${at} where id = ${agentId}`.execute(work)
  const { rows } = await sql<{
    serial: number
  }>`update agent_order set heard_at = ${at}, serial = serial + 1, sent = ${JSON.stringify(sent)}
    where run_id::text = ${runId} and agent_id = ${agentId} and taken_at is not null and ended_at is null
    returning serial`.execute(work)
  return rows[0]?.serial
}

/** Keeps what was said; false: that batch was kept before. */
export async function keepBatch<Tables>(
  work: Transaction<Tables>,
  { workspaceId, runId, seq, said }: { workspaceId: string; runId: string; seq: number; said: readonly Discovered[] },
): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into agent_batch (workspace_id, run_id, seq, said)
    values (${workspaceId}, ${runId}, ${seq}, ${jsonForPostgres(said)}) on conflict do nothing`.execute(work)
  return numAffectedRows === 1n
}

/** What was said after a batch, in order. */
export async function batchesAfter<Tables>(
  work: Transaction<Tables>,
  { runId, seq }: { runId: string; seq: number },
): Promise<{ seq: number; said: Discovered[] }[]> {
  const { rows } = await sql<{ seq: number; said: Discovered[] }>`select seq, said from agent_batch
    where run_id = ${runId} and seq > ${seq} order by seq limit 20`.execute(work)
  return rows
}

/** Ends an order, the first who says so. */
export async function endOrder<Tables>(
  work: Transaction<Tables>,
  {
    runId,
    at,
    outcome,
    problem,
  }: { runId: string; at: Instant; outcome: OrderStand['outcome']; problem?: string | undefined },
): Promise<void> {
  await sql`update agent_order set ended_at = ${at}, outcome = ${outcome}, problem = ${problem ?? null}
    where run_id = ${runId} and ended_at is null`.execute(work)
}

/** Forgets what was said, once it is recorded. */
export async function forgetBatches<Tables>(work: Transaction<Tables>, runId: string): Promise<void> {
  await sql`delete from agent_batch where run_id = ${runId}`.execute(work)
  await sql`update agent_order set detail = '{}' where run_id = ${runId}`.execute(work)
}
