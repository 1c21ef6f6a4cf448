import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { ScanReport } from '#action/reports'
import { lunette, sample } from '../support/cli.ts'
import { dataFolder } from '../support/data-folder.ts'

const folder = dataFolder('cli')
afterAll(() => rmSync(folder, { recursive: true }))
/** No knowledge here: the built-in starter answers. */
const env = { LUNETTE_DATA_DIR: join(folder, 'data') }

async function scan(...args: string[]) {
  return lunette(['scan', ...args], { env })
}

async function report(...args: string[]): Promise<ScanReport> {
  return JSON.parse((await scan(...args, '--json')).stdout) as ScanReport
}

test('a vulnerable SBOM gives ranked findings with reasons and exits 1, without a server or network', async () => {
  const { code, stdout } = await scan(sample('webshop'), '--exposure', 'internet')
  expect(code).toBe(1)
  expect(stdout).toMatch(/▲ now\s+CVE-2021-44228\s+org\.apache\.logging\.log4j\/log4j-core/)
  expect(stdout).toContain('in KEV since 2021-12-10 (CISA)')
  expect(stdout).toContain('components (100 %) cannot be called clean')
})

test('findings come most urgent first, each with its decision inputs and its why-trail', async () => {
  const { findings } = await report(sample('webshop'), '--exposure', 'internet')
  expect(findings.map((finding) => finding.rank)).toEqual(
    findings.map((finding) => finding.rank).toSorted((a, b) => b - a),
  )
  for (const { priority, match } of findings) {
    expect(priority.inputs.every((input) => input.source && input.text)).toBe(true)
    expect(match.reasons.length).toBeGreaterThanOrEqual(2)
  }
})

test('what nobody can judge is unknown and keeps the exit code from 0 unless it is allowed', async () => {
  const clean = join(folder, 'odd.cdx.json')
  const components = [{ type: 'library', name: 'left-pad', version: '1.0.0', purl: 'pkg:npm/left-pad@1.0.0' }]
  writeFileSync(clean, JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components }))
  const { findings, unknown, coverage } = await report(clean)
  expect({ findings, unknown }).toEqual({ findings: [], unknown: 1 })
  expect(coverage[0]).toMatchObject({ ecosystem: 'npm', covered: 0, unknown: { noKnowledge: 1 } })
  expect((await scan(clean)).code).toBe(1)
  expect((await scan(clean, '--allow-unknown')).code).toBe(0)
})

test('--fail-on sets the threshold', async () => {
  expect((await scan(sample('webshop'), '--allow-unknown', '--fail-on', 'never')).code).toBe(0)
  expect((await scan(sample('webshop'), '--allow-unknown', '--fail-on', 'now')).code).toBe(1)
})

test('exposure that is not stated is assumed, and the assumption is said', async () => {
  const { findings } = await report(sample('webshop'))
  const inputs = findings
    .flatMap((finding) => finding.priority.inputs)
    .filter((input) => input.point.startsWith('cisa:PE'))
  expect(inputs.every((input) => input.basis === 'assumed' && input.value === 'Y')).toBe(true)
})

test('an isolated asset is less urgent than an exposed one', async () => {
  const [exposed, isolated] = [
    await report(sample('webshop'), '--exposure', 'internet'),
    await report(sample('webshop'), '--exposure', 'isolated'),
  ]
  const urgent = (one: ScanReport) => one.findings.filter((finding) => finding.priority.urgency === 'now').length
  expect(urgent(isolated)).toBeLessThan(urgent(exposed))
})

test('SARIF and CycloneDX VEX say the same findings and what is unknown', async () => {
  const { findings, unknown } = await report(sample('webshop'))
  const sarif = JSON.parse((await scan(sample('webshop'), '--format', 'sarif')).stdout)
  expect(sarif.runs[0].results).toHaveLength(findings.length)
  expect(sarif.runs[0].invocations[0].toolExecutionNotifications[0].message.text).toContain(String(unknown))
  const vex = JSON.parse((await scan(sample('webshop'), '--format', 'cyclonedx-vex')).stdout)
  expect(vex.vulnerabilities.map((one: { id: string }) => one.id)).toEqual(
    findings.map((finding) => finding.vulnerabilityId),
  )
  const refs = new Set(vex.components.map((component: { 'bom-ref': string }) => component['bom-ref']))
  expect(vex.vulnerabilities.every((one: { affects: { ref: string }[] }) => refs.has(one.affects[0]?.ref))).toBe(true)
})

