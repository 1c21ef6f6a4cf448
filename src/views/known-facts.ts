import { sql } from 'kysely'
import type { KnowledgeReader, VulnerabilityFacts } from '#core/vocabulary'
import { openStarter } from '#exposure/knowledge'
import { readVulnerability } from '#exposure/knowledge/store'
import type { Database } from '#platform/database'

/** What is known of a vulnerability today; before any source is read, what the built-in starter says. */
export async function knownFacts(database: Database, id: string): Promise<VulnerabilityFacts | undefined> {
  const known = await readVulnerability(database, id)
  if (known || !(await isNothingRead(database))) return known?.facts
  return starterReader()?.vulnerability(id)
}

/** True until a source is read: the index file and pages rest on the starter. */
export async function isNothingRead(database: Database): Promise<boolean> {
  const { rows } = await sql<{ unread: boolean }>`select not exists (select from knowledge_source) as unread`.execute(
    database.instance,
  )
  return rows[0]?.unread === true
}

let starter: KnowledgeReader | undefined

function starterReader(): KnowledgeReader | undefined {
  if (!starter) {
    const opened = openStarter()
    if (opened.ok) starter = opened.value
  }
  return starter
}
