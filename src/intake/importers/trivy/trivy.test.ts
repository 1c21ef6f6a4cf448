import { describe, expect, it } from 'vitest'
import { importBytes } from '../import-file.ts'
import { checkImporter } from '../importer.kit.ts'
import { trivy } from './index.ts'

const report = {
  SchemaVersion: 2,
  CreatedAt: '2026-10-05T06:07:08.123456789Z',
  ArtifactName: 'registry.example/shop:1.4',
  ArtifactType: 'container_image',
  Metadata: { OS: { Family: 'debian', Name: '12.5' } },
  Results: [
    {
      Target: 'registry.example/shop:1.4 (debian 12.5)',
      Class: 'os-pkgs',
      Type: 'debian',
      Packages: [
        { Name: 'libssl3', Version: '3.0.11', Release: '1~deb12u2', SrcName: 'openssl' },
        { Name: 'tzdata', Version: '2024a', Identifier: { PURL: 'pkg:deb/debian/tzdata@2024a' } },
      ],
      Vulnerabilities: [
        {
          VulnerabilityID: 'CVE-2024-1001',
          PkgName: 'libssl3',
          InstalledVersion: '3.0.11-1~deb12u2',
          FixedVersion: '3.0.13-1, 3.0.14-1',
          Status: 'fixed',
          Severity: 'HIGH',
          SeveritySource: 'nvd',
          CweIDs: ['CWE-125'],
          PublishedDate: '2024-02-03T04:05:06Z',
          CVSS: {
            nvd: { V3Vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', V3Score: 7.5 },
            redhat: { V3Vector: 'CVSS:9.9/AV:N', V3Score: 10 },
          },
        },
        {
          VulnerabilityID: 'CVE-2024-1002',
          PkgName: 'libssl3',
          InstalledVersion: '3.0.11-1~deb12u2',
          Status: 'not_affected',
        },
        { VulnerabilityID: 'CVE-2024-1003' },
        { PkgName: 'libssl3' },
      ],
    },
    {
      Target: 'app/package-lock.json',
      Class: 'lang-pkgs',
      Type: 'npm',
      Vulnerabilities: [{ VulnerabilityID: 'GHSA-aaaa-bbbb-cccc', PkgName: '@acme/lib', InstalledVersion: '1.0.0' }],
    },
    {
      Target: 'Dockerfile',
      Class: 'config',
      Misconfigurations: [{ ID: 'DS002', Title: 'Runs as root', Status: 'FAIL' }],
    },
    {
      Target: 'deploy.key',
      Class: 'secret',
      Secrets: [{ RuleID: 'private-key', StartLine: 3, Match: 'BEGIN *** END' }],
    },
  ],
}

checkImporter(trivy, [
  {
    path: 'trivy.json',
    content: JSON.stringify(report),
    components: [
      'pkg:deb/debian/libssl3@3.0.11-1~deb12u2?distro=debian-12.5',
      'pkg:deb/debian/tzdata@2024a',
      'pkg:npm/%40acme/lib@1.0.0',
    ],
    findings: [
      'vulnerability CVE-2024-1001',
      'vulnerability CVE-2024-1002',
      'vulnerability GHSA-aaaa-bbbb-cccc',
      'misconfiguration DS002',
      'secret private-key',
    ],
    notes: ['no-component', 'no-name', 'no-rule'],
  },
  {
    path: 'old.json',
    content: JSON.stringify([
      {
        Target: 'shop (debian 10.8)',
        Type: 'debian',
        Vulnerabilities: [{ VulnerabilityID: 'CVE-2011-3374', PkgName: 'apt', InstalledVersion: '1.8.2.2' }],
      },
    ]),
    components: ['pkg:deb/debian/apt@1.8.2.2?distro=debian-10.8'],
    findings: ['vulnerability CVE-2011-3374'],
  },
])

async function read() {
  const result = await importBytes(Buffer.from(JSON.stringify(report)), 'trivy.json')
  if (!result.ok) throw new Error(result.error.message)
  return result.value.inventory
}

describe('what Trivy says', () => {
  it('the image, its distribution and the time of the scan are the report’s own', async () => {
    const { subject, statedAt } = await read()
    expect(subject).toEqual({
      name: 'registry.example/shop:1.4',
      kind: 'container-image',
      distribution: { id: 'debian', versionId: '12.5' },
    })
    expect(statedAt).toMatch(/^2026-10-05T06:07:08/)
  })

  it('"fixed" means that a fix is to be had: the finding is open; "not_affected" is Trivy’s suppression', async () => {
    const { findings = [] } = await read()
    expect(findings.slice(0, 2).map(({ state }) => state)).toEqual(['open', 'suppressed'])
    expect(findings[0]?.facts).toMatchObject({ published: '2024-02-03', severities: [{ by: 'nvd', score: 7.5 }] })
    expect(findings[0]).toMatchObject({ severity: 'high', fixedVersions: ['3.0.13-1', '3.0.14-1'], cwes: ['CWE-125'] })
  })

  it('the text of a secret is never taken', async () => {
    const { findings = [] } = await read()
    expect(findings.at(-1)?.place).toEqual({ path: 'deploy.key', line: 3 })
    expect(JSON.stringify(findings)).not.toContain('BEGIN')
  })
})
