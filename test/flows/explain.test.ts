import { afterEach, beforeEach, expect, test } from 'vitest'
import { explainRecorded } from '#flows/explain-recorded'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type Installation, installation, movableClock, osvRecord } from '../support/installation.ts'

const CVE = 'CVE-2026-1000'

let clock: ReturnType<typeof movableClock>
let site: Installation
beforeEach(async () => {
  clock = movableClock('2026-08-02T00:00:00Z')
  site = await installation(clock.clock)
  site.publish('osv/npm.ndjson', osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1', { aliases: [CVE] }))
  await site.refresh()
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'])
  await site.record('lab', ['pkg:npm/left-pad@1.3.0'])
})
afterEach(() => site.close())

function ask(component: string, asset?: string) {
  return explainRecorded(site, { workspaceId: DEFAULT_WORKSPACE, asset, component, vulnerability: CVE })
}

test('a recorded component is explained by its id, its purl or its name, on the asset that is named', async () => {
  const named = await ask('left-pad@1.3.0', 'shop')
  if (!named.ok) throw new Error(named.error.message)
  expect(named.value).toMatchObject([{ asset: 'shop', explanation: { match: { verdict: 'affected' } } }])
  const [found] = named.value
  for (const name of ['left-pad', 'pkg:npm/left-pad@1.3.0', found!.component.ref])
    expect(await ask(name, 'shop')).toEqual(named)
  expect(await ask(found!.component.ref)).toEqual(named)
})

test('without an asset a name is looked for on all; what is nowhere is said', async () => {
  const both = await ask('left-pad')
  expect(both.ok && both.value.map(({ asset }) => asset).toSorted()).toEqual(['lab', 'shop'])
  expect(await ask('right-pad')).toMatchObject({ ok: false, error: { code: 'no-component' } })
  expect(await ask('left-pad', 'nowhere')).toMatchObject({ ok: false, error: { code: 'no-asset' } })
})

test('a name may have its namespace, as purls and as Maven write it', async () => {
  await site.record('api', ['pkg:maven/org.acme/core@1.0', 'pkg:npm/%40acme/core@1.0'])
  const namespaces = async (name: string) => {
    const found = await ask(name)
    return found.ok && found.value.map(({ component }) => component.namespace).toSorted()
  }
  expect(await namespaces('core')).toEqual(['@acme', 'org.acme'])
  expect(await namespaces('@acme/core@1.0')).toEqual(['@acme'])
  expect(await namespaces('org.acme/core')).toEqual(['org.acme'])
  expect(await namespaces('org.acme:core@1.0')).toEqual(['org.acme'])
})

test('knowledge that went out of date since is told, by the limit of the installation', async () => {
  clock.move('2026-10-02T00:00:00Z')
  const codes = async (maxKnowledgeAgeDays: number) => {
    const question = { workspaceId: DEFAULT_WORKSPACE, asset: 'shop', component: 'left-pad', vulnerability: CVE }
    const late = await explainRecorded({ ...site, maxKnowledgeAgeDays }, question)
    const [found] = late.ok ? late.value : []
    return found?.explanation.kind === 'judged' ? found.explanation.match.reasons.map(({ code }) => code) : []
  }
  expect(await codes(7)).toContain('stale')
  expect(await codes(365)).not.toContain('stale')
})
