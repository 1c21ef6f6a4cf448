import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Instant } from '#core/kernel'
import { makeDisposition } from '#exposure/findings/store'
import { importInventory } from '#flows/exposure'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { readFinding } from '#views/finding-detail'
import { listFindings } from '#views/findings'
import { type Installation, installation } from '../support/installation.ts'

/** The installation goes by the machine's clock. */
const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString()

let site: Installation
beforeEach(async () => {
  site = await installation()
})
afterEach(() => site.close())

const rootUser = { ID: 'DS002', Title: 'Runs as root', Severity: 'HIGH', Status: 'FAIL', Resolution: 'Add a USER.' }
const key = (line: number) => ({ RuleID: 'private-key', Title: 'Private key', Severity: 'CRITICAL', StartLine: line })

let files = 0
function trivyFile(results: object[], at = '2026-08-02T00:00:00Z', into = site) {
  const path = join(into.folder, `${++files}.trivy.json`)
  writeFileSync(path, JSON.stringify({ SchemaVersion: 2, CreatedAt: at, ArtifactName: 'shop', Results: results }))
  return { workspaceId: DEFAULT_WORKSPACE, path, fileName: 'trivy.json', exposure: 'unknown' as const, actor: 'ada' }
}

const config = (...misconfigurations: object[]) => ({
  Target: 'Dockerfile',
  Class: 'config',
  Misconfigurations: misconfigurations,
})

async function record(file: ReturnType<typeof trivyFile>, into = site) {
  const done = await importInventory(into, file, () => {})
  if (!done.ok) throw new Error(done.error.message)
  return done.value
}

async function findings(filter = 'state:any', of = site) {
  const { rows } = await listFindings(of.database, DEFAULT_WORKSPACE, { filter, limit: 100 })
  return rows
}

async function only() {
  const rows = await findings()
  expect(rows).toHaveLength(1)
  return (await readFinding(site.database, DEFAULT_WORKSPACE, rows[0]!.id, site.clock()))!
}

test('a rule that fails is a finding of its kind, on the tool’s word, with nothing that only vulnerabilities have', async () => {
  const { findings: recorded, imported } = await record(trivyFile([config(rootUser)]))
  expect(recorded).toMatchObject({ opened: 1 })
  expect(imported.outcome.dropped).toEqual([])
  expect(await only()).toMatchObject({
    kind: 'misconfiguration',
    title: 'Runs as root',
    vulnerabilityId: null,
    ruleId: 'trivy:DS002',
    severity: 'high',
    location: 'Dockerfile',
    component: { name: '', version: null, ecosystem: null },
    cvss: null,
    epss: null,
    kev: false,
    fixedVersion: null,
    method: 'reported',
    timeline: [],
  })
})

test('what nobody knows of it is unknown and takes the more urgent branch, whatever severity the tool states', async () => {
  const low = { ...rootUser, Severity: 'LOW' }
  await record(trivyFile([config(low)]))
  const one = await only()
  expect(one.exploitation).toBe('unknown')
  expect(one.basis).toBe('assumed')
  await record(trivyFile([config({ ...rootUser, Severity: undefined })], '2026-08-03T00:00:00Z'))
  expect((await only()).urgency).toBe(one.urgency)
})

test('what the tool itself calls informational is deferred on its word', async () => {
  const path = join(site.folder, 'net.xml')
  writeFileSync(
    path,
    '<nmaprun version="7"><host><status state="up"/><address addr="192.0.2.1" addrtype="ipv4"/><ports><port protocol="tcp" portid="22"><state state="open"/></port></ports></host></nmaprun>',
  )
  await record({ ...trivyFile([]), path, fileName: 'net.xml' })
  expect(await only()).toMatchObject({
    kind: 'exposure',
    urgency: 'defer',
    basis: 'stated',
    location: 'tcp/22',
    why: 'nmap states that it is informational',
  })
})

