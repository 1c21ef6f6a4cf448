import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import type { Evidence } from '#assurance/evidence'
import { makeDisposition } from '#exposure/findings/store'
import { discoverAi, ruleOnAi } from '#flows/ai-discovery'
import { retireAiSystem } from '#flows/ai-systems-by-hand'
import { assessAssurance } from '#flows/assurance'
import { reviewsOf } from '#flows/assurance-reviews'
import { importInventory } from '#flows/exposure'
import { recordSafeguards } from '#flows/record-safeguards'
import { takeEvaluation } from '#flows/take-evaluation'
import { takeEvidence } from '#flows/take-evidence'
import { takeRegister } from '#flows/take-register'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type Installation, installation, movableClock, osvRecord } from '../support/installation.ts'

/** Where exposure meets assurance: what is wrong with the parts of an AI system reaches its safeguards, and is taken back. */
let clock: ReturnType<typeof movableClock>
let site: Installation
beforeEach(async () => {
  clock = movableClock('2026-08-10T12:00:00Z')
  site = await installation(clock.clock)
})
afterEach(() => site.close())

const workspaceId = DEFAULT_WORKSPACE
const nothing = async () => {}
const CVE = 'CVE-2026-1000'

const registerOf = (model = '', control = '') => `
ai-register: 1
systems:
  - id: desk
    name: Helpdesk
    purpose: answers customers
    role: deployer
    autonomy: supervised
    parts:
      - { kind: gateway, name: AI gateway, version: 4.2.0, assets: [ai-gateway] }
      - { kind: model, name: small-9b${model} }
controls:
  - { id: input-filter, name: Input filter, claim: stops injected instructions, system: desk, owner: Platform team${control} }
  - { id: agent-review, name: Review by an agent, claim: refuses what was not asked, system: desk }
scenarios:
  - id: injection
    title: Injection
    harm: an order is changed
    appetite: 300
    attempts: { value: 1000 }
    barriers:
      - { control: input-filter, layer: prevent, causes: ["gateway:ai-gateway"] }
      - { control: agent-review, layer: detect, causes: ["people:desk"] }
`

async function registered(text = registerOf()) {
  const taken = await takeRegister(site, { workspaceId, text }, nothing)
  if (!taken.ok) throw new Error(taken.error.message)
}

/** Evidence by which a control is credited nearly all. */
async function credited(controlId: string) {
  const about = { kind: 'telemetry', result: 'pass', weight: 1, controlId, subjectVersion: null, note: null } as const
  const seen = { ...about, source: 'traces', at: clock.clock() }
  const evidence: Evidence[] = [
    { ...seen, aspect: 'coverage', demands: 1_000 },
    { ...seen, aspect: 'efficacy', demands: 1_000 },
    { ...seen, kind: 'probe', aspect: 'liveness', demands: 1 },
  ]
  const taken = await takeEvidence(site, { workspaceId, evidence }, nothing)
  if (!taken.ok) throw new Error(taken.error.message)
}

async function stand() {
  const { controls, scenarios } = await assessAssurance(site, workspaceId)
  const of = (id: string) => controls.find((one) => one.id === id)!
  return { filter: of('input-filter'), review: of('agent-review'), left: scenarios[0]!.residual.frequency }
}

const dueReasons = async (id: string) =>
  (await reviewsOf(site, workspaceId))
    .find((one) => one.id === id)!
    .reasons.flatMap(({ kind, sentence }) => (kind === 'suspect' ? [sentence] : []))

const findings = () =>
  site.database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<{ id: string; title: string; state: string; kind: string }>`
      select id, title, state, kind from finding order by title, id`.execute(work)
    return rows
  })

