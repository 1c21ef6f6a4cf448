import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { importBytes, importFile } from '../import-file.ts'
import { checkImporter, testData } from '../importer.kit.ts'
import { spdx } from './index.ts'

const json = JSON.stringify({
  spdxVersion: 'SPDX-2.3',
  SPDXID: 'SPDXRef-DOCUMENT',
  name: 'shop',
  creationInfo: { created: '2024-01-01T00:00:00Z', creators: ['Organization: Example', 'Tool: syft-1.0.0'] },
  documentDescribes: ['SPDXRef-root'],
  packages: [
    { SPDXID: 'SPDXRef-root', name: 'shop', versionInfo: '1.0', primaryPackagePurpose: 'CONTAINER' },
    { SPDXID: 'SPDXRef-OperatingSystem-1', name: 'alpine', versionInfo: '3.18.4' },
    {
      SPDXID: 'SPDXRef-a',
      name: 'libcrypto3',
      versionInfo: '3.1.4-r0',
      licenseConcluded: 'NOASSERTION',
      externalRefs: [
        {
          referenceCategory: 'PACKAGE-MANAGER',
          referenceType: 'purl',
          referenceLocator: 'pkg:alpine/libcrypto3@3.1.4-r0?upstream=openssl',
        },
        {
          referenceCategory: 'SECURITY',
          referenceType: 'cpe23Type',
          referenceLocator: 'cpe:2.3:a:openssl:openssl:3.1.4:*:*:*:*:*:*:*',
        },
      ],
    },
    { SPDXID: 'SPDXRef-b', name: 'b', versionInfo: 'NOASSERTION' },
  ],
  relationships: [
    { spdxElementId: 'SPDXRef-b', relationshipType: 'DEPENDENCY_OF', relatedSpdxElement: 'SPDXRef-a' },
    { spdxElementId: 'SPDXRef-a', relationshipType: 'CONTAINS', relatedSpdxElement: 'SPDXRef-file' },
  ],
})

const tagValue = `SPDXVersion: SPDX-2.3
DocumentName: shop
Creator: Tool: syft-1.0.0
Created: 2024-01-01T00:00:00Z

PackageName: a
SPDXID: SPDXRef-a
PackageVersion: 1.0
PackageComment: <text>first
PackageName: not a package</text>
ExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1.0

FileName: ./x
SPDXID: SPDXRef-x

PackageName: b
SPDXID: SPDXRef-b
Relationship: SPDXRef-a DEPENDS_ON SPDXRef-b
`

const jsonLd = JSON.stringify({
  '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
  '@graph': [
    { type: 'CreationInfo', created: '2024-01-01T00:00:00Z' },
    { type: 'SpdxDocument', name: 'shop' },
    {
      type: 'software_Package',
      spdxId: 'urn:a',
      name: 'a',
      software_packageVersion: '1.0',
      software_packageUrl: 'pkg:npm/a@1.0',
    },
    {
      type: 'software_Package',
      spdxId: 'urn:b',
      name: 'b',
      externalIdentifier: [{ externalIdentifierType: 'packageUrl', identifier: 'pkg:npm/b@2' }],
    },
    { type: 'Relationship', relationshipType: 'dependsOn', from: 'urn:a', to: ['urn:b'] },
  ],
})

checkImporter(spdx, [
  { path: 'shop.spdx.json', content: json, components: ['pkg:apk/alpine/libcrypto3@3.1.4-r0?upstream=openssl', 'b'] },
  { path: 'shop.spdx', content: tagValue, components: ['pkg:npm/a@1.0', 'b'] },
  { path: 'three.spdx.json', content: jsonLd, components: ['pkg:npm/a@1.0', 'pkg:npm/b@2'] },
])

describe('SPDX', () => {
  it('the described package is the subject, the operating system its release, and both directions of a dependency are read', async () => {
    const read = await importBytes(Buffer.from(json), 'shop.spdx.json')
    expect(read.ok && read.value.inventory).toMatchObject({
      format: 'SPDX 2.3 JSON',
      subject: {
        name: 'shop',
        version: '1.0',
        kind: 'container-image',
        distribution: { id: 'alpine', versionId: '3.18.4' },
      },
      tool: 'syft-1.0.0',
      components: [
        {
          type: 'apk',
          dependsOn: ['SPDXRef-b'],
          upstream: [{ name: 'openssl' }],
          licences: [],
          distribution: { id: 'alpine' },
          cpes: [expect.stringContaining('openssl')],
        },
        { ref: 'SPDXRef-b' },
      ],
    })
  })

  it.each([
    ['SPDX-2.1', 'unsupported-version'],
    ['', 'unsupported-version'],
  ])('version "%s" is refused by name', async (version, code) => {
    const read = await importBytes(Buffer.from(JSON.stringify({ spdxVersion: version, packages: [] })), 'x.spdx.json')
    expect(read).toMatchObject({ ok: false, error: { code } })
  })

  const index = testData('conformance/sboms/index.json')
  it.skipIf(!index)(
    'every real SBOM gives the components of each package type that its own generator counted',
    async () => {
      const sboms: { file: string; purl_types: Record<string, number> }[] = JSON.parse(readFileSync(index!, 'utf8'))
      const mended: Record<string, string> = { alpine: 'apk', dotnet: 'nuget' }
      for (const { file, purl_types: expected } of sboms) {
        const read = await importFile(testData('conformance', file)!)
        if (!read.ok) throw new Error(`${file}: ${read.error.message}`)
        const counts = new Map<string, number>()
        for (const { purl, type } of read.value.inventory.components)
          if (purl && type) counts.set(type, (counts.get(type) ?? 0) + 1)
        // The image itself is the subject, so one oci purl may be missing.
        for (const [type, count] of Object.entries(expected))
          if (type !== 'oci')
            expect([file, type, (counts.get(mended[type] ?? type) ?? 0) >= count]).toEqual([file, type, true])
      }
      expect(sboms.length).toBeGreaterThan(30)
    },
  )
})