test('a supplier’s VEX takes a finding off the list', async () => {
  const vex = join(folder, 'vex.json')
  const statement = {
    vulnerability: { name: 'CVE-2021-44228' },
    products: [{ '@id': 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1' }],
    status: 'not_affected',
    justification: 'vulnerable_code_not_in_execute_path',
  }
  writeFileSync(
    vex,
    JSON.stringify({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': 'https://example.test/vex/1',
      author: 'supplier',
      timestamp: '2026-01-01T00:00:00Z',
      version: 1,
      statements: [statement],
    }),
  )
  const { findings } = await report(sample('webshop'), '--vex', vex)
  expect(findings.map((finding) => finding.vulnerabilityId)).not.toContain('CVE-2021-44228')
})

test('a folder is walked: every lockfile is read, what is refused is said', async () => {
  const project = join(folder, 'project')
  mkdirSync(join(project, 'api'), { recursive: true })
  writeFileSync(
    join(project, 'package-lock.json'),
    JSON.stringify({
      name: 'shop',
      lockfileVersion: 3,
      packages: { '': { name: 'shop' }, 'node_modules/lodash': { version: '4.17.15' } },
    }),
  )
  writeFileSync(join(project, 'api', 'requirements.txt'), 'django==3.2.0\n')
  writeFileSync(join(project, 'api', 'poetry.lock'), 'not [toml')
  const { findings, files } = await report(project)
  expect(findings.map((finding) => finding.component.name)).toEqual(expect.arrayContaining(['lodash', 'django']))
  expect(files).toMatchObject({ read: 2, refused: [{ path: 'api/poetry.lock' }] })
  const { stdout } = await scan(project)
  expect(stdout).toMatch(/component +version +file +fixed in/)
  expect(stdout).toMatch(/django +3\.2\.0 +api\/requirements\.txt/)
  expect((await scan(join(project, 'package-lock.json'))).stdout).not.toMatch(/component +file/)
})

test('a component that is listed twice is counted once, as import does, and that is said', async () => {
  const path = join(folder, 'twice.cdx.json')
  const component = { type: 'library', name: 'left-pad', version: '1.0.0', purl: 'pkg:npm/left-pad@1.0.0' }
  const components = ['a', 'b'].map((ref) => ({ ...component, 'bom-ref': ref }))
  writeFileSync(path, JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components }))
  const words = '1 component (1 more entry names one of them again)'
  expect((await scan(path)).stdout).toContain(`${words} in twice.cdx.json`)
  const apart = { LUNETTE_DATA_DIR: join(folder, 'import') }
  expect((await lunette(['import', path], { env: apart })).stdout).toContain(words)
})

const wrong: [name: string, content: string | Buffer, says: RegExp][] = [
  ['empty.json', '', /empty/],
  ['text.json', 'hello', /none of the formats that are read/],
  ['truncated.cdx.json', '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"name":"a"', /truncated|end/i],
  ['page.json', '<!DOCTYPE html><html></html>', /./],
]
test.each(wrong)('a wrong file (%s) ends with one clear line and a usage code', async (name, content, says) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  const { code, stdout, stderr } = await scan(path)
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toMatch(says)
  expect(stderr).not.toMatch(/\n\s+at /)
  expect(stderr.split(name)).toHaveLength(2)
})

test('an inventory without components proves nothing and does not pass', async () => {
  const path = join(folder, 'none.cdx.json')
  writeFileSync(path, JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', components: [] }))
  const { code, stdout } = await scan(path)
  expect(code).toBe(1)
  expect(stdout).toContain('Nothing could be judged')
})

test('none found where none could be judged is not told as good news', async () => {
  const path = join(folder, 'unknown.cdx.json')
  const components = [{ type: 'library', name: 'ours', version: '1', purl: 'pkg:npm/ours@1' }]
  writeFileSync(path, JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components }))
  const { stdout } = await scan(path)
  expect(stdout).toContain('no component that could be judged')
  expect(stdout).toContain('1 component unknown')
})

test('what does not exist, and a wrong option, are usage errors', async () => {
  expect((await scan('/no/such/file')).code).toBe(2)
  expect(await scan('')).toMatchObject({ code: 2, stderr: expect.stringContaining('It is empty') })
  expect((await scan(sample('webshop'), '--exposure', 'sideways')).code).toBe(2)
  expect((await scan(sample('webshop'), '--table', 'mine')).code).toBe(2)
  expect((await lunette(['frobnicate'], { env })).code).toBe(2)
  expect((await scan(sample('webshop'), '--limit', 'all')).code).toBe(2)
  expect((await lunette(['findings', 'list', '--limit', '-5'], { env })).code).toBe(2)
})

test.each(['nosuch/out.json', '.', 'twice.cdx.json/out'])(
  'an output file that cannot be written (%s) is a usage error before the scan',
  async (name) => {
    const { code, stdout, stderr } = await scan(sample('webshop'), '--output', join(folder, name))
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/cannot be written: (there is no such folder|a file lies)|is a folder: name a file/)
  },
)

test('what "never" leaves to fail is in its help', async () => {
  const { stdout } = await lunette(['scan', '--help'], { env })
  expect(stdout.replace(/\s+/g, ' ')).toContain('cannot be called clean still exits 1 unless --allow-unknown')
})

