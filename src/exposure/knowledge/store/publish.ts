import { rmSync } from 'node:fs'
import type { PoolClient } from 'pg'
import type { Instant } from '#core/kernel'
import type { Database } from '#platform/database'
import type { MaxAgeOf } from '../coverage.ts'
import { openIndex } from '../index-file/reader.ts'
import { rewriteTail } from '../index-file/tail.ts'
import { generationName, generationNumber } from './changes.ts'
import { readEpssColumns } from './epss.ts'
import { readCoverages, writeIndex } from './index-source.ts'
import { remerge } from './merge.ts'
import { inTransaction } from './statements.ts'

interface State {
  instance: string
  generation: number
  pending: boolean
  mergeStale: boolean
  epssGeneration: number
}

/** What publishing did to the index file. `all`: rebuilt; `epss`: scores replaced; `dates`: only the dates of the feeds. */
export interface Publication {
  generation: string
  rewritten: 'all' | 'epss' | 'dates'
}

/**
 * Merges what was ingested, names the new generation and brings the index file up to it. May be repeated at any
 * time; after a crash it takes up where it was, because the file says which generation it holds. As long as no source
 * was ever read there is nothing to publish: `undefined`, and no index file, so that the built-in starter answers.
 */
export async function publishKnowledge(
  client: PoolClient,
  indexPath: string,
  now: Instant,
  maxAgeOf?: MaxAgeOf,
): Promise<Publication | undefined> {
  if (!(await wasAnyRead(client))) {
    rmSync(indexPath, { force: true })
    return undefined
  }
  const before = await readState(client)
  if (before.mergeStale) await remerge(client)
  if (before.pending || before.generation === 0) await nextGeneration(client, now)
  const state = await readState(client)
  const generation = generationName(state.instance, state.generation)
  const rewritten = await staleParts(client, state, indexPath)
  const read = await readCoverages(client, maxAgeOf)
  if (rewritten === 'all') await writeIndex(client, indexPath, { generation, builtAt: now, ...read })
  else {
    const epss = rewritten === 'epss' ? await readEpssColumns(client) : undefined
    await rewriteTail(indexPath, { generation, builtAt: now, ...read, ...(epss && { epss }) })
  }
  return { generation, rewritten }
}

async function wasAnyRead(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ any: boolean }>('select exists (select from knowledge_source) as any')
  return rows[0]?.any === true
}

async function nextGeneration(client: PoolClient, now: Instant): Promise<void> {
  await inTransaction(client, async () => {
    await client.query(
      `update knowledge_state set pending = false, generation = generation + 1, published_at = $1,
         bulk_generation = case when generation = 0 then 1 else bulk_generation end`,
      [now],
    )
  })
}

async function staleParts(client: PoolClient, state: State, indexPath: string): Promise<Publication['rewritten']> {
  const index = openIndex(indexPath)
  if (!index.ok) return 'all'
  const held = generationNumber(state.instance, index.value.generation)
  index.value.close()
  if (held === undefined || held > state.generation) return 'all'
  const { rows } = await client.query<{ stale: boolean }>(
    `select bulk_generation > $1 or exists (select from knowledge_change where generation > $1) as stale from knowledge_state`,
    [held],
  )
  if (rows[0]?.stale !== false) return 'all'
  return state.epssGeneration > held ? 'epss' : 'dates'
}

async function readState(client: PoolClient): Promise<State> {
  const { rows } = await client.query<{
    instance: string
    generation: string
    pending: boolean
    merge_stale: boolean
    epss_generation: string
  }>('select * from knowledge_state')
  const row = rows[0]!
  return {
    instance: row.instance,
    generation: Number(row.generation),
    pending: row.pending,
    mergeStale: row.merge_stale,
    epssGeneration: Number(row.epss_generation),
  }
}

/** The generation the database has published, as an index file's `generation`. */
export async function currentGeneration(database: Database): Promise<string> {
  return database.withClient(async (client) => {
    const { instance, generation } = await readState(client)
    return generationName(instance, generation)
  })
}
