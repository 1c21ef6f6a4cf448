import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lunette, sample } from '../support/cli.ts'
import { dataFolder } from '../support/data-folder.ts'
import { killStarted, startLunette, until } from '../support/process.ts'

const folder = dataFolder('cli-explain')
const env = { LUNETTE_DATA_DIR: join(folder, 'data') }
const CVE = 'CVE-2021-44228'

beforeAll(async () => {
  await lunette(['import', sample('webshop'), '--asset', 'shop'], { env })
  await lunette(['import', sample('webshop'), '--asset', 'lab'], { env })
})
afterAll(async () => {
  await killStarted()
  rmSync(folder, { recursive: true, force: true })
})

async function assetsOf(name: string, ...flags: string[]): Promise<string[]> {
  const { code, stdout } = await lunette(['explain', name, CVE, '--json', ...flags], { env })
  expect(code).toBe(0)
  return (JSON.parse(stdout) as { asset: string }[]).map(({ asset }) => asset).toSorted()
}

test('what is recorded is explained by its name on every asset that has it, also beside the server', async () => {
  for (const name of ['log4j-core', 'org.apache.logging.log4j/log4j-core', 'log4j-core@2.14.1'])
    expect(await assetsOf(name)).toEqual(['lab', 'shop'])
  expect(await assetsOf('log4j-core', '--asset', 'lab')).toEqual(['lab'])
  const server = startLunette(['start', '--port', '0', '--no-open'], env)
  await until(() => /http:/.exec(server.output()) ?? undefined, 60_000, 'the server’s start')
  expect(await assetsOf('log4j-core')).toEqual(['lab', 'shop'])
  const text = await lunette(['explain', 'log4j-core', CVE.toLowerCase()], { env })
  expect(text.stdout).toContain(`log4j-core 2.14.1 on lab × ${CVE}: affected`)
  const own = { ...env, LUNETTE_TABLE: 'deployer', LUNETTE_MAX_KNOWLEDGE_AGE_DAYS: '3650' }
  const beside = await lunette(['import', sample('webshop'), '--asset', 'third'], { env: own })
  expect(beside).toMatchObject({ code: 0, stderr: expect.stringContaining('table bod-26-04 (here deployer)') })
  const [first] = await rowsOf('third')
  const [usual] = await rowsOf('shop')
  expect(first).toMatchObject({ title: usual!.title, urgency: usual!.urgency })
  server.child.kill('SIGTERM')
  await server.ended
})

async function rowsOf(asset: string) {
  const { stdout } = await lunette(['findings', 'list', `asset:${asset}`, '--json'], { env })
  const { rows } = JSON.parse(stdout) as { rows: { title: string; urgency: string }[] }
  return rows
}

test('a name nothing has, an asset that is none, and what is no vulnerability are usage errors', async () => {
  const none = await lunette(['explain', 'left-pad', CVE], { env })
  expect(none).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('pkg:npm/lodash@4.17.15') })
  expect(await lunette(['explain', 'log4j-core', CVE, '--asset', 'x'], { env })).toMatchObject({ code: 2 })
  const foo = await lunette(['explain', 'log4j-core', 'foo'], { env })
  expect(foo).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('"foo" is no vulnerability') })
})

test('where nothing was recorded yet a name makes no database', async () => {
  const empty = join(folder, 'empty')
  const run = await lunette(['explain', 'lodash', CVE], { env: { LUNETTE_DATA_DIR: empty } })
  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining(`there is no database in ${empty}`) })
  expect(existsSync(empty)).toBe(false)
})
