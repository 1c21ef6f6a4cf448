import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lunette, sample } from '../support/cli.ts'
import { dataFolder } from '../support/data-folder.ts'

const folder = dataFolder('cli')
const env = { LUNETTE_DATA_DIR: join(folder, 'data') }
const project = join(folder, 'my-project')

beforeAll(() => {
  mkdirSync(join(project, 'web'), { recursive: true })
  writeFileSync(join(project, 'requirements.txt'), 'Django==3.2.1\n')
  writeFileSync(join(project, 'web', 'bom.json'), '{"bomFormat":"CycloneDX","specVersion":"1.5","components":[')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a folder is one asset of its name; what was refused in it is counted', async () => {
  const first = await lunette(['import', project, '--json'], { env })
  expect(first.code).toBe(0)
  expect(JSON.parse(first.stdout)).toMatchObject([
    { status: 'recorded', components: 1, outcome: { dropped: [{ code: 'refused-file', count: 1 }] } },
  ])
  const again = await lunette(['import', project], { env })
  expect(again.stdout).toContain('my-project is unchanged')
})

test('one file that is refused stops no other, is named, and is a usage error', async () => {
  const done = await lunette(['import', join(folder, 'nowhere'), sample('webshop')], { env })
  expect(done.code).toBe(2)
  expect(done.stderr).toContain('nowhere: there is no such file or folder')
  expect(done.stdout).toContain('webshop')
})

test('a file that is refused is named once, and no name is none', async () => {
  const text = join(folder, 'many_2.4.1.json')
  writeFileSync(text, 'hello')
  for (const args of [[text], [text, '--preview']]) {
    const done = await lunette(['import', ...args], { env })
    expect(done.code).toBe(2)
    expect(done.stderr).toContain(
      `${text}: The file is text that begins with no mark of a known format: none of the formats`,
    )
    expect(done.stderr.split('many_2.4.1.json')).toHaveLength(2)
  }
  const none = await lunette(['import', ''], { env })
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('It is empty') })
})

test.skipIf(process.platform === 'win32')('a data folder that is closed is told with what helps', async () => {
  const closed = join(folder, 'closed')
  mkdirSync(closed, { mode: 0o555 })
  // For root no folder is closed: it asks as somebody else.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const help = process.getuid?.() === 0 ? 'it belongs to root; run this as root' : `chmod u+rwX ${closed}`
  for (const args of [['import', sample('webshop')], ['feeds', 'refresh'], ['start', '--port', '0'], ['doctor']]) {
    const { code, stdout, stderr } = await lunette(args, { env: { LUNETTE_DATA_DIR: closed }, ...user })
    expect(code).toBe(3)
    expect((stdout + stderr).replace('\n    → ', '; ')).toContain(help)
    expect(stdout + stderr).not.toContain('EACCES')
  }
})

test('a finding is shown by its vulnerability where that names one', async () => {
  await lunette(['import', sample('webshop')], { env })
  const shown = await lunette(['findings', 'show', 'cve-2021-44228'], { env })
  expect(shown.code).toBe(0)
  expect(shown.stdout).toContain('Why it matches: affected, fixed in 2.15.0')
  // The starter is no feed, but what it says decided.
  expect(shown.stdout).toMatch(/^ +KEV +in KEV, known ransomware use since 2021-12-10 \(CISA\)$/m)
  const none = await lunette(['findings', 'show', 'CVE-1999-9999'], { env })
  expect(none).toMatchObject({ code: 2, stdout: '' })
})

test('a preview says what an import would do and does nothing', async () => {
  const asset = ['--asset', 'previewed']
  const first = await lunette(['import', sample('webshop'), ...asset, '--preview'], { env })
  expect(first.code).toBe(0)
  expect(first.stdout).toMatch(/previewed \(a new asset\): \d+ new; /)
  expect(first.stdout).toMatch(/new +now +CVE-2021-44228/)
  const data = await lunette(['import', sample('webshop'), ...asset, '--preview', '--json'], { env })
  const { counts } = JSON.parse(data.stdout)[0]
  const done = await lunette(['import', sample('webshop'), ...asset, '--json'], { env })
  expect(JSON.parse(done.stdout)).toMatchObject([{ status: 'recorded', findings: { opened: counts.new } }])
  const again = await lunette(['import', sample('webshop'), ...asset, '--preview'], { env })
  expect(again.stdout).toContain('previewed: nothing changes')
})

