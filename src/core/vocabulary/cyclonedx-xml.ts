/** How a field of CycloneDX's JSON form stands in its XML form. */
export type XmlField =
  | 'text'
  | 'number'
  | 'boolean'
  /** An attribute of the element. */
  | { attribute: 'text' | 'boolean' }
  /** The element's own text. */
  | 'content'
  /** An object: an element with children. */
  | { shape: string }
  /** A list: an element around one for each entry. */
  | { list: string; of: 'text' | { shape: string } }
  /** A list: the element once for each entry. */
  | { repeated: 'text' | { shape: string } }
  /** A list whose entries are one of several things: `{ license: … }` as an element of that name, or of what an entry is. */
  | { choices: readonly XmlChoice[] }

/** An entry that has this field is this element. */
export interface XmlChoice {
  /** The field by which an entry is known; absent: every other one. */
  by?: string
  element: string
  shape: string
  /** The entry is the value of that field alone, which is of the shape; else the entry itself is. */
  inner?: true
}

/** Fields in the order of the schema (bom-1.7.xsd), each with its name in XML where that is another. */
export type XmlShape = readonly (readonly [field: string, kind: XmlField, element?: string])[]

const ref = ['bom-ref', { attribute: 'text' }] as const
const many = (list: string, shape: string): XmlField => ({ list, of: { shape } })
const texts = (list: string): XmlField => ({ list, of: 'text' })
const one = (shape: string): XmlField => ({ shape })
const properties = ['properties', many('property', 'property')] as const
const hashes = ['hashes', many('hash', 'hash')] as const
const references = ['externalReferences', many('reference', 'externalReference')] as const
const licences = [
  'licenses',
  {
    choices: [
      { by: 'license', element: 'license', shape: 'license', inner: true },
      { by: 'expression', element: 'expression', shape: 'licenseExpression' },
    ],
  },
] as const

/**
 * What CycloneDX 1.5 to 1.7 says of models, data and services, as far as both of its forms can be told from each other by
 * name alone. What has no line here is kept as JSON where we write it, and counted where others did.
 */
