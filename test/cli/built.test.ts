import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { lunette, sample } from '../support/cli.ts'
import { dataFolder } from '../support/data-folder.ts'

const root = join(import.meta.dirname, '../..')
const { builtProgram, sourceList, stateOf } = await import(pathToFileURL(join(root, 'bin/built.mjs')).href)
const folder = dataFolder('built')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a build is run only as long as its sources are what it was built of', () => {
  const at = mkdtempSync(join(folder, 'root-'))
  const write = (path: string, text: string) => {
    mkdirSync(join(at, path, '..'), { recursive: true })
    writeFileSync(join(at, path), text)
  }
  expect(builtProgram(at)).toBeUndefined()
  write('src/one.ts', 'one')
  write('src/two.ts', 'two')
  write(sourceList, JSON.stringify([stateOf('src/one.ts', at), stateOf('src/two.ts', at)]))
  expect(builtProgram(at)).toBe(pathToFileURL(join(at, 'dist/cli/program.js')).href)
  utimesSync(join(at, 'src/two.ts'), 1, 1)
  expect(builtProgram(at)).toBeUndefined()
  write(sourceList, JSON.stringify([stateOf('src/one.ts', at), stateOf('src/two.ts', at)]))
  expect(builtProgram(at)).toBeDefined()
  rmSync(join(at, 'src/one.ts'))
  expect(builtProgram(at)).toBeUndefined()
})

test('the build of a scan answers as its sources do', async () => {
  execFileSync(process.execPath, [join(root, 'tools/build-cli.mjs')])
  expect(builtProgram()).toBeDefined()
  const env = { LUNETTE_DATA_DIR: join(folder, 'data') }
  const args = ['scan', sample('edge-gateway'), '--json', '--allow-unknown', '--fail-on', 'never']
  const run = `const { createProgram } = await import(${JSON.stringify(pathToFileURL(join(root, 'src/app/cli/program.ts')).href)})
    await createProgram().parseAsync(${JSON.stringify(args)}, { from: 'user' })`
  const bySources = execFileSync(process.execPath, ['--input-type=module', '-e', run], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  const byBuild = await lunette(args, { env })
  const facts = (text: string) => ({ ...JSON.parse(text), scannedAt: '' })
  expect(facts(byBuild.stdout)).toEqual(facts(bySources))
})
