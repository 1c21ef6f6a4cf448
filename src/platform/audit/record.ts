import { randomBytes } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { type Instant, linkDigest, parseInstant } from '#core/kernel'
import type { NoTables } from '#platform/database'
import { withinChain } from './chains.ts'
import { contentDigest, genesis } from './digest.ts'
import { presentMeans } from './means.ts'

/** One change. `chain`: the workspace's id, or `instance` for what belongs to none. */
export interface AuditRecord {
  chain: string
  at: Instant
  /** Account name, `cli`, or a flow's name. */
  actor: string
  /** `noun.verb`, e.g. `asset.update`. */
  action: string
  target: string
  detail?: Record<string, unknown>
}

const SALT_BYTES = 16

/** Appends to the chain inside the caller's transaction, so that a change and its record stand or fall together. */
export async function recordAudit(work: Transaction<NoTables>, record: AuditRecord): Promise<void> {
  const { chain, actor, action, target } = record
  const means = presentMeans()
  const detail = { ...record.detail, ...(means && { through: means }) }
  await withinChain(work, chain, () => append(work, { chain, at: record.at, actor, action, target, detail }))
}

async function append(work: Transaction<NoTables>, record: Required<AuditRecord>): Promise<void> {
  const { chain, actor, action, target, detail } = record
  await sql`select pg_advisory_xact_lock(hashtextextended(${`audit:${chain}`}, 0))`.execute(work)
  const { rows } = await sql<{ position: number; digest: string }>`
    select position, digest from audit_entry where chain = ${chain} order by position desc limit 1`.execute(work)
  const position = (rows[0]?.position ?? 0) + 1
  const at = parseInstant(record.at) ?? record.at
  const salt = randomBytes(SALT_BYTES).toString('base64url')
  const content = contentDigest(salt, { actor, action, target, detail })
  const digest = linkDigest(rows[0]?.digest ?? genesis(chain), { position, at, content })
  await sql`insert into audit_entry (chain, position, at, content_digest, digest)
    values (${chain}, ${position}, ${at}, ${content}, ${digest})`.execute(work)
  await sql`insert into audit_detail (chain, position, salt, actor, action, target, detail)
    values (${chain}, ${position}, ${salt}, ${actor}, ${action}, ${target}, ${JSON.stringify(detail)})`.execute(work)
}
