import { sql, type Transaction } from 'kysely'
import type { FindingDetail } from '#contract'
import { dayOf, type Instant } from '#core/kernel'
import type { FixState, Match, Priority, VulnerabilityFacts } from '#core/vocabulary'
import { type PackedMatch, type PackedPriority, unpackMatch, unpackPriority } from '#exposure/findings'
import { statesIt } from '#exposure/findings/store'
import { dailyScores } from '#exposure/prioritisation'
import type { Database, NoTables } from '#platform/database'
import { dispositionOf } from './dispositions.ts'
import { findingColumns, findingTables } from './finding-filter.ts'
import { type FindingSql, findingRowColumns, findingRowOf } from './finding-row.ts'
import { knownFacts } from './known-facts.ts'
import { epssPoints, timelineOf } from './timeline.ts'

type Work = Transaction<NoTables>

interface DetailSql extends FindingSql {
  fix_action_id: string
  work_due_at: Date | null
  decision_due_at: Date | null
  ticket_url: string | null
  work_version: Date | null
  resolution: string | null
  resolved_at: Date | null
  last_seen: Date
  priority_since: Date
  priority: PackedPriority
  match: PackedMatch
  /** What both leave to columns. */
  record_id: string
  source: Match['source']
  decision_table: string
  outcome: string
  anchor: Record<string, string>
}

/** One finding with its decision, its trail, who saw it, its history and the vulnerability's timeline; `undefined`: no such finding here. */
export async function readFinding(
  database: Database,
  workspaceId: string,
  id: string,
  now: Instant,
): Promise<FindingDetail | undefined> {
  const found = await database.inWorkspace(workspaceId, async (work) => {
    const row = await detailRow(work, id)
    if (!row) return undefined
    const shown = row.match.componentRef === '' ? await statedWitnesses(work, id) : await witnessesOf(work, id)
    const [witnesses, history] = [shown, await historyOf(work, id)]
    return { row, witnesses, history, disposition: (await dispositionOf(work, id)) ?? null }
  })
  if (!found) return undefined
  const { row, witnesses, history, disposition } = found
  const facts = row.vulnerability_id ? await knownFacts(database, row.vulnerability_id) : undefined
  return {
    ...findingRowOf(row),
    ecosystem: row.ecosystem,
    fixActionId: row.fix_action_id,
    work: {
      dueAt: row.work_due_at?.toISOString() ?? null,
      ticketUrl: row.ticket_url,
      version: row.work_version?.toISOString() ?? null,
    },
    decisionDueAt: row.decision_due_at?.toISOString() ?? null,
    resolution: row.resolution,
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    lastSeen: row.last_seen.toISOString(),
    prioritySince: row.priority_since.toISOString(),
    priority: facts ? withScores(priorityOf(row), facts, now) : priorityOf(row),
    match: matchOf(row),
    versions: versionsOf(row),
    witnesses,
    history,
    disposition,
    anchor: row.anchor,
    timeline: timelineOf(facts),
    epssHistory: epssPoints(facts),
  }
}

/** A decision with today's scores; a report's where there are none. */
function withScores(priority: Priority, facts: VulnerabilityFacts, now: Instant): Priority {
  if (!facts.epss) return priority
  return { ...priority, ...dailyScores({ facts, asOf: dayOf(now) }) }
}

function matchOf(row: DetailSql): Match {
  const { vulnerability_id, rule_id, record_id: recordId, source, verdict, method, fix_state } = row
  const vulnerabilityId = vulnerability_id ?? rule_id ?? ''
  return unpackMatch(row.match, { vulnerabilityId, recordId, source, verdict, method, fixState: fix_state as FixState })
}

function versionsOf({ component_version, verdict, match }: DetailSql): FindingDetail['versions'] {
  const own = { version: component_version, verdict, fixedVersion: match.fixedVersions[0] ?? null }
  return [own, ...(match.others ?? []).map((other) => ({ ...other, version: other.version || null }))]
}

function priorityOf(row: DetailSql): Priority {
  const { decision_table: table, outcome, outcome_label: outcomeLabel, urgency, basis, exploitation, why } = row
  return unpackPriority(row.priority, { table, outcome, outcomeLabel, urgency, basis, exploitation, why })
}

/** Its components are seen again with each import; what is in none has its own. */
const lastSeen = sql`coalesce((select max(c.last_seen) from component c
  where c.workspace_id = f.workspace_id and c.id = any (f.components)), f.last_seen)`