test('a system that is retired moves no risk, is told to what rests on it, and asks for nothing more', async () => {
  const spare = '\n  - { id: spare, name: Spare filter, claim: stops spam, system: desk }\nscenarios:'
  const text = registerOf().replace('\nscenarios:', spare)
  await registered(text)
  await credited('input-filter')
  const dead = { kind: 'probe', aspect: 'liveness', result: 'fail', demands: 1, weight: 1, source: 'probe' } as const
  const seen = { ...dead, controlId: 'spare', subjectVersion: null, note: null, at: clock.clock() }
  await takeEvidence(site, { workspaceId, evidence: [seen] }, nothing)
  await site.record('lab', ['pkg:pypi/vllm@0.8.0'])
  const [vllm] = await discoverAi(site, workspaceId)
  await ruleOnAi(site, { workspaceId, by: 'ada' }, vllm!.id, { decision: 'accepted', system: 'desk' }, nothing)
  const say = (because: string | null) =>
    retireAiSystem(site, { workspaceId, by: 'ada', slug: 'desk', because, expected: undefined }, nothing)
  const look = async () => {
    await recordSafeguards(site, workspaceId)
    const reviews = await reviewsOf(site, workspaceId)
    return {
      left: (await stand()).left,
      retired: (await stand()).filter.retiredSystem?.because,
      reviewed: reviews.flatMap(({ kind, id }) => (kind === 'assumption' ? [] : [`${kind} ${id}`])).sort(),
      why: reviews
        .find(({ id }) => id === 'injection')
        ?.reasons.map(({ sentence }) => sentence)
        .join(' '),
      findings: (await findings()).map(({ title, state }) => [title, state]),
      accepted: (await discoverAi(site, workspaceId))[0]!.ruling?.system,
    }
  }
  const before = await look()
  expect(before.findings).toEqual([['Spare filter is dead', 'open']])
  expect(before.reviewed).toContain('ai-system desk')
  expect(before.left).toBeLessThan(1000)
  clock.move('2026-08-10T12:00:01Z')
  expect(await say('entered by mistake')).toMatchObject({ ok: true, value: { retired: { by: 'ada' } } })
  const after = await look()
  expect(after).toMatchObject({
    ...{ left: expect.closeTo(before.left!, 2), retired: 'entered by mistake', accepted: undefined },
    reviewed: ['control agent-review', 'control input-filter', 'scenario injection'],
    findings: [['Spare filter is dead', 'resolved']],
  })
  expect(after.why).toContain('Helpdesk was retired, and layers of this guard it')
  expect(await takeRegister(site, { workspaceId, text }, nothing)).toMatchObject({
    value: { kept: [{ id: 'desk', differs: [{ what: 'retired', said: 'entered by mistake' }] }] },
  })
  expect((await look()).retired).toBe('entered by mistake')
  clock.move('2026-08-10T12:00:02Z')
  await say(null)
  expect(await look()).toMatchObject({
    ...before,
    left: expect.closeTo(before.left!, 2),
    why: before.why,
    findings: [['Spare filter is dead', 'open']],
  })
})

describe('a vulnerability that is known to be exploited', () => {
  beforeEach(async () => {
    site.publish('osv/npm.ndjson', osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1', { aliases: [CVE] }))
    await site.refresh()
    await registered()
    await site.record('ai-gateway', ['pkg:npm/left-pad@1.3.0'], {})
  })

  const listed = async () => {
    clock.move('2026-08-10T13:00:00Z')
    const vulnerabilities = [
      { cveID: CVE, dateAdded: '2026-08-09', dueDate: '2026-08-30', knownRansomwareCampaignUse: 'Unknown' },
    ]
    site.publish('kev/kev.json', JSON.stringify({ vulnerabilities }))
    await site.refresh()
    await recordSafeguards(site, workspaceId)
  }

  it('in a component of the gateway makes what rests on it suspect and due, and nothing else', async () => {
    expect((await stand()).filter.doubts).toEqual([])
    await listed()
    const { filter, review } = await stand()
    expect(filter.doubts).toMatchObject([
      { vulnerability: CVE, ground: { kind: 'gateway', name: 'AI gateway' }, asset: 'ai-gateway', basis: 'stated' },
    ])
    expect(filter.doubts[0]!.since).toBe('2026-08-10T13:00:00.000Z')
    expect(review.doubts).toEqual([])
    expect(await dueReasons('input-filter')).toEqual([
      `${CVE} is exploited, and is in AI gateway on ai-gateway, which Input filter rests on: evaluate it again`,
    ])
    expect(await dueReasons('injection')).toHaveLength(1)
    expect(await dueReasons('desk')).toHaveLength(1)
    expect(await dueReasons('agent-review')).toEqual([])
  })

  it('is answered by an evaluation of a later day, and the doubt stays until the finding ends', async () => {
    await listed()
    clock.move('2026-08-12T12:00:00Z')
    await credited('input-filter')
    expect(await dueReasons('input-filter')).toEqual([])
    expect((await stand()).filter.doubts).toHaveLength(1)
    await site.record('ai-gateway', ['pkg:npm/left-pad@1.3.1'], { timestamp: '2026-08-12T00:00:00Z' })
    expect((await stand()).filter.doubts).toEqual([])
  })

  it.each([
    ['not-affected', 0],
    ['accepted', 1],
  ] as const)('that is ruled %s leaves %i doubts', async (status, doubts) => {
    await listed()
    const id = (await findings())[0]!.id
    const ruling = {
      status,
      scope: 'finding',
      reason: 'looked',
      endsAt: '2026-12-01T00:00:00.000Z',
      by: 'ada',
    } as const
    const justified = status === 'not-affected' ? { justification: 'component_not_present' } : {}
    const made = await makeDisposition(site.database, workspaceId, id, { ...ruling, ...justified }, clock.clock())
    expect(made.ok || made.error).toBe(true)
    expect((await stand()).filter.doubts).toHaveLength(doubts)
  })
})

it('a part that the register names by its purl is matched as software of its system', async () => {
  site.publish('osv/npm.ndjson', osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'ai-gateway', '4.3.0', { aliases: [CVE] }))
  const vulnerabilities = [
    { cveID: CVE, dateAdded: '2026-08-09', dueDate: '2026-08-30', knownRansomwareCampaignUse: 'Unknown' },
  ]
  site.publish('kev/kev.json', JSON.stringify({ vulnerabilities }))
  await site.refresh()
  const text = registerOf().replace('assets: [ai-gateway]', 'purl: "pkg:npm/ai-gateway@4.2.0"')
  await registered(text)
  await recordSafeguards(site, workspaceId)
  expect((await stand()).filter.doubts).toMatchObject([{ vulnerability: CVE, asset: 'Helpdesk' }])
  await registered(text.replaceAll('4.2.0', '4.3.0'))
  await recordSafeguards(site, workspaceId)
  expect((await stand()).filter.doubts).toEqual([])
})

