import type { Kysely, RawBuilder, Transaction } from 'kysely'
import type { PoolClient } from 'pg'

/** Tables are declared by the stores that own them: `database.instance.withTables<KnowledgeTables>()`. */
// biome-ignore lint/complexity/noBannedTypes: Kysely's own spelling of a schema without tables.
export type NoTables = {}

/** An open, migrated database. All work runs under the non-owner role `lunette_app`, for which row-level security is forced. */
export interface Database {
  /** Instance-wide tables (knowledge, settings, accounts). Workspace tables show no rows here. */
  readonly instance: Kysely<NoTables>
  /** Runs `work` in one transaction that sees exactly one workspace's rows; rolls back when it throws. */
  inWorkspace<T>(workspaceId: string, work: (transaction: Transaction<NoTables>) => Promise<T>): Promise<T>
  /**
   * Rows of one query that sees exactly one workspace's rows, in one round trip instead of four. Parameters
   * of the query are lists of whole numbers, with their type in it, and it is then planned once for each connection; what
   * else varies is written with `sql.lit`.
   */
  readInWorkspace<Row>(workspaceId: string, query: RawBuilder<Row>): Promise<Row[]>
  /** Runs `work` in one instance-wide transaction. */
  inTransaction<T>(work: (transaction: Transaction<NoTables>) => Promise<T>): Promise<T>
  /** A raw connection for COPY and LISTEN; returned to the pool afterwards. */
  withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T>
  /** Where the server listens; no host: a socket of this machine. */
  readonly server: { host: string; port: number }
  /** Server major version, e.g. 18. */
  readonly serverVersion: number
  close(): Promise<void>
}
