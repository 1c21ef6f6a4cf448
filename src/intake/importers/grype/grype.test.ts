import { describe, expect, it } from 'vitest'
import { importBytes } from '../import-file.ts'
import { checkImporter } from '../importer.kit.ts'
import { grype } from './index.ts'

const openssl = {
  id: 'a1',
  name: 'libssl3',
  version: '3.0.11-1~deb12u2',
  type: 'deb',
  locations: [{ path: '/var/lib/dpkg/status', layerID: 'sha256:00' }],
  licenses: [],
  cpes: ['cpe:2.3:a:libssl3:libssl3:3.0.11-1\\~deb12u2:*:*:*:*:*:*:*'],
  purl: 'pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl',
  upstreams: [{ name: 'openssl' }],
}

const report = {
  matches: [
    {
      vulnerability: {
        id: 'CVE-2024-1001',
        dataSource: 'https://tracker.example/CVE-2024-1001',
        severity: 'High',
        urls: [],
        cvss: [],
        fix: {
          versions: ['3.0.13-1~deb12u1'],
          state: 'fixed',
          available: [{ version: '3.0.13-1~deb12u1', date: '2024-02-01', kind: 'advisory' }],
        },
        epss: [{ cve: 'CVE-2024-1001', epss: 0.31, percentile: 0.96, date: '2026-10-04' }],
      },
      relatedVulnerabilities: [
        {
          id: 'CVE-2024-1001',
          description: 'A use after free.',
          cvss: [
            { version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', metrics: { baseScore: 7.5 } },
          ],
        },
      ],
      artifact: openssl,
    },
    {
      vulnerability: { id: 'GHSA-aaaa-bbbb-cccc', severity: 'Negligible', fix: { versions: [], state: 'unknown' } },
      relatedVulnerabilities: [
        {
          id: 'CVE-2024-1002',
          knownExploited: [{ cve: 'CVE-2024-1002', dateAdded: '2024-03-04', knownRansomwareCampaignUse: 'Known' }],
        },
      ],
      artifact: {
        name: 'left',
        version: '1.0.0',
        type: 'npm',
        purl: 'pkg:npm/left@1.0.0',
        locations: [{ path: '/a' }],
      },
    },
    {
      vulnerability: { id: 'CVE-2024-1004', severity: 'Unknown' },
      artifact: openssl,
    },
    { vulnerability: { severity: 'Low' }, artifact: openssl },
    { vulnerability: { id: 'CVE-2024-1005' }, artifact: {} },
  ],
  ignoredMatches: [
    {
      vulnerability: { id: 'CVE-2024-1003', severity: 'Low' },
      artifact: openssl,
      appliedIgnoreRules: [{ 'vex-status': 'not_affected', 'vex-justification': 'component_not_present' }],
    },
  ],
  source: { type: 'image', target: { userInput: 'registry.example/shop:1.4' } },
  distro: { name: 'debian', version: '12', idLike: [] },
  descriptor: {
    name: 'grype',
    version: '0.104.0',
    timestamp: '2026-10-05T06:07:08.123456789Z',
    db: { status: { built: '2026-10-05T01:02:03Z' }, providers: { kev: { captured: '2026-10-04T23:59:59Z' } } },
    configuration: { output: ['json'], 'only-fixed': false, ignore: [] },
  },
}

checkImporter(grype, [
  {
    path: 'report.json',
    content: JSON.stringify(report),
    components: [
      'pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl',
      'pkg:npm/left@1.0.0',
    ],
    findings: [
      'vulnerability CVE-2024-1001',
      'vulnerability GHSA-aaaa-bbbb-cccc',
      'vulnerability CVE-2024-1004',
      'vulnerability CVE-2024-1003',
    ],
    notes: ['no-component', 'no-name', 'no-rule'],
  },
  { path: 'none.json', content: '{"matches": null, "descriptor": {"name": "grype"}}', components: [], findings: [] },
])

async function read(document: object = report) {
  const result = await importBytes(Buffer.from(JSON.stringify(document)), 'grype.json')
  if (!result.ok) throw new Error(result.error.message)
  return result.value.inventory
}

describe('what Grype says', () => {
  it('the image, its distribution and the time of the run are the report’s own', async () => {
    const { subject, statedAt, tool } = await read()
    expect(subject).toMatchObject({ name: 'registry.example/shop:1.4', kind: 'container-image' })
    expect(subject.distribution).toMatchObject({ id: 'debian', versionId: '12' })
    expect(statedAt).toMatch(/^2026-10-05T06:07:08/)
    expect(tool).toBe('grype 0.104.0')
  })

  it('facts that stand with the related record are the match’s; ids of both name it', async () => {
    const [first, second] = (await read()).findings ?? []
    expect(first).toMatchObject({
      severity: 'high',
      description: 'A use after free.',
      facts: {
        severities: [{ score: 7.5 }],
        epss: { date: '2026-10-04', probability: 0.31, percentile: 0.96 },
        published: '2024-02-01',
        notInKev: '2026-10-04',
      },
      fixedVersions: ['3.0.13-1~deb12u1'],
      place: { path: '/var/lib/dpkg/status' },
    })
    expect(second).toMatchObject({ vulnerabilityIds: ['GHSA-aaaa-bbbb-cccc', 'CVE-2024-1002'] })
    expect(second?.facts).toEqual({ kev: { dateAdded: '2024-03-04', ransomware: 'known' } })
  })

  it('"Negligible" has no place on the scale of CVSS and stays a word; "Unknown" is none', async () => {
    const { findings = [] } = await read()
    expect(findings[1]).toMatchObject({ severityWord: 'negligible' })
    expect(findings[1]).not.toHaveProperty('severity')
    expect(findings[2]).not.toHaveProperty('severityWord')
  })

  it('an ignored match is Grype’s suppression, with its reason', async () => {
    const { findings = [] } = await read()
    expect(findings[3]).toMatchObject({ state: 'suppressed', stateReason: 'not_affected, component_not_present' })
  })

  it('a run with another filter is of another configuration; another form of output is not', async () => {
    const { configuration } = await read()
    const withSetting = (setting: object) => ({
      ...report,
      descriptor: { ...report.descriptor, configuration: { ...report.descriptor.configuration, ...setting } },
    })
    expect((await read(withSetting({ 'only-fixed': true }))).configuration).not.toBe(configuration)
    expect((await read(withSetting({ output: ['sarif'] }))).configuration).toBe(configuration)
  })
})
