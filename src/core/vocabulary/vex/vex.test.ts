import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseVex } from './index.ts'

function read(json: unknown) {
  const document = parseVex(json)
  if (!document.ok) throw new Error(document.error.message)
  return document.value
}

const openVex = (statement: object) => ({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://example.com/vex-1',
  author: 'Example',
  timestamp: '2026-01-01T00:00:00Z',
  statements: [{ vulnerability: { name: 'CVE-2020-1' }, products: [{ '@id': 'pkg:npm/a@1' }], ...statement }],
})

const csaf = (vulnerability: object, productTree: object = {}, category = 'csaf_vex') => ({
  document: { category, csaf_version: '2.0', publisher: { name: 'Example' }, tracking: { id: 'EX-1' } },
  product_tree: {
    full_product_names: [
      { name: 'Library', product_id: 'LIB', product_identification_helper: { purl: 'pkg:npm/lib@1' } },
      { name: 'Product', product_id: 'PROD', product_identification_helper: { cpe: 'cpe:/a:example:product:1' } },
      { name: 'Nameless', product_id: 'NAME' },
    ],
    relationships: [
      {
        category: 'default_component_of',
        full_product_name: { name: 'Library in Product', product_id: 'LIB-IN-PROD' },
        product_reference: 'LIB',
        relates_to_product_reference: 'PROD',
      },
    ],
    ...productTree,
  },
  vulnerabilities: [{ cve: 'CVE-2020-1', ...vulnerability }],
})

const cycloneDx = (vulnerability: object) => ({
  bomFormat: 'CycloneDX',
  metadata: { supplier: { name: 'Acme' } },
  components: [{ 'bom-ref': 'a', name: 'a', purl: 'pkg:npm/a@1' }],
  vulnerabilities: [{ id: 'CVE-2020-1', analysis: { state: 'not_affected' }, ...vulnerability }],
})

describe('OpenVEX', () => {
  it('a statement of either version names product, status and reason', () => {
    const now = read(openVex({ status: 'not_affected', justification: 'component_not_present' }))
    expect(now.statements).toEqual([
      {
        vulnerability: 'CVE-2020-1',
        aliases: [],
        products: ['pkg:npm/a@1'],
        subcomponents: [],
        status: 'not-affected',
        justification: 'component_not_present',
        author: 'Example',
        at: '2026-01-01T00:00:00.000Z',
        source: 'https://example.com/vex-1',
      },
    ])
    const old = read(openVex({ vulnerability: 'CVE-2020-1', products: ['pkg:npm/a@1'], status: 'fixed' }))
    expect(old.statements[0]).toMatchObject({ products: ['pkg:npm/a@1'], status: 'fixed' })
  })

  it('products that name their own subcomponents keep them apart', () => {
    const products = [
      { '@id': 'pkg:oci/x', subcomponents: [{ '@id': 'pkg:apk/a' }] },
      { '@id': 'pkg:oci/y', subcomponents: [{ '@id': 'pkg:apk/b' }] },
    ]
    expect(read(openVex({ products, status: 'fixed' })).statements.map((s) => [s.products, s.subcomponents])).toEqual([
      [['pkg:oci/x'], ['pkg:apk/a']],
      [['pkg:oci/y'], ['pkg:apk/b']],
    ])
  })

  it.each([
    ['without a reason', { status: 'not_affected' }],
    ['about no product', { status: 'fixed', products: [] }],
    ['with an unknown status', { status: 'fine' }],
    ['with an unknown justification', { status: 'not_affected', justification: 'trust_us' }],
  ])('a statement %s is dropped and counted', (_, statement) => {
    const { statements, outcome } = read(openVex(statement))
    expect(statements).toEqual([])
    expect(outcome).toMatchObject({ status: 'failed', read: 1, kept: 0 })
  })
})

