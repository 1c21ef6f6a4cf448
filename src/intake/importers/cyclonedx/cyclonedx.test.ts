import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importBytes, importFile } from '../import-file.ts'
import { checkImporter, testData } from '../importer.kit.ts'
import { cyclonedx } from './index.ts'

const json = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  vulnerabilities: [
    {
      id: 'CVE-2021-44228',
      analysis: { state: 'not_affected', justification: 'code_not_reachable' },
      affects: [{ ref: 'log' }],
    },
    { id: 'CVE-2021-45046', affects: [{ ref: 'log' }] },
    { id: 'CVE-2021-45105', analysis: { state: 'exploitable' }, affects: [{ ref: 'nowhere' }] },
  ],
  metadata: {
    timestamp: '2024-05-01T10:00:00+02:00',
    tools: { components: [{ type: 'application', group: 'aquasecurity', name: 'trivy', version: '0.50.0' }] },
    component: {
      type: 'container',
      name: 'shop',
      version: '1.0',
      'bom-ref': 'root',
      components: [{ type: 'library', name: 'inner' }],
    },
  },
  components: [
    { type: 'operating-system', name: 'debian', version: '12.5', 'bom-ref': 'os' },
    {
      type: 'library',
      group: 'org.apache.logging.log4j',
      name: 'log4j-core',
      version: '2.14.0',
      'bom-ref': 'log',
      purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.0',
      components: [{ type: 'library', name: 'shaded', version: '1' }],
    },
    {
      type: 'library',
      name: 'openssl-libs',
      version: '1.0.2k-16.el7',
      'bom-ref': 'log',
      purl: 'pkg:rpm/centos/openssl-libs@1.0.2k-16.el7?epoch=1&distro=centos-7',
    },
    {
      type: 'library',
      name: 'libssl3',
      version: '3.0.11',
      purl: 'pkg:deb/debian/libssl3@3.0.11?upstream=openssl%403.0.11-1',
      'bom-ref': 'ssl',
      scope: 'optional',
    },
    { type: 'library', name: '', 'bom-ref': 'empty' },
    { type: 'file', name: '/etc/passwd', 'bom-ref': 'file' },
  ],
  dependencies: [
    { ref: 'root', dependsOn: ['log'] },
    { ref: 'log', dependsOn: ['ssl'] },
    { ref: 'ssl', dependsOn: ['log', 'ghost'] },
  ],
})

const xml = `<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.4" version="1">
  <metadata><timestamp>2024-01-01T00:00:00Z</timestamp><component type="application" bom-ref="root"><name>shop</name></component></metadata>
  <components>
    <component type="library" bom-ref="a"><group>g</group><name>a</name><version>1</version><purl>pkg:maven/g/a@1</purl>
      <licenses><license><id>MIT</id></license></licenses>
      <components><component type="library"><name>nested</name><version>2</version></component></components>
    </component>
  </components>
  <services><service><name>s</name></service></services>
  <dependencies><dependency ref="root"><dependency ref="a"/></dependency></dependencies>
  <vulnerabilities><vulnerability><id>CVE-2020-0001</id><analysis><state>resolved</state></analysis><affects><target><ref>root</ref></target></affects></vulnerability></vulnerabilities>
</bom>`

const jsonNotes = [
  'cyclic-dependency',
  'duplicate-ref',
  'no-name',
  'not-software',
  'unknown-ref',
  'vex-without-product',
  'vulnerability-without-analysis',
]

checkImporter(cyclonedx, [
  {
    path: 'shop.cdx.json',
    content: json,
    components: [
      'inner',
      'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.0',
      'shaded',
      'pkg:rpm/centos/openssl-libs@1.0.2k-16.el7?distro=centos-7&epoch=1',
      'pkg:deb/debian/libssl3@3.0.11?upstream=openssl%403.0.11-1',
    ],
    notes: jsonNotes,
  },
  { path: 'shop.cdx.xml', content: xml, components: ['pkg:maven/g/a@1', 'nested'] },
])

async function read(content: string) {
  const imported = await importBytes(Buffer.from(content), 'shop.cdx.json')
  if (!imported.ok) throw new Error(imported.error.message)
  return imported.value.inventory
}

