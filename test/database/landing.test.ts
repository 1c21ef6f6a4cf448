import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { systemClock } from '#core/kernel'
import { verifyAudit } from '#platform/audit'
import { backup, type Database, DEFAULT_WORKSPACE, knownMigrations, restore } from '#platform/database'
import type { BackupHead } from '../../src/platform/database/backup/format.ts'
import { seed } from '../browser/seed.ts'
import { seedSurface } from '../browser/seed-surface.ts'
import { serve } from '../browser/serve.ts'
import { allRows } from '../support/all-rows.ts'
import { type ApiRoute, addressOf, mismatch, readRoutes } from '../support/api-routes.ts'
import { dataFolder } from '../support/data-folder.ts'
import { withTestDatabase } from '../support/database.ts'
import { makersOf } from '../support/one-of-each.ts'
import { makePerson, Visitor } from '../support/people.ts'

/** What `lunette backup` of each landing wrote, its lines uncompressed, from the first that has the work of a team. */
const folder = join(import.meta.dirname, 'fixtures')
const landings = readdirSync(folder).filter((name) => name.startsWith('landing-'))

/** Set at each landing: the data of today's level is kept for every version to come. */
const isWritten = process.env.LUNETTE_LANDING === 'write'

/** Lists that hold something in every fixture. */
const lists = [
  ...['/findings', '/assets', '/dispositions', '/fix-actions', '/imports', '/import-previews', '/vulnerabilities'],
  ...['/views', '/vex/documents', '/people', '/invitations', '/audit', '/changes', '/feeds', '/account/tokens'],
  ...['/notifications/targets', '/notifications/deliveries'],
]

it.runIf(isWritten)('writes the data of today’s level down', () =>
  withTestDatabase(async (database) => {
    await seed(database, 12)
    await workOfATeam(database)
    const path = join(folder, `landing-${knownMigrations().at(-1)?.name.slice(0, 4)}.backup.txt`)
    await inFolder(async (home) => {
      const written = await backup(database, join(home, 'landing.backup'), systemClock())
      expect(written).toMatchObject({ ok: true })
      writeFileSync(path, zstdDecompressSync(readFileSync(join(home, 'landing.backup'))))
    })
  }),
)

/** One of each thing that people make, and what they say of findings. */
async function workOfATeam(database: Database): Promise<void> {
  const ada = await makePerson(database, 'ada', 'admin', { runsInstance: true })
  const server = await serve(database)
  try {
    const person = () => Visitor.of(server.origin, database, ada)
    for (const make of Object.values(makersOf(database, server.origin, person))) await make()
    await seedSurface(database, systemClock())
    await severalVersions(database)
    const visitor = await person()
    const { rows } = await visitor.json<{ rows: { id: string }[] }>('GET', '/findings?limit=3')
    const [first, second, third] = rows.map(({ id }) => id)
    const ruling = {
      status: 'accepted',
      scope: 'finding',
      reason: 'behind a filter',
      endsAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
    }
    const done = [
      await visitor.outcome('POST', `/findings/${first}/dispositions`, ruling),
      await visitor.outcome('POST', `/findings/${first}/dispositions`, { ...ruling, scope: 'component' }),
      await visitor.outcome('POST', `/findings/${second}/comments`, { body: '@ada looks at it' }),
      await visitor.outcome('POST', '/finding-changes', { ids: [third], set: { assignee: 'ada', team: 'platform' } }),
      await visitor.outcome('PATCH', '/assets/asset-host', { owner: 'platform team' }),
      await visitor.outcome('POST', '/workspaces', { name: 'North' }),
    ]
    expect(done).toEqual(['201', '201', '201', '200', '200', '201'])
    await workOnSafeguards(visitor)
  } finally {
    await server.close()
  }
  await makeLasting(database)
}

/** One finding is of a component that is there in three versions. */
async function severalVersions(database: Database): Promise<void> {
  await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql`update finding set other_versions = '{2.16.0,""}' where id = (
      select id from finding where component_key <> '' and state = 'open' order by rank desc, id limit 1)`.execute(
      work,
    ),
  )
}

/** A system that runs no more, and a case by a link whose reporter came back. */
async function workOnSafeguards(visitor: Visitor): Promise<void> {
  const { path } = await visitor.json<{ path: string }>('POST', '/report-links', { label: 'desk' })
  const told = { token: path.split('#')[1], kind: 'hazard', what: 'The gate lets a second request through' }
  const { reference, code } = await visitor.json<{ reference: string; code: string }>('POST', '/reports', told)
  const { cases } = await visitor.json<{ cases: { id: string }[] }>('GET', '/cases')
  const { id } = cases.find((one) => one.id.startsWith(reference))!
  const system = { id: 'desk', name: 'Desk', purpose: 'answers', role: 'deployer', autonomy: 'supervised' }
  const done = [
    await visitor.outcome('POST', '/ai-systems', system),
    await visitor.outcome('PUT', '/ai-systems/desk/retirement', { because: 'entered by mistake' }),
    await visitor.outcome('POST', '/reports/words', { code, words: 'It happened once more' }),
    await visitor.outcome('PATCH', `/cases/${id}`, { lead: 'ada', roles: [{ role: 'legal', person: 'ada' }] }),
  ]
  expect(done).toEqual(['201', '200', '201', '200'])
}

