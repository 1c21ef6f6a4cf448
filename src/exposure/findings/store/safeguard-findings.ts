import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { NoTables } from '#platform/database'

type Work = Transaction<NoTables>

/** A finding that bears on a safeguard. Times are ISO 8601. */
export interface BearingFinding {
  id: string
  assetId: string
  assetName: string
  /** The vulnerability, else the rule with its tool. */
  subject: string
  title: string
  /** Path, address or port on the asset. */
  location: string
  component: string
  /** purl, CPE or name without version. */
  componentKey: string
  firstSeen: string
}

/** A risk that was accepted is there all the same; what is no flaw, or was none, is not. */
const standing = sql`(f.state = 'open' or f.state = 'suppressed' and exists (
  select from disposition d where d.workspace_id = f.workspace_id and d.id = f.disposition_id and d.status = 'accepted'))`

/** Vulnerabilities on these assets that are known to be exploited. */
export async function knownExploitedOn(work: Work, assetIds: readonly string[]): Promise<BearingFinding[]> {
  return bearing(work, assetIds, sql`f.kev`)
}

/** Rules of our own that say that a model can be used past everything in front of it, and words in which others say so. */
const ownRules = ['discovery:ai-server-open', 'safeguards:inference-port']
const others =
  '(ollama|vllm|llama[._-]?cpp|localai|lm-?studio|litellm|triton|torchserve|text-generation-inference|tgi|xinference|sglang|open-?webui|model-server|inference)'

/** Model servers on these assets that answer strangers. */
export async function openModelServersOn(work: Work, assetIds: readonly string[]): Promise<BearingFinding[]> {
  return bearing(
    work,
    assetIds,
    sql`f.kind in ('exposure', 'misconfiguration') and (f.rule_id = any (${ownRules}::text[])
      or f.kind = 'exposure' and f.rule_id ~* ${others})`,
  )
}

async function bearing(work: Work, assetIds: readonly string[], which: RawBuilder<unknown>): Promise<BearingFinding[]> {
  if (assetIds.length === 0) return []
  const { rows } = await sql<Omit<BearingFinding, 'firstSeen'> & { firstSeen: Date }>`
    select f.id, f.asset_id as "assetId", a.name as "assetName", coalesce(f.vulnerability_id, f.rule_id, '') as subject,
      f.title, f.location, f.component_name as component, f.component_key as "componentKey", f.first_seen as "firstSeen"
    from finding f join asset a on a.workspace_id = f.workspace_id and a.id = f.asset_id
    where f.asset_id = any (${assetIds}::text[]) and ${standing} and ${which} order by f.rank desc, f.id`.execute(work)
  return rows.map(({ firstSeen, ...row }) => ({ ...row, firstSeen: firstSeen.toISOString() }))
}

/** An open finding that nobody ever touched. */
export interface UntouchedFinding {
  seq: number
  /** Tool and rule. */
  rule: string
  location: string
}

/** Open findings of an asset by one of these rules on which nobody was put to work yet. */
export async function untouchedFindings(
  work: Work,
  assetId: string,
  rules: readonly string[],
): Promise<UntouchedFinding[]> {
  const { rows } = await sql<UntouchedFinding>`select f.seq::float8 as seq, f.rule_id as rule, f.location from finding f
    where f.asset_id = ${assetId} and f.state = 'open' and f.rule_id = any (${rules}::text[])
      and not exists (select from finding_work w where w.workspace_id = f.workspace_id and w.finding_id = f.id)
    order by f.seq`.execute(work)
  return rows
}
