import { spawn } from 'node:child_process'
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import type { RefreshReport } from '#flows/refresh'
import { type Database, openDatabase } from '#platform/database'
import { dataFolder } from '../../test/support/data-folder.ts'
import { addEpssDay, linkMirror } from './mirror.ts'
import { percentile, type Readings } from './readers.ts'

const root = join(import.meta.dirname, '../..')
const MIB = 1024 * 1024

/** The bars of the knowledge flow. */
const BARS = { wholeMs: 90_000, unchangedMs: 8_000, dayMs: 5_000, rssMib: 600, p99Ms: 50 }

interface Phase extends RefreshReport {
  name: string
  barMs: number
  durationMs: number
  rssBytes: number
  readings: Readings
}

/** Loads the whole mirror, loads it again, adds one EPSS day, and reads all the while. */
export async function run(): Promise<number> {
  const feeds = join(process.env.LUNETTE_TEST_DATA ?? join(root, '../shared/data'), 'feeds')
  if (!existsSync(feeds)) {
    process.stdout.write(`bench knowledge: skipped, no mirror at ${feeds} (set LUNETTE_TEST_DATA)\n`)
    return 0
  }
  const folder = dataFolder('bench')
  const database = await openDatabase({ dataDir: join(folder, 'data') })
  if (!database.ok) throw new Error(database.error.message)
  try {
    const mirror = join(folder, 'mirror')
    linkMirror(feeds, mirror)
    const measure = (name: string, barMs: number) => phase(name, barMs, join(folder, 'data'), mirror)
    const whole = await measure('whole mirror', BARS.wholeMs)
    const unchanged = await measure('unchanged refresh', BARS.unchangedMs)
    addEpssDay(mirror)
    const day = await measure('one new EPSS day', BARS.dayMs)
    const indexBytes = statSync(join(folder, 'data', 'knowledge.index')).size
    return await report([whole, unchanged, day], await countsOf(database.value), indexBytes)
  } finally {
    await database.value.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function phase(name: string, barMs: number, dataDir: string, mirror: string): Promise<Phase> {
  const reader = inChild<Readings>('reader-process.ts', [dataDir])
  await reader.begun
  const measured = await inChild<Omit<Phase, 'name' | 'barMs' | 'readings'>>('refresh-process.ts', [dataDir, mirror])
    .ended
  reader.stop()
  return { name, barMs, ...measured, readings: await reader.ended }
}

interface ChildOf<T> {
  /** Its first word was written. */
  begun: Promise<void>
  /** What it printed last, as JSON. */
  ended: Promise<T>
  stop(): void
}

/** A process of its own, so that neither's work holds the other up and each one's memory can be told. */
function inChild<T>(script: string, args: readonly string[]): ChildOf<T> {
  const command = [join(import.meta.dirname, script), ...args]
  const child = spawn(process.execPath, command, {
    stdio: ['pipe', 'pipe', 'inherit'],
    // As the command line does: compiling is a one-time cost and its memory with it.
    env: { ...process.env, NODE_COMPILE_CACHE: join(root, '.cache/compile') },
  })
  let text = ''
  const begun = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()))
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8')
  })
  const ended = new Promise<T>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0
        ? resolve(JSON.parse(text.trim().split('\n').at(-1) ?? '') as T)
        : reject(new Error(`${script} ended with code ${code}`)),
    )
  })
  return { begun, ended, stop: () => child.stdin.end() }
}

async function countsOf(database: Database): Promise<[string, number][]> {
  const query = `
    select 'statements ' || source as name, count(*)::int as count from statement group by source
    union all select 'merged records', count(*)::int from merge
    union all select 'KEV ' || asserter, count(*)::int from kev group by asserter
    union all select 'exploit signals ' || source, count(*)::int from exploit_signal group by source
    union all select 'EPSS days', count(*)::int from epss_day
    union all select 'EPSS scores', coalesce(sum(scored), 0)::int from epss_day
    union all select 'CVEs with a statement', count(distinct record_id)::int from statement where record_id like 'CVE-%'
    union all select 'database MiB', (pg_database_size(current_database()) / 1048576)::int
    order by 1`
  return database.withClient(async (client) => {
    const { rows } = await client.query<{ name: string; count: number }>(query)
    return rows.map((row) => [row.name, row.count])
  })
}

async function report(phases: readonly Phase[], counts: [string, number][], indexBytes: number): Promise<number> {
  const rows = phases.map(figures)
  const failures = phases.flatMap((entry) => entry.feeds.filter((feed) => feed.outcome.status === 'failed'))
  const text = [
    '# Knowledge: measured figures',
    '',
    `Made by \`npm run bench -- knowledge\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 1024 ** 3)} GiB, Linux ${release()}, Node ${process.versions.node}, embedded PostgreSQL.`,
    '',
    '| run | seconds | bar | RSS MiB (refresh + reader) | bar | SQL reads p99 ms (n), < 50 | index reads p99 ms (n), < 50 | met |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row.cells.join(' | ')} |`),
    '',
    `Index file: ${Math.round(indexBytes / MIB)} MiB. Failed feeds: ${failures.map((feed) => `${feed.feed} (${feed.problem?.message})`).join(', ') || 'none'}.`,
    '',
    '| held | count |',
    '|---|---|',
    ...counts.map(([name, count]) => `| ${name} | ${count} |`),
    '',
    '| feed, first run | status | read | kept | dropped | MiB |',
    '|---|---|---|---|---|---|',
    ...(phases[0]?.feeds ?? []).map(({ feed, outcome, bytes }) => {
      const dropped = outcome.dropped.map((entry) => `${entry.code} ${entry.count}`).join(', ') || '0'
      return `| ${feed} | ${outcome.status} | ${outcome.read} | ${outcome.kept} | ${dropped} | ${Math.round(bytes / MIB)} |`
    }),
    '',
  ].join('\n')
  process.stdout.write(text)
  writeFileSync(join(root, 'docs/generated/bench-knowledge.md'), text)
  return rows.every((row) => row.met) && failures.length === 0 ? 0 : 1
}

function figures({ name, barMs, durationMs, rssBytes, readings }: Phase) {
  const [refreshing, reading] = [Math.round(rssBytes / MIB), Math.round(readings.rssBytes / MIB)]
  const rss = refreshing + reading
  const [sql, index] = [percentile(readings.sqlMs, 0.99), percentile(readings.indexMs, 0.99)]
  const met = durationMs <= barMs && rss <= BARS.rssMib && sql < BARS.p99Ms && index < BARS.p99Ms
  const shown = (value: number, values: readonly number[]) => `${value.toFixed(1)} (${values.length})`
  const cells = [
    name,
    (durationMs / 1000).toFixed(1),
    `≤ ${barMs / 1000}`,
    `${refreshing} + ${reading}`,
    `≤ ${BARS.rssMib}`,
    shown(sql, readings.sqlMs),
    shown(index, readings.indexMs),
    met ? 'yes' : 'no',
  ]
  return { met, cells }
}
