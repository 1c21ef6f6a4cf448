import type { PoolClient } from 'pg'
import type { RecordId } from '#core/vocabulary'
import { type Merge, type MergeRecord, mergeByAlias } from '../merge.ts'
import { recordChanges } from './changes.ts'
import { copyInto, copyOut, parseTextArray } from './copy.ts'
import { inTransaction } from './statements.ts'

/** Merges all records anew and writes only what differs. */
export async function remerge(client: PoolClient): Promise<void> {
  const merge = mergeByAlias(await linkedRecords(client))
  await inTransaction(client, async () => {
    await client.query('create temporary table merged (like merge) on commit drop')
    await copyInto(client, 'merged', ['record_id', 'vulnerability_ids', 'alias'], rowsOf(merge))
    await client.query(`create temporary table remerged on commit drop as
      select record_id from merge held full join merged new using (record_id)
      where held is distinct from new`)
    const involved = `select unnest(array[record_id] || coalesce(held.vulnerability_ids, '{}') || coalesce(new.vulnerability_ids, '{}'))
      from remerged left join merge held using (record_id) left join merged new using (record_id)`
    await recordChanges(client, 'v', involved)
    await recordChanges(client, 'k', 'select unnest(keys) from statement join remerged using (record_id)')
    await client.query('delete from merge using remerged where merge.record_id = remerged.record_id')
    await client.query('insert into merge select merged.* from merged join remerged using (record_id)')
    await client.query('update knowledge_state set merge_stale = false')
  })
}

async function linkedRecords(client: PoolClient): Promise<MergeRecord[]> {
  const records: MergeRecord[] = []
  const query = `select record_id, aliases, covers, state = 'published' from statement
    where aliases <> '{}' or covers <> '{}'`
  for await (const rows of copyOut(client, query)) {
    for (const [recordId, aliases, covers, live] of rows) {
      records.push({
        recordId: recordId!,
        aliases: parseTextArray(aliases!),
        covers: parseTextArray(covers!),
        live: live === 't',
      })
    }
  }
  return records
}

function* rowsOf(merge: Merge): Generator<[RecordId, readonly RecordId[], boolean]> {
  for (const [recordId, ids] of merge.targets) {
    const [only] = ids
    const alias = ids.length === 1 && merge.aliases.get(only!)?.includes(recordId) === true
    yield [recordId, ids, alias]
  }
}

/** The merge as stored. */
export async function readMerge(client: PoolClient): Promise<Merge> {
  const targets = new Map<RecordId, RecordId[]>()
  const aliases = new Map<RecordId, RecordId[]>()
  for await (const rows of copyOut(
    client,
    'select record_id, vulnerability_ids, alias from merge order by record_id',
  )) {
    for (const [recordId, text, alias] of rows) {
      const ids = parseTextArray(text!)
      targets.set(recordId!, ids)
      if (alias === 't') aliases.set(ids[0]!, [...(aliases.get(ids[0]!) ?? []), recordId!])
    }
  }
  return { targets, aliases }
}