async function detailRow(work: Work, id: string): Promise<DetailSql | undefined> {
  const { rows } = await sql<DetailSql>`
    select ${findingRowColumns}, ${findingColumns.action} as fix_action_id, w.due_at as work_due_at,
      f.due_at as decision_due_at, w.ticket_url, w.updated_at as work_version, f.resolution, f.resolved_at, ${lastSeen} as last_seen, f.priority_since, f.priority, f.match, f.anchor, f.record_id, f.source, f.decision_table, f.outcome
    from ${findingTables} where f.id = ${id}`.execute(work)
  return rows[0]
}

const MAX_WITNESSES = 100

/** Imports that decide now and show a component of the finding; of one that is resolved, those that showed one last. */
async function witnessesOf(work: Work, id: string): Promise<FindingDetail['witnesses']> {
  const { rows } = await sql<{
    component_id: string
    purl: string | null
    version: string | null
    location: string
    import_id: string
    importer: string
    format: string
    file_name: string
    tool: string | null
    stated_at: Date
    evidence: FindingDetail['witnesses'][number]['evidence'] | null
  }>`select c.id as component_id, c.purl, c.version, c.location, i.id as import_id, i.importer, i.format, i.file_name, i.tool,
      i.stated_at, ic.evidence
    from finding f cross join unnest(f.components) as shown (id)
      join component c on c.workspace_id = f.workspace_id and c.id = shown.id
      join import_component ic on ic.workspace_id = f.workspace_id and ic.component_id = c.id
      join import i on i.workspace_id = f.workspace_id and i.id = ic.import_id
    where f.id = ${id} and not exists (
      select from import n where n.asset_id = i.asset_id and n.witness = i.witness
        and (n.stated_at, n.content_digest) > (i.stated_at, i.content_digest)
        and case when f.state = 'resolved'
          then exists (select from import_component ic where ic.import_id = n.id and ic.component_id = c.id)
          else n.complete end)
    order by i.stated_at desc, c.version limit ${MAX_WITNESSES}`.execute(work)
  return rows.map((row) => ({
    componentId: row.component_id,
    purl: row.purl,
    version: row.version,
    location: row.location,
    importId: row.import_id,
    importer: row.importer,
    format: row.format,
    fileName: row.file_name,
    tool: row.tool,
    statedAt: row.stated_at.toISOString(),
    evidence: row.evidence ?? [],
  }))
}

/** The deciding imports whose report states a finding that is in no component; of one that is resolved, those that stated it. */
async function statedWitnesses(work: Work, id: string): Promise<FindingDetail['witnesses']> {
  const { rows } = await sql<StatedWitnessSql>`
    select i.id as import_id, i.importer, i.format, i.file_name, i.tool, i.stated_at, f.location
    from finding f join import i on i.workspace_id = f.workspace_id and i.asset_id = f.asset_id
    where f.id = ${id} and i.stated is not null and ${statesIt}
      and (f.state = 'resolved' or not exists (
        select from import n where n.asset_id = i.asset_id and n.witness = i.witness and n.complete
          and (n.stated_at, n.content_digest) > (i.stated_at, i.content_digest)))
    order by i.stated_at desc, i.id limit ${MAX_WITNESSES}`.execute(work)
  return rows.map((row) => ({
    componentId: null,
    purl: null,
    version: null,
    location: row.location,
    importId: row.import_id,
    importer: row.importer,
    format: row.format,
    fileName: row.file_name,
    tool: row.tool,
    statedAt: row.stated_at.toISOString(),
    evidence: [],
  }))
}

interface StatedWitnessSql {
  import_id: string
  importer: string
  format: string
  file_name: string
  tool: string | null
  stated_at: Date
  location: string
}

/** With the history of the findings that go on as this one, which is told from here. */
async function historyOf(work: Work, id: string): Promise<FindingDetail['history']> {
  const { rows } = await sql<{ at: Date; kind: string; detail: Record<string, unknown> }>`
    with recursive line as (
      select ${id}::text as id union select f.id from finding f join line on f.moved_to = line.id
    )
    select e.at, e.kind, e.detail from finding_event e join line on line.id = e.finding_id
    where not (e.kind = 'moved' and e.detail ? 'to' and e.detail->>'to' in (select id from line)) order by e.id desc limit 200`.execute(
    work,
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
