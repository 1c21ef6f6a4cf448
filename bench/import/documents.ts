import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const BATCH = 200

/** A format's envelope and one synthetic component in the size that real generators write (about 1.6 kB). */
export interface SyntheticFormat {
  name: string
  file: string
  head: string
  item(index: number): string
  separator: string
  tail: string
}

const types = ['npm', 'maven', 'deb', 'golang', 'pypi'] as const
const hash = (index: number, length: number) =>
  (index * 2_654_435_761).toString(16).repeat(32).slice(0, length).padEnd(length, '0')

function identity(index: number) {
  const type = types[index % types.length]!
  const namespace =
    type === 'maven'
      ? 'org.example.group'
      : type === 'deb'
        ? 'debian'
        : type === 'golang'
          ? 'example.org/mod'
          : undefined
  const name = `package-${index}`
  const version = `${index % 20}.${index % 7}.${index % 11}`
  const qualifiers = type === 'deb' ? '?arch=amd64&distro=debian-12' : ''
  return {
    type,
    namespace,
    name,
    version,
    purl: `pkg:${type}/${namespace ? `${namespace}/` : ''}${name}@${version}${qualifiers}`,
  }
}

const words = 'A component with a description as generators write it, long enough to weigh what real ones weigh. '

function cyclonedxItem(index: number): string {
  const { namespace, name, version, purl } = identity(index)
  return JSON.stringify({
    type: 'library',
    'bom-ref': `${purl}#${index}`,
    group: namespace,
    name,
    version,
    description: words.repeat(3),
    hashes: [
      { alg: 'SHA-256', content: hash(index, 64) },
      { alg: 'SHA-512', content: hash(index, 128) },
    ],
    licenses: [{ license: { id: index % 2 ? 'MIT' : 'Apache-2.0' } }],
    cpe: `cpe:2.3:a:example:${name}:${version}:*:*:*:*:*:*:*`,
    purl,
    externalReferences: [
      { type: 'website', url: `https://example.org/${name}` },
      { type: 'vcs', url: `https://example.org/git/${name}` },
    ],
    properties: Array.from({ length: 6 }, (_, at) => ({
      name: `tool:property:${at}`,
      value: `${words.slice(0, 40)}${index}`,
    })),
  })
}

function spdxItem(index: number): string {
  const { name, version, purl } = identity(index)
  return JSON.stringify({
    SPDXID: `SPDXRef-Package-${index}`,
    name,
    versionInfo: version,
    supplier: 'Organization: Example',
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    sourceInfo: 'acquired package info from installed package database: /var/lib/packages/status',
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: 'Apache-2.0',
    copyrightText: 'NOASSERTION',
    description: words.repeat(3),
    checksums: [{ algorithm: 'SHA512', checksumValue: hash(index, 128) }],
    externalRefs: [
      { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl },
      ...Array.from({ length: 3 }, (_, at) => ({
        referenceCategory: 'SECURITY',
        referenceType: 'cpe23Type',
        referenceLocator: `cpe:2.3:a:vendor${at}:${name}:${version}:*:*:*:*:*:*:*`,
      })),
    ],
  })
}

function xmlItem(index: number): string {
  const { namespace, name, version, purl } = identity(index)
  const group = namespace ? `<group>${namespace}</group>` : ''
  return `<component type="library" bom-ref="c${index}">${group}<name>${name}</name><version>${version}</version><description>${words.repeat(8)}</description><hashes><hash alg="SHA-512">${hash(index, 128)}</hash></hashes><licenses><license><id>MIT</id></license></licenses><purl>${purl.replaceAll('&', '&amp;')}</purl></component>`
}

function tagValueItem(index: number): string {
  const { name, version, purl } = identity(index)
  const id = `SPDXRef-Package-${index}`
  return [
    `PackageName: ${name}`,
    `SPDXID: ${id}`,
    `PackageVersion: ${version}`,
    'PackageDownloadLocation: NOASSERTION',
    'FilesAnalyzed: false',
    `PackageChecksum: SHA512: ${hash(index, 128)}`,
    'PackageLicenseDeclared: MIT',
    `PackageComment: <text>${words.repeat(4)}\n${words.repeat(4)}</text>`,
    `ExternalRef: PACKAGE-MANAGER purl ${purl}`,
    `Relationship: SPDXRef-DOCUMENT CONTAINS ${id}\n`,
  ].join('\n')
}

const cyclonedxHead =
  '{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"component":{"type":"application","name":"large"}},"components":['

export const syntheticFormats: readonly SyntheticFormat[] = [
  {
    name: 'CycloneDX JSON',
    file: 'large.cdx.json',
    head: cyclonedxHead,
    item: cyclonedxItem,
    separator: ',\n',
    tail: ']}',
  },
  {
    name: 'SPDX JSON',
    file: 'large.spdx.json',
    head: '{"spdxVersion":"SPDX-2.3","name":"large","packages":[',
    item: spdxItem,
    separator: ',\n',
    tail: ']}',
  },
  {
    name: 'CycloneDX XML',
    file: 'large.cdx.xml',
    head: '<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components>',
    item: xmlItem,
    separator: '\n',
    tail: '</components></bom>',
  },
  {
    name: 'SPDX tag-value',
    file: 'large.spdx',
    head: 'SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: large\n\n',
    item: tagValueItem,
    separator: '\n',
    tail: '\n',
  },
]

/** Writes a document of at least `bytes` bytes and returns how many components it holds. */
export async function writeDocument(format: SyntheticFormat, file: string, bytes: number): Promise<number> {
  let count = 0
  function* parts(): Generator<string> {
    yield format.head
    for (let size = 0; size < bytes; ) {
      const batch = Array.from({ length: BATCH }, () => format.item(count++)).join(format.separator)
      size += batch.length
      yield size < bytes ? batch + format.separator : batch
    }
    yield format.tail
  }
  await pipeline(Readable.from(parts()), createWriteStream(file))
  return count
}