/** What ends is to be there in every later year; a place on the machine that wrote it means nothing elsewhere. */
async function makeLasting(database: Database): Promise<void> {
  const end = '2099-01-01T00:00:00.000Z'
  await database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
    await sql`update import_preview set path = '/uploads/' || id || '/' || file_name, expires_at = ${end}`.execute(work)
    await sql`update disposition set ends_at = ${end}`.execute(work)
    await sql`update api_token set expires_at = ${end}`.execute(work)
    await sql`update account_link set expires_at = ${end}`.execute(work)
  })
}

it.skipIf(isWritten)('there is data of a landing', () => expect(landings).not.toEqual([]))

describe.each(landings)('data of an earlier landing: %s', (name) => {
  const lines = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')
  const head = JSON.parse(lines[0]!) as BackupHead

  it('opens under today’s code with all its rows, its chains, and every page of them', () =>
    withTestDatabase(async (database, ownerUrl) => {
      await inFolder(async (home) => {
        const path = join(home, 'landing.backup')
        writeFileSync(path, zstdCompressSync(`${lines.join('\n')}\n`))
        expect(await restore(database, path, { force: true })).toMatchObject({ ok: true })
      })
      const counts = await allRows<{ name: string; count: number }>(
        { ownerUrl },
        head.tables
          .map(({ name: table }) => `select '${table}' as name, count(*)::int as count from "${table}"`)
          .join(' union all '),
      )
      const written = new Map(head.tables.map(({ name: table }) => [table, rowsOf(lines, table)]))
      written.set('asset', (written.get('asset') ?? 0) - twinsOf(lines, head))
      // Restored before migrations that came later, which may add rows of their own.
      for (const { name: table, count } of counts)
        expect([table, count]).toSatisfy(([, found]: [string, number]) => found >= (written.get(table) ?? 0))
      for (const chain of ['instance', DEFAULT_WORKSPACE]) {
        const { entries, brokenAt } = await verifyAudit(database, chain)
        expect([chain, entries > 0, brokenAt]).toEqual([chain, true, undefined])
      }
      await showsAll(database)
    }))
})

/** Names that were a domain and a host: since migration 0420 each is one asset. */
function twinsOf(lines: readonly string[], { tables }: BackupHead): number {
  const columns = tables.find(({ name }) => name === 'asset')?.columns ?? []
  const [workspace, kind, key] = ['workspace_id', 'kind', 'natural_key'].map((name) => columns.indexOf(name))
  const from = lines.indexOf(JSON.stringify({ table: 'asset' })) + 1
  const names = lines
    .slice(from, from + rowsOf(lines, 'asset'))
    .map((line) => line.split('\t'))
    .filter((row) => row[kind!] === 'domain' || row[kind!] === 'hostname')
    .map((row) => `${row[workspace!]} ${row[key!]}`)
  return names.length - new Set(names).size
}

/** As its administrator sees it: every route that looks answers as it is documented, and the lists hold what was made. */
async function showsAll(database: Database): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from account where name = 'ada'`.execute(database.instance)
  const server = await serve(database, 0, { strictRequestsPerMinute: 1_000 })
  try {
    const ada = await Visitor.of(server.origin, database, rows[0]!.id)
    const routes = (await readRoutes(server.origin)).filter(isLookedAt)
    for (const route of routes) {
      const answer = await ada.ask('GET', addressOf(route, ''))
      const text = await answer.text()
      expect([
        route.path,
        answer.status,
        mismatch(route, answer.status, answer.headers.get('content-type'), text),
      ]).toEqual([route.path, 200, undefined])
      if (lists.includes(route.path))
        expect([route.path, Object.values(JSON.parse(text) as object).flat().length]).toSatisfy(
          ([, found]: [string, number]) => found > 0,
        )
    }
    const shown = await ada.json<{ total: number }>('GET', '/findings?filter=state:suppressed')
    expect(shown.total).toBeGreaterThan(0)
    expect(await ada.json('GET', '/findings?filter=assignee:ada')).toMatchObject({ total: 1 })
    expect(await ada.json('GET', '/assets/asset-host')).toMatchObject({ owner: 'platform team' })
  } finally {
    await server.close()
  }
}

function isLookedAt({ method, path, query, access }: ApiRoute): boolean {
  return method === 'GET' && access !== 'open' && query === '' && !path.includes('{') && path !== '/events'
}

function rowsOf(lines: readonly string[], table: string): number {
  const from = lines.indexOf(JSON.stringify({ table })) + 1
  return lines.findIndex((line, index) => index >= from && /^\{"rows":\d+\}$/.test(line)) - from
}

async function inFolder(work: (home: string) => Promise<void>): Promise<void> {
  const home = dataFolder('landing')
  try {
    await work(home)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
