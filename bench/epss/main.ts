import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { systemClock } from '#core/kernel'
import { inventoryMarks } from '#exposure/inventory/store'
import { DEFAULT_TABLE, tableById } from '#exposure/prioritisation'
import { basisOf } from '#flows/assessment-basis'
import { currencyOf, type FlowContext } from '#flows/context'
import { gatherFromFolder } from '#flows/gather-folder'
import { keepCurrent } from '#flows/keep-current'
import { KnowledgeHolder } from '#flows/knowledge-holder'
import { rescore } from '#flows/rescore'
import { feeds } from '#intake/feeds'
import { type Database, DEFAULT_WORKSPACE, openDatabase } from '#platform/database'
import { FindingLists } from '#views/finding-lists'
import { dataFolder } from '../../test/support/data-folder.ts'
import { debianBinaries, hasDebianBinaries } from '../../test/support/external-binaries.ts'
import { seedAssets, seedFindings } from '../../test/support/findings.ts'
import { type DayPair, dayPair } from './days.ts'

const root = join(import.meta.dirname, '../..')
const FINDINGS = 5_000_000
const FINDINGS_AN_ASSET = 40
const BAR_S = 60
/** A finding whose score is not what the index says is a failure of the product, not of a bar. */
const SAMPLE = 2_000

/**
 * `npm run bench -- epss [findings]`: a new day of EPSS on five million findings, from reading its file until a server that
 * has the list in memory shows it in its new order. On Debian's PostgreSQL 15 where it is, else on the embedded one. Exit 1 when the bar is missed.
 */
export async function run([given]: readonly string[]): Promise<number> {
  const findings = given === undefined ? FINDINGS : Number(given)
  const pair = dayPair()
  if (pair === undefined) {
    process.stdout.write('epss: skipped, there are no two days of EPSS (set LUNETTE_TEST_DATA)\n')
    return 0
  }
  if (hasDebianBinaries) process.env.LUNETTE_PG_BIN = debianBinaries
  const folder = dataFolder('bench-epss')
  const opened = await openDatabase({ dataDir: join(folder, 'data') })
  if (!opened.ok) throw new Error(opened.error.message)
  const { value: database } = opened
  try {
    return report(findings, pair, await measured(database, folder, pair, findings))
  } finally {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Moved {
  /** How many of them have another score. */
  vulnerabilities: number
  seconds: number
}

async function measured(
  database: Database,
  folder: string,
  pair: DayPair,
  findings: number,
): Promise<{ all: Moved; day: Moved; shown: number }> {
  const context: FlowContext = {
    database,
    clock: systemClock,
    knowledge: new KnowledgeHolder(join(folder, 'knowledge.index')),
    table: tableById(DEFAULT_TABLE)!,
    dial: 'precise',
  }
  const read = dayReader(context, folder)
  tell('reading the days before')
  await read('2026-07-02', pair.before)
  await read('2026-08-01', pair.before)
  const assets = Math.ceil(findings / FINDINGS_AN_ASSET)
  tell(`writing ${findings} findings on ${assets} assets`)
  await seedAssets(database, DEFAULT_WORKSPACE, assets)
  await seedFindings(database, DEFAULT_WORKSPACE, { assets, count: findings })
  await assessed(context)
  tell('moving all of them')
  const all = await timed(async () => (await rescore(context, DEFAULT_WORKSPACE)).moved)
  tell('a new day')
  const lists = new FindingLists(database)
  const page = { filter: '', sort: 'decision', limit: 50 } as const
  await lists.page(DEFAULT_WORKSPACE, page)
  const day = await timed(() => read('2026-08-02', pair.after))
  const list = await timed(async () => (await lists.page(DEFAULT_WORKSPACE, page)).rows.length)
  await check(context)
  return { all, day, shown: day.seconds + list.seconds }
}

/** Publishes a day and does what a refresh does with it. @returns how many vulnerabilities have another score. */
function dayReader(context: FlowContext, folder: string): (date: string, rows: readonly string[]) => Promise<number> {
  const mirror = join(folder, 'mirror')
  mkdirSync(join(mirror, 'epss'), { recursive: true })
  const own = feeds.filter(({ id }) => id === 'epss')
  return async (date, rows) => {
    const lines = [`#model_version:bench,score_date:${date}T00:00:00+0000`, 'cve,epss,percentile', ...rows, '']
    writeFileSync(join(mirror, `epss/epss_scores-${date}.csv`), lines.join('\n'))
    const kept = await keepCurrent(context, { feeds: own, gather: gatherFromFolder(mirror) }, () => {})
    if (!kept.ok) throw new Error(kept.error.message)
    const { touched, rescored } = kept.value.reassessed
    if (touched > 0) throw new Error(`${touched} assets were decided anew`)
    return rescored
  }
}

/** As if every asset had been assessed with what is known now. */
async function assessed(context: FlowContext): Promise<void> {
  const { database, knowledge, clock } = context
  const { rules, generation } = basisOf(context, knowledge.reader(), currencyOf(context))
  await database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
    await sql`update asset set last_digest = 'bench'`.execute(work)
    await sql`insert into finding_score (workspace_id, vulnerability_id, epss, band, scored_on)
      select distinct on (vulnerability_id) workspace_id, vulnerability_id, epss, 0, '2026-07-01' from finding`.execute(
      work,
    )
  })
  const marks = [...(await inventoryMarks(database, DEFAULT_WORKSPACE))]
  await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql`insert into assessment (workspace_id, asset_id, rules, generation, inventory, supplier_vex, assessed_at)
      select ${DEFAULT_WORKSPACE}::uuid, m.id, ${rules}, ${generation}, m.mark, '{}', ${clock()}
      from unnest(${marks.map(([id]) => id)}::text[], ${marks.map(([, mark]) => mark)}::text[]) as m (id, mark)`.execute(
      work,
    ),
  )
}

