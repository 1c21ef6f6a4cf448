/** PostgreSQL, embedded or external: opened, migrated, and used under a role that owns nothing. */
export { attempt } from './attempt.ts'
export { type BackupSummary, backup, type RestoreSummary, restore } from './backup/index.ts'
export { isConnectionLoss } from './connection-loss.ts'
export {
  type CopiedRow,
  type CopyValue,
  copiedRows,
  copyArray,
  copyBytesInto,
  copyFields,
  copyInto,
  copyLine,
  copyOut,
} from './copy.ts'
export { CopyLines } from './copy-lines.ts'
export { knownMigrations, type Migration, migrate } from './migrate.ts'
export { type OpenOptions, openDatabase } from './open.ts'
export { isOutOfTime, rehearse, withinTransaction } from './rehearse.ts'
export { refreshStatistics } from './statistics.ts'
export { cleanText, jsonForPostgres } from './text.ts'
export type { Database, NoTables } from './types.ts'
export { DEFAULT_WORKSPACE, listWorkspaces } from './workspace.ts'