describe('CycloneDX', () => {
  it('metadata names subject, tool and time; the operating system is the distribution of packages that name none', async () => {
    const inventory = await read(json)
    expect(inventory).toMatchObject({
      format: 'CycloneDX 1.6 JSON',
      subject: {
        name: 'shop',
        version: '1.0',
        kind: 'container-image',
        distribution: { id: 'debian', versionId: '12.5' },
      },
      statedAt: '2024-05-01T08:00:00.000Z',
      tool: 'aquasecurity trivy 0.50.0',
    })
    expect(inventory.components.at(-1)).toMatchObject({
      scope: 'optional',
      distribution: { id: 'debian' },
      upstream: [{ name: 'openssl', version: '3.0.11-1' }],
    })
  })

  it('an epoch in a qualifier is put before the version, and a repeated ref is kept under its own', async () => {
    const rpm = (await read(json)).components.find((component) => component.type === 'rpm')
    expect(rpm).toMatchObject({
      ref: 'log#2',
      version: '1:1.0.2k-16.el7',
      distribution: { id: 'centos', versionId: '7' },
    })
  })

  it('an analysis becomes a VEX statement about the purl; one that names nothing known never speaks for the whole subject', async () => {
    expect((await read(json)).vex).toMatchObject([
      {
        vulnerability: 'CVE-2021-44228',
        status: 'not-affected',
        products: ['pkg:maven/org.apache.logging.log4j/log4j-core@2.14.0'],
        justification: 'code_not_reachable',
      },
    ])
    expect((await read(xml)).vex).toMatchObject([{ vulnerability: 'CVE-2020-0001', status: 'fixed', products: [] }])
  })

  it('a VEX statement that lists versions speaks only for the version that is there', async () => {
    const statement = (version: object, id = 'CVE-2020-0001') => ({
      id,
      analysis: { state: 'exploitable' },
      affects: [{ ref: 'a', versions: [version] }],
    })
    const inventory = await read(
      JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        components: [{ type: 'library', 'bom-ref': 'a', name: 'a', version: '1.0.0', purl: 'pkg:npm/a@1.0.0' }],
        vulnerabilities: [
          statement({ version: '1.0.0' }),
          statement({ version: '2.0.0' }),
          statement({ version: '1.0.0', status: 'unaffected' }),
          statement({ range: 'vers:npm/<2.0.0' }, 'CVE-2020-0002'),
          statement({ range: 'vers:npm/>=2.0.0' }, 'CVE-2020-0003'),
          statement({ range: 'before 2' }, 'CVE-2020-0004'),
        ],
      }),
    )
    expect(inventory.vex.map((one) => one.vulnerability)).toEqual(['CVE-2020-0001', 'CVE-2020-0002'])
    expect(inventory.vex[0]?.products).toEqual(['pkg:npm/a@1.0.0'])
  })

  it('words that every JavaScript object inherits are no states, types or scopes', async () => {
    const word = 'constructor'
    const inventory = await read(
      JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        metadata: { component: { type: word, name: word } },
        components: [{ type: word, name: '__proto__', scope: word, purl: `pkg:${word}/x@1`, hashes: [{ alg: word }] }],
        vulnerabilities: [{ id: 'CVE-2020-0001', analysis: { state: word } }],
      }),
    )
    expect(inventory).toMatchObject({
      subject: { kind: 'application' },
      vex: [],
      components: [{ purl: 'pkg:constructor/x@1' }],
    })
    expect(inventory.components[0]?.scope).toBeUndefined()
  })

  it('says where its subject comes from, and which images and models are part of it', async () => {
    const document = {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: {
        component: {
          type: 'container',
          'bom-ref': 'root',
          name: 'registry.example/shop',
          externalReferences: [
            { type: 'vcs', url: 'git+https://ci:secret@Git.example/acme/shop.git' },
            { type: 'website', url: 'https://shop.example' },
          ],
          properties: [
            { name: 'syft:image:labels:org.opencontainers.image.base.name', value: 'docker.io/library/node:22' },
          ],
        },
      },
      components: [
        { type: 'container', 'bom-ref': 'side', name: 'registry.example/proxy', version: '2' },
        { type: 'machine-learning-model', name: 'ranker' },
        { type: 'library', name: 'left-pad', version: '1.0.0' },
      ],
      dependencies: [{ ref: 'root', dependsOn: ['side'] }],
    }
    const result = await importBytes(Buffer.from(JSON.stringify(document)), 'bom.json')
    if (!result.ok) throw new Error(result.error.message)
    expect(result.value.inventory.relations?.map(({ kind, to }) => `${kind} ${to?.kind} ${to?.name}`)).toEqual([
      'built_from repository https://git.example/acme/shop',
      'based_on container-image docker.io/library/node:22',
      'depends_on container-image registry.example/proxy',
      'contains ai-model ranker',
    ])
  })

  const versions = testData('conformance/cyclonedx-spec-tests')
  const documents = versions
    ? readdirSync(versions).flatMap((version) =>
        readdirSync(join(versions, version)).map((file) => join(versions, version, file)),
      )
    : []
  /** Breaches outside what an inventory is made of: citations, metadata licences, the list of SPDX ids, patches, service data. */
  const unread =
    /invalid-(?:citations|metadata-(?:distribution|license)|patch-type|issue-type|properties|license-(?:encoding|declared|id-))/

  it.skipIf(!versions)(
    'every valid document of the specification is read, every invalid one gives a problem or is noted',
    async () => {
      const silent: string[] = []
      for (const file of documents) {
        const imported = await importFile(file)
        if (/\/valid-/.test(file)) expect([file, imported.ok]).toEqual([file, true])
        else if (imported.ok && !imported.value.inventory.notes && imported.value.outcome.dropped.length === 0)
          silent.push(file)
      }
      expect(documents.length).toBeGreaterThan(100)
      expect(silent.filter((file) => !unread.test(file))).toEqual([])
    },
  )
})
