import { sql } from 'kysely'
import type { Instant } from '#core/kernel'
import type { AssetKind, RelationKind } from '#core/vocabulary'
import { type AssetId, assetIdOf } from '#exposure/inventory'
import { stateRelation } from '#exposure/inventory/store'
import { type Database, DEFAULT_WORKSPACE } from '#platform/database'

type Edge = [from: string, kind: RelationKind, to: string]

const named: readonly [kind: AssetKind, name: string][] = [
  ['ip-address', '192.0.2.7'],
  ['hostname', 'build-01.northwind.test'],
  ['service', '192.0.2.7:22/tcp'],
  ['service', '192.0.2.7:443/tcp'],
  ['certificate', '4f1c0d9a77'],
  ['repository', 'https://git.example/northwind/shop'],
]

const edges: readonly Edge[] = [
  ['asset-webshop', 'contains', 'asset-billing'],
  ['asset-webshop', 'built_from', 'https://git.example/northwind/shop'],
  ['asset-webshop', 'depends_on', 'asset-german'],
  ['asset-billing', 'runs_on', 'asset-host'],
  ['asset-host', 'ip_address', '192.0.2.7'],
  ['asset-host', 'hostname', 'build-01.northwind.test'],
  ['build-01.northwind.test', 'dns_record', '192.0.2.7'],
  ['192.0.2.7', 'port', '192.0.2.7:22/tcp'],
  ['192.0.2.7', 'port', '192.0.2.7:443/tcp'],
  ['192.0.2.7:443/tcp', 'certificate', '4f1c0d9a77'],
]

/** Relations between the seeded assets and what they are known by, as `mara` states them; with `fan`, a host that offers so many services. */
export async function seedRelations(database: Database, fan = 0): Promise<void> {
  const services = Array.from({ length: fan }, (_, n): [AssetKind, string] => ['service', `host:${10_000 + n}/tcp`])
  const offered = services.map(([, name]): Edge => ['asset-host', 'port', name])
  const at = '2026-11-21T06:12:00.000Z' as Instant
  await database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
    const ids = new Map<string, AssetId>()
    for (const [kind, name] of [...named, ...services]) {
      ids.set(name, assetIdOf(kind, name))
      await sql`insert into asset (workspace_id, id, kind, natural_key, name, first_seen, last_seen, last_digest)
        values (${DEFAULT_WORKSPACE}, ${assetIdOf(kind, name)}, ${kind}, ${name}, ${name}, ${at}, ${at}, '')`.execute(
        work,
      )
    }
    const id = (end: string) => ids.get(end) ?? (end as AssetId)
    for (const [from, kind, to] of [...edges, ...offered]) {
      const edge = { from: id(from), kind, to: id(to) }
      const stated = await stateRelation(work, { workspaceId: DEFAULT_WORKSPACE, by: 'mara', at }, edge)
      if (!stated.ok) throw new Error(stated.error.message)
    }
  })
}
