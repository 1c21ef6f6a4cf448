import { sql, type Transaction } from 'kysely'
import { canonicalJson } from '#core/kernel'
import type { AiPart, AiSystem } from '#core/vocabulary'
import { cleanText, jsonForPostgres, type NoTables } from '#platform/database'
import { type AssetId, assetIdOf } from '../identity.ts'
import { joinSaid, type KeptWord, type SaidOfSystem } from '../said-ai-system.ts'

type Work = Transaction<NoTables>

/** An AI system as it is kept. */
export interface KeptAiSystem extends AiSystem {
  assetId: AssetId
  /** Counts the times it was written. */
  revision: number
  /** What people said of it by hand: what files say otherwise is left. */
  said: SaidOfSystem
}

/** What a file made of AI systems. */
interface RecordedSystems {
  /** Ids of those that were new or changed. */
  changed: string[]
  /** What a file says otherwise than people did by hand, and was left, by the system's id. */
  kept: { id: string; words: KeptWord[] }[]
}

/** Writes AI systems as a file describes them, each an asset of its kind; what people said by hand stays. */
export async function recordAiSystems(
  work: Work,
  workspaceId: string,
  systems: readonly AiSystem[],
  now: string,
): Promise<RecordedSystems> {
  for (const { slug } of systems.toSorted((a, b) => (a.slug < b.slug ? -1 : 1)))
    await lockAiSystem(work, workspaceId, slug)
  const known = new Map((await readAiSystems(work)).map((kept) => [kept.slug, asSaid(kept)]))
  const joined = systems.map((system) => joinSaid(plain(system), known.get(system.slug)))
  const changed = joined.filter(({ system }) => textOf(known.get(system.slug)?.system) !== textOf(system))
  for (const { system } of changed)
    await writeSystem(work, workspaceId, system, known.get(system.slug)?.said ?? {}, now)
  return {
    changed: changed.map(({ system }) => system.slug),
    kept: joined.flatMap(({ system, kept }) => (kept.length > 0 ? [{ id: system.slug, words: kept }] : [])),
  }
}

/** Writes an AI system as a person says it is. */
export async function writeAiSystem(
  work: Work,
  workspaceId: string,
  { system, said }: { system: AiSystem; said: SaidOfSystem },
  now: string,
): Promise<void> {
  await writeSystem(work, workspaceId, plain(system), said, now)
}

