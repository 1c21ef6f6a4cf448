import { type AiPart, type AiPartKind, type AiSystem, mlBomNames, parsePurl } from '#core/vocabulary'

interface Property {
  name: string
  value: string
}

/** CycloneDX's type of component for each kind of part; `lunette:ai:part` says which kind it is. */
const types: Readonly<Record<AiPartKind, string>> = {
  model: 'machine-learning-model',
  dataset: 'data',
  prompt: 'data',
  tool: 'application',
  guardrail: 'application',
  judge: 'application',
  gateway: 'application',
}

/** Fields that CycloneDX has of a service and of a component alike, or of a service alone. */
const ofServices: ReadonlySet<string> = new Set([
  ...['group', 'description', 'endpoints', 'authenticated', 'x-trust-boundary', 'trustZone', 'data', 'licenses'],
  ...[
    'patentAssertions',
    'externalReferences',
    'services',
    'releaseNotes',
    'properties',
    'tags',
    'signature',
    'supplier',
  ],
])
/** Those that no component has. */
const onlyOfServices = ['endpoints', 'authenticated', 'x-trust-boundary', 'trustZone', 'services']

/**
 * An AI system as a CycloneDX 1.7 ML-BOM: the system is what the document describes, its parts are components, and what others
 * reach over the network is a service: a gateway, and what a document brought in as one. What
 * CycloneDX has no field for stands in properties (`lunette:ai:…`), so that reading it again gives the same system.
 */
export function mlBomOf(
  system: AiSystem,
  made: { at: string; toolVersion: string; serialNumber: string },
): Record<string, unknown> {
  const root = `ai-system:${system.slug}`
  const parts = system.parts.map((part, place) => ({ part, ref: `part:${place + 1}` }))
  const components = parts.filter(({ part }) => !isService(part)).map(({ part, ref }) => componentOf(part, ref))
  const services = parts.filter(({ part }) => isService(part)).map(({ part, ref }) => serviceOf(part, ref))
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.7.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.7',
    serialNumber: made.serialNumber,
    version: 1,
    metadata: {
      timestamp: made.at,
      tools: { components: [{ type: 'application', name: 'Lunette', version: made.toolVersion }] },
      component: {
        type: 'application',
        'bom-ref': root,
        name: system.name,
        description: system.purpose,
        properties: propertiesOf(system),
      },
    },
    components,
    ...(services.length > 0 && { services }),
    dependencies: [{ ref: root, dependsOn: parts.map(({ ref }) => ref) }],
  }
}

function propertiesOf({ slug, owner, role, autonomy, oversight, dataClasses, accessLevel }: AiSystem): Property[] {
  return [
    ...one(mlBomNames.id, slug),
    ...one(mlBomNames.owner, owner),
    ...one(mlBomNames.role, role),
    ...one(mlBomNames.autonomy, autonomy),
    ...one(mlBomNames.oversight, oversight),
    ...dataClasses.flatMap((value) => one(mlBomNames.dataClass, value)),
    ...one(mlBomNames.accessLevel, accessLevel === null ? null : String(accessLevel)),
  ]
}

function componentOf(part: AiPart, ref: string): Record<string, unknown> & { 'bom-ref': string } {
  const { kind, name, version, vendor, purl, bom } = part
  const { properties: others = [], ...rest } = (bom ?? {}) as { properties?: Property[] }
  const isPurl = purl !== null && parsePurl(purl).ok
  return {
    ...rest,
    type: types[kind],
    'bom-ref': ref,
    ...(vendor !== null && { supplier: { ...supplierOf(rest), name: vendor } }),
    name,
    ...(version !== null && { version }),
    ...(isPurl && { purl }),
    ...(kind === 'dataset' && !('data' in rest) && { data: [{ type: 'dataset', name }] }),
    properties: [...others, ...propertiesOfPart(part, isPurl)],
  }
}

/** A gateway, unless a document said of it what services have no field for; others only where it said what components have none for. */
function isService({ kind, bom }: AiPart): boolean {
  const said = Object.keys(bom ?? {})
  const fits = said.every((key) => ofServices.has(key))
  return fits && (said.some((key) => onlyOfServices.includes(key)) || (kind === 'gateway' && !hasOwnData(bom)))
}

/** The data of a component is another thing than the data of a service. */
function hasOwnData(bom: AiPart['bom']): boolean {
  return bom !== null && 'data' in bom
}

function serviceOf(part: AiPart, ref: string): Record<string, unknown> {
  const { name, version, vendor, endpoint, bom } = part
  const { properties: others = [], supplier, ...rest } = (bom ?? {}) as { properties?: Property[]; supplier?: object }
  const provider = { ...supplier, ...(vendor !== null && { name: vendor }) }
  return {
    ...rest,
    'bom-ref': ref,
    ...(Object.keys(provider).length > 0 && { provider }),
    name,
    ...(version !== null && { version }),
    ...(!('endpoints' in rest) && endpoint !== null && { endpoints: [endpoint] }),
    // A service has no purl.
    properties: [...others, ...propertiesOfPart(part, false)],
  }
}

function supplierOf(rest: object): object {
  return 'supplier' in rest && typeof rest.supplier === 'object' && rest.supplier !== null ? rest.supplier : {}
}

function propertiesOfPart(part: AiPart, isPurl: boolean): Property[] {
  const { kind, purl, accessLevel, assets, endpoint, behind } = part
  return [
    ...one(mlBomNames.part, kind),
    ...one(mlBomNames.accessLevel, accessLevel === null ? null : String(accessLevel)),
    ...assets.flatMap((value) => one(mlBomNames.asset, value)),
    ...one(mlBomNames.endpoint, endpoint),
    ...one(mlBomNames.behind, behind),
    ...one(mlBomNames.purl, isPurl ? null : purl),
  ]
}

function one(name: string, value: string | null): Property[] {
  return value === null ? [] : [{ name, value }]
}
