import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Instant } from '#core/kernel'
import { openIndex } from '#exposure/knowledge'
import { backup, openDatabase, restore } from '#platform/database'
import { lunette } from '../support/cli.ts'
import { dataFolder } from '../support/data-folder.ts'
import { withTestDatabase } from '../support/database.ts'
import { installation, osvRecord } from '../support/installation.ts'
import { killStarted, pause, startLunette, until } from '../support/process.ts'

const root = join(import.meta.dirname, '../..')
const at = '2026-08-01T00:00:00.000Z' as Instant
const folder = dataFolder('interrupted')
const file = join(folder, 'all.backup')
const ROWS = 40_000

beforeAll(async () => {
  const site = await installation()
  site.publish('osv/npm.ndjson', osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1'))
  await site.refresh()
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'])
  // Enough that a backup and a restore take a while.
  await sql`insert into setting (key, value)
    select 'restored-' || n, to_jsonb(repeat(md5(n::text), 8)) from generate_series(1, ${ROWS}) n`.execute(
    site.database.instance,
  )
  expect(await backup(site.database, file, at)).toMatchObject({ ok: true })
  await site.close()
})
afterEach(killStarted)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Opens a data folder of its own for one test; names of settings tell old content from restored. */
async function settingsOf(dataDir: string): Promise<{ old: number; restored: number; assets: number }> {
  const opened = await openDatabase({ dataDir })
  if (!opened.ok) throw new Error(opened.error.message)
  try {
    const { rows } = await sql<{ old: number; restored: number }>`
      select count(*) filter (where key = 'old')::int as old, count(*) filter (where key like 'restored-%')::int as restored
      from setting`.execute(opened.value.instance)
    const assets = await opened.value.inWorkspace('00000000-0000-4000-8000-000000000001', (work) =>
      sql`select 1 from asset`.execute(work),
    )
    return { ...rows[0]!, assets: assets.rows.length }
  } finally {
    await opened.value.close()
  }
}

test('a restore that is killed leaves the old state or the new one, whole', { timeout: 240_000 }, async () => {
  const dataDir = join(folder, 'restored')
  const first = await openDatabase({ dataDir })
  if (!first.ok) throw new Error(first.error.message)
  await sql`insert into setting (key, value) values ('old', '1')`.execute(first.value.instance)
  await first.value.close()
  for (let round = 0; round < 3; round++) {
    const run = startLunette(['restore', '--force', file], { LUNETTE_DATA_DIR: dataDir })
    await until(
      () => readdirSync(join(dataDir, 'postgres')).includes('connection.json') || undefined,
      30_000,
      'the database',
    )
    await pause(Math.random() * 1_500)
    run.child.kill('SIGKILL')
    await run.ended
    expect([
      { old: 1, restored: 0, assets: 0 },
      { old: 0, restored: ROWS, assets: 1 },
    ]).toContainEqual(await settingsOf(dataDir))
  }
  expect(await lunette(['restore', '--force', file], { env: { LUNETTE_DATA_DIR: dataDir } })).toMatchObject({ code: 0 })
  expect(await settingsOf(dataDir)).toEqual({ old: 0, restored: ROWS, assets: 1 })
})

test('the index of another database, which a restore that was cut off leaves, is written anew', async () => {
  const dataDir = join(folder, 'mended')
  const env = { LUNETTE_DATA_DIR: dataDir }
  const index = join(dataDir, 'knowledge.index')
  expect(await lunette(['restore', file], { env })).toMatchObject({ code: 0 })
  const whole = generationOf(index)
  const other = await installation()
  other.publish('osv/npm.ndjson', osvRecord('GHSA-dddd-eeee-ffff', 'npm', 'right-pad', '2.0.0'))
  await other.refresh()
  for (const leave of [
    () => cpSync(other.knowledge.path, index),
    () => writeFileSync(index, 'damaged'),
    () => rmSync(index),
  ]) {
    leave()
    expect(await lunette(['findings', 'list'], { env })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('left-pad'),
    })
    expect(generationOf(index)).toBe(whole)
  }
  await other.close()
})

function generationOf(path: string): string {
  const index = openIndex(path)
  if (!index.ok) throw new Error(index.error.message)
  const { generation } = index.value
  index.value.close()
  return generation
}

test('a backup that is killed leaves no file of that name, and the next one is whole', {
  timeout: 120_000,
}, async () => {
  const dataDir = join(folder, 'backed-up')
  const env = { LUNETTE_DATA_DIR: dataDir }
  expect(await lunette(['restore', file], { env })).toMatchObject({ code: 0 })
  const path = join(folder, 'killed.backup')
  const run = startLunette(['backup', path], env)
  await until(() => readdirSync(folder).find((name) => name.startsWith('killed.backup.')), 30_000, 'its beginning')
  run.child.kill('SIGKILL')
  await run.ended
  expect(readdirSync(folder)).not.toContain('killed.backup')
  expect(await lunette(['backup', path], { env })).toMatchObject({ code: 0 })
  await withTestDatabase(async (database) => {
    expect(await restore(database, path, { force: false })).toMatchObject({ ok: true })
  })
})

test.skipIf(process.platform === 'win32')(
  'a disk that is full ends a backup with a plain word and leaves nothing',
  async () => {
    const dataDir = join(folder, 'full')
    expect(await lunette(['restore', file], { env: { LUNETTE_DATA_DIR: dataDir } })).toMatchObject({ code: 0 })
    // The server writes through a process whose files may grow.
    const opened = await openDatabase({ dataDir })
    if (!opened.ok) throw new Error(opened.error.message)
    try {
      const path = join(folder, 'full.backup')
      // No file may grow over 128 blocks: the write fails as on a full disk (EFBIG for ENOSPC).
      const command = `trap '' XFSZ; ulimit -f 128; exec "$0" --disable-warning=ExperimentalWarning bin/lunette.mjs backup "$1"`
      const done = spawnSync('/bin/sh', ['-c', command, process.execPath, path], {
        cwd: root,
        env: {
          ...process.env,
          DATABASE_URL: '',
          LUNETTE_DATA_DIR: dataDir,
          NO_COLOR: '1',
          NODE_DISABLE_COMPILE_CACHE: '1',
        },
      })
      expect(done.stderr.toString()).toMatch(/the backup could not be written: EFBIG/)
      expect(done.status).toBe(3)
      expect(readdirSync(folder).filter((name) => name.startsWith('full.backup'))).toEqual([])
    } finally {
      await opened.value.close()
    }
  },
)

test('a file that appears while a backup is written is not overwritten', () =>
  withTestDatabase(async (database) => {
    const path = join(folder, 'appears.backup')
    const running = backup(database, path, at)
    writeFileSync(path, 'mine')
    expect(await running).toMatchObject({ error: { code: 'exists' } })
    expect(readFileSync(path, 'utf8')).toBe('mine')
  }))
