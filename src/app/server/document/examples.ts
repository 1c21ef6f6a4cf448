/** A JSON Schema as our contract's schemas become one: only the words they use. */
export interface JsonSchema {
  type?: string | readonly string[]
  const?: unknown
  enum?: readonly unknown[]
  anyOf?: readonly JsonSchema[]
  oneOf?: readonly JsonSchema[]
  allOf?: readonly JsonSchema[]
  examples?: readonly unknown[]
  default?: unknown
  format?: string
  pattern?: string
  minimum?: number
  exclusiveMinimum?: number
  minLength?: number
  minItems?: number
  items?: JsonSchema
  required?: readonly string[]
  properties?: Readonly<Record<string, JsonSchema>>
  additionalProperties?: boolean | JsonSchema
  propertyNames?: JsonSchema
}

const instant = '2026-11-21T06:12:00.000Z'
const uuid = '3f0c6a52-8d0b-4b1e-9a54-1f2f7a0c9d11'

/** What a field of this name holds in examples, where its schema does not say. */
const named: Readonly<Record<string, unknown>> = {
  action: 'asset.update',
  actor: 'mara',
  address: '192.0.2.10',
  aliases: ['GHSA-jfh8-c2jp-5v3q'],
  asset: 'webshop',
  assetId: 'asset-host',
  assetName: 'webshop',
  assignee: 'mara',
  author: 'mara',
  body: 'Upgraded on staging; @ana looks at production.',
  by: 'mara',
  changedBy: 'mara',
  code: '123456',
  component: 'log4j-core',
  componentName: 'log4j-core',
  componentVersion: '2.14.1',
  cursor: 'eyJrZXkiOiI0MiJ9',
  current: 'the old unrelated words',
  cvss: 10,
  cwes: ['CWE-502'],
  description: 'Remote code execution when a logged text is looked up.',
  detail: {},
  device: 'Firefox on Linux',
  digest: 'kT2mZ8xQ0vWc7sJrL5uY3nB9aDfGhEiPo1RtUqXwMzA',
  ecosystem: 'Maven',
  epss: 0.97,
  feed: 'kev',
  fileName: 'webshop.cdx.json',
  filter: 'decision:now kev:yes',
  fixedVersion: '2.15.0',
  format: 'CycloneDX 1.6 JSON',
  group: 'security',
  hint: 'lunette_Ab3d',
  id: 'APy9Q6bKaKzarGeNME5Xib',
  importer: 'cyclonedx',
  issuer: 'https://login.example/realms/northwind',
  justification: 'vulnerable_code_not_in_execute_path',
  key: 'SEC-42',
  kind: 'finding.opened',
  label: 'Log4Shell',
  location: '/srv/webshop',
  madeBy: 'mara',
  message: 'the server answered 503: it is tried again in an hour',
  name: 'webshop',
  namespace: 'org.apache.logging.log4j',
  naturalKey: 'webshop',
  notifier: 'webhook',
  owner: 'platform team',
  password: 'a few unrelated words',
  path: '/join#Zm9yIHRoZSBleGFtcGxlIG9ubHksIG5vIHRva2Vu',
  position: 42,
  purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1',
  reason: 'behind a filter until the next release',
  recordId: 'CVE-2021-44228',
  secret: 'JBSWY3DPEHPK3PXP',
  source: 'cve',
  state: 'open',
  step: 'reading components',
  summary: '1,204 components read, 31 findings',
  tags: ['shop'],
  target: 'asset-host',
  team: 'platform',
  title: 'Log4Shell: remote code execution in log4j-core',
  token: 'Zm9yIHRoZSBleGFtcGxlIG9ubHksIG5vIHRva2Vu',
  tool: 'syft 1.20',
  type: 'application',
  unit: 'components',
  url: 'https://tickets.example/browse/SEC-42',
  vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
  version: '2.14.1',
  vulnerabilityId: 'CVE-2021-44228',
  why: 'in KEV, publicly exposed, automatable, total impact',
  words: '@ana looks at production.',
  workspaceName: 'Northwind',
}

const formats: Readonly<Record<string, string>> = {
  uuid,
  uri: 'https://example.org/',
  date: '2026-11-21',
  'date-time': instant,
  email: 'mara@example.org',
}

const isInstantName = /(?:^at$|At$|^since$|Since$|^until$|Seen$|^from$|^to$)/

/** Something plausible that a schema accepts; `name`: of the field it stands in. */
export function exampleOf(schema: JsonSchema, name = ''): unknown {
  if (schema.examples?.length) return schema.examples[0]
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, name)))
  // What may be null is shown as what it mostly is.
  const choice = (schema.anyOf ?? schema.oneOf)?.find(({ type }) => type !== 'null')
  if (choice) return exampleOf(choice, name)
  switch ([schema.type].flat().find((type) => type !== 'null')) {
    case 'object':
      return objectOf(schema)
    case 'array':
      return listOf(schema, name)
    case 'integer':
    case 'number':
      return numberOf(schema, name)
    case 'boolean':
      return true
    case 'string':
      return textOf(schema, name)
    default:
      return schema.type === undefined ? {} : null
  }
}

function objectOf({ properties = {}, additionalProperties, propertyNames }: JsonSchema): unknown {
  const entries = Object.entries(properties).map(([key, of]) => [key, exampleOf(of, key)])
  if (entries.length > 0 || typeof additionalProperties !== 'object') return Object.fromEntries(entries)
  return { [(propertyNames?.enum?.[0] as string) ?? 'key']: exampleOf(additionalProperties, 'value') }
}

function listOf({ items = {}, minItems = 1 }: JsonSchema, name: string): unknown {
  const known = named[name]
  if (Array.isArray(known)) return known
  return Array.from({ length: Math.max(1, minItems) }, () => exampleOf(items, singular(name)))
}

function singular(name: string): string {
  return name.replace(/s$/, '')
}

function numberOf({ minimum, exclusiveMinimum }: JsonSchema, name: string): number {
  const known = named[name]
  if (typeof known === 'number') return known
  return Math.max(minimum ?? 1, (exclusiveMinimum ?? 0) + 1, 1)
}

function textOf({ format = '', pattern, minLength = 0 }: JsonSchema, name: string): string {
  if (formats[format]) return formats[format]
  if (pattern?.includes('openid')) return 'openid profile email'
  if (isInstantName.test(name)) return instant
  const known = named[name]
  const text = typeof known === 'string' ? known : 'as it is said'
  return text.length >= minLength ? text : text.padEnd(minLength, 'x')
}
