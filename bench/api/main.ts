import { rmSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { systemClock } from '#core/kernel'
import { inventoryMarks } from '#exposure/inventory/store'
import { openSession } from '#platform/auth'
import { type Database, DEFAULT_WORKSPACE, openDatabase } from '#platform/database'
import { dataFolder } from '../../test/support/data-folder.ts'
import { hasDebianBinaries } from '../../test/support/external-binaries.ts'
import { seedAssets, seedFindings } from '../../test/support/findings.ts'
import { makePerson } from '../../test/support/people.ts'
import { askAround, percentile, type Timings } from './clients.ts'
import { type ExternalServer, startExternal } from './external.ts'
import { hasRealFeeds, imported, type Load, type Prepared, prepareLoad, refreshed } from './load.ts'
import { plansOf } from './plans.ts'
import { residentBytes, type Server, startServer } from './server.ts'

const root = join(import.meta.dirname, '../..')
const CLIENTS = 20
const ALONE_MS = 30_000

interface Size {
  findings: number
  assets: number
  /** Milliseconds, the 95th percentile: of lists, and of Today. */
  listBar: number
  todayBar: number
  /** Name of the generated file. */
  file: string
  database: string
}

const embedded: Size = {
  findings: 200_000,
  assets: 5_000,
  listBar: 100,
  todayBar: 200,
  file: 'bench-api',
  database: 'embedded PostgreSQL',
}
const external: Size = {
  findings: 5_000_000,
  assets: 125_000,
  listBar: 150,
  todayBar: 150,
  file: 'bench-api-external',
  database: 'PostgreSQL 15 of Debian as an external server',
}

/**
 * `npm run bench -- api [external] [findings]`: 20 clients in a closed loop against a server with 200,000 findings on 5,000
 * assets, alone and while imports and a refresh run; `external`: the same on Debian's PostgreSQL 15 with five million
 * findings, and the plans of what the database is asked. Exit 1 when a bar is missed.
 */
export async function run(given: readonly string[]): Promise<number> {
  const isExternal = given[0] === 'external'
  if (isExternal && !hasDebianBinaries) {
    process.stdout.write('api external: skipped, there is no PostgreSQL 15 of Debian\n')
    return 0
  }
  const standard = isExternal ? external : embedded
  const findings = given[isExternal ? 1 : 0]
  const size = { ...standard, ...(findings !== undefined && { findings: Number(findings) }) }
  const isWhole = size.findings === standard.findings
  const folder = dataFolder('bench')
  const elsewhere = isExternal ? await startExternal() : undefined
  try {
    return await measure(size, isWhole, folder, elsewhere)
  } finally {
    await elsewhere?.stop()
    for (const made of [folder, elsewhere?.folder]) if (made) rmSync(made, { recursive: true, force: true })
  }
}

/** Asks until the findings are read: until then the server says how far it is, and for how long to wait. */
async function onceRead<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!String(error).includes('"code":"being-read"')) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

async function measure(
  size: Size,
  isWhole: boolean,
  folder: string,
  elsewhere: ExternalServer | undefined,
): Promise<number> {
  const data = join(folder, 'data')
  const load = await prepareLoad(folder)
  const server = await startServer(data, load.mirror, elsewhere?.url)
  try {
    tell('reading advisories')
    // A catalogue that is read for the first time has every asset assessed anew.
    await refreshed(server, hasRealFeeds(load) ? ['osv', 'kev', 'epss'] : ['osv'])
    tell('importing 100,000 components')
    const alone = await imported(server, load, 'import-alone')
    const again = await imported(server, load, 'import-alone')
    tell(`writing ${size.findings} findings`)
    const cookies = await seed(data, size, elsewhere?.url)
    tell('asking, nothing else')
    const started = performance.now()
    await onceRead(() => server.get('/findings?limit=50'))
    const firstMs = performance.now() - started
    const quiet = await askAround(server, cookies, pause(ALONE_MS))
    for (const [kind, values] of quiet)
      tell(`quiet: ${kind} p95 ${percentile(values, 0.95).toFixed(0)} ms of ${values.length}`)
    const memory = residentBytes(server.pid)
    if (elsewhere) {
      tell('asking for plans')
      const plans = await plansOf(server, elsewhere.explaining)
      if (isWhole) writeFileSync(join(root, 'docs/generated/plans-api-external.md'), planPage(size, plans))
    }
    tell('asking, while an import and a refresh run')
    const { timings: busy, loads } = await underLoad(server, cookies, load)
    const more = [
      { ...alone, bar: { text: '≥ 8,000/s', met: (rate: number) => rate >= 8_000 } },
      { ...again, bar: { text: '≤ 3 s', met: (_: number, ms: number) => ms <= 3_000 } },
    ]
    return report(size, isWhole, firstMs, memory, { quiet, busy }, [...more, ...loads])
  } finally {
    await server.stop()
  }
}

function planPage({ findings, assets, database }: Size, plans: string): string {
  return `# What lists ask the database, and how it answers\n\nMade by \`npm run bench -- api external\` on ${new Date().toISOString().slice(0, 10)}: ${database}, ${findings.toLocaleString('en')} findings on ${assets.toLocaleString('en')} assets, one question of each kind, with the caches as its clients left them. Filters, orders, counts and facets are answered from memory (\`src/views/finding-index\`); the database is asked what changed since and for the rows of a page.\n\n${plans}`
}

