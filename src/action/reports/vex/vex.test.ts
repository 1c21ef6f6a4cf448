import { expect, test } from 'vitest'
import { newVexBook, readVexBook, type VexBook, writeVexBook } from './index.ts'

const csaf = {
  document: { category: 'csaf_vex', csaf_version: '2.0', publisher: { name: 'ACME' }, tracking: { id: 'A-1' } },
  product_tree: {
    full_product_names: ['1', '2', '3'].map((id) => ({
      name: `Product ${id}`,
      product_id: `P${id}`,
      product_identification_helper: { purl: `pkg:npm/product@${id}` },
    })),
    product_groups: [{ group_id: 'G', product_ids: ['P1', 'P2'] }],
  },
  vulnerabilities: [
    {
      cve: 'CVE-2026-1',
      scores: [{ products: ['P1'] }],
      product_status: { known_not_affected: ['P1', 'P2'], first_fixed: ['P3'], recommended: ['P3'] },
      flags: [{ label: 'component_not_present', group_ids: ['G'] }],
      threats: [{ category: 'impact', details: 'Not built in.', product_ids: ['P1', 'P2'] }],
      remediations: [{ category: 'vendor_fix', details: 'Take 3.', product_ids: ['P3'], url: 'https://a.example' }],
    },
  ],
}

const openVex = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://a.example/1',
  author: 'ACME',
  timestamp: '2026-01-01T00:00:00+02:00',
  version: 3,
  x_own: { kept: true },
  statements: [
    {
      vulnerability: {
        '@id': 'https://a.example/CVE-2026-1',
        name: 'CVE-2026-1',
        description: 'D',
        aliases: ['GHSA-a'],
      },
      products: [{ '@id': 'pkg:oci/app', hashes: { 'sha-256': 'ab' }, subcomponents: [{ '@id': 'pkg:npm/a@1' }] }],
      status: 'not_affected',
      justification: 'vulnerable_code_not_in_execute_path',
      impact_statement: 'Never called.',
      status_notes: 'Looked at twice.',
      timestamp: '2026-01-02T00:00:00Z',
      supplier: 'ACME',
    },
    { status: 'not_affected', products: 'nonsense' },
  ],
}

const cycloneDx = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
  components: [{ 'bom-ref': 'a', type: 'library', name: 'a', purl: 'pkg:npm/a@1' }],
  vulnerabilities: [
    {
      id: 'CVE-2026-1',
      ratings: [{ score: 9.8 }],
      analysis: {
        state: 'false_positive',
        response: ['will_not_fix'],
        detail: 'Not it.',
        firstIssued: '2026-01-01T00:00:00Z',
      },
      recommendation: 'Nothing to do.',
      affects: [{ ref: 'a', versions: [{ version: '1', status: 'affected' }] }],
      properties: [{ name: 'x', value: 'y' }],
    },
  ],
}

function bookOf(json: unknown): VexBook {
  const read = readVexBook(json)
  if (!read.ok) throw new Error(read.error.message)
  return JSON.parse(JSON.stringify(read.value)) as VexBook
}

test.each([
  ['OpenVEX', openVex],
  ['CycloneDX', cycloneDx],
  ['CSAF', csaf],
])('a document of %s comes out as it went in, with what is not understood', (_format, document) => {
  expect(writeVexBook(bookOf(document))).toEqual(document)
})

test('its statements say who, what, why and when in one vocabulary', () => {
  expect(bookOf(csaf).claims).toMatchObject([
    { status: 'not-affected', justification: 'component_not_present', impact: 'Not built in.', actions: [] },
    { status: 'not-affected', products: [{ ref: 'P2', ids: ['pkg:npm/product@2'] }] },
    { status: 'fixed', said: 'first_fixed', actions: [{ how: 'vendor_fix', text: 'Take 3.' }] },
  ])
  expect(bookOf(openVex).claims).toMatchObject([
    {
      vulnerability: 'CVE-2026-1',
      aliases: ['GHSA-a'],
      products: [{ ids: ['pkg:oci/app'], parts: ['pkg:npm/a@1'] }],
      impact: 'Never called.',
      note: 'Looked at twice.',
      at: '2026-01-02T00:00:00Z',
    },
  ])
  expect(bookOf(cycloneDx).claims).toMatchObject([
    { status: 'not-affected', said: 'false_positive', impact: 'Not it.', actions: [{ text: 'Nothing to do.' }] },
  ])
})

test('a statement that changes leaves every other as it was', () => {
  const book = bookOf(csaf)
  Object.assign(book.claims[0]!, { status: 'affected', justification: undefined, impact: undefined })
  book.claims[0]!.actions.push({ how: 'workaround', text: 'Switch it off.' })
  const [vulnerability] = writeVexBook(book).vulnerabilities as Record<string, unknown>[]
  expect(vulnerability).toMatchObject({
    product_status: { known_affected: ['P1'], known_not_affected: ['P2'], first_fixed: ['P3'], recommended: ['P3'] },
    threats: [{ details: 'Not built in.', product_ids: ['P2'] }],
    remediations: [
      { details: 'Take 3.', product_ids: ['P3'] },
      { category: 'workaround', details: 'Switch it off.', product_ids: ['P1'] },
    ],
  })
})

test('what two statements say of one product and vulnerability contradicts in no CSAF entry', () => {
  const head = { id: 'A', author: 'A', at: '2026-01-01T00:00:00Z' }
  const twice = [...bookOf(openVex).claims, { ...bookOf(openVex).claims[0]!, status: 'affected' as const }]
  const made = writeVexBook(newVexBook(twice, 'csaf', head, { name: 'T', version: '1' }))
  expect(made.vulnerabilities).toHaveLength(2)
})

test('what is no VEX document is refused', () => {
  for (const json of [null, [], {}, 'x', { document: 1 }, { statements: {} }])
    expect(readVexBook(json)).toMatchObject({ ok: false, error: { code: 'vex-format' } })
})