test('several of a rule in one file are one finding with all their lines, which code may move', async () => {
  const secrets = (...lines: number[]) => ({ Target: 'deploy.key', Class: 'secret', Secrets: lines.map(key) })
  await record(trivyFile([secrets(3, 17)]))
  const before = await only()
  expect(before.match.reasons[0]?.text).toContain('line 3, 17')
  await record(trivyFile([secrets(5)], '2026-08-03T00:00:00Z'))
  expect((await only()).id).toBe(before.id)
})

test('a rule that passes in the next run of the same kind is resolved, and open again when it fails again', async () => {
  await record(trivyFile([config(rootUser)]))
  await record(trivyFile([config({ ...rootUser, Status: 'PASS' })], '2026-08-03T00:00:00Z'))
  const ended = await only()
  expect(ended).toMatchObject({ state: 'resolved', resolution: 'not-reported' })
  // Which tool, in which report, of when.
  const told = { seenBy: 'trivy', fileName: 'trivy.json', seenAt: expect.stringMatching(/^2026-08-03/) }
  expect(ended.history[0]).toMatchObject({ kind: 'resolved', detail: told })
  await record(trivyFile([config(rootUser)], '2026-08-04T00:00:00Z'))
  const again = await only()
  expect(again).toMatchObject({ state: 'open', resolution: null })
  expect(again.history.map(({ kind }) => kind)).toEqual(['reopened', 'resolved', 'opened'])
})

async function claim(at: string) {
  await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql`insert into finding_work (workspace_id, finding_id, progress, updated_by, updated_at)
      select workspace_id, id, 'claimed-fixed', 'ada', ${at} from finding`.execute(work),
  )
}

test('claimed fixed and stated again, it is still seen; a run of before the claim says nothing of it', async () => {
  await record(trivyFile([config(rootUser)]))
  await claim('2026-08-03T00:00:00Z')
  await record(trivyFile([config(rootUser), config()], '2026-08-02T12:00:00Z'))
  expect((await only()).progress).toBe('claimed-fixed')
  await record(trivyFile([config(rootUser)], '2026-08-04T00:00:00Z'))
  const one = await only()
  expect(one).toMatchObject({ state: 'open', progress: null, claimed: null })
  expect(one.history[0]).toMatchObject({ kind: 'still-seen', detail: { claimedBy: 'ada', seenBy: 'trivy' } })
})

test('claimed fixed and no longer stated by its own tool, it is verified', async () => {
  await record(trivyFile([config(rootUser)]))
  await claim('2026-08-03T00:00:00Z')
  await record(trivyFile([config({ ...rootUser, Status: 'PASS' })], '2026-08-04T00:00:00Z'))
  const one = await only()
  expect(one).toMatchObject({ state: 'resolved', resolution: 'not-reported', progress: null })
  expect(one.history[0]).toMatchObject({ kind: 'verified', detail: { resolution: 'not-reported', seenBy: 'trivy' } })
})

test('a run for secrets alone takes no misconfiguration back', async () => {
  await record(trivyFile([config(rootUser)]))
  const secrets = { Target: 'deploy.key', Class: 'secret', Secrets: [key(3)] }
  await record(trivyFile([secrets], '2026-08-03T00:00:00Z'))
  expect((await findings('')).map(({ kind }) => kind).sort()).toEqual(['misconfiguration', 'secret'])
})

test('the imports that state it are its witnesses', async () => {
  await record(trivyFile([config(rootUser)]))
  expect((await only()).witnesses).toMatchObject([
    { importer: 'trivy', fileName: 'trivy.json', location: 'Dockerfile' },
  ])
})

test('a ruling about a rule holds for it and for no other', async () => {
  await record(trivyFile([config(rootUser, { ...rootUser, ID: 'DS026', Title: 'No health check' })]))
  const [one] = (await findings()).filter(({ title }) => title === 'Runs as root')
  const ruling = { status: 'accepted', scope: 'asset', reason: 'sandboxed', endsAt: inAMonth, by: 'ada' }
  const made = await makeDisposition(
    site.database,
    DEFAULT_WORKSPACE,
    one!.id,
    ruling as Parameters<typeof makeDisposition>[3],
    site.clock(),
  )
  expect(made).toMatchObject({ ok: true, value: { suppressed: 1 } })
  expect((await findings('')).map(({ title }) => title)).toEqual(['No health check'])
})