export const cycloneDxShapes: Readonly<Record<string, XmlShape>> = {
  component: [
    ['type', { attribute: 'text' }],
    ['mime-type', { attribute: 'text' }],
    ref,
    ['supplier', one('organization')],
    ['manufacturer', one('organization')],
    ['authors', many('author', 'contact')],
    ['author', 'text'],
    ['publisher', 'text'],
    ['group', 'text'],
    ['name', 'text'],
    ['version', 'text'],
    ['description', 'text'],
    ['scope', 'text'],
    hashes,
    licences,
    ['copyright', 'text'],
    ['cpe', 'text'],
    ['purl', 'text'],
    ['omniborId', { repeated: 'text' }],
    ['swhid', { repeated: 'text' }],
    ['modified', 'boolean'],
    references,
    properties,
    ['components', many('component', 'component')],
    ['modelCard', one('modelCard')],
    ['data', { repeated: { shape: 'componentData' } }],
    ['tags', texts('tag')],
  ],
  service: [
    ref,
    ['provider', one('organization')],
    ['group', 'text'],
    ['name', 'text'],
    ['version', 'text'],
    ['description', 'text'],
    ['endpoints', texts('endpoint')],
    ['authenticated', 'boolean'],
    ['x-trust-boundary', 'boolean'],
    ['trustZone', 'text'],
    licences,
    references,
    properties,
    ['services', many('service', 'service')],
    ['tags', texts('tag')],
  ],
  organization: [
    ref,
    ['name', 'text'],
    ['address', one('address')],
    ['url', { repeated: 'text' }],
    ['contact', { repeated: { shape: 'contact' } }],
  ],
  address: [
    ref,
    ...(['country', 'region', 'locality', 'postOfficeBoxNumber', 'postalCode', 'streetAddress'] as const).map(
      (name) => [name, 'text'] as const,
    ),
  ],
  contact: [ref, ['name', 'text'], ['email', 'text'], ['phone', 'text']],
  hash: [
    ['alg', { attribute: 'text' }],
    ['content', 'content'],
  ],
  property: [
    ['name', { attribute: 'text' }],
    ['value', 'content'],
  ],
  attachment: [
    ['contentType', { attribute: 'text' }, 'content-type'],
    ['encoding', { attribute: 'text' }],
    ['content', 'content'],
  ],
  license: [
    ref,
    ['acknowledgement', { attribute: 'text' }],
    ['id', 'text'],
    ['name', 'text'],
    ['text', one('attachment')],
    ['url', 'text'],
    properties,
  ],
  licenseExpression: [ref, ['acknowledgement', { attribute: 'text' }], ['expression', 'content']],
  externalReference: [['type', { attribute: 'text' }], ['url', 'text'], ['comment', 'text'], hashes, properties],
  modelCard: [
    ref,
    ['modelParameters', one('modelParameters')],
    ['quantitativeAnalysis', one('quantitativeAnalysis')],
    ['considerations', one('considerations')],
    properties,
  ],
  modelParameters: [
    ['approach', one('approach')],
    ['task', 'text'],
    ['architectureFamily', 'text'],
    ['modelArchitecture', 'text'],
    [
      'datasets',
      {
        choices: [
          { by: 'ref', element: 'ref', shape: 'datasetReference' },
          { element: 'dataset', shape: 'componentData' },
        ],
      },
    ],
    ['inputs', many('input', 'format')],
    ['outputs', many('output', 'format')],
  ],
  approach: [['type', 'text']],
  datasetReference: [['ref', 'content']],
  format: [['format', 'text']],
  componentData: [
    ref,
    ['type', 'text'],
    ['name', 'text'],
    ['contents', one('dataContents')],
    ['classification', 'text'],
    ['sensitiveData', { repeated: 'text' }],
    ['graphics', one('graphics')],
    ['description', 'text'],
    ['governance', one('governance')],
  ],
  dataContents: [['attachment', one('attachment')], ['url', 'text'], properties],
  graphics: [
    ['description', 'text'],
    ['collection', many('graphic', 'graphic')],
  ],
  graphic: [
    ['name', 'text'],
    ['image', one('attachment')],
  ],
  governance: [
    ['custodians', many('custodian', 'responsible')],
    ['stewards', many('steward', 'responsible')],
    ['owners', many('owner', 'responsible')],
  ],
  responsible: [
    ['organization', one('organization')],
    ['contact', one('contact'), 'individual'],
  ],
  quantitativeAnalysis: [
    ['performanceMetrics', many('performanceMetric', 'performanceMetric')],
    ['graphics', one('graphics')],
  ],
  performanceMetric: [
    ['type', 'text'],
    ['value', 'text'],
    ['slice', 'text'],
    ['confidenceInterval', one('confidenceInterval')],
  ],
  confidenceInterval: [
    ['lowerBound', 'text'],
    ['upperBound', 'text'],
  ],
  considerations: [
    ['users', texts('user')],
    ['useCases', texts('useCase')],
    ['technicalLimitations', texts('technicalLimitation')],
    ['performanceTradeoffs', texts('performanceTradeoff')],
    ['ethicalConsiderations', many('ethicalConsideration', 'ethicalConsideration')],
    ['environmentalConsiderations', one('environmentalConsiderations')],
    ['fairnessAssessments', many('fairnessAssessment', 'fairnessAssessment')],
  ],
  ethicalConsideration: [
    ['name', 'text'],
    ['mitigationStrategy', 'text'],
  ],
  fairnessAssessment: [
    ['groupAtRisk', 'text'],
    ['benefits', 'text'],
    ['harms', 'text'],
    ['mitigationStrategy', 'text'],
  ],
  environmentalConsiderations: [['energyConsumptions', many('energyConsumption', 'energyConsumption')], properties],
  energyConsumption: [
    ['activity', 'text'],
    ['energyProviders', { repeated: { shape: 'energyProvider' } }],
    ['activityEnergyCost', one('measure')],
    ['co2CostEquivalent', one('measure')],
    ['co2CostOffset', one('measure')],
    properties,
  ],
  energyProvider: [
    ref,
    ['description', 'text'],
    ['organization', one('organization')],
    ['energySource', 'text'],
    ['energyProvided', one('measure')],
    references,
  ],
  measure: [
    ['value', 'number'],
    ['unit', 'text'],
  ],
}
