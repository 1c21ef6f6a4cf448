import { sql } from 'kysely'
import { linkDigest } from '#core/kernel'
import type { Database } from '#platform/database'
import { readChain } from './chains.ts'
import { type AuditContent, contentDigest, genesis } from './digest.ts'

/** The chain's state: entries checked, how many have erased words, and the first position that does not fit. */
export interface AuditVerification {
  entries: number
  erased: number
  brokenAt?: number
}

interface Row extends AuditContent {
  position: number
  at: Date
  content_digest: string
  digest: string
  salt: string | null
}

const BATCH = 5_000

/** Recomputes a chain from its beginning. Erased words are counted, not errors; changed, missing or reordered entries are. */
export async function verifyAudit(database: Database, chain: string): Promise<AuditVerification> {
  const state: AuditVerification = { entries: 0, erased: 0 }
  let previous = genesis(chain)
  for (;;) {
    const rows = await batchAfter(database, chain, state.entries)
    for (const row of rows) {
      state.entries++
      if (row.salt === null) state.erased++
      if (!fits(row, previous, state.entries)) return { ...state, brokenAt: state.entries }
      previous = row.digest
    }
    if (rows.length < BATCH) return state
  }
}

function fits(row: Row, previous: string, position: number): boolean {
  if (row.position !== position) return false
  const { actor, action, target, detail } = row
  if (row.salt !== null && contentDigest(row.salt, { actor, action, target, detail }) !== row.content_digest)
    return false
  return row.digest === linkDigest(previous, { position, at: row.at.toISOString(), content: row.content_digest })
}

async function batchAfter(database: Database, chain: string, position: number): Promise<Row[]> {
  const { rows } = await readChain(database, chain, (work) =>
    sql<Row>`
      select e.position, e.at, e.content_digest, e.digest, d.salt, d.actor, d.action, d.target, d.detail
      from audit_entry e left join audit_detail d using (chain, position)
      where e.chain = ${chain} and e.position > ${position} order by e.position limit ${BATCH}`.execute(work),
  )
  return rows
}
