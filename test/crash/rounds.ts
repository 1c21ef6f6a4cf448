import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '#platform/database'
import { tablesOf } from '../../src/platform/database/backup/tables.ts'
import { asOwner } from '../../src/platform/database/open.ts'
import { bom, osvRecord } from '../support/installation.ts'
import { pause, postgresOf, type Running, startLunette, until } from '../support/process.ts'

const PACKAGES = 1_500
/** What runs, times and counters say of the way, not of the result. */
const historyTables = [
  'feed',
  'feed_run',
  'knowledge_state',
  'knowledge_change',
  'knowledge_source',
  'migration',
  'job',
  'session',
  'setup_link',
  'account',
  'membership',
]
const historyTablesOfWorkspace = ['finding_event', 'audit_entry', 'audit_detail', 'audit']

/** Kills Lunette and its database at random moments of a refresh and of an import; `rounds` times each. */
export function crashRounds(rounds: number): void {
  const timeout = 120_000 + rounds * 30_000

  test(`a refresh killed ${rounds} times ends like an undisturbed one`, { timeout }, async () => {
    const site = await makeSite()
    try {
      const expected = await undisturbed(site)
      const data = site.folderFor('disturbed')
      for (let round = 0; round < rounds; round++)
        await killed(
          startLunette(['feeds', 'refresh', '--mirror', site.mirror], { LUNETTE_DATA_DIR: data }),
          data,
          round,
        )
      expect(await finished(['feeds', 'refresh', '--mirror', site.mirror], data)).toBe(0)
      expect(await finished(['import', site.sbom], data)).toBe(0)
      expect(await contentOf(data)).toEqual(expected)
    } finally {
      site.remove()
    }
  })

  test(`an upload that was accepted is imported once, though the server is killed ${rounds} times`, {
    timeout,
  }, async () => {
    const site = await makeSite()
    try {
      const expected = await undisturbed(site)
      const data = site.folderFor('server')
      expect(await finished(['feeds', 'refresh', '--mirror', site.mirror], data)).toBe(0)
      const { cookie, origin, server } = await signedIn(data)
      await upload(origin, cookie, site.sbom)
      await killed(server, data, 0)
      for (let round = 1; round < rounds; round++)
        await killed(startLunette(['start', '--port', '0'], { LUNETTE_DATA_DIR: data }), data, round)
      const last = startLunette(['start', '--port', '0'], { LUNETTE_DATA_DIR: data })
      const again = await originOf(last)
      await until(() => isImported(again, cookie), 100_000, 'the accepted import')
      last.child.kill('SIGTERM')
      await last.ended
      expect(await contentOf(data)).toEqual(expected)
    } finally {
      site.remove()
    }
  })
}

