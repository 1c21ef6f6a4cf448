import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lunette, sample } from '../support/cli.ts'
import { dataFolder } from '../support/data-folder.ts'
import { installationDatabase } from '../support/database.ts'

const folder = dataFolder('cli-vex')
/** On the run's own server: most commands here would take as long to start a database as to do their work. */
const env: Record<string, string> = { LUNETTE_DATA_DIR: join(folder, 'data') }
const own = join(folder, 'own.json')

beforeAll(async () => {
  env.DATABASE_URL = await installationDatabase()
  const statement = {
    vulnerability: { name: 'CVE-2021-44228' },
    products: [{ '@id': 'pkg:maven/org.apache.logging.log4j/log4j-core' }],
    status: 'not_affected',
    justification: 'vulnerable_code_not_present',
    impact_statement: 'JndiLookup was taken out of the archive.',
  }
  writeFileSync(own, JSON.stringify({ '@context': 'https://openvex.dev/ns/v0.2.0', statements: [statement] }))
  await lunette(['import', sample('webshop')], { env })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a document is tried, taken in, and given out again with its words', async () => {
  const tried = await lunette(['vex', 'import', own, '--preview'], { env })
  expect(tried).toMatchObject({ code: 0, stdout: expect.stringContaining('1 would rule on 1 finding by 1 ruling') })
  const taken = await lunette(['vex', 'import', own, '--days', '30', '--json'], { env })
  expect(JSON.parse(taken.stdout)).toMatchObject({ statements: 1, ruled: 1, rulings: 1, findings: 1 })
  const out = join(folder, 'out.json')
  await lunette(['vex', 'export', '--format', 'csaf', '--output', out], { env })
  const [entry] = JSON.parse(readFileSync(out, 'utf8')).vulnerabilities
  expect(entry).toMatchObject({
    cve: 'CVE-2021-44228',
    product_status: { known_not_affected: ['pkg:maven/org.apache.logging.log4j/log4j-core'] },
    flags: [{ label: 'vulnerable_code_not_present' }],
    threats: [{ details: 'JndiLookup was taken out of the archive.' }],
  })
  const verified = await lunette(['audit', 'verify'], { env })
  expect(verified.code).toBe(0)
})

test('what is no document, or no VEX, is said and changes nothing', async () => {
  writeFileSync(join(folder, 'bad.json'), '{')
  expect(await lunette(['vex', 'import', join(folder, 'bad.json')], { env })).toMatchObject({ code: 2, stdout: '' })
  writeFileSync(join(folder, 'other.json'), '{}')
  const other = await lunette(['vex', 'import', join(folder, 'other.json')], { env })
  expect(other.code).not.toBe(0)
  expect(other.stderr).toContain('neither OpenVEX, CycloneDX VEX nor CSAF')
})

test('a supplier’s document is knowledge: taken in, listed with author and date, taken back', async () => {
  const site = { LUNETTE_DATA_DIR: join(folder, 'supplied'), DATABASE_URL: await installationDatabase() }
  await lunette(['import', sample('webshop')], { env: site })
  const supplied = join(folder, 'supplied.json')
  const said = JSON.parse(readFileSync(own, 'utf8'))
  writeFileSync(supplied, JSON.stringify({ ...said, author: 'Apache', timestamp: '2026-01-02T00:00:00Z' }))
  const open = async () => {
    const { stdout } = await lunette(['findings', 'list', 'CVE-2021-44228', '--json'], { env: site })
    return JSON.parse(stdout).total as number
  }
  expect(await open()).toBe(1)
  const taken = await lunette(['vex', 'supplier', 'import', supplied, join(folder, 'no.json')], { env: site })
  expect(taken).toMatchObject({ code: 2, stderr: expect.stringContaining('no.json') })
  expect(taken.stdout).toMatch(/1 statements \(openvex\) of Apache, 2026-01-02/)
  expect(taken.stdout).toContain('assessed 1 of 1 assets: 0 findings opened, 1 resolved')
  expect(await open()).toBe(0)
  const listed = await lunette(['vex', 'supplier', 'list'], { env: site })
  expect(listed.stdout).toMatch(/Apache\s+2026-01-02\s+1\s+openvex\s+supplied\.json/)
  const id = listed.stdout.split('\n')[1]!.split(' ')[0]!
  expect((await lunette(['vex', 'supplier', 'remove', id], { env: site })).stdout).toContain('1 finding opened')
  expect(await open()).toBe(1)
  expect(await lunette(['vex', 'supplier', 'remove', id], { env: site })).toMatchObject({ code: 3 })
})
