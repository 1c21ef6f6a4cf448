import { describe, expect, it } from 'vitest'
import { importBytes } from '../import-file.ts'
import { checkImporter } from '../importer.kit.ts'
import { trivyOperator } from './index.ts'

const about = (kind: string, report: object) => ({
  apiVersion: 'aquasecurity.github.io/v1alpha1',
  kind,
  metadata: {
    name: 'replicaset-shop',
    labels: {
      'trivy-operator.resource.kind': 'ReplicaSet',
      'trivy-operator.resource.name': 'shop',
      'trivy-operator.resource.namespace': 'web',
    },
  },
  report: { updateTimestamp: '2026-10-05T06:07:08Z', ...report },
})

const image = { artifact: { repository: 'acme/shop', tag: '1.4' }, registry: { server: 'registry.example' } }

const audit = about('ConfigAuditReport', {
  checks: [
    { checkID: 'KSV014', title: 'Root file system', severity: 'LOW', success: false, messages: ['Set it.'] },
    { checkID: 'KSV015', success: true },
    { title: 'no rule' },
  ],
})
const secrets = about('ExposedSecretReport', {
  ...image,
  secrets: [{ ruleID: 'github-pat', severity: 'CRITICAL', target: 'root/a.txt', match: 'PAT="hunter2"' }],
})
const vulnerabilities = about('VulnerabilityReport', {
  ...image,
  vulnerabilities: [
    { vulnerabilityID: 'CVE-2024-6001', resource: 'curl', installedVersion: '7.87.0-r1', fixedVersion: '7.87.0-r2' },
    { vulnerabilityID: 'CVE-2024-6002', resource: 'curl', installedVersion: '7.87.0-r1', severity: 'HIGH' },
    { vulnerabilityID: 'CVE-2024-6003' },
  ],
})

checkImporter(trivyOperator, [
  {
    path: 'all.json',
    content: JSON.stringify({
      'configauditreports.aquasecurity.github.io': [audit],
      'exposedsecretreports.aquasecurity.github.io': [secrets],
      'vulnerabilityreports.aquasecurity.github.io': [vulnerabilities],
    }),
    components: ['curl'],
    findings: [
      'misconfiguration KSV014',
      'secret github-pat',
      'vulnerability CVE-2024-6001',
      'vulnerability CVE-2024-6002',
    ],
    notes: ['no-component', 'no-rule', 'nothing-wrong'],
  },
  { path: 'one.json', content: JSON.stringify(secrets), components: [], findings: ['secret github-pat'] },
])

describe('what the Trivy operator says', () => {
  async function read(document: object) {
    const result = await importBytes(Buffer.from(JSON.stringify(document)), 'reports.json')
    if (!result.ok) throw new Error(result.error.message)
    return result.value.inventory
  }

  it('reports about one image are that image’s, those of a workload the workload’s', async () => {
    expect(
      (await read({ kind: 'List', items: [secrets, vulnerabilities], apiVersion: 'aquasecurity.github.io' })).subject,
    ).toEqual({
      name: 'registry.example/acme/shop:1.4',
      kind: 'container-image',
    })
    expect((await read(audit)).subject).toEqual({ name: 'web/ReplicaSet/shop', kind: 'application' })
  })

  it('the text of a secret is never taken', async () => {
    const { findings = [] } = await read(secrets)
    expect(findings[0]?.place).toEqual({ path: 'root/a.txt' })
    expect(JSON.stringify(findings)).not.toContain('hunter2')
  })

  it('reports of one kind take nothing back from those of another', async () => {
    expect((await read(audit)).configuration).not.toBe((await read(secrets)).configuration)
  })
})
