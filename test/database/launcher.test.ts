import { type ChildProcess, execFileSync, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Database, openDatabase } from '#platform/database'
import { joinRunning, launch } from '../../src/platform/database/launcher/index.ts'
import { claim } from '../../src/platform/database/launcher/owner.ts'
import { dataFolder } from '../support/data-folder.ts'
import { backendsOf, pidFileOf, postgresOf, until } from '../support/process.ts'

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = dataFolder('launcher')
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function withEmbedded<T>(work: (database: Database, dataDir: string) => Promise<T>): Promise<T> {
  return inFolder(async (dataDir) => {
    const opened = await openDatabase({ dataDir })
    if (!opened.ok) throw new Error(opened.error.message)
    try {
      return await work(opened.value, dataDir)
    } finally {
      await opened.value.close()
    }
  })
}

const answers = (database: Database) =>
  sql`select 1`.execute(database.instance).then(
    () => true as const,
    () => undefined,
  )

const RACES = 15
const NOBODY = 65_534

async function claimant(): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'claimant.ts'), { execArgv: ['--disable-warning=ExperimentalWarning'] })
  await once(child, 'message')
  return child
}

test(`of three processes that claim a dead owner's folder at the same moment, one gets it (${RACES} races)`, () =>
  inFolder(async (folder) => {
    const racers = await Promise.all([claimant(), claimant(), claimant()])
    try {
      for (let race = 0; race < RACES; race++) {
        const at = Date.now() + 20
        const won = await Promise.all(
          racers.map(async (racer) => {
            racer.send({ folder, at })
            return (await once(racer, 'message'))[0] as boolean
          }),
        )
        expect(won.filter(Boolean)).toHaveLength(1)
        const winner = won.indexOf(true)
        racers[winner]?.kill('SIGKILL')
        racers[winner] = await claimant()
      }
    } finally {
      for (const racer of racers) racer.kill('SIGKILL')
    }
  }))

test('a second owner of a data folder is told who has it; after the first has gone it may', () =>
  inFolder(async (data) => {
    const first = await launch(data)
    expect(first.ok).toBe(true)
    expect(await launch(data)).toMatchObject({
      error: { code: 'data-folder-in-use', message: expect.stringContaining(String(process.pid)) },
    })
    if (first.ok) await first.value.stop()
    const second = await launch(data)
    expect(second.ok).toBe(true)
    if (second.ok) await second.value.stop()
  }))

test('a command beside an owner whose server does not answer is told so', () =>
  inFolder(async (dataDir) => {
    const folder = join(dataDir, 'postgres')
    mkdirSync(folder)
    const owner = claim(folder)
    expect(await openDatabase({ dataDir, join: true })).toMatchObject({ error: { code: 'starting' } })
    writeFileSync(join(folder, 'connection.json'), JSON.stringify({ url: 'postgres://a:b@127.0.0.1:1/postgres' }))
    expect(await openDatabase({ dataDir, join: true })).toMatchObject({
      error: { code: 'database-unreachable', message: expect.stringContaining(`process ${process.pid}`) },
    })
    if (owner.ok) owner.value.release()
  }))

test('what a killed owner left behind is not joined', () =>
  inFolder(async (dataDir) => {
    const folder = join(dataDir, 'postgres')
    mkdirSync(folder)
    writeFileSync(join(folder, 'owner.json'), JSON.stringify({ pid: process.pid }))
    writeFileSync(join(folder, 'connection.json'), JSON.stringify({ url: 'postgres://a:b@127.0.0.1:1/postgres' }))
    expect(joinRunning(dataDir)).toBeUndefined()
  }))

test('a server that was killed comes back by itself, at the same place, with what was committed', () =>
  withEmbedded(async (database, dataDir) => {
    await sql`insert into setting (key, value) values ('kept', '1')`.execute(database.instance)
    const before = postgresOf(dataDir)!
    process.kill(before, 'SIGKILL')
    const back = () => ![undefined, before].includes(postgresOf(dataDir))
    await until(async () => (back() && (await answers(database))) || undefined, 40_000, 'its return')
    expect((await sql`select key from setting`.execute(database.instance)).rows).toEqual([{ key: 'kept' }])
    const beside = await openDatabase({ dataDir, join: true })
    expect(beside.ok).toBe(true)
    if (beside.ok) await beside.value.close()
  }))

test('a backend that was killed takes no more with it than the work under way', () =>
  withEmbedded(async (database, dataDir) => {
    const slow = expect(sql`select pg_sleep(30)`.execute(database.instance)).rejects.toThrow()
    const backend = await until(() => backendsOf(postgresOf(dataDir)!)[0], 5_000, 'a backend')
    process.kill(backend, 'SIGKILL')
    await slow
    await until(() => answers(database), 20_000, 'an answer')
  }))

test('a pid file whose number belongs to a stranger by now is set aside, and the stranger is left alone', () =>
  inFolder(async (dataDir) => {
    const first = await openDatabase({ dataDir })
    if (!first.ok) throw new Error(first.error.message)
    const pidFile = pidFileOf(dataDir)
    await first.value.close()
    const stranger = await claimant()
    try {
      writeFileSync(pidFile, `${stranger.pid}\n`)
      const again = await openDatabase({ dataDir })
      expect(again.ok).toBe(true)
      expect(stranger.exitCode).toBeNull()
      if (again.ok) await again.value.close()
    } finally {
      stranger.kill('SIGKILL')
    }
  }))

test.skipIf(process.getuid?.() !== 0)('as root, a cluster that an ordinary user made is served under that user', () =>
  inFolder(async (dataDir) => {
    const first = await openDatabase({ dataDir })
    if (!first.ok) throw new Error(first.error.message)
    await sql`insert into setting (key, value) values ('kept', '1')`.execute(first.value.instance)
    await first.value.close()
    const home = dirname(dirname(pidFileOf(dataDir)))
    execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, home])
    const again = await openDatabase({ dataDir })
    if (!again.ok) throw new Error(again.error.message)
    expect((await sql`select key from setting`.execute(again.value.instance)).rows).toEqual([{ key: 'kept' }])
    await again.value.close()
  }),
)

/** Whether nobody in particular may read the product's own files, as it may wherever ordinary users run it. */
const isReadableByAll = () =>
  spawnSync(process.execPath, ['-e', `require('node:fs').readFileSync(${JSON.stringify(import.meta.filename)})`], {
    uid: NOBODY,
    gid: NOBODY,
  }).status === 0

test.skipIf(process.getuid?.() !== 0 || !isReadableByAll())(
  'an ordinary user, who may neither become another nor write anywhere else, has a database too',
  () =>
    inFolder(async (dataDir) => {
      chownSync(dataDir, NOBODY, NOBODY)
      const script = join(import.meta.dirname, 'ordinary-user.ts')
      const run = () =>
        spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, dataDir], {
          uid: NOBODY,
          gid: NOBODY,
          encoding: 'utf8',
          env: { PATH: process.env.PATH, HOME: '/nonexistent' },
        })
      expect(run()).toMatchObject({ status: 0, stdout: '1\n' })
      // The second run opens what the first has left.
      expect(run()).toMatchObject({ status: 0, stdout: '2\n' })
      expect(statSync(dirname(pidFileOf(dataDir))).uid).toBe(NOBODY)
    }),
)

test('a folder that cannot be locked is a problem with a way out', () =>
  inFolder(async (folder) => {
    mkdirSync(join(folder, 'owner.lock'))
    expect(claim(folder)).toMatchObject({
      error: { code: 'data-folder-closed', message: expect.stringContaining('--data-dir') },
    })
  }))