/** Held to the end of the transaction: two who write the same system do so one after the other. */
export async function lockAiSystem(work: Work, workspaceId: string, slug: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`ai-system:${workspaceId}:${slug}`}, 0))`.execute(work)
}

function asSaid({ assetId: _, revision: __, said, ...system }: KeptAiSystem): { system: AiSystem; said: SaidOfSystem } {
  return { system, said }
}

function textOf(system: AiSystem | undefined): string {
  return system === undefined ? '' : canonicalJson(system)
}

/** As it is read back: nothing of the register that the table has no room for. */
function plain(system: AiSystem): AiSystem {
  const { slug, name, owner, purpose, role, autonomy, oversight, dataClasses, accessLevel, parts } = system
  const clean = (text: string | null) => (text === null ? null : cleanText(text))
  return {
    ...{ slug, name: cleanText(name), owner: clean(owner), purpose: cleanText(purpose), role, autonomy },
    ...{ oversight: clean(oversight), dataClasses: dataClasses.map(cleanText), accessLevel },
    parts: parts.map(({ kind, name: called, version, vendor, purl, accessLevel: level, ...where }) => ({
      ...{ kind, name: cleanText(called), version: clean(version), vendor: clean(vendor) },
      ...{ purl: clean(purl), accessLevel: level, assets: where.assets.map(cleanText) },
      ...{ endpoint: clean(where.endpoint), behind: clean(where.behind), bom: where.bom },
    })),
  }
}

async function writeSystem(
  work: Work,
  workspaceId: string,
  system: AiSystem,
  said: SaidOfSystem,
  now: string,
): Promise<void> {
  const assetId = assetIdOf('ai-system', system.slug)
  await sql`insert into asset (workspace_id, id, kind, natural_key, name, owner, first_seen, last_seen, last_digest)
    values (${workspaceId}, ${assetId}, 'ai-system', ${system.slug}, ${system.name}, ${system.owner}, ${now}, ${now}, '')
    on conflict (workspace_id, id) do update set name = excluded.name, owner = excluded.owner,
      last_seen = greatest(asset.last_seen, excluded.last_seen)`.execute(work)
  await sql`insert into ai_system (workspace_id, asset_id, slug, purpose, role, autonomy, oversight, data_classes, access_level, said,
      changed_at, registered_at)
    values (${workspaceId}, ${assetId}, ${system.slug}, ${system.purpose}, ${system.role}, ${system.autonomy},
      ${system.oversight}, ${system.dataClasses}, ${system.accessLevel}, ${jsonForPostgres(said)}::jsonb, ${now}, ${now})
    on conflict (workspace_id, asset_id) do update set purpose = excluded.purpose, role = excluded.role,
      autonomy = excluded.autonomy, oversight = excluded.oversight, data_classes = excluded.data_classes,
      access_level = excluded.access_level, said = excluded.said, revision = ai_system.revision + 1,
      changed_at = excluded.changed_at`.execute(work)
  await sql`delete from ai_part where asset_id = ${assetId}`.execute(work)
  const rows = jsonForPostgres(system.parts.map((part, position) => ({ ...part, position })))
  await sql`insert into ai_part (workspace_id, asset_id, position, kind, name, version, vendor, purl, access_level, assets,
      endpoint, behind, bom)
    select ${workspaceId}, ${assetId}, position, kind, name, version, vendor, purl, "accessLevel",
      array(select json_array_elements_text(assets)), endpoint, behind, nullif(bom::text, 'null')::json
    from json_to_recordset(${rows}::json) as r(position smallint, kind text, name text, version text, vendor text, purl text,
      "accessLevel" smallint, assets json, endpoint text, behind text, bom json)`.execute(work)
}

interface Row extends Omit<KeptAiSystem, 'parts'> {
  parts: AiPart[] | null
}

/** Every AI system, by name. */
export async function readAiSystems(work: Work): Promise<KeptAiSystem[]> {
  const { rows } = await sql<Row>`
    select s.asset_id as "assetId", s.slug, a.name, a.owner, s.purpose, s.role, s.autonomy, s.oversight,
      s.data_classes as "dataClasses", s.access_level as "accessLevel", s.revision, s.said,
      (select json_agg(json_build_object('kind', p.kind, 'name', p.name, 'version', p.version, 'vendor', p.vendor,
          'purl', p.purl, 'accessLevel', p.access_level, 'assets', p.assets, 'endpoint', p.endpoint, 'behind', p.behind,
          'bom', p.bom) order by p.position)
        from ai_part p where p.workspace_id = s.workspace_id and p.asset_id = s.asset_id) as parts
    from ai_system s join asset a on a.workspace_id = s.workspace_id and a.id = s.asset_id
    order by a.name, s.asset_id`.execute(work)
  return rows.map(({ parts, ...row }) => ({ ...row, parts: parts ?? [] }))
}

/** When each AI system was registered, and when the register last said something else of it, by its id in the register. */
export async function aiSystemTimes(work: Work): Promise<Map<string, { registeredAt: string; changedAt: string }>> {
  const { rows } = await sql<{ slug: string; registeredAt: Date; changedAt: Date }>`
    select slug, registered_at as "registeredAt", changed_at as "changedAt" from ai_system`.execute(work)
  return new Map(
    rows.map(({ slug, registeredAt, changedAt }) => [
      slug,
      { registeredAt: registeredAt.toISOString(), changedAt: changedAt.toISOString() },
    ]),
  )
}
