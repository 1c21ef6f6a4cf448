import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cycloneDxXml, mlBomOf } from '#action/reports'
import { type AiPart, type AiSystem, aiPartKinds, aiRoles, autonomies } from '#core/vocabulary'
import { type MlBom, readMlBom } from './index.ts'

const made = {
  at: '2026-08-10T12:00:00Z',
  toolVersion: '0.0.0',
  serialNumber: 'urn:uuid:00000000-0000-8000-8000-000000000000',
}

function read(bom: unknown): MlBom {
  const found = readMlBom(typeof bom === 'string' ? bom : JSON.stringify(bom))
  if (!found.ok) throw new Error(found.error.message)
  return found.value
}

const words = (most: number) => fc.string({ minLength: 1, maxLength: most }).filter((text) => text.trim() !== '')
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const level = maybe(fc.integer({ min: 1, max: 7 }))
const card = fc.record({
  modelParameters: fc.record({ task: words(20), datasets: fc.array(fc.record({ name: words(20) })) }),
})
const part: fc.Arbitrary<AiPart> = fc.record({
  kind: fc.constantFrom(...aiPartKinds),
  name: words(50),
  version: maybe(words(20)),
  vendor: maybe(words(50)),
  purl: maybe(fc.oneof(words(50), fc.constant('pkg:npm/ai-gateway@4.2.0'))),
  accessLevel: level,
  assets: fc.array(words(50), { maxLength: 4 }),
  endpoint: maybe(fc.webUrl()),
  behind: maybe(words(50)),
  bom: maybe(
    fc.oneof(
      fc.record({ modelCard: card, licenses: fc.constant([{ license: { id: 'MIT' } }]) }),
      fc.record({ properties: fc.array(fc.record({ name: words(20), value: words(20) }), { minLength: 1 }) }),
      fc.record({ endpoints: fc.constant(['https://a.example/v1', 'https://b.example']), authenticated: fc.boolean() }),
      fc.record({ supplier: fc.record({ url: fc.constant(['https://example.com']) }) }),
    ),
  ),
})
const system: fc.Arbitrary<AiSystem> = fc.record({
  slug: fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,79}$/),
  name: words(50),
  owner: maybe(words(50)),
  purpose: words(100),
  role: fc.constantFrom(...aiRoles),
  autonomy: fc.constantFrom(...autonomies),
  oversight: maybe(words(50)),
  dataClasses: fc.array(words(20), { maxLength: 5 }),
  accessLevel: level,
  parts: fc.array(part, { maxLength: 8 }),
})