const nmap = (ports: string, start: number) => `<?xml version="1.0"?>
<nmaprun scanner="nmap" args="nmap -sV gpu-1.example" start="${start}" version="7.94" xmloutputversion="1.05">
<scaninfo type="syn" protocol="tcp" numservices="1" services="11434"/>
<host><status state="up"/><address addr="192.0.2.9" addrtype="ipv4"/>
<hostnames><hostname name="gpu-1.example" type="user"/></hostnames><ports>${ports}</ports></host>
<runstats><finished time="${start}" exit="success"/><hosts up="1" down="0" total="1"/></runstats></nmaprun>`

const ollama = `<port protocol="tcp" portid="11434"><state state="open"/>
  <service name="http" product="Ollama" version="0.5.1" method="probed" conf="10"><cpe>cpe:/a:ollama:ollama:0.5.1</cpe></service></port>`

async function scanned(ports: string, at: string) {
  const path = join(site.folder, `${Date.parse(at)}.nmap.xml`)
  writeFileSync(path, nmap(ports, Date.parse(at) / 1000))
  const file = { workspaceId, path, fileName: 'nmap.xml', exposure: 'unknown' as const, actor: 'test' }
  const done = await importInventory(site, file, () => {})
  if (!done.ok) throw new Error(done.error.message)
  await recordSafeguards(site, workspaceId)
}

describe('a model server that can be reached', () => {
  it('is a finding, and once it is accepted as a part of a system its gateway’s barriers are credited nothing', async () => {
    await registered()
    await credited('input-filter')
    const before = await stand()
    expect(before.left).toBeLessThan(20)
    await scanned(ollama, '2026-08-10T11:00:00Z')
    const title = 'Model server ollama can be reached'
    expect(await findings()).toContainEqual(expect.objectContaining({ title, state: 'open', kind: 'exposure' }))
    expect((await stand()).left).toBe(before.left)

    const found = (await discoverAi(site, workspaceId)).find(({ product }) => product === 'ollama')!
    expect(found).toMatchObject({
      use: 'model-server',
      asset: 'gpu-1.example',
      basis: 'observed',
      suggestedPart: 'model',
    })
    clock.move('2026-08-10T12:10:00Z')
    const accepted = await ruleOnAi(
      site,
      { workspaceId, by: 'ada' },
      found.id,
      { decision: 'accepted', system: 'desk' },
      nothing,
    )
    expect(accepted.ok).toBe(true)
    await recordSafeguards(site, workspaceId)
    const { filter, review, left } = await stand()
    expect(filter.assessment.coverage).toMatchObject({ share: 0, demands: 1000 })
    expect(filter.limits).toMatchObject([
      { kind: 'bypassed', reason: expect.stringContaining('gpu-1.example tcp/11434') },
    ])
    expect(review.limits).toEqual([])
    expect(left).toBe(1000)
    expect(await dueReasons('input-filter')).toEqual([
      expect.stringContaining('the model can be asked past AI gateway'),
    ])
    const told = await site.database.inWorkspace(workspaceId, (work) =>
      sql<{ result: string }>`select result from evidence_detail where kind = 'exposure' order by position`.execute(
        work,
      ),
    )
    expect(told.rows).toEqual([{ result: 'fail' }])

    clock.move('2026-08-10T13:00:00Z')
    await scanned('<port protocol="tcp" portid="22"><state state="open"/></port>', '2026-08-10T12:30:00Z')
    expect(await findings()).toContainEqual(expect.objectContaining({ title, state: 'resolved' }))
    expect((await stand()).filter.limits).toEqual([])
    expect((await stand()).left).toBe(before.left)
  })

  it('that was rejected is no finding', async () => {
    await scanned(ollama, '2026-08-10T11:00:00Z')
    const [found] = await discoverAi(site, workspaceId)
    await ruleOnAi(site, { workspaceId, by: 'ada' }, found!.id, { decision: 'rejected', note: 'a test' }, nothing)
    clock.move('2026-08-10T13:00:00Z')
    await recordSafeguards(site, workspaceId)
    expect(await findings()).toContainEqual(
      expect.objectContaining({ title: 'Model server ollama can be reached', state: 'resolved' }),
    )
    const [again] = await discoverAi(site, workspaceId)
    expect(again).toMatchObject({ ruling: { decision: 'rejected', by: 'ada', note: 'a test' } })
  })
})

