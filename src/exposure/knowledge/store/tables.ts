import type { ColumnType, Generated } from 'kysely'
import type { Dropped, Problem } from '#core/kernel'
import type { StatementState } from '#core/vocabulary'

/** Rows of the knowledge tables as Kysely sees them. */
export type KnowledgeTables = {
  knowledge_state: {
    only_row: Generated<boolean>
    instance: Generated<string>
    generation: ColumnType<string | number, string | number, string | number>
    pending: Generated<boolean>
    merge_stale: Generated<boolean>
    epss_generation: ColumnType<string | number, string | number, string | number>
    epss_history_generation: ColumnType<string | number, string | number, string | number>
    bulk_generation: ColumnType<string | number, string | number, string | number>
    published_at: Date | null
  }
  knowledge_change: {
    kind: 'k' | 'v'
    id: string
    generation: ColumnType<string | number, string | number, string | number>
  }
  feed: {
    id: string
    name: string
    state: ColumnType<Record<string, unknown>, string, string>
    enabled: Generated<boolean>
    interval_hours: Generated<number>
    max_age_days: Generated<number>
    next_due: Date | null
    last_success: Date | null
  }
  feed_run: {
    id: Generated<string | number>
    feed_id: string
    started_at: Date
    ended_at: Date | null
    status: Generated<FeedRunStatus>
    bytes: ColumnType<string | number, number | undefined, number>
    read: Generated<number>
    kept: Generated<number>
    written: Generated<number>
    removed: Generated<number>
    dropped: ColumnType<Dropped[], string | undefined, string>
    problem: ColumnType<Omit<Problem, 'cause'> | null, string | null | undefined, string | null>
  }
  statement: {
    record_id: string
    source: string
    digest: string
    other_digest: string | null
    state: StatementState
    modified: Date | null
    keys: string[]
    ecosystems: string[]
    aliases: string[]
    covers: string[]
    facts: string
    affected: string
    detail: string
  }
  merge: { record_id: string; vulnerability_ids: string[]; alias: boolean }
  kev: { cve: string; asserter: string; body: string }
  knowledge_source: { id: string; as_of: Date }
  exploit_signal: { cve: string; source: string; kind: string; reference: string; date: string | null }
  epss_block: { first_ordinal: number; codes: Buffer }
  epss_day: {
    date: string
    model_version: string
    digest: string
    scored: number
    scores: Buffer
    percentiles: Buffer | null
  }
}

/** A run that was killed is `running` until somebody looks (`endInterruptedRuns`). */
export type FeedRunStatus = 'running' | 'complete' | 'partial' | 'failed' | 'unchanged'
