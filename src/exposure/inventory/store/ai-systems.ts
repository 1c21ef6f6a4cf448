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
  /** Who took it out of use, when and why; `null`: it runs. */
  retired: Retirement | null
}

/** The end of an AI system: it was entered by mistake, or runs no more. Its evidence and history stay. */
export interface Retirement {
  by: string
  at: string
  because: string
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
  const kept = await readAiSystems(work)
  const known = new Map(kept.map((one) => [one.slug, asSaid(one)]))
  const retired = new Map(kept.map((one) => [one.slug, one.retired]))
  const joined = systems.map((system) => joinSaid(plain(system), known.get(system.slug)))
  const changed = joined.filter(({ system }) => textOf(known.get(system.slug)?.system) !== textOf(system))
  for (const { system } of changed)
    await writeSystem(work, workspaceId, system, known.get(system.slug)?.said ?? {}, now)
  return {
    changed: changed.map(({ system }) => system.slug),
    kept: joined.flatMap(({ system, kept }) => {
      const words = [...kept, ...keptRetired(retired.get(system.slug))]
      return words.length > 0 ? [{ id: system.slug, words }] : []
    }),
  }
}

/** A file that names a system does not bring it back. */
function keptRetired(retired: Retirement | null | undefined): KeptWord[] {
  return retired ? [{ what: 'retired', said: retired.because, file: 'names it' }] : []
}

/** Takes an AI system out of use, or back into it where `retired` is null; what is said of it stays, and when it last changed. */
export async function retireSystem(work: Work, slug: string, retired: Retirement | null): Promise<void> {
  const { at, by, because } = retired ?? { at: null, by: null, because: null }
  await sql`update ai_system set retired_at = ${at}, retired_by = ${by}, retired_because = ${because},
      revision = revision + 1
    where slug = ${slug}`.execute(work)
}

/** AI systems out of use, by their id in the register. */
export async function retiredSystems(work: Work): Promise<Map<string, Retirement & { name: string }>> {
  const { rows } = await sql<Omit<Retirement, 'at'> & { slug: string; name: string; at: Date }>`
    select s.slug, a.name, s.retired_by as by, s.retired_at as at, s.retired_because as because
    from ai_system s join asset a on a.workspace_id = s.workspace_id and a.id = s.asset_id
    where s.retired_at is not null`.execute(work)
  return new Map(rows.map(({ slug, at, ...retired }) => [slug, { ...retired, at: at.toISOString() }]))
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

function asSaid({ assetId: _, revision: __, retired: ___, said, ...system }: KeptAiSystem): {
  system: AiSystem
  said: SaidOfSystem
} {
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

interface Row extends Omit<KeptAiSystem, 'parts' | 'retired'> {
  parts: AiPart[] | null
  retiredBy: string | null
  retiredAt: Date | null
  because: string | null
}

/** Every AI system, by name. */
export async function readAiSystems(work: Work): Promise<KeptAiSystem[]> {
  const { rows } = await sql<Row>`
    select s.asset_id as "assetId", s.slug, a.name, a.owner, s.purpose, s.role, s.autonomy, s.oversight,
      s.data_classes as "dataClasses", s.access_level as "accessLevel", s.revision, s.said,
      s.retired_by as "retiredBy", s.retired_at as "retiredAt", s.retired_because as because,
      (select json_agg(json_build_object('kind', p.kind, 'name', p.name, 'version', p.version, 'vendor', p.vendor,
          'purl', p.purl, 'accessLevel', p.access_level, 'assets', p.assets, 'endpoint', p.endpoint, 'behind', p.behind,
          'bom', p.bom) order by p.position)
        from ai_part p where p.workspace_id = s.workspace_id and p.asset_id = s.asset_id) as parts
    from ai_system s join asset a on a.workspace_id = s.workspace_id and a.id = s.asset_id
    order by a.name, s.asset_id`.execute(work)
  return rows.map(({ parts, retiredBy: by, retiredAt: at, because, ...row }) => ({
    ...row,
    parts: parts ?? [],
    // All three are there, or none.
    retired: at === null ? null : { by: by!, at: at.toISOString(), because: because! },
  }))
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
