import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openStarter, readStarter, starterReader } from './starter.ts'

it('the starter stays below one megabyte and takes no text from any source', () => {
  expect(readFileSync(new URL('./starter/starter.json', import.meta.url)).length).toBeLessThan(1_000_000)
  const starter = readStarter()
  if (!starter.ok) throw new Error(starter.error.message)
  for (const statement of starter.value.statements) {
    expect(statement).not.toHaveProperty('title')
    expect(statement).not.toHaveProperty('description')
    expect(statement.references).toEqual([])
  }
})

it('the starter knows the sample organisation, with scores and exploitation, and covers nothing else', () => {
  const starter = openStarter()
  if (!starter.ok) throw new Error(starter.error.message)
  const log4shell = starter.value.statements('maven/org.apache.logging.log4j:log4j-core')
  expect(log4shell.flatMap((entry) => entry.vulnerabilityIds)).toContain('CVE-2021-44228')
  const facts = starter.value.vulnerability('CVE-2021-44228')
  expect(facts?.kev).toHaveLength(1)
  expect(facts?.epss?.probability).toBeGreaterThan(0.9)
  for (const key of ['pypi/django', 'go/golang.org/x/net', 'cpe/apache/http_server', 'debian/openssl', 'npm/lodash']) {
    expect(starter.value.statements(key).length, key).toBeGreaterThan(0)
  }
  expect(starter.value.coverage('npm')).toBeUndefined()
})

it('holds CISA’s catalogue whole, and says of no other that it is', () => {
  const starter = openStarter()
  if (!starter.ok) throw new Error(starter.error.message)
  expect([...(starter.value.wholeSources ?? [])]).toEqual(['kev/CISA'])
  // A CVE of no product of the sample.
  expect(starter.value.vulnerability('CVE-2017-0144')?.kev).toMatchObject([{ asserter: 'CISA', ransomware: 'known' }])
})

it('when the CVE records are read and have no score, those known before stay until a source gives one', () => {
  const starter = readStarter()
  if (!starter.ok) throw new Error(starter.error.message)
  const { statements } = starter.value
  const scored = statements.filter(({ source }) => source === 'nvd').flatMap(({ severities }) => severities)
  expect(scored.length).toBeGreaterThan(300)
  const ofNvd = statements.filter(({ severities }) => severities.some(({ by }) => by === 'nvd@nist.gov'))
  expect(new Set(ofNvd.map(({ source }) => source))).toEqual(new Set(['nvd']))
  const replaced = starterReader({
    ...starter.value,
    statements: statements.map((one) => (one.source === 'cve' ? { ...one, severities: [] } : one)),
  })
  const before = statements.filter(({ source, severities }) => source === 'cve' && severities.length > 0)
  for (const { recordId } of before) expect(replaced.vulnerability(recordId)?.severities, recordId).not.toEqual([])
  expect(before.length).toBeGreaterThan(25)
  const severities = [{ version: '3.1', vector: 'CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N', by: 'x' }] as const
  const rescored = starterReader({
    ...starter.value,
    statements: statements.map((one) => (one.source === 'cve' ? { ...one, severities: [...severities] } : one)),
  })
  const onlyThere = before.filter(({ recordId }) => !ofNvd.some((one) => one.recordId === recordId))
  expect(onlyThere.length).toBeGreaterThan(10)
  for (const { recordId, severities: earlier } of onlyThere) {
    const said = rescored.vulnerability(recordId)?.severities
    expect(said).toContainEqual(severities[0])
    for (const one of earlier) expect(said).not.toContainEqual(one)
  }
})