test('an import names the asset it went to and says how much of it nothing is known of', async () => {
  const done = await lunette(['import', sample('webshop'), '--asset', 'shop of the north'], { env })
  expect(done.stdout).toMatch(/components of shop of the north .* none of them can be called clean/)
  const again = await lunette(['import', sample('webshop'), '--asset', 'shop of the north'], { env })
  expect(again.stdout).toContain('shop of the north is unchanged')
  // The trail knows of both, as it does of files that come through the browser.
  const trail = await lunette(['audit', 'verify', '--json'], { env })
  const chains = JSON.parse(trail.stdout) as { chain: string; entries: number }[]
  expect(chains.reduce((sum, { entries }) => sum + entries, 0)).toBeGreaterThanOrEqual(2)
})

test('a file that is set aside says so and for which, and a preview names the asset of the same name', async () => {
  const site = { LUNETTE_DATA_DIR: join(folder, 'aside') }
  const bom = (name: string, timestamp: string, type = 'application') => {
    const path = join(folder, name)
    const component = { type, name: 'till' }
    const components = [{ type: 'library', name: 'left-pad', version: '1.3.0', purl: 'pkg:npm/left-pad@1.3.0' }]
    const document = { bomFormat: 'CycloneDX', specVersion: '1.6', metadata: { timestamp, component }, components }
    writeFileSync(path, JSON.stringify(document))
    return path
  }
  const newer = bom('new.cdx.json', '2026-08-05T00:00:00Z')
  await lunette(['import', newer], { env: site })
  const older = bom('old.cdx.json', '2026-08-04T00:00:00Z')
  const aside = await lunette(['import', older], { env: site })
  expect(aside.stdout).toContain(
    'set aside: new.cdx.json of the same subject, which is newer (2026-08-05 00:00 UTC), was imported before',
  )
  const image = bom('image.cdx.json', '2026-08-05T00:00:00Z', 'container')
  const told = await lunette(['import', image, '--preview'], { env: site })
  expect(told.stdout).toContain('An asset named till exists already (application): this file would make a second.')
})

test('what is said of an asset at its import stands in the lists, and may be changed and filtered by', async () => {
  const site = { LUNETTE_DATA_DIR: join(folder, 'facts') }
  const said = [
    '--owner',
    'Shop team',
    '--criticality',
    'high',
    '--environment',
    'production',
    '--tag',
    'PCI',
    'zone b',
  ]
  expect(await lunette(['import', sample('webshop'), ...said], { env: site })).toMatchObject({ code: 0 })
  const list = async (...filter: string[]) => (await lunette(['assets', 'list', ...filter], { env: site })).stdout
  expect(await list('tag:pci')).toMatch(/webshop\s+unknown\s+high\s+production\s+Shop team\s+PCI, zone b/)
  expect(await list('--', '-tag:pci')).toContain('no asset is like that')
  const set = await lunette(
    ['assets', 'set', 'com.lunette-sample/webshop', '--untag', 'pci', '--tag', 'new', '--owner', ''],
    {
      env: site,
    },
  )
  expect(set.stdout).toContain('owner nobody, tags new, zone b')
  const findings = await lunette(['findings', 'list', 'tag:new', '--json'], { env: site })
  expect(JSON.parse(findings.stdout).total).toBeGreaterThan(0)
  expect((await lunette(['findings', 'list', 'tag:PCI', '--json'], { env: site })).stdout).toContain('"total":0')
  expect(await lunette(['assets', 'set', 'com.lunette-sample/webshop'], { env: site })).toMatchObject({ code: 2 })
  expect(await lunette(['assets', 'set', 'none', '--tag', 'x'], { env: site })).toMatchObject({ code: 3 })
}, 300_000)
