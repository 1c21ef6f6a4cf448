import { sql, type Transaction } from 'kysely'
import { cleanText, type NoTables } from '#platform/database'
import type { Gateway, LifeVerdict, ProbeRule } from '../liveness.ts'

type Work = Transaction<NoTables>

/** A gateway with what an owner added to it. */
export interface GrantedGateway extends Gateway {
  /** Sealed. */
  secret: string | null
  /** It may be asked: an owner approved it at the address that it has now. */
  isApproved: boolean
  approvedBy: string | null
  approvedAt: string | null
}

/** Gateways that the register names. */
export async function readGateways(work: Work): Promise<GrantedGateway[]> {
  const { rows } = await sql<{
    id: string
    rule: Omit<Gateway, 'id'>
    secret: string | null
    url: string | null
    by: string | null
    at: Date | null
  }>`
    select r.id, r.rule, g.secret, g.approved_url as url, g.approved_by as by, g.approved_at as at from monitoring_rule r
      left join gateway_grant g on g.workspace_id = r.workspace_id and g.id = r.id
    where r.kind = 'gateway' order by r.id`.execute(work)
  return rows.map(({ id, rule, secret, url, by, at }) => {
    const isApproved = url === rule.url
    return {
      ...{ ...rule, id, secret, isApproved },
      ...{ approvedBy: isApproved ? by : null, approvedAt: isApproved ? (at?.toISOString() ?? null) : null },
    }
  })
}

/** Approves a gateway at an address, or takes that back. */
export async function approveGateway(
  work: Work,
  workspaceId: string,
  id: string,
  grant: { url: string; by: string; at: string } | undefined,
): Promise<void> {
  await sql`insert into gateway_grant (workspace_id, id, approved_url, approved_by, approved_at)
    values (${workspaceId}, ${id}, ${grant?.url ?? null}, ${grant?.by ?? null}, ${grant?.at ?? null})
    on conflict (workspace_id, id) do update set approved_url = excluded.approved_url, approved_by = excluded.approved_by,
      approved_at = excluded.approved_at`.execute(work)
}

/** Keeps a sealed secret, or forgets it. */
export async function keepGatewaySecret(
  work: Work,
  workspaceId: string,
  id: string,
  sealed: string | null,
): Promise<void> {
  await sql`insert into gateway_grant (workspace_id, id, secret) values (${workspaceId}, ${id}, ${sealed})
    on conflict (workspace_id, id) do update set secret = excluded.secret`.execute(work)
}

/** A control that is probed, and what its last probe saw. */
export interface ProbedControl {
  controlId: string
  rule: ProbeRule
  probedAt: string | null
  verdict: LifeVerdict['verdict'] | null
  note: string | null
  since: string | null
  /** When it is probed again; null: at once, for it never was. */
  nextAt: string | null
}

interface Row extends Omit<ProbedControl, 'probedAt' | 'since' | 'nextAt'> {
  probedAt: Date | null
  since: Date | null
  nextAt: Date | null
}

/** Controls with a probe; with `dueAt` those whose time has come by then. */
export async function probedControls(work: Work, dueAt?: string): Promise<ProbedControl[]> {
  const { rows } = await sql<Row>`
    select c.id as "controlId", r.rule, p.probed_at as "probedAt", p.verdict, p.note, p.since, p.next_at as "nextAt"
    from monitoring_rule r join control c on c.workspace_id = r.workspace_id and c.id = r.id
      left join liveness_probe p on p.workspace_id = r.workspace_id and p.control_id = r.id
    where r.kind = 'probe' and ${dueAt === undefined ? sql`true` : sql`coalesce(p.next_at, '-infinity') <= ${dueAt}::timestamptz`}
    order by c.id`.execute(work)
  return rows.map(({ probedAt, since, nextAt, ...row }) => ({
    ...{ ...row, probedAt: probedAt?.toISOString() ?? null, since: since?.toISOString() ?? null },
    nextAt: nextAt?.toISOString() ?? null,
  }))
}

const KEPT_TRACES = 20

/** Notes that a control is being probed by these traces, before anything is sent, and when the next time is. */
export async function noteProbe(
  work: Work,
  workspaceId: string,
  { controlId, traces, nextAt }: { controlId: string; traces: readonly string[]; nextAt: string },
): Promise<void> {
  await sql`insert into liveness_probe as p (workspace_id, control_id, next_at, traces)
    values (${workspaceId}, ${controlId}, ${nextAt}, ${traces})
    on conflict (workspace_id, control_id) do update set next_at = excluded.next_at,
      traces = (excluded.traces || p.traces)[1:${KEPT_TRACES}]`.execute(work)
}

/** Notes what a probe saw. Returns the verdict before. */
export async function noteVerdict(
  work: Work,
  { controlId, verdict, note, at }: LifeVerdict & { controlId: string; at: string },
): Promise<LifeVerdict['verdict'] | null> {
  const { rows } = await sql<{ before: LifeVerdict['verdict'] | null }>`
    update liveness_probe p set probed_at = ${at}::timestamptz, verdict = ${verdict}, note = ${cleanText(note).slice(0, 300)},
      since = case when p.verdict = ${verdict} then p.since else ${at}::timestamptz end
    from (select control_id, verdict as before from liveness_probe where control_id = ${controlId} for update) old
    where p.control_id = old.control_id returning old.before`.execute(work)
  return rows[0]?.before ?? null
}

/** Marked requests that came through to a model by what traces say, whatever the gateway's answer said. */
export async function comeThrough(work: Work): Promise<{ controlId: string; lastAt: string }[]> {
  const { rows } = await sql<{ controlId: string; lastAt: Date }>`
    select p.control_id as "controlId", max(t.last_at) as "lastAt" from liveness_probe p
      join open_trace t on t.workspace_id = p.workspace_id and t.trace = decode(p.traces[1], 'hex') and t.has_reached
      join monitoring_rule r on r.workspace_id = p.workspace_id and r.kind = 'probe' and r.id = p.control_id
        and r.rule->>'expects' = 'blocked' and (r.rule->>'before-model')::boolean
    where p.verdict <> 'dead' group by 1`.execute(work)
  return rows.map(({ controlId, lastAt }) => ({ controlId, lastAt: lastAt.toISOString() }))
}
