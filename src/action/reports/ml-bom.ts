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

/**
 * An AI system as a CycloneDX 1.7 ML-BOM: the system is what the document describes, its parts are components. What
 * CycloneDX has no field for stands in properties (`lunette:ai:…`), so that reading it again gives the same system.
 */
export function mlBomOf(
  system: AiSystem,
  made: { at: string; toolVersion: string; serialNumber: string },
): Record<string, unknown> {
  const root = `ai-system:${system.slug}`
  const components = system.parts.map((part, place) => componentOf(part, `part:${place + 1}`))
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
    dependencies: [{ ref: root, dependsOn: components.map((one) => one['bom-ref']) }],
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