test.each(['status', 'stop'])('a file called %s is never taken for the command, nor left unscanned', async (name) => {
  const cwd = join(folder, `called-${name}`)
  mkdirSync(cwd)
  const components = [{ type: 'library', name: 'left-pad', version: '1.0.0', purl: 'pkg:npm/left-pad@1.0.0' }]
  writeFileSync(join(cwd, name), JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components }))
  const { code, stdout, stderr } = await lunette(['scan', name], { env, cwd })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(`"lunette scan ./${name}" scans it, "lunette discover ${name}" is about probes`)
  expect((await lunette(['scan', '--help'], { env })).stdout).toContain('give ./status')
})

test('what is wrong with a command is not buried under its whole help', async () => {
  const { stderr } = await scan(sample('webshop'), '--exposure', 'sideways')
  expect(stderr).toContain("'sideways' is invalid")
  expect(stderr.trim().split('\n').length).toBeLessThan(4)
})

test('explain says which statement, range and rule led to the verdict, or why nothing did', async () => {
  const hit = await lunette(['explain', 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1', 'CVE-2021-44228'], {
    env,
  })
  expect(hit.stdout).toMatch(/affected/)
  expect(hit.stdout).toMatch(/2\.14\.1 is inside/)
  const miss = await lunette(['explain', 'pkg:npm/left-pad@1.0.0', 'CVE-2021-44228'], { env })
  expect(miss.stdout).toMatch(/no statement about it names this component/)
  expect((await lunette(['explain', 'left-pad', 'CVE-2021-44228'], { env })).code).toBe(2)
})

test('names from untrusted files cannot write to the terminal', async () => {
  const path = join(folder, 'escape.cdx.json')
  const name = 'log4j-core'
  const components = [
    {
      type: 'library',
      name,
      group: 'org.apache.logging.log4j',
      version: '2.14.1',
      purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1',
    },
    { type: 'library', name: '\u001b[31mred', version: '1', purl: 'pkg:npm/%1B%5B31mred@1' },
  ]
  writeFileSync(path, JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components }))
  expect((await scan(path)).stdout).not.toContain('\u001b')
})

/** A folder with one file, in which nothing is found. */
function quietFolder(name: string, file: string, content: string): string {
  const path = join(folder, name)
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, file), content)
  return path
}

const halfRead: [name: string, file: string, content: string, says: RegExp][] = [
  ['a lockfile that is broken', 'poetry.lock', 'not [toml', /not read: poetry\.lock: /],
  ['an SBOM that is empty', 'bom.cdx.json', '', /not read: bom\.cdx\.json: The file is empty/],
  [
    'a component that is damaged',
    'bom.cdx.json',
    '{"bomFormat":"CycloneDX","specVersion":"1.5","components":[7]}',
    /left out: 1 entry of another shape|not read: bom\.cdx\.json/,
  ],
  [
    'a POM, which names direct dependencies only',
    'pom.xml',
    '<project><groupId>g</groupId><artifactId>a</artifactId><dependencies><dependency><groupId>g</groupId><artifactId>b</artifactId><version>1</version></dependency></dependencies></project>',
    /not all there: pom\.xml: direct dependencies only/,
  ],
]
test.each(halfRead)('%s does not pass, and stands above the table', async (_name, file, content, says) => {
  const path = quietFolder(`half-${file}`, file, content)
  const never = await scan(path, '--fail-on', 'never')
  expect(never.code).toBe(1)
  const [above = ''] = never.stdout.split('\nNo finding')
  expect(above).toContain('nothing more is found proves nothing')
  expect(above).toMatch(says)
  expect((await scan(path, '--fail-on', 'never', '--allow-unknown')).code).toBe(0)
  const sarif = JSON.parse((await scan(path, '--format', 'sarif')).stdout)
  const told = sarif.runs[0].invocations[0].toolExecutionNotifications.map(
    (one: { message: { text: string } }) => one.message.text,
  )
  expect(told.join('\n')).toMatch(says)
})

test('a scan decides by the settings of its data folder, as the server there does; flags win', async () => {
  const dataDir = join(folder, 'set')
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(join(dataDir, 'config.json'), '{"table": "deployer", "maxKnowledgeAgeDays": 1}')
  const told = async (more: Record<string, string>, ...flags: string[]) => {
    const run = await lunette(['scan', sample('webshop'), '--json', ...flags], {
      env: { LUNETTE_DATA_DIR: dataDir, ...more },
    })
    const { findings, coverage } = JSON.parse(run.stdout) as ScanReport
    return { table: findings[0]?.priority.table, maxAge: coverage[0]?.maxAgeDays }
  }
  const usual = await report(sample('webshop'))
  const set = await told({})
  expect(set.maxAge).toBe(1)
  expect(set.table).not.toBe(usual.findings[0]?.priority.table)
  expect(await told({ LUNETTE_TABLE: 'coordinator' })).not.toEqual(set)
  expect((await told({}, '--table', 'bod-26-04')).table).toBe(usual.findings[0]?.priority.table)
  const wrong = await lunette(['scan', sample('webshop')], { env: { ...env, LUNETTE_DIAL: 'vague' } })
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('dial') })
})
