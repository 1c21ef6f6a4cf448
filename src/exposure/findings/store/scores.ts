import { sql, type Transaction } from 'kysely'
import { epssBand } from '#exposure/prioritisation'
import type { NoTables } from '#platform/database'
import type { FindingDraft } from '../draft.ts'

type Work = Transaction<NoTables>

/** A vulnerability's EPSS, as of a day. */
export interface DayScore {
  vulnerabilityId: string
  /** Probability, from 0 to 1. */
  epss: number
  /** Against about 30 days before, where that is known. */
  change: number | null
  /** The day, as `YYYY-MM-DD`. */
  date: string
}

/** The scores of what an asset's findings name, to be written with them. */
export class DraftScores {
  readonly #scores = new Map<string, DayScore>()

  /** A report's own score is its finding's, not the vulnerability's. */
  note({ vulnerabilityId, priority: { epss } }: FindingDraft): void {
    if (!epss || epss.by !== undefined || this.#scores.has(vulnerabilityId)) return
    const { probability, change30d = null, date } = epss
    this.#scores.set(vulnerabilityId, { vulnerabilityId, epss: probability, change: change30d, date })
  }

  /** Passes drafts on, and takes their scores. */
  *watch(parts: Iterable<readonly FindingDraft[]>): Generator<readonly FindingDraft[]> {
    for (const part of parts) {
      for (const draft of part) this.note(draft)
      yield part
    }
  }

  /**
   * Writes those that are not known, or of an older day. The last thing that a transaction does: whoever writes the same
   * ones waits for its end.
   */
  async write(work: Work, workspaceId: string): Promise<void> {
    if (this.#scores.size > 0) await writeScores(work, workspaceId, [...this.#scores.values()], { older: false })
  }
}

/**
 * Writes the scores that differ from those kept, in the order of their ids, so that no two wait for each other.
 *
 * @param older whether one of an older day may replace a newer one
 * @returns how many differed
 */
export async function writeScores(
  work: Work,
  workspaceId: string,
  scores: readonly DayScore[],
  { older }: { older: boolean },
): Promise<number> {
  const isNewer = older ? sql`true` : sql`s.scored_on <= given.scored_on`
  // Each is looked up by its key, whatever the planner believes of a table that has just grown.
  const { numAffectedRows } = await sql`
    insert into finding_score (workspace_id, vulnerability_id, epss, change, band, scored_on)
    select ${workspaceId}::uuid, given.*
    from unnest(${scores.map(({ vulnerabilityId }) => vulnerabilityId)}::text[], ${scores.map(({ epss }) => epss)}::real[],
        ${scores.map(({ change }) => change)}::double precision[],
        ${scores.map(({ epss }) => epssBand(epss))}::int[], ${scores.map(({ date }) => date)}::date[])
        as given (vulnerability_id, epss, change, band, scored_on)
      left join lateral (
        select epss, change, scored_on from finding_score where vulnerability_id = given.vulnerability_id offset 0
      ) s on true
    where s.scored_on is null or (${isNewer} and (s.epss, s.change) is distinct from (given.epss, given.change))
    order by given.vulnerability_id
    on conflict (workspace_id, vulnerability_id) do update set epss = excluded.epss, change = excluded.change,
      band = excluded.band, scored_on = excluded.scored_on, changed = pg_current_xact_id()
      where ${older ? sql`true` : sql`finding_score.scored_on <= excluded.scored_on`}`.execute(work)
  return Number(numAffectedRows ?? 0)
}
