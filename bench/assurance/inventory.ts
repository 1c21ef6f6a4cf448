import { sql } from 'kysely'
import { discoverAi } from '#flows/ai-discovery'
import { type Database, DEFAULT_WORKSPACE } from '#platform/database'

const ASSETS = 200
export const COMPONENTS = 1_000_000
const PART = 50_000
const ASKED = 20

export interface DiscoveryTimes {
  /** With every import unread. */
  firstMs: number
  /** With one import, of a two-hundredth of all, that came since. */
  afterOneMs: number
  /** Worst of twenty with nothing new. */
  againMs: number
}

/** AI found in an inventory of a million components: mostly packages of distributions, the others of npm and PyPI. */
export async function measureDiscovery(database: Database): Promise<DiscoveryTimes> {
  const inWorkspace = (run: Parameters<Database['inWorkspace']>[1]) => database.inWorkspace(DEFAULT_WORKSPACE, run)
  await inWorkspace(async (work) => {
    await sql`insert into asset (workspace_id, id, kind, name, natural_key, first_seen, last_seen, last_digest)
      select ${DEFAULT_WORKSPACE}, 'a' || g, 'host', 'host-' || g, 'host-' || g, now(), now(), 'd'
      from generate_series(1, ${ASSETS}::int) g`.execute(work)
    await sql`insert into import (workspace_id, id, asset_id, witness, importer, format, file_name, content_digest, subject,
        stated_at, imported_at, component_count, outcome)
      select ${DEFAULT_WORKSPACE}, 'i' || g, 'a' || g, 'w', 'bench', 'bench', 'bench', 'd', '{}', now(), now(),
        ${COMPONENTS / ASSETS}, '{}' from generate_series(1, ${ASSETS}::int) g`.execute(work)
  })
  for (let from = 0; from < COMPONENTS; from += PART) await inWorkspace((work) => addPart(work, from))
  const ask = () => timed(() => discoverAi({ database }, DEFAULT_WORKSPACE))
  const firstMs = await ask()
  await inWorkspace((work) => sql`delete from named_import where import_id = 'i7'`.execute(work))
  const afterOneMs = await ask()
  let againMs = 0
  for (let asked = 0; asked < ASKED; asked++) againMs = Math.max(againMs, await ask())
  return { firstMs, afterOneMs, againMs }
}

async function addPart(work: Parameters<Parameters<Database['inWorkspace']>[1]>[0], from: number): Promise<void> {
  await sql`with made as (
      insert into component (workspace_id, id, asset_id, purl, name, version, type, ecosystem, first_seen, last_seen, last_digest)
      select ${DEFAULT_WORKSPACE}, 'c' || n, 'a' || (1 + n % ${ASSETS}::int), 'pkg:' || type || '/' || name || '@1.0', name, '1.0',
        type, case type when 'deb' then 'Debian:12' when 'npm' then 'npm' else 'PyPI' end, now(), now(), 'd'
      from generate_series(${from}::bigint, ${from + PART - 1}::bigint) n, lateral (select
        case when n % 10 < 6 then 'deb' when n % 10 < 9 then 'npm' else 'pypi' end as type) t, lateral (select
        case when n % 997 = 0 then 'openai' when n % 10 < 6 then 'library-' || (n * 7919) % 20000
          when n % 10 < 9 then 'module-' || (n * 104729) % 30000 else 'package-' || (n * 15485863) % 5000 end as name) m
      returning workspace_id, id, asset_id)
    insert into import_component (workspace_id, import_id, component_id, evidence)
    select workspace_id, 'i' || substr(asset_id, 2), id, '[]' from made`.execute(work)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return Math.round(performance.now() - started)
}
