import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixActionDetail, fixActionPage } from '#contract'
import { lunette, sample } from '../support/cli.ts'
import { dataFolder } from '../support/data-folder.ts'
import { installationDatabase } from '../support/database.ts'

const folder = dataFolder('cli-fixes')
/** On the run's own server: most commands here would take as long to start a database as to do their work. */
const env: Record<string, string> = { LUNETTE_DATA_DIR: join(folder, 'data') }

beforeAll(async () => {
  env.DATABASE_URL = await installationDatabase()
  await lunette(['import', sample('webshop')], { env })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('fixes are listed with what each closes, as the API gives them', async () => {
  const data = await lunette(['fixes', 'list', 'log4j-core', '--json'], { env })
  expect(data).toMatchObject({ code: 0, stderr: '' })
  const page = fixActionPage.parse(JSON.parse(data.stdout))
  const [log4j] = page.rows
  expect(log4j).toMatchObject({ kind: 'update', urgency: 'now', assets: 1, from: ['2.14.1'] })
  const text = await lunette(['fixes', 'list', 'log4j-core'], { env })
  expect(text.stdout).toContain(`Update org.apache.logging.log4j/log4j-core to ${log4j!.version}`)
  expect(text.stdout).toContain(`${page.rows.length} of ${page.total}`)
})

test('one is shown with its versions and assets, and its findings are listed by its filter', async () => {
  const { rows } = JSON.parse((await lunette(['fixes', 'list', 'log4j-core', '--json'], { env })).stdout)
  const data = await lunette(['fixes', 'show', rows[0].id, '--json'], { env })
  const action = fixActionDetail.parse(JSON.parse(data.stdout))
  expect(action.on).toHaveLength(1)
  const text = await lunette(['fixes', 'show', rows[0].id], { env })
  const [, listed] = /-- findings list (action:\S+)/.exec(text.stdout)!
  const findings = await lunette(['findings', 'list', listed!, '--json'], { env })
  expect(JSON.parse(findings.stdout).total).toBe(action.findings)
})

test('a filter nobody knows and an action that is not there are usage errors', async () => {
  expect(await lunette(['fixes', 'list', 'colour:red'], { env })).toMatchObject({ code: 2, stdout: '' })
  expect(await lunette(['fixes', 'show', 'nope'], { env })).toMatchObject({ code: 2, stdout: '' })
})
