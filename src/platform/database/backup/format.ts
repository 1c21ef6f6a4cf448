/** Version of the backup format; a reader refuses newer ones. */
export const FORMAT_VERSION = 1

/** First line of a backup. */
export interface BackupHead {
  format: 'lunette-backup'
  version: number
  createdAt: string
  /** Migrations applied when it was made, in order. */
  migrations: string[]
  tables: { name: string; columns: string[] }[]
}

/** Precedes a table's rows. */
export interface TableMark {
  table: string
}

/** Follows a table's rows. */
export interface TableEnd {
  rows: number
}

/** Last line: what all lines before it hash to, so that a truncated or changed file is told before anything is written. */
export interface BackupEnd {
  lines: number
  sha256: string
}