describe('an ML-BOM', () => {
  it('that was written of a system is read as the same system', () => {
    fc.assert(
      fc.property(system, (one) => {
        for (const written of [mlBomOf(one, made), cycloneDxXml(mlBomOf(one, made))]) {
          const { slug, name, said, parts, outcome } = read(written)
          expect({ slug, name, ...said, parts }).toEqual(one)
          expect(outcome.dropped).toEqual([])
        }
      }),
    )
  })

  it('of another tool gives its models and their data, and what it says of them stays', () => {
    const found = read({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: { component: { type: 'application', name: 'Shop assistant' } },
      components: [
        {
          ...{ type: 'machine-learning-model', name: 'm', version: '1', 'bom-ref': 'a', supplier: { name: 'Acme' } },
          modelCard: { modelParameters: { datasets: [{ type: 'dataset', name: 'mails' }, { ref: 'b' }] } },
        },
        { type: 'data', name: 'orders' },
        { type: 'library', name: 'left-pad' },
        { type: 'application' },
      ],
    })
    expect(found).toMatchObject({ slug: undefined, name: 'Shop assistant' })
    expect(found.parts.map(({ kind, name, vendor }) => [kind, name, vendor])).toEqual([
      ['model', 'm', 'Acme'],
      ['dataset', 'orders', null],
      ['dataset', 'mails', null],
    ])
    expect(found.parts[0]!.bom).toHaveProperty('modelCard')
    expect(found.outcome).toMatchObject({ status: 'partial', read: 4, kept: 2 })
    expect(found.outcome.dropped.map(({ code }) => code)).toEqual(['no-part', 'no-name'])
  })

  it('of services gives gateways by what they call themselves, and tools, where they answer', () => {
    const found = read({
      ...{ bomFormat: 'CycloneDX', specVersion: '1.7' },
      services: [
        { name: 'AI Gateway', provider: { name: 'Acme' }, version: '2', endpoints: ['https://ai.example/v1'] },
        { name: 'Weather', endpoints: ['https://w.example', 'https://v.example'], authenticated: true },
        { name: 'Local', endpoints: ['grpc://x'] },
        { endpoints: [] },
      ],
    })
    expect(found.parts).toMatchObject([
      {
        kind: 'gateway',
        name: 'AI Gateway',
        vendor: 'Acme',
        version: '2',
        endpoint: 'https://ai.example/v1',
        bom: null,
      },
      { kind: 'tool', endpoint: 'https://w.example', bom: { authenticated: true, endpoints: { length: 2 } } },
      { kind: 'tool', endpoint: null, bom: { endpoints: ['grpc://x'] } },
    ])
    expect(found.outcome).toMatchObject({ read: 4, kept: 3, dropped: [{ code: 'no-name' }] })
  })

  it('keeps what a service says of itself, whatever it says', () => {
    const service = fc.record(
      {
        ...{ name: words(20), description: words(20), provider: fc.record({ name: words(10) }) },
        ...{ endpoints: fc.array(fc.oneof(fc.webUrl(), words(10)), { maxLength: 3 }), authenticated: fc.boolean() },
        properties: fc.array(fc.record({ name: words(5), value: words(5) })),
      },
      { requiredKeys: ['name'] },
    )
    fc.assert(
      fc.property(fc.array(service, { maxLength: 4 }), system, (services, about) => {
        const { parts } = read({ bomFormat: 'CycloneDX', specVersion: '1.7', services })
        expect(parts).toHaveLength(services.length)
        expect(read(mlBomOf({ ...about, parts }, made)).parts).toEqual(parts)
        expect(read(cycloneDxXml(mlBomOf({ ...about, parts }, made))).parts).toEqual(parts)
      }),
    )
  })

  it('has a gateway as a service, at the address at which it answers', () => {
    const gateway: AiPart = {
      ...{
        kind: 'gateway',
        name: 'front',
        version: '4',
        vendor: 'Acme',
        purl: 'pkg:npm/ai-gateway@4',
        accessLevel: null,
      },
      ...{ assets: [], endpoint: 'https://ai.example/v1', behind: null, bom: null },
    }
    const about: AiSystem = {
      ...{ slug: 's', name: 'S', owner: null, purpose: 'p', role: 'deployer', autonomy: 'assistive', oversight: null },
      ...{ dataClasses: [], accessLevel: null, parts: [gateway, { ...gateway, kind: 'model', endpoint: null }] },
    }
    expect(mlBomOf(about, made)).toMatchObject({
      components: [{ type: 'machine-learning-model', 'bom-ref': 'part:2' }],
      services: [{ 'bom-ref': 'part:1', provider: { name: 'Acme' }, endpoints: ['https://ai.example/v1'] }],
      dependencies: [{ dependsOn: ['part:1', 'part:2'] }],
    })
  })

  it.each([
    ['no JSON', '{', 'it is no CycloneDX document, neither in JSON nor in XML'],
    ['another document', '{"spdxVersion":"SPDX-2.3"}', 'it is no CycloneDX document, neither in JSON nor in XML'],
    ['an old version', '{"bomFormat":"CycloneDX","specVersion":"1.4"}', '1.5 is the first'],
    [
      'depth',
      `{"bomFormat":"CycloneDX","specVersion":"1.7","a":${'['.repeat(200)}${']'.repeat(200)}}`,
      'nested deeper',
    ],
  ])('is refused for %s', (_name, text, message) => {
    expect(readMlBom(text)).toMatchObject({
      ok: false,
      error: { code: 'not-a-bom', message: expect.stringContaining(message) },
    })
  })

  it('of any bytes is read or refused', () => {
    const json = fc
      .json()
      .map((text) => `{"bomFormat":"CycloneDX","specVersion":"1.7","components":[${text}],"metadata":${text}}`)
    fc.assert(fc.property(fc.oneof(fc.string(), json), (text) => void readMlBom(text)))
  })
})

