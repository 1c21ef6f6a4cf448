import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { lunette, sample } from '../support/cli.ts'
import { dataFolder } from '../support/data-folder.ts'

const folder = dataFolder('cli-settings')
const env = { LUNETTE_DATA_DIR: join(folder, 'data') }
mkdirSync(env.LUNETTE_DATA_DIR)
writeFileSync(join(env.LUNETTE_DATA_DIR, 'config.json'), '{"logLevel": "warn", "privateHosts": "a.example,b.example"}')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every setting is shown with its value, where that is from and its default', async () => {
  const { code, stdout } = await lunette(['config', 'show'], { env: { ...env, LUNETTE_PORT: '8080' } })
  expect(code).toBe(0)
  expect(stdout).toMatch(/^setting +value +from +default +environment$/m)
  expect(stdout).toMatch(/^port +8080 +environment +7350 +LUNETTE_PORT$/m)
  expect(stdout).toMatch(/^logLevel +warn +file +info +LUNETTE_LOG_LEVEL$/m)
  expect(stdout).toMatch(/^privateHosts +a\.example,b\.example +file +– +/m)
  expect(stdout).toMatch(/^mirror +not set +– +– +LUNETTE_MIRROR$/m)
  const data = await lunette(['config', 'show', '--json'], { env })
  expect(JSON.parse(data.stdout)).toContainEqual(
    expect.objectContaining({ setting: 'dial', value: 'precise', from: 'default', default: 'precise' }),
  )
})

test('a mistyped name in the environment is told on standard error, and stops nothing', async () => {
  const typos = { ...env, LUNETTE_PROT: '1', LUNETTE_DATA: '/x' }
  for (const command of [
    ['config', 'show', '--json'],
    ['scan', sample('webshop'), '--json'],
  ]) {
    const { stderr, stdout } = await lunette(command, { env: typos })
    expect(stderr).toContain('LUNETTE_PROT is no setting and has no effect: did you mean LUNETTE_PORT?')
    expect(stderr).toContain('LUNETTE_DATA is no setting and has no effect: did you mean LUNETTE_DATA_DIR?')
    expect(() => JSON.parse(stdout)).not.toThrow()
  }
  expect((await lunette(['config', 'show'], { env })).stderr).toBe('')
})