/** The clients ask while feeds are refreshed and an inventory is imported; until both are done. */
async function underLoad(
  server: Server,
  cookies: readonly string[],
  load: Prepared,
): Promise<{ timings: Timings; loads: Load[] }> {
  const works = [imported(server, load, 'import-under-load')]
  if (hasRealFeeds(load)) works.push(refreshed(server, ['nvd', 'cve']))
  else process.stdout.write('bench api: no feeds to refresh meanwhile (set LUNETTE_TEST_DATA)\n')
  const both = Promise.all(works)
  const timings = await askAround(server, cookies, both)
  const [first, ...others] = await both
  const bar = { text: '≥ 4,000/s', met: (rate: number) => rate >= 4_000 }
  return { timings, loads: [{ ...first!, bar }, ...others] }
}

/** Writes the findings, and signs the clients in: the cookie of each. */
async function seed(data: string, { findings, assets }: Size, url: string | undefined): Promise<string[]> {
  const opened = await openDatabase({ dataDir: data, ...(url === undefined ? { join: true } : { url }) })
  if (!opened.ok) throw new Error(opened.error.message)
  const { value: database } = opened
  try {
    await seedAssets(database, DEFAULT_WORKSPACE, assets)
    await seedFindings(database, DEFAULT_WORKSPACE, { assets, count: findings })
    // As if they had been assessed like the imported one: they are not to be looked at again.
    const marks = [...(await inventoryMarks(database, DEFAULT_WORKSPACE))]
    await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql`insert into assessment (workspace_id, asset_id, rules, generation, inventory, assessed_at)
        select ${DEFAULT_WORKSPACE}, m.id, b.rules, b.generation, m.mark, b.assessed_at
        from unnest(${marks.map(([id]) => id)}::text[], ${marks.map(([, mark]) => mark)}::text[]) as m (id, mark),
          (select * from assessment limit 1) b on conflict do nothing`.execute(work),
    )
    return await Promise.all(Array.from({ length: CLIENTS }, (_, place) => signIn(database, `reader ${place}`)))
  } finally {
    await database.close()
  }
}

async function signIn(database: Database, name: string): Promise<string> {
  const token = await openSession(database, await makePerson(database, name, 'viewer'), systemClock())
  return `lunette_session=${token}`
}

function tell(step: string): void {
  process.stderr.write(`bench api: ${new Date().toISOString().slice(11, 19)} ${step}\n`)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function report(
  size: Size,
  isWhole: boolean,
  firstMs: number,
  memory: number,
  phases: Record<'quiet' | 'busy', Timings>,
  loads: readonly Load[],
): number {
  const misses: string[] = []
  const lines = [
    '# API: measured figures',
    '',
    `Made by \`npm run bench -- api${size.file === external.file ? ' external' : ''}\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 1024 ** 3)} GiB, Linux ${release()}, Node ${process.versions.node}, ${size.database}; server, database and clients share the machine. ${size.findings.toLocaleString('en')} findings on ${size.assets.toLocaleString('en')} assets, ${CLIENTS} clients in a closed loop. Bars: p95 of lists ≤ ${size.listBar} ms, of Today ≤ ${size.todayBar} ms.`,
    '',
    `First list after the start: ${Math.round(firstMs)} ms. The server's memory: ${Math.round(memory / 1024 / 1024)} MiB.`,
    '',
    '| phase | question | answers | p50 ms | p95 ms | p99 ms | bar | met |',
    '|---|---|--:|--:|--:|--:|--:|---|',
  ]
  for (const [phase, timings] of Object.entries(phases)) {
    for (const [kind, values] of [...timings].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const bar = kind === 'today' ? size.todayBar : size.listBar
      const p95 = percentile(values, 0.95)
      if (p95 > bar) misses.push(`${phase}: ${kind} ${Math.round(p95)} ms > ${bar} ms`)
      const figures = [percentile(values, 0.5), p95, percentile(values, 0.99)].map((value) => value.toFixed(1))
      lines.push(
        `| ${phase} | ${kind} | ${values.length} | ${figures.join(' | ')} | ${bar} | ${p95 <= bar ? 'yes' : 'no'} |`,
      )
    }
  }
  lines.push('', '| meanwhile | count | s | per second | bar | met |', '|---|--:|--:|--:|--:|---|')
  for (const { name, count, ms, bar } of loads) {
    const rate = Math.round((count / ms) * 1_000)
    const met = bar === undefined || bar.met(rate, ms)
    if (!met) misses.push(`${name}: ${rate}/s in ${(ms / 1_000).toFixed(1)} s`)
    lines.push(
      `| ${name} | ${count} | ${(ms / 1_000).toFixed(1)} | ${rate} | ${bar?.text ?? ''} | ${met ? 'yes' : 'no'} |`,
    )
  }
  lines.push('', misses.length === 0 ? 'all bars met' : `missed: ${misses.join('; ')}`, '')
  const text = lines.join('\n')
  process.stdout.write(text)
  if (isWhole) writeFileSync(join(root, `docs/generated/${size.file}.md`), text)
  return misses.length === 0 ? 0 : 1
}