describe('open weights', () => {
  it('that answer somewhere of their own count as past the gateway, unless one is said to stand in front', async () => {
    await registered(registerOf(', access-level: 6, endpoint: "http://gpu-1.example:11434"'))
    await credited('input-filter')
    const { filter, left } = await stand()
    expect(filter.limits).toMatchObject([{ kind: 'bypassed', findingId: null }])
    expect(filter.assessment.reasons[0]).toBe(
      'the model can be asked past AI gateway, at http://gpu-1.example:11434: open weights (access level 6 of 7) answer there, and nobody says that a gateway stands in front',
    )
    expect(left).toBe(1000)
    await registered(registerOf(', access-level: 6, endpoint: "http://gpu-1.example:11434", behind: AI gateway'))
    expect((await stand()).filter.limits).toEqual([])
    await registered(registerOf(', access-level: 4, endpoint: "http://gpu-1.example:11434"'))
    expect((await stand()).filter.limits).toEqual([])
  })

  it('take the credit from what their vendor does', async () => {
    const watched = registerOf(', access-level: 5', ', vendor: monitoring')
    await registered(watched.replace('access-level: 5', 'access-level: 4'))
    await credited('input-filter')
    expect((await stand()).filter.limits).toEqual([])
    await registered(watched)
    const { filter } = await stand()
    expect(filter.limits).toMatchObject([{ kind: 'vendor-only' }])
    expect(filter.assessment).toMatchObject({ failure: 1, coverage: { share: 0 } })
    expect(filter.assessment.reasons[0]).toContain('access level 5 of 7')
  })
})

describe('an evaluation that fails', () => {
  const run = async (day: string, failures: number, cases = 100) => {
    const lines = Array.from({ length: cases }, (_, index) =>
      JSON.stringify({ key: `case ${index}`, result: index < failures ? 'fail' : 'pass' }),
    )
    clock.move(`${day}T12:00:00Z`)
    const file = { name: `${day}.jsonl`, bytes: Buffer.from(lines.join('\n')) }
    const taken = await takeEvaluation(site, { workspaceId, file, by: 'ada', controlId: 'input-filter' }, nothing)
    if (!taken.ok) throw new Error(taken.error.message)
    await recordSafeguards(site, workspaceId)
    return (await findings()).map(({ state }) => state)
  }

  it('is a finding with its owner and a day, and is closed when the same cases pass again', async () => {
    await registered()
    expect(await run('2026-08-11', 2)).toEqual([])
    // Three more in a hundred may be chance: undecided opens nothing.
    expect(await run('2026-08-12', 5)).toEqual([])
    expect(await run('2026-08-13', 30)).toEqual(['open'])
    const { rows } = await site.database.inWorkspace(workspaceId, (work) =>
      sql`select f.kind, f.rule_id, w.team, f.due_at is not null as is_due, f.title
        from finding f join finding_work w on w.finding_id = f.id`.execute(work),
    )
    expect(rows).toEqual([
      {
        ...{ kind: 'evaluation-failure', rule_id: 'safeguards:evaluation-failed', team: 'Platform team', is_due: true },
        title: 'Input filter fails its evaluation',
      },
    ])
    expect(await run('2026-08-14', 6)).toEqual(['open'])
    expect(await run('2026-08-15', 0)).toEqual(['resolved'])
  })

  it('is judged by what its register allows, at once', async () => {
    await registered(registerOf('', ', most-failures: 0.05'))
    expect(await run('2026-08-11', 20)).toEqual(['open'])
  })

  it('is the same in whatever order the runs came in', async () => {
    await registered()
    await run('2026-08-13', 30)
    expect(await run('2026-08-11', 2)).toEqual(['open'])
    expect(await run('2026-08-15', 0)).toEqual(['resolved'])
    expect(await run('2026-08-14', 60)).toEqual(['resolved'])
  })
})