/** Every score of a sample is the index's. */
async function check({ database, knowledge }: FlowContext): Promise<void> {
  const { rows } = await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql<{ id: string; epss: number }>`select f.vulnerability_id as id, s.epss
      from finding f join finding_score s on s.vulnerability_id = f.vulnerability_id
      where f.state <> 'resolved' order by hashtext(f.id) limit ${SAMPLE}`.execute(work),
  )
  const reader = knowledge.reader()
  const wrong = rows.filter(
    ({ id, epss }) => Math.fround(reader.vulnerability(id)?.epss?.probability ?? -1) !== Math.fround(epss),
  )
  if (rows.length < SAMPLE || wrong.length > 0)
    throw new Error(`${wrong.length} of ${rows.length} findings have another score`)
}

async function timed(work: () => Promise<number>): Promise<Moved> {
  const started = performance.now()
  const vulnerabilities = await work()
  return { vulnerabilities, seconds: (performance.now() - started) / 1_000 }
}

function tell(step: string): void {
  process.stderr.write(`bench epss: ${new Date().toISOString().slice(11, 19)} ${step}\n`)
}

function report(
  findings: number,
  { changed }: DayPair,
  { all, day, shown }: { all: Moved; day: Moved; shown: number },
): number {
  const met = shown <= BAR_S
  const row = ({ vulnerabilities, seconds }: Moved, what: string, bar: string) =>
    `| ${what} | ${vulnerabilities.toLocaleString('en')} | ${seconds.toFixed(1)} | ${bar} |`
  const text = [
    '# EPSS: measured figures',
    '',
    `Made by \`npm run bench -- epss\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 1024 ** 3)} GiB, Linux ${release()}, Node ${process.versions.node}, PostgreSQL ${hasDebianBinaries ? '15 of Debian' : 'embedded'}. ${findings.toLocaleString('en')} findings. The new day changes the score of ${Math.round(changed * 100)} % of the vulnerabilities, as the last two real files do, which lie four weeks apart; the time is from reading its file until a server that has the list in memory shows its first page in the new order. Bar: ≤ ${BAR_S} s.`,
    '',
    '| what | vulnerabilities with another score | s | met |',
    '|---|--:|--:|---|',
    row(all, 'every vulnerability, from knowledge to the database', ''),
    row(day, 'a new day, from its file to the database', ''),
    row({ ...day, seconds: shown }, 'a new day, from its file to the list', met ? 'yes' : 'no'),
    '',
    met ? 'all bars met' : `missed: ${Math.round(shown)} s > ${BAR_S} s`,
    '',
  ].join('\n')
  process.stdout.write(text)
  if (findings === FINDINGS) writeFileSync(join(root, 'docs/generated/bench-epss.md'), text)
  return met ? 0 : 1
}