describe('an ML-BOM in XML', () => {
  const bom = (inner: string, version = '1.6') =>
    `<?xml version="1.0"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/${version}" version="1">${inner}</bom>`
  const model = `<component type="machine-learning-model" bom-ref="m">
      <supplier><name>Acme</name><url>https://acme.example</url></supplier>
      <name>m &amp; n</name><version>1</version><purl>pkg:huggingface/acme/m@1</purl>
      <licenses><license><id>MIT</id></license><expression>MIT OR X</expression></licenses>
      <modelCard><modelParameters>
        <approach><type>supervised</type></approach><task>chat</task>
        <datasets><dataset><type>dataset</type><name>mails</name></dataset><ref>d</ref></datasets>
      </modelParameters></modelCard>
      <pedigree><notes>made of another</notes></pedigree>
    </component>`

  it('of another tool gives what its JSON would, and counts what has no place', () => {
    const components = `<components>${model}<component type="data" bom-ref="d"><name>orders</name></component>
      <component type="library"><name>left-pad</name></component></components>`
    const services =
      '<services><service><name>AI gateway</name><endpoints><endpoint>https://ai.example</endpoint></endpoints></service></services>'
    const found = read(
      bom(`<metadata><component type="application"><name>Desk</name></component></metadata>${components}${services}`),
    )
    const card = {
      approach: { type: 'supervised' },
      task: 'chat',
      datasets: [{ type: 'dataset', name: 'mails' }, { ref: 'd' }],
    }
    expect(found).toMatchObject({ name: 'Desk', specVersion: '1.6' })
    expect(found.parts.map(({ kind, name, vendor, endpoint }) => [kind, name, vendor, endpoint])).toEqual([
      ['model', 'm & n', 'Acme', null],
      ['dataset', 'orders', null, null],
      ['gateway', 'AI gateway', null, 'https://ai.example'],
      ['dataset', 'mails', null, null],
    ])
    expect(found.parts[0]!.bom).toEqual({
      supplier: { url: ['https://acme.example'] },
      licenses: [{ license: { id: 'MIT' } }, { expression: 'MIT OR X' }],
      modelCard: { modelParameters: card },
    })
    expect(found.outcome.dropped).toMatchObject([
      { code: 'no-part', count: 1 },
      { code: 'no-element', count: 1, example: '<pedigree> of a part' },
    ])
  })

  it('with a prefix is the same', () => {
    const prefixed = bom(`<components>${model}</components>`)
      .replace('xmlns=', 'xmlns:c=')
      .replace(/<(\/?)(?=[a-z])/g, '<$1c:')
    expect(read(prefixed)).toEqual(read(bom(`<components>${model}</components>`)))
  })

  it('has its elements in the order of the schema, and what no element holds as JSON', () => {
    const part: AiPart = {
      ...{ kind: 'model', name: 'a\nb', version: '1', vendor: 'Acme', purl: 'pkg:npm/m@1', accessLevel: 6 },
      ...{ assets: [], endpoint: null, behind: null },
      bom: {
        tags: ['t'],
        pedigree: { notes: 'n' },
        description: '<b>',
        hashes: [{ alg: 'MD5', content: 'x' }],
        tall: 1,
      },
    }
    const about: AiSystem = {
      ...{ slug: 's', name: 'S', owner: null, purpose: 'p', role: 'deployer', autonomy: 'assistive', oversight: null },
      ...{ dataClasses: [], accessLevel: null, parts: [part] },
    }
    const text = cycloneDxXml(mlBomOf(about, made))
    expect(text).toContain('<bom xmlns="http://cyclonedx.org/schema/bom/1.7" serialNumber="urn:uuid:')
    expect(text).toContain('<name>a&#10;b</name>')
    const components = text.slice(text.indexOf('</metadata>'))
    const order = [
      '<supplier>',
      '<name>',
      '<version>',
      '<description>&lt;b&gt;',
      '<hashes>',
      '<purl>',
      '<properties>',
      '<tags>',
    ]
    const places = order.map((one) => components.indexOf(one === '<name>' ? '<name>a' : one))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
    expect(components).toContain('{&quot;pedigree&quot;:{&quot;notes&quot;:&quot;n&quot;},&quot;tall&quot;:1}')
    expect(read(text).parts).toEqual([part])
  })

  it.each([
    [
      'entities',
      bom('<components>&a;</components>').replace('\n', '<!DOCTYPE bom [<!ENTITY a "b">]>'),
      'undefined entity',
    ],
    ['depth', bom('<components>'.repeat(200) + '</components>'.repeat(200)), 'nested deeper'],
    ['what is not well-formed', bom('<components>'), 'the XML cannot be read'],
    ['another document', '<bom xmlns="http://example.com"/>', 'no CycloneDX document'],
    ['an old version', bom('', '1.4'), '1.5 is the first'],
  ])('is refused for %s', (_name, text, message) => {
    expect(readMlBom(text)).toMatchObject({
      ok: false,
      error: { code: 'not-a-bom', message: expect.stringContaining(message) },
    })
  })

  it('of any markup, and with any JSON beside it, is read or refused', () => {
    const tag = fc.constantFrom(
      'components',
      'component',
      'services',
      'service',
      'name',
      'modelCard',
      'properties',
      'property',
    )
    const markup = fc.array(
      fc.oneof(
        tag.map((name) => `<${name}>`),
        tag.map((name) => `</${name}>`),
        fc.json().map((text) => `<property name="lunette:ai:besides">${text.replace(/[<&]/g, '')}</property>`),
        fc.string(),
      ),
    )
    fc.assert(fc.property(markup, (parts) => void readMlBom(bom(parts.join('')))))
    const besides = fc
      .json()
      .map((text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
    fc.assert(
      fc.property(besides, (text) => {
        const property = `<properties><property name="lunette:ai:besides">${text}</property></properties>`
        expect(
          readMlBom(bom(`<components><component type="data"><name>d</name>${property}</component></components>`)).ok,
        ).toBe(true)
      }),
    )
  })
})

const samples = join(process.env.LUNETTE_TEST_DATA ?? '../shared/data', 'conformance', 'cyclonedx-spec-tests')

/** The samples of the specification: documents with models, in every version that has them. */
function documents(): [string, string][] {
  try {
    return ['1.5', '1.6', '1.7'].flatMap((version) =>
      readdirSync(join(samples, version))
        .filter((name) => /^valid-machine-learning.*\.json$/.test(name))
        .map((name): [string, string] => [name, join(samples, version, name)]),
    )
  } catch {
    return []
  }
}

const schemas = join(samples, '..', 'schemas', 'cyclonedx')

/** The schema of CycloneDX 1.7; what it says of algorithms of cryptography is another file, and nothing of ours. */
function schema17(): ValidateFunction {
  const ajv = new Ajv({ strict: false, logger: false, validateFormats: false })
  const file = (name: string) => JSON.parse(readFileSync(join(schemas, name), 'utf8')) as object
  for (const name of ['spdx.schema.json', 'jsf-0.82.schema.json']) ajv.addSchema(file(name))
  const definitions = { algorithmFamiliesEnum: {}, ellipticCurvesEnum: {} }
  ajv.addSchema({ $id: 'http://cyclonedx.org/schema/cryptography-defs.schema.json', definitions })
  return ajv.compile(file('bom-1.7.schema.json'))
}

describe.skipIf(documents().length === 0)('samples of the specification (LUNETTE_TEST_DATA)', () => {
  it('what is written of gateways, models and services of others fits the schema', () => {
    const validate = schema17()
    const services = readMlBom(readFileSync(join(samples, '1.7', 'valid-saasbom-1.7.json'), 'utf8'))
    if (!services.ok) throw new Error(services.error.message)
    const gateway: AiPart = {
      ...{ kind: 'gateway', name: 'front', version: '4', vendor: 'Acme', purl: 'pkg:npm/ai-gateway@4', accessLevel: 3 },
      ...{ assets: ['host'], endpoint: 'https://ai.example/v1', behind: 'edge', bom: null },
    }
    const about: AiSystem = {
      ...{ slug: 's', name: 'S', owner: 'o', purpose: 'p', role: 'deployer', autonomy: 'assistive', oversight: null },
      ...{
        dataClasses: ['mail'],
        accessLevel: 3,
        parts: [gateway, { ...gateway, kind: 'model' }, ...services.value.parts],
      },
    }
    expect(services.value.parts.length).toBeGreaterThan(0)
    expect({ fits: validate(mlBomOf(about, made)), errors: validate.errors }).toEqual({ fits: true, errors: null })
    expect(read(mlBomOf(about, made)).parts).toEqual(about.parts)
  })

  it.each(documents())('%s: every model, and nothing of it is lost in a round', (_name, path) => {
    const text = readFileSync(path, 'utf8')
    const { parts } = read(text)
    const models = (JSON.parse(text) as { components: { type: string; modelCard?: object }[] }).components.filter(
      ({ type }) => type === 'machine-learning-model',
    )
    expect(parts.filter(({ kind }) => kind === 'model')).toHaveLength(models.length)
    expect(parts.flatMap(({ bom }) => (bom as { modelCard?: object } | null)?.modelCard ?? [])).toEqual(
      models.flatMap(({ modelCard }) => modelCard ?? []),
    )
    const about: AiSystem = {
      ...{ slug: 's', name: 'S', owner: null, purpose: 'p', role: 'deployer', autonomy: 'assistive', oversight: null },
      ...{ dataClasses: [], accessLevel: null, parts },
    }
    expect(read(mlBomOf(about, made)).parts).toEqual(parts)
    expect(read(cycloneDxXml(mlBomOf(about, made))).parts).toEqual(parts)
  })
})
