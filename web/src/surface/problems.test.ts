import { expect, test } from 'vitest'
import { problemsOf } from './problems.ts'

type Finding = Parameters<typeof problemsOf>[0][number]

const asset: Finding['asset'] = {
  ...{ id: 'a', name: '192.0.2.7', kind: 'ip-address', owner: null, criticality: 'unknown' },
  ...{ exposure: 'internet', exposureBasis: 'observed' },
} as Finding['asset']

function finding(id: string, given: Partial<Finding> = {}): Finding {
  return {
    ...{ id, title: 'Old TLS', vulnerabilityId: null, ruleId: 'discovery:old-tls', urgency: 'soon', dueAt: null },
    ...{ component: { name: '', version: null, otherVersions: [], ecosystem: null }, location: `tcp/${id}`, asset },
    ...given,
  }
}

test('the same weakness at several ports is one problem with its places, where the most urgent one stood', () => {
  const problems = problemsOf([finding('443'), finding('22', { title: 'Weak key' }), finding('8443')])
  expect(problems.map(({ first, places }) => [first.title, places.map(({ words }) => words)])).toEqual([
    ['Old TLS', ['tcp/443', 'tcp/8443']],
    ['Weak key', ['tcp/22']],
  ])
})

test('of several assets each place says which', () => {
  const other = finding('25', { asset: { ...asset, id: 'b', name: '192.0.2.8' } })
  expect(problemsOf([finding('443'), other])[0]?.places.map(({ words }) => words)).toEqual([
    '192.0.2.7 tcp/443',
    '192.0.2.8 tcp/25',
  ])
})

test('what is decided otherwise elsewhere stays apart', () => {
  expect(problemsOf([finding('443'), finding('8443', { urgency: 'defer' })])).toHaveLength(2)
})

test('one vulnerability in two components is two problems', () => {
  const cve = { vulnerabilityId: 'CVE-2021-41773', ruleId: null }
  const httpd = { name: 'httpd', version: '2.4.49', otherVersions: [], ecosystem: null }
  const both = [
    finding('1', { ...cve, component: httpd }),
    finding('2', { ...cve, component: { ...httpd, name: 'apache2' } }),
  ]
  expect(problemsOf(both)).toHaveLength(2)
})
