/** Kinds of asset; names of the OWASP Open Asset Model where it has them. */
export const assetKinds = [
  'organisation',
  'domain',
  'hostname',
  'ip-address',
  'netblock',
  'autonomous-system',
  'service',
  'certificate',
  'url',
  'host',
  'container-image',
  'repository',
  'application',
  'mailbox',
  'ai-system',
  'ai-model',
] as const
export type AssetKind = (typeof assetKinds)[number]

export const exposures = ['internet', 'internal', 'isolated', 'unknown'] as const
export type Exposure = (typeof exposures)[number]

export const criticalities = ['critical', 'high', 'medium', 'low', 'unknown'] as const
export type Criticality = (typeof criticalities)[number]

export const environments = ['production', 'staging', 'development', 'unknown'] as const
export type Environment = (typeof environments)[number]

/** How a fact came to be known. Ordered from strongest to weakest. */
export const bases = ['observed', 'stated', 'inferred', 'assumed'] as const
export type Basis = (typeof bases)[number]
