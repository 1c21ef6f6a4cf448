import { sql } from 'kysely'
import type { PoolClient } from 'pg'
import { canonicalJson, digestOf } from '#core/kernel'
import type { TechniqueCatalogue } from '#core/vocabulary'
import { type Database, jsonForPostgres } from '#platform/database'

/** Writes a catalogue where it differs from what is held; false when it does not. */
export async function keepCatalogue(
  client: PoolClient,
  { id, version, techniques }: TechniqueCatalogue,
): Promise<boolean> {
  const digest = digestOf(canonicalJson([version, techniques]))
  const { rowCount } = await client.query(
    `insert into technique_catalogue (id, version, digest, techniques) values ($1, $2, $3, $4)
     on conflict (id) do update set version = excluded.version, digest = excluded.digest, techniques = excluded.techniques
     where technique_catalogue.digest <> excluded.digest`,
    [id, version, digest, jsonForPostgres(techniques)],
  )
  return rowCount === 1
}

/** Every catalogue that is held. */
export async function techniqueCatalogues(database: Database): Promise<TechniqueCatalogue[]> {
  const { rows } = await sql<TechniqueCatalogue>`
    select id, version, techniques from technique_catalogue order by id`.execute(database.instance)
  return rows
}