async function makeSite() {
  const folder = mkdtempSync(join(tmpdir(), 'lunette-crash-'))
  chmodSync(folder, 0o711)
  const mirror = join(folder, 'mirror')
  mkdirSync(join(mirror, 'osv'), { recursive: true })
  mkdirSync(join(mirror, 'kev'))
  mkdirSync(join(mirror, 'epss'))
  const ids = Array.from({ length: PACKAGES }, (_, index) => String(10_000 + index))
  writeFileSync(
    join(mirror, 'osv/npm.ndjson'),
    ids
      .map((id) => osvRecord(`GHSA-${id}`, 'npm', `package-${id}`, '2.0.0', { aliases: [`CVE-2026-${id}`] }))
      .join('\n'),
  )
  writeFileSync(
    join(mirror, 'kev/kev.json'),
    JSON.stringify({
      vulnerabilities: ids.slice(0, 500).map((id) => ({ cveID: `CVE-2026-${id}`, dateAdded: '2026-08-01' })),
    }),
  )
  writeFileSync(
    join(mirror, 'epss/epss_scores-2026-08-01.csv'),
    `#model_version:v1,score_date:2026-08-01T00:00:00+0000\ncve,epss,percentile\n${ids.map((id) => `CVE-2026-${id},0.1,0.5`).join('\n')}\n`,
  )
  const sbom = join(folder, 'big.cdx.json')
  writeFileSync(
    sbom,
    bom(
      'big',
      ids.map((id) => `pkg:npm/package-${id}@1.0.0`),
    ),
  )
  return {
    mirror,
    sbom,
    folderFor: (name: string) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function undisturbed(site: Awaited<ReturnType<typeof makeSite>>): Promise<Record<string, number | string[]>> {
  const data = site.folderFor('undisturbed')
  expect(await finished(['feeds', 'refresh', '--mirror', site.mirror], data)).toBe(0)
  expect(await finished(['import', site.sbom], data)).toBe(0)
  return contentOf(data)
}

async function finished(args: readonly string[], data: string): Promise<number | null> {
  const run = startLunette(args, { LUNETTE_DATA_DIR: data })
  const code = await run.ended
  if (code !== 0) throw new Error(run.output())
  return code
}

/** Kills our process or the database's, in turn, at a random moment, and waits until both are gone. */
async function killed(run: Running, data: string, round: number): Promise<void> {
  await pause(200 + Math.random() * 1_800)
  const database = postgresOf(data)
  if (round % 2 === 1 && database) {
    kill(database)
    await pause(Math.random() * 300)
  }
  if (run.child.pid) kill(run.child.pid)
  await run.ended
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It had ended already.
  }
}

/** Row counts of all tables, and the rows themselves of those that say what is known and found; times of the runs left out. */
async function contentOf(data: string): Promise<Record<string, number | string[]>> {
  const opened = await openDatabase({ dataDir: data })
  if (!opened.ok) throw new Error(opened.error.message)
  try {
    return await asOwner(opened.value, async (client) => {
      const content: Record<string, number | string[]> = {}
      for (const { name } of await tablesOf(client)) {
        if (historyTables.includes(name) || historyTablesOfWorkspace.includes(name)) continue
        const { rows } = await client.query<{ count: number }>(`select count(*)::int as count from "${name}"`)
        content[name] = rows[0]?.count ?? 0
      }
      content.findings = (
        await client.query<{ text: string }>(
          'select concat_ws(chr(32), id, state, urgency, verdict, kev, epss) as text from finding order by 1',
        )
      ).rows.map((row) => row.text)
      content.statements = (
        await client.query<{ text: string }>(
          'select concat_ws(chr(32), source, record_id, digest) as text from statement order by 1',
        )
      ).rows.map((row) => row.text)
      return content
    })
  } finally {
    await opened.value.close()
  }
}

async function originOf(server: Running): Promise<string> {
  return until(
    () => /http:\/\/127\.0\.0\.1:\d+/.exec(server.output())?.[0],
    30_000,
    `the server’s start (${server.output()})`,
  )
}

async function signedIn(data: string) {
  const server = startLunette(['start', '--port', '0'], { LUNETTE_DATA_DIR: data })
  const origin = await originOf(server)
  const token = await until(() => /setup#(\S+)/.exec(server.output())?.[1], 10_000, 'the one-time link')
  const answer = await fetch(`${origin}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token, name: 'ada', password: 'correct horse battery staple' }),
  })
  if (!answer.ok) throw new Error(await answer.text())
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  return { server, origin, cookie }
}

async function upload(origin: string, cookie: string, path: string): Promise<void> {
  const { readFileSync } = await import('node:fs')
  const answer = await fetch(`${origin}/api/v1/imports?name=big.cdx.json&exposure=unknown`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', cookie, origin },
    body: readFileSync(path),
  })
  expect(answer.status).toBe(202)
}

/** True once no job is left: the import is recorded and its findings are decided. */
async function isImported(origin: string, cookie: string): Promise<true | undefined> {
  const answer = await fetch(`${origin}/api/v1/findings?limit=1`, { headers: { cookie } })
  if (!answer.ok) return undefined
  const { total } = (await answer.json()) as { total: number }
  if (total < PACKAGES) return undefined
  const jobs = (await (await fetch(`${origin}/api/v1/jobs`, { headers: { cookie } })).json()) as {
    jobs?: { state: string }[]
    rows?: { state: string }[]
  }
  return (jobs.jobs ?? jobs.rows ?? []).every((job) => job.state !== 'running') ? true : undefined
}
