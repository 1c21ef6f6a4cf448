import { expect, it } from 'vitest'
import type { Component, Statement } from '#core/vocabulary'
import { memoryReader } from '#exposure/knowledge'
import { matchInventory } from './match-inventory.ts'
import { component, packageStatement } from './matching.fixture.ts'

const debian = { id: 'debian', versionId: '12' }
const SYSTEM = '/usr/lib/python3/dist-packages/urllib3-1.26.12.egg-info'

const urllib3 = (path: string, version = '1.26.12') =>
  component({ type: 'pypi', name: 'urllib3', version, evidence: [{ kind: 'file', by: 'test', path }] })
const python3Urllib3 = component({
  type: 'deb',
  namespace: 'debian',
  name: 'python3-urllib3',
  version: '1.26.12-1+deb12u1',
  distribution: debian,
  upstream: [{ name: 'python-urllib3' }],
})

const pypi = packageStatement({
  recordId: 'GHSA-v845-jxx5-vc9f',
  aliases: ['CVE-2023-43804'],
  ecosystem: 'PyPI',
  name: 'urllib3',
  scheme: 'pypi',
  max: '1.26.17',
})
const dsa = (max: string) =>
  packageStatement({
    recordId: 'DEBIAN-CVE-2023-43804',
    aliases: ['CVE-2023-43804'],
    ecosystem: 'Debian:12',
    name: 'python-urllib3',
    scheme: 'deb',
    max,
  })

function verdicts(components: Component[], statements: Statement[]) {
  const { matches } = matchInventory(components, memoryReader(statements), { dial: 'precise', vex: [] })
  return matches.map(({ componentRef, verdict, method }) => `${componentRef.split('/')[0]} ${verdict} by ${method}`)
}

it('what the distribution fixed by a backport is not affected, and says so', () => {
  const both = [urllib3(SYSTEM), python3Urllib3]
  expect(verdicts(both, [pypi, dsa('1.26.12-1+deb12u1')])).toEqual(['pypi not-affected by distribution'])
})

it('what the distribution calls affected is told once, at its own package', () => {
  const both = [urllib3(SYSTEM), python3Urllib3]
  expect(verdicts(both, [pypi, dsa('1.26.12-1+deb12u2')])).toEqual(['deb affected by distribution'])
})

it('where the distribution is silent the language’s advisory stands, less surely', () => {
  expect(verdicts([urllib3(SYSTEM), python3Urllib3], [pypi])).toEqual(['pypi likely-affected by ecosystem'])
})

it.each([
  ['in a folder of its own', [urllib3('/opt/venv/lib/python3.11/site-packages/urllib3'), python3Urllib3]],
  ['in /usr/local', [urllib3('/usr/local/lib/python3.11/dist-packages/urllib3'), python3Urllib3]],
  ['of another version', [urllib3(SYSTEM, '1.26.11'), python3Urllib3]],
  ['without an owner', [urllib3(SYSTEM)]],
])('a package %s is judged by its own ecosystem', (_, components) => {
  expect(verdicts(components, [pypi, dsa('1.26.12-1+deb12u1')])).toEqual(['pypi affected by ecosystem'])
})
