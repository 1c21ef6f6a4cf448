import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { importInventory } from '#flows/exposure'
import { reassess } from '#flows/reassess'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { readFinding } from '#views/finding-detail'
import { FindingLists } from '#views/finding-lists'
import { listFindings } from '#views/findings'
import { readVulnerabilityPage } from '#views/vulnerability'
import { type Installation, installation, osvRecord } from '../support/installation.ts'

let site: Installation
beforeEach(async () => {
  site = await madeSite()
})
afterEach(() => site.close())

async function madeSite(): Promise<Installation> {
  const made = await installation()
  const over = { aliases: ['CVE-2026-1000'] }
  made.publish('osv/npm.ndjson', osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1', over))
  await made.refresh()
  return made
}

const said = (id: string, name = 'left-pad', version = '1.3.0') => ({
  VulnerabilityID: id,
  PkgName: name,
  InstalledVersion: version,
  Severity: 'HIGH',
  Title: `<b>${id}</b>`,
})

let files = 0
async function report(vulnerabilities: object[], over: { at?: string; more?: object } = {}, into = site) {
  const { at = '2026-08-02T00:00:00Z', more = {} } = over
  const path = join(into.folder, `${++files}.trivy.json`)
  const results = [{ Target: 'package-lock.json', Type: 'npm', Vulnerabilities: vulnerabilities, ...more }]
  writeFileSync(path, JSON.stringify({ SchemaVersion: 2, CreatedAt: at, ArtifactName: 'shop', Results: results }))
  const file = {
    workspaceId: DEFAULT_WORKSPACE,
    path,
    fileName: 'trivy.json',
    exposure: 'unknown',
    actor: 'ada',
  } as const
  const recorded = await importInventory(into, file, () => {})
  if (!recorded.ok) throw new Error(recorded.error.message)
  return recorded.value
}

async function findings(of: Installation = site) {
  const { rows } = await listFindings(of.database, DEFAULT_WORKSPACE, { filter: 'state:any', limit: 100 })
  return rows
}
const shown = async (of?: Installation) =>
  (await findings(of)).map((one) => `${one.vulnerabilityId} ${one.component.name} ${one.state}`).sort()

async function reasons(vulnerabilityId: string): Promise<string[]> {
  const one = (await findings()).find((finding) => finding.vulnerabilityId === vulnerabilityId)
  const detail = one && (await readFinding(site.database, DEFAULT_WORKSPACE, one.id, site.clock()))
  return detail?.match.reasons.map(({ code }) => code) ?? []
}

test('a report joins our own finding, by whichever alias it names it', async () => {
  await report([said('GHSA-aaaa-bbbb-cccc'), said('CVE-2026-1000')])
  expect(await shown()).toEqual(['CVE-2026-1000 left-pad open'])
  expect(await reasons('CVE-2026-1000')).toEqual(expect.arrayContaining(['component-evidence', 'reported']))
})

test('what our sources do not say is a finding on the tool’s word, with unknown inputs and no lowered priority', async () => {
  await report([said('CVE-2026-2000', 'right-pad')])
  const [one] = await findings()
  expect(one).toMatchObject({ vulnerabilityId: 'CVE-2026-2000', state: 'open', verdict: 'affected', cvss: null })
  const detail = await readFinding(site.database, DEFAULT_WORKSPACE, one!.id, site.clock())
  expect(detail?.priority.exploitation).toBe('unknown')
  expect(detail?.match).toMatchObject({ method: 'reported', source: 'trivy' })
  expect(detail?.match.reasons.at(-1)?.text).toBe('Trivy reports CVE-2026-2000 (severity high): <b>CVE-2026-2000</b>')
})

test('what a tool no longer reports of a component that is there ends with that, not with what the sources say', async () => {
  const other = said('CVE-2026-3000', 'right-pad')
  await report([said('CVE-2026-2000', 'right-pad'), other])
  await report([other], { at: '2026-08-03T00:00:00Z' })
  const one = (await findings()).find(({ vulnerabilityId }) => vulnerabilityId === 'CVE-2026-2000')!
  const detail = await readFinding(site.database, DEFAULT_WORKSPACE, one.id, site.clock())
  expect(detail).toMatchObject({ state: 'resolved', resolution: 'not-reported' })
  const told = { seenBy: 'trivy', fileName: 'trivy.json', seenAt: expect.stringMatching(/^2026-08-03/) }
  expect(detail!.history[0]).toMatchObject({ kind: 'resolved', detail: told })
})

test('before any feed is read a report’s scores decide, as the report’s; a feed that scores takes their place', async () => {
  const fresh = await installation()
  const calm = 'CVSS:3.1/AV:N/AC:H/PR:L/UI:R/S:U/C:L/I:N/A:N'
  const scored = { ...said('CVE-2026-4000'), CVSS: { ghsa: { V3Vector: calm } }, PublishedDate: '2024-01-02T00:00:00Z' }
  await report([scored, said('CVE-2026-5000')], {}, fresh)
  const decided = async () =>
    (await findings(fresh)).map(({ vulnerabilityId, urgency, cvss }) => `${vulnerabilityId} ${urgency} ${cvss}`)
  // The built-in starter holds CISA's catalogue whole: what was known by its day is not in it.
  expect(await decided()).toEqual(['CVE-2026-5000 now null', 'CVE-2026-4000 scheduled 2.6'])
  const [, one] = await findings(fresh)
  const detail = await readFinding(fresh.database, DEFAULT_WORKSPACE, one!.id, fresh.clock())
  expect(detail?.priority.inputs.map(({ label, basis, source }) => `${label} ${basis} ${source}`)).toEqual([
    'Publicly Exposed assumed none',
    'In KEV stated CISA',
    'Automatable inferred CVSS by ghsa via Trivy',
    'Technical Impact inferred CVSS by ghsa via Trivy',
  ])
  const severe = { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }
  const over = { aliases: ['CVE-2026-4000'], severity: [severe] }
  fresh.publish('osv/npm.ndjson', osvRecord('GHSA-dddd-eeee-ffff', 'npm', 'left-pad', '1.3.1', over))
  await fresh.refresh()
  await reassess(fresh, () => {})
  expect(await decided()).toEqual(['CVE-2026-4000 now 9.8', 'CVE-2026-5000 now null'])
  await fresh.close()
})

test('before any feed is read a vulnerability’s page tells what the report says of it, as text, and where to know more', async () => {
  const fresh = await installation()
  const told = { Title: '<b>Reads too far</b>', Description: 'It reads too far.', References: ['https://a.example/1'] }
  await report([{ ...said('GHSA-dddd-eeee-ffff'), ...told, VendorIDs: ['CVE-2026-4000'] }], {}, fresh)
  const lists = new FindingLists(fresh.database)
  const read = (id: string) => readVulnerabilityPage({ database: fresh.database, lists }, DEFAULT_WORKSPACE, id)
  const page = await read('CVE-2026-4000')
  expect(page).toMatchObject({ title: told.Title, known: false, feedsUnread: true, aliases: ['GHSA-dddd-eeee-ffff'] })
  expect(page?.statements).toMatchObject([
    { source: 'Trivy report', description: told.Description, references: told.References, reported: { epss: null } },
  ])
  // By the tool's own name it is the same page, with the same findings.
  const byOwnName = await read('GHSA-dddd-eeee-ffff')
  expect(byOwnName).toMatchObject({ id: 'CVE-2026-4000', aliases: ['GHSA-dddd-eeee-ffff'], open: 1, title: told.Title })
  expect(byOwnName?.findings).toEqual(page?.findings)
  expect(byOwnName?.statements).toEqual(page?.statements)
  expect(await read('CVE-1999-0001')).toBeUndefined()
  const over = { summary: 'Ours', aliases: ['CVE-2026-4000'] }
  fresh.publish('osv/npm.ndjson', osvRecord('GHSA-dddd-eeee-ffff', 'npm', 'left-pad', '1.3.1', over))
  await fresh.refresh()
  const after = await read('GHSA-dddd-eeee-ffff')
  expect(after).toMatchObject({ title: 'Ours', known: true, feedsUnread: false })
  expect(after?.statements.map(({ source }) => source)).toEqual(['osv:GHSA', 'Trivy report'])
  await fresh.close()
})

test('the tool’s next report retracts its own word and no one else’s', async () => {
  await report([said('CVE-2026-1000'), said('CVE-2026-2000')])
  await report([said('CVE-2026-3000')], { at: '2026-08-03T00:00:00Z' })
  expect(await shown()).toEqual([
    'CVE-2026-1000 left-pad open',
    'CVE-2026-2000 left-pad resolved',
    'CVE-2026-3000 left-pad open',
  ])
})

test('the same report again changes nothing', async () => {
  await report([said('CVE-2026-2000')])
  const again = await report([said('CVE-2026-2000')])
  expect(again.recorded.status).toBe('unchanged')
  expect(again.findings).toMatchObject({ opened: 0, changed: 0, resolved: 0 })
})

test('the order of imports does not matter', async () => {
  const imports: ((into: Installation) => Promise<unknown>)[] = [
    (into) => report([said('CVE-2026-1000'), said('CVE-2026-2000')], {}, into),
    (into) => report([said('CVE-2026-3000')], { at: '2026-08-03T00:00:00Z' }, into),
    (into) => into.record('shop', ['pkg:npm/left-pad@1.3.0', 'pkg:npm/right-pad@1.0.0']),
  ]
  const open = async (of: Installation) => (await shown(of)).filter((line) => line.endsWith(' open'))
  const seen = await fc
    .sample(fc.shuffledSubarray(imports, { minLength: 3 }), { numRuns: 3, seed: 7 })
    .reduce(async (before, order) => {
      const all = await before
      const other = await madeSite()
      for (const one of order) await one(other)
      all.push(await open(other))
      await other.close()
      return all
    }, Promise.resolve<string[][]>([]))
  for (const one of seen) expect(one).toEqual(seen[0])
}, 60_000)
