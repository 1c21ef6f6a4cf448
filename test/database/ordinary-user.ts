import { sql } from 'kysely'
import { openDatabase } from '#platform/database'

/** A process of its own that opens the data folder it is given, counts how often that was done, and ends orderly. */
const opened = await openDatabase({ dataDir: process.argv[2] ?? '' })
if (!opened.ok) throw new Error(opened.error.message)
const { rows } = await sql<{ runs: number }>`insert into setting (key, value) values ('runs', '1')
  on conflict (key) do update set value = to_jsonb((setting.value)::int + 1) returning value as runs`.execute(
  opened.value.instance,
)
console.log(rows[0]?.runs)
await opened.value.close()