describe('CycloneDX VEX', () => {
  it('refs become the purl of the component, BOM-Links with a purl that purl', () => {
    const link = 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg:maven/g/a@2.10.0?type=jar'
    expect(read(cycloneDx({ affects: [{ ref: 'a' }, { ref: link }] })).statements[0]?.products).toEqual([
      'pkg:npm/a@1',
      'pkg:maven/g/a@2.10.0?type=jar',
    ])
  })

  it('versions narrow the product and never widen it', () => {
    const affects = [{ ref: 'a', versions: [{ version: '2' }, { range: 'vers:npm/<3' }] }]
    expect(read(cycloneDx({ affects })).statements[0]?.products).toEqual([
      'pkg:npm/a@2',
      'pkg:npm/a?vers=vers%3Anpm%2F%3C3',
    ])
  })

  it.each([
    ['resolved', 'affected', 'affected'],
    ['resolved', undefined, 'fixed'],
    ['not_affected', 'affected', 'affected'],
    ['exploitable', 'unaffected', 'not-affected'],
    ['exploitable', 'unknown', 'under-investigation'],
    ['in_triage', 'affected', 'under-investigation'],
  ])('under the analysis %s a version that is called %s is %s', (state, status, expected) => {
    const affects = [{ ref: 'a', versions: [{ version: '2', ...(status && { status }) }] }]
    const { statements } = read(cycloneDx({ affects, analysis: { state, detail: 'why' } }))
    expect(statements.map((one) => [one.status, one.products])).toEqual([[expected, ['pkg:npm/a@2']]])
  })

  it('an analysis about no ref speaks of the supplier, never of everything', () => {
    expect(read(cycloneDx({})).statements[0]?.products).toEqual(['Acme'])
  })

  it('a vulnerability without analysis is dropped and counted', () => {
    expect(read(cycloneDx({ analysis: undefined })).outcome).toMatchObject({ read: 1, kept: 0 })
  })
})

describe('CSAF', () => {
  it('a component of a product is a subcomponent, a product without identifiers its name', () => {
    const status = { product_status: { fixed: ['LIB-IN-PROD', 'NAME', 'LIB'] } }
    expect(read(csaf(status)).statements.map((s) => [s.products, s.subcomponents])).toEqual([
      [['cpe:/a:example:product:1'], ['pkg:npm/lib@1']],
      [['Nameless', 'pkg:npm/lib@1'], []],
    ])
  })

  it.each([
    ['product_version', '4.2', 'pkg:npm/b@4.2'],
    ['product_version_range', 'vers:npm/<4.2', 'pkg:npm/b?vers=vers%3Anpm%2F%3C4.2'],
    ['product_version_range', 'before 4.2', 'pkg:npm/b?vers=before%204.2'],
    ['product_name', 'b', 'pkg:npm/b'],
  ])('a purl without version under a %s branch covers that branch only', (category, name, product) => {
    const product_identification_helper = { purl: 'pkg:npm/b' }
    const leaf = { category, name, product: { name: 'b', product_id: 'B', product_identification_helper } }
    const status = { product_status: { fixed: ['B'] } }
    expect(read(csaf(status, { branches: [leaf] })).statements[0]?.products).toEqual([product])
  })

  it('flags reach products through groups', () => {
    const groups = { product_groups: [{ group_id: 'G', product_ids: ['LIB'] }] }
    const flags = [{ label: 'component_not_present', group_ids: ['G'] }]
    const { statements } = read(csaf({ product_status: { known_not_affected: ['LIB'] }, flags }, groups))
    expect(statements[0]).toMatchObject({ status: 'not-affected', justification: 'component_not_present' })
  })

  it.each([
    ['not defined', { product_status: { fixed: ['OTHER'] } }, {}],
    ['said to be fixed and affected', { product_status: { fixed: ['LIB'], known_affected: ['LIB'] } }, {}],
    ['not affected without a reason', { product_status: { known_not_affected: ['LIB'] } }, {}],
    ['of a vulnerability without id', { cve: undefined, product_status: { fixed: ['LIB'] } }, {}],
    [
      'defined twice',
      { product_status: { fixed: ['A'] } },
      { full_product_names: ['x', 'y'].map((name) => ({ name, product_id: 'A' })) },
    ],
    [
      'a component of itself',
      { product_status: { fixed: ['A'] } },
      {
        relationships: [
          {
            full_product_name: { name: 'A', product_id: 'A' },
            product_reference: 'A',
            relates_to_product_reference: 'LIB',
          },
        ],
      },
    ],
  ])('a product %s is dropped and counted', (_, vulnerability, tree) => {
    const { statements, outcome } = read(csaf(vulnerability, tree))
    expect(statements).toEqual([])
    expect(outcome).toMatchObject({ read: 1, kept: 0 })
  })
})

describe('any VEX reader', () => {
  it('no JSON makes it throw, and what it read it kept or dropped', () => {
    const shaped = fc.oneof(
      fc.jsonValue(),
      fc.jsonValue().map((statements) => ({ '@context': 'x', statements: [statements] })),
      fc.jsonValue().map((value) => ({ bomFormat: 'CycloneDX', vulnerabilities: [value], components: [value] })),
      fc.jsonValue().map((value) => csaf({ product_status: value }, { branches: [value] })),
    )
    fc.assert(
      fc.property(shaped, (json) => {
        const document = parseVex(json)
        if (!document.ok) return
        const { read, kept, dropped } = document.value.outcome
        expect(kept + dropped.reduce((sum, entry) => sum + entry.count, 0)).toBe(read)
      }),
    )
  })
})
