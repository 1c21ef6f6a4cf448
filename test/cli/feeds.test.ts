import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { ScanReport } from '#action/reports'
import { lunette, sample } from '../support/cli.ts'
import { dataFolder } from '../support/data-folder.ts'
import { killStarted, startLunette } from '../support/process.ts'

const folder = dataFolder('feeds')
afterAll(async () => {
  await killStarted()
  rmSync(folder, { recursive: true, force: true })
})

/** A mirror at an address where nobody answers. */
const NOBODY = 'http://127.0.0.1:1'

async function scan(dataDir: string) {
  const { stdout, stderr } = await lunette(['scan', sample('webshop'), '--json'], {
    env: { LUNETTE_DATA_DIR: dataDir },
  })
  const { knowledge, findings } = JSON.parse(stdout) as ScanReport
  return { origin: knowledge.origin, neverRead: knowledge.neverRead, decided: findings.map(decisionOf), stderr }
}

function decisionOf({ vulnerabilityId, priority }: ScanReport['findings'][number]): string {
  return `${vulnerabilityId} ${priority.urgency}`
}

test('a refresh that read nothing changes no answer: the starter goes on, and says so', async () => {
  const dataDir = join(folder, 'failed')
  const env = { LUNETTE_DATA_DIR: dataDir }
  const before = await scan(dataDir)
  const refresh = await lunette(['feeds', 'refresh', 'kev', '--mirror', NOBODY], { env })
  expect(refresh.code).toBe(3)
  const after = await scan(dataDir)
  expect(after).toEqual(before)
  expect(after.origin).toBe('starter')
  expect(after.stderr).toContain('no knowledge loaded yet')
  const { stdout } = await lunette(['doctor'], { env })
  expect(stdout).toMatch(/^! feeds: the last run of 1 of 1 failed; kev: .*127\.0\.0\.1/m)
  expect(stdout).toContain('LUNETTE_MIRROR=<folder or URL>')
  expect(stdout).toMatch(
    /^! knowledge: no feeds loaded.*\n +→ npm run -s lunette -- feeds refresh; if that fails, "feeds" above/m,
  )
})

test('of half the feeds, what the others would say is named as never read', async () => {
  const mirror = join(folder, 'mirror')
  mkdirSync(join(mirror, 'kev'), { recursive: true })
  const vulnerabilities = [{ cveID: 'CVE-2026-1000', dateAdded: '2026-07-01' }]
  writeFileSync(join(mirror, 'kev/kev.json'), JSON.stringify({ dateReleased: '2026-07-01T00:00:00Z', vulnerabilities }))
  const dataDir = join(folder, 'half')
  const env = { LUNETTE_DATA_DIR: dataDir }
  expect((await lunette(['feeds', 'refresh', '--mirror', mirror], { env })).code).toBe(0)
  const { origin, neverRead } = await scan(dataDir)
  expect(origin).toBe('index')
  expect(neverRead).toContain('epss')
  expect(neverRead).not.toContain('kev/CISA')
  const { stdout } = await lunette(['doctor'], { env })
  expect(stdout).toMatch(/^! knowledge: .*for 0 ecosystems; never read: advisories of any ecosystem, EPSS, /m)
  expect((await lunette(['feeds', 'refresh', 'kev', '--mirror', mirror], { env })).code).toBe(0)
  const status = JSON.parse((await lunette(['feeds', 'status', '--json'], { env })).stdout) as { id: string }[]
  expect(status.find(({ id }) => id === 'kev')).toMatchObject({ status: 'unchanged', loaded: 1, written: 0 })
})

test('Ctrl-C says what became of the work, and the run is shown as interrupted', async () => {
  const dataDir = join(folder, 'interrupted')
  const env = { LUNETTE_DATA_DIR: dataDir }
  const silent = createServer(() => asked.resolve(undefined))
  const asked = Promise.withResolvers<undefined>()
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as AddressInfo
  const refresh = startLunette(['feeds', 'refresh', 'nvd', '--mirror', `http://127.0.0.1:${port}`], env)
  await asked.promise
  refresh.child.kill('SIGINT')
  expect(await refresh.ended).toBe(130)
  silent.close()
  expect(refresh.output()).toContain('stopped: what was recorded stays')
  const { stdout } = await lunette(['feeds', 'status'], { env })
  expect(stdout).toMatch(/^nvd +interrupted +never /m)
})
