import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { lunette, sample } from '../support/cli.ts'
import { dataFolder } from '../support/data-folder.ts'
import { killStarted, startLunette } from '../support/process.ts'

const folder = dataFolder('doctor')
afterAll(async () => {
  await killStarted()
  rmSync(folder, { recursive: true, force: true })
})

async function doctor(dataDir: string, env: Record<string, string> = {}) {
  const { code, stdout } = await lunette(['doctor', '--json'], { env: { LUNETTE_DATA_DIR: dataDir, ...env } })
  const results = JSON.parse(stdout) as { name: string; state: string; found: string }[]
  return { code, of: (name: string) => results.find((result) => result.name === name) }
}

test('settings no command can work with are what is wrong', async () => {
  const dataDir = join(folder, 'wrong')
  mkdirSync(dataDir, { mode: 0o700 })
  writeFileSync(join(dataDir, 'config.json'), '{"port": 8123')
  const { code, of } = await doctor(dataDir)
  expect(code).toBe(3)
  expect(of('settings')).toMatchObject({ state: 'bad', found: expect.stringContaining('config.json') })
})

test('looks at the port of the settings, and makes no database by asking', async () => {
  const dataDir = join(folder, 'new')
  mkdirSync(dataDir, { mode: 0o700 })
  writeFileSync(join(dataDir, 'config.json'), '{"port": 0}')
  const { code, of } = await doctor(dataDir)
  expect(code).toBe(0)
  expect(of('server')?.found).toBe('0 is free, and no server runs on this folder')
  expect(of('database')?.found).toContain('none yet')
})

test('the folder’s own server is named by its address, wherever it listens, to the doctor and to a second start', async () => {
  const dataDir = join(folder, 'running')
  const env = { LUNETTE_DATA_DIR: dataDir }
  const server = startLunette(['start', '--port', '0'], env)
  try {
    await expect.poll(server.output, { timeout: 60_000 }).toMatch(/http:\/\/127\.0\.0\.1:\d+/)
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(server.output())?.[0] ?? ''
    const { of } = await doctor(dataDir)
    expect(of('server')).toMatchObject({
      state: 'good',
      found: `Lunette answers at ${address} (process ${server.child.pid})`,
    })
    const second = await lunette(['start', '--port', '0'], { env })
    expect(second.code).toBe(3)
    expect(second.stderr).toContain(`already, at ${address} (process ${server.child.pid})`)
  } finally {
    server.child.kill('SIGKILL')
    await server.ended
  }
  expect((await doctor(dataDir)).of('server')?.found).toContain('no server runs on this folder')
})

test('a database that does not answer is bad, one that does is good', async () => {
  const dataDir = join(folder, 'used')
  const away = await doctor(dataDir, { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
  expect(away.of('database')).toMatchObject({ state: 'bad' })
  expect(away.code).toBe(3)
  await lunette(['import', sample('webshop')], { env: { LUNETTE_DATA_DIR: dataDir } })
  expect((await doctor(dataDir)).of('database')).toMatchObject({ state: 'good' })
})