function rule(id: string, over: object = {}) {
  const ruling = {
    status: 'false-positive',
    scope: 'finding',
    reason: 'a test key',
    endsAt: inAMonth,
    by: 'ada',
  }
  const made = { ...ruling, ...over } as Parameters<typeof makeDisposition>[3]
  return makeDisposition(site.database, DEFAULT_WORKSPACE, id, made, '2026-08-02T00:00:00.000Z' as Instant)
}

test('a wrong finding stays wrong when lines shift, and is back when another one is seen beside it', async () => {
  const secrets = (...lines: number[]) => ({ Target: 'deploy.key', Class: 'secret', Secrets: lines.map(key) })
  await record(trivyFile([secrets(3)]))
  expect(await rule((await only()).id)).toMatchObject({ ok: true, value: { suppressed: 1 } })
  await record(trivyFile([secrets(9)], '2026-08-03T00:00:00Z'))
  expect((await only()).state).toBe('suppressed')
  await record(trivyFile([secrets(9, 40)], '2026-08-04T00:00:00Z'))
  const back = await only()
  expect(back.state).toBe('open')
  expect(back.history[0]).toMatchObject({ kind: 'returned', detail: { because: 'moved' } })
  const { was, now } = back.history[0]!.detail as Record<'was' | 'now', Record<string, string>>
  expect(was.evidence).not.toBe(now.evidence)
})

test('what the tool calls more severe than it did is back on the list', async () => {
  await record(trivyFile([config(rootUser)]))
  await rule((await only()).id)
  await record(trivyFile([config({ ...rootUser, Severity: 'CRITICAL' })], '2026-08-03T00:00:00Z'))
  expect((await only()).state).toBe('open')
})

test('a rule in no component has no version to rule on for every asset', async () => {
  await record(trivyFile([config(rootUser)]))
  const refused = await rule((await only()).id, { scope: 'component' })
  expect(refused).toMatchObject({ ok: false, error: { code: 'bad-ruling' } })
  expect((await only()).state).toBe('open')
})

test('the list filters by kind', async () => {
  await record(trivyFile([config(rootUser), { Target: 'a.key', Class: 'secret', Secrets: [key(1)] }]))
  expect((await findings('kind:secret')).map(({ title }) => title)).toEqual(['Private key'])
  expect(await findings('kind:vulnerability')).toEqual([])
})

test('the same report again changes nothing, and neither does the order of reports', async () => {
  const reports = [
    { results: [config(rootUser)], at: '2026-08-02T00:00:00Z' },
    { results: [config({ ...rootUser, Severity: 'LOW' })], at: '2026-08-03T00:00:00Z' },
    { results: [{ Target: 'a.key', Class: 'secret', Secrets: [key(1), key(9)] }], at: '2026-08-01T00:00:00Z' },
    { results: [config({ ...rootUser, ID: 'DS026' })], at: '2026-08-04T00:00:00Z' },
  ]
  const stateAfter = async (order: typeof reports) => {
    await site.database.inWorkspace(
      DEFAULT_WORKSPACE,
      async (work) => void (await sql`delete from asset`.execute(work)),
    )
    for (const { results, at } of order) await record(trivyFile(results, at))
    const { rows } = await site.database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
      sql`select id, kind, rule_id, location, severity, urgency, rank::text, first_seen, last_seen, match::text from finding
        where state = 'open' order by id`.execute(work),
    )
    return rows
  }
  const expected = await stateAfter(reports)
  expect(expected).toHaveLength(2)
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...reports, ...reports], { minLength: reports.length * 2 }),
      async (order) => {
        expect(await stateAfter(order)).toEqual(expected)
      },
    ),
    { numRuns: 5 },
  )
}, 120_000)
