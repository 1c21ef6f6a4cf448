import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lunette } from '../support/cli.ts'
import { dataFolder } from '../support/data-folder.ts'
import { installationDatabase } from '../support/database.ts'
import { nameServer } from '../support/name-server.ts'

const folder = dataFolder('cli-scope')
/** On the run's own server: most commands here would take as long to start a database as to do their work. */
const env: Record<string, string> = { LUNETTE_DATA_DIR: join(folder, 'data'), LUNETTE_PRIVATE_HOSTS: '127.0.0.1' }
beforeAll(async () => {
  env.DATABASE_URL = await installationDatabase()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = async (...args: string[]) => {
  const { code, stdout, stderr } = await lunette(args, { env })
  return { code, text: `${stdout}${stderr}`, json: () => JSON.parse(stdout) }
}

test('a scope is written down, proven, ruled, stopped and taken back from the command line', async () => {
  expect(await run('discover')).toMatchObject({ code: 3, text: expect.stringContaining('nothing to start from') })
  expect(await run('scope', 'add', '--anyway', 'https://Example.com/shop')).toMatchObject({
    code: 0,
    text: expect.stringContaining('example.com (domain) is a seed'),
  })
  expect(await run('scope', 'add', 'example.com')).toMatchObject({ text: expect.stringContaining('a seed already') })
  expect(await run('scope', 'add', '198.51.100.0/24')).toMatchObject({ text: expect.stringContaining('(network)') })
  expect(await run('scope', 'approve', '198.51.100.0/24')).toMatchObject({
    code: 2,
    text: expect.stringContaining('--because'),
  })
  expect(await run('scope', 'approve', '198.51.100.77/24', '--because', 'ours')).toMatchObject({
    code: 2,
    text: expect.stringContaining('starts inside of 198.51.100.0/24'),
  })
  expect(await run('scope', 'approve', '0.0.0.0/0', '--because', 'ours')).toMatchObject({
    code: 2,
    text: expect.stringContaining('4,294,967,296 addresses'),
  })
  expect(await run('scope', 'approve', '198.51.100.0/24', '--because', 'our data centre')).toMatchObject({ code: 0 })
  expect(await run('scope', 'approve', 'www.example.com')).toMatchObject({ code: 3 })
  expect(await run('scope', 'prove', 'example.com', '--by', 'attestation')).toMatchObject({ code: 2 })
  const word = ['--by', 'attestation', '--because', 'registered by us']
  expect(await run('scope', 'prove', 'example.com', ...word)).toMatchObject({ code: 0 })
  expect(await run('scope', 'exclude', 'pay.example.com')).toMatchObject({ code: 0 })
  expect(await run('scope', 'reject', 'cdn.example.com')).toMatchObject({
    code: 3,
    text: expect.stringContaining('cdn.example.com was never seen here'),
  })
  expect(await run('scope', 'accept', 'Example.com', '--because', 'ours')).toMatchObject({ code: 0 })
  const { seeds, ranges, proofs, rulings } = (await run('scope', 'list', '--json')).json()
  expect(seeds.map(({ name }: { name: string }) => name)).toEqual(['example.com', '198.51.100.0/24'])
  expect(ranges).toMatchObject([
    { kind: 'approval', range: '198.51.100.0/24', statement: 'our data centre', madeBy: 'command line' },
    { kind: 'exclusion', range: 'pay.example.com' },
  ])
  expect(proofs).toMatchObject([{ name: 'example.com', state: 'proven', statement: 'registered by us' }])
  expect(rulings).toMatchObject([{ name: 'example.com', standing: 'owned', branch: true }])
  const trail = await run('audit', 'verify')
  expect(trail.code).toBe(0)

  expect(await run('discover', 'stop')).toMatchObject({ code: 0 })
  expect(await run('discover')).toMatchObject({ code: 3, text: expect.stringContaining('stopped by command line') })
  expect(await run('scan', 'status')).toMatchObject({
    text: expect.stringMatching(/stopped by command line.*\nnothing is looked for now/),
  })
  expect(await run('discover', 'release')).toMatchObject({ code: 0 })
  expect(await run('scope', 'remove', 'example.com')).toMatchObject({
    text: expect.stringContaining('seed, proof, ruling'),
  })
  expect(await run('surface', 'list', 'standing:none')).toMatchObject({ code: 2 })
  expect(await run('surface', 'export', '--format', 'stix')).toMatchObject({
    code: 0,
    text: expect.stringContaining('"bundle"'),
  })
  expect(await run('surface', 'export', 'standing:owned', '--format', 'hosts')).toMatchObject({ code: 0 })
  expect(await run('surface', 'export', 'standing:none')).toMatchObject({ code: 2 })
}, 240_000)

test.each([
  [['scope', 'add', '198.51.100.0/99'], 'is no range'],
  [['scope', 'add', '10.0.0.300'], 'is no range'],
  [['scope', 'add', 'nort hwind'], 'is no domain'],
  [['scope', 'add', 'co.uk'], 'is a public suffix'],
  [['scope', 'prove', 'github.io'], 'is a public suffix'],
  [['scope', 'watch', '--ports', 'often'], 'is no time'],
  [['discover', '198.51.100.0-198'], 'is no range'],
])(
  '%j is said to be wrong, with exit code 2',
  async (args, words) => {
    expect(await run(...args)).toMatchObject({ code: 2, text: expect.stringContaining(words) })
  },
  60_000,
)

test('a record proves a name', async () => {
  const names = await nameServer()
  expect(await run('scope', 'set', '--certificate-search', 'https://ct.example/')).toMatchObject({ code: 2 })
  expect(await run('scope', 'set', '--resolver', 'dns.example.com')).toMatchObject({ code: 2 })
  expect(await run('scope', 'set', '--resolver', '127.0.0.2')).toMatchObject({
    code: 3,
    text: expect.stringContaining('reads that from its own environment'),
  })
  expect(
    await run('scope', 'set', '--resolver', names.server, '--per-host', '7', '--quiet', '22:00-06:00'),
  ).toMatchObject({
    code: 0,
    text: expect.stringContaining('7 a second to a host'),
  })
  const first = await run('scope', 'prove', 'north.example.com')
  expect(first).toMatchObject({ code: 3, text: expect.stringContaining('_lunette-challenge.north.example.com') })
  const [, value] = /TXT record "([^"]+)"/.exec(first.text) ?? []
  names.txt.set('_lunette-challenge.north.example.com', [value!])
  expect(await run('scope', 'prove', 'north.example.com')).toMatchObject({ code: 0 })
  expect(await run('scope', 'prove', 'south.example.com')).toMatchObject({ code: 3 })
  expect(await run('scope', 'accept', 'south.example.com')).toMatchObject({
    code: 0,
    text: expect.stringMatching(
      /nothing was seen of it yet[\s\S]*the DNS record that proves south.example.com was not found/,
    ),
  })
  expect(await run('scope', 'notify', 'weakness:new', '--asset', 'typo.example', '--tell', 'none')).toMatchObject({
    code: 0,
    text: expect.stringContaining('nothing was seen at typo.example yet'),
  })
  names.a.set('www.north.example.com', ['198.51.100.9', '10.0.0.9'])
  expect(await run('scope', 'approve', 'www.north.example.com')).toMatchObject({
    text: expect.stringContaining('10.0.0.9, 198.51.100.9'),
  })
  // What does not exist becomes no seed by being looked for.
  names.absent.add('nosuch.example')
  expect(await run('discover', 'nosuch.example')).toMatchObject({
    code: 2,
    text: expect.stringMatching(/The name nosuch\.example does not exist.*scope add --anyway nosuch\.example/s),
  })
  expect((await run('scope', 'list')).text).not.toContain('nosuch.example')
  expect(await run('scope', 'add', 'nosuch.example')).toMatchObject({
    code: 2,
    text: expect.stringContaining('scope add --anyway nosuch.example'),
  })
  expect((await run('scope', 'list')).text).not.toContain('nosuch.example')
  expect(await run('scope', 'add', '--anyway', 'nosuch.example')).toMatchObject({
    code: 0,
    text: expect.stringMatching(/is a seed[\s\S]*does not exist/),
  })
  await names.close()
}, 60_000)
