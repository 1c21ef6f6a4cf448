import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { isRunning } from '../../src/platform/database/launcher/processes.ts'
import { sample } from '../support/cli.ts'
import { dataFolder } from '../support/data-folder.ts'
import { killStarted, postgresOf, startLunette, until } from '../support/process.ts'

const root = join(import.meta.dirname, '../..')
const folder = dataFolder('signals')
const groups: number[] = []
afterAll(async () => {
  for (const group of groups) endGroup(group)
  await killStarted()
  rmSync(folder, { recursive: true, force: true })
})

/** What a test that failed left running; mostly nothing. */
function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // All of it has ended.
  }
}

/** The shell's Node where it is older than the one that is needed; the entry must hand over to another then. */
const old = (process.env.PATH ?? '')
  .split(delimiter)
  .map((path) => join(path, 'node'))
  .find((path) => existsSync(path) && /^v2[0-3]\./.test(spawnSync(path, ['--version']).stdout?.toString() ?? ''))
if (old === undefined) console.warn('no Node 20 to 23 is on the PATH: handing over to Node 24 is not tested')

const { DATABASE_URL: _database, ...environment } = process.env

/** A command whose own process alone gets the signals of a test. */
function started(command: string, args: readonly string[], data: string, cwd = root) {
  const env = { ...environment, LUNETTE_DATA_DIR: data, LUNETTE_PORT: '0', LUNETTE_OPEN_BROWSER: 'false' }
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  if (child.pid !== undefined) groups.push(child.pid)
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
  }
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { child, ended, output: () => text }
}

/** The process that serves a data folder, once it answers. */
async function serverOf(data: string): Promise<number> {
  const noted = () => {
    const path = join(data, 'server.json')
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { pid: number }).pid : undefined
  }
  return until(noted, 100_000, 'the server’s start')
}

describe.skipIf(old === undefined)('where the shell’s Node is older', () => {
  const entry = [join(root, 'bin/lunette.mjs')]

  test.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])(
    'lunette start ends with server and database when its process alone is told (%s)',
    async (signal) => {
      const data = join(folder, signal)
      const run = started(old!, [...entry, 'start'], data)
      const server = await serverOf(data)
      const database = postgresOf(data)!
      run.child.kill(signal)
      expect(await run.ended).toBe(0)
      expect(run.output()).toContain('stopping …')
      expect([server, database].filter((pid) => isRunning({ pid }))).toEqual([])
    },
  )

  test('npm start ends with server and database when npm alone is told', async () => {
    const data = join(folder, 'npm')
    const run = started('npm', ['start'], data)
    const running = [await serverOf(data), postgresOf(data)!]
    run.child.kill('SIGTERM')
    await run.ended
    // Its shell does not wait for what it started.
    const gone = () => running.every((pid) => !isRunning({ pid })) || undefined
    await until(gone, 20_000, 'the end of server and database')
    expect(run.output()).toContain('stopping …')
  })

  test('the exit code is the command’s, and paths are meant from where the person is', async () => {
    const data = join(folder, 'none')
    copyFileSync(sample('webshop'), join(folder, 'here.cdx.json'))
    const scan = started(old!, [...entry, 'scan', 'here.cdx.json'], data, folder)
    expect(await scan.ended).toBe(1)
    expect(scan.output()).toContain('CVE-2021-44228')
    expect(await started(old!, [...entry, 'frobnicate'], data).ended).toBe(2)
  })

  test('a command that was killed is told as shells do', async () => {
    const data = join(folder, 'killed')
    const run = started(old!, [...entry, 'start'], data)
    process.kill(await serverOf(data), 'SIGKILL')
    expect(await run.ended).toBe(128 + 9)
  })
})

test('one Ctrl-C that arrives several times still stops in order', async () => {
  const data = join(folder, 'twice')
  const run = startLunette(['start', '--port', '0', '--no-open'], { LUNETTE_DATA_DIR: data })
  await serverOf(data)
  let heard = false
  run.child.stderr?.on('data', (chunk: Buffer) => {
    if (!chunk.toString().includes('stopping')) return
    heard = true
    run.child.kill('SIGINT')
  })
  run.child.kill('SIGINT')
  expect(await run.ended).toBe(0)
  expect(heard).toBe(true)
  expect(postgresOf(data)).toBeUndefined()
})

test('what is just being started is stopped in order, too', async () => {
  const data = join(folder, 'early')
  const run = startLunette(['start', '--port', '0', '--no-open'], { LUNETTE_DATA_DIR: data })
  const database = await until(() => postgresOf(data), 60_000, 'the database’s start')
  run.child.kill('SIGTERM')
  expect(await run.ended).toBe(0)
  expect(isRunning({ pid: database })).toBe(false)
})
