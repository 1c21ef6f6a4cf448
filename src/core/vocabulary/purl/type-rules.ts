import type { PurlParts } from './types.ts'

export interface PurlTypeRule {
  /** Components the type compares without case, written in lower case. */
  lower?: readonly ('namespace' | 'name' | 'version')[]
  namespace?: 'required' | 'prohibited'
  version?: 'required'
  /** Qualifiers without which the type names nothing. */
  qualifiers?: readonly string[]
  namePattern?: RegExp
  versionPattern?: RegExp
  /** A normalisation beyond case. */
  adjust?: (parts: PurlParts) => void
  /** The first segment alone is the namespace and the rest is the name. */
  hostThenPath?: true
}

const caseless = ['namespace', 'name'] as const
const hostsWithoutCase = new Set(['github', 'github.com', 'bitbucket', 'bitbucket.org'])

function lowerOnHostsWithoutCase(parts: PurlParts): void {
  const namespace = parts.namespace?.toLowerCase()
  if (namespace === undefined || !hostsWithoutCase.has(namespace)) return
  parts.namespace = namespace
  parts.name = parts.name.toLowerCase()
}

/** Databricks compares model names without case, Azure ML with it (mlflow type definition). */
function lowerOnDatabricks(parts: PurlParts): void {
  if (parts.qualifiers?.repository_url?.includes('databricks')) parts.name = parts.name.toLowerCase()
}

/**
 * What each purl type adds to the general rules. Source: the type definitions of the purl specification (ECMA-427).
 * Two differ on purpose: `golang` and `npm` keep their case, because Go module paths and old npm names differ by
 * case alone, and folding them would hide the advisories of one behind the name of another.
 */
export const purlTypeRules: Readonly<Record<string, PurlTypeRule>> = {
  alpm: { lower: caseless, namespace: 'required' },
  apk: { lower: caseless, namespace: 'required' },
  bazel: { namespace: 'prohibited', version: 'required' },
  bitbucket: { lower: caseless, namespace: 'required' },
  bitnami: { lower: ['name'], namespace: 'prohibited' },
  brew: { lower: caseless },
  cargo: { namespace: 'prohibited' },
  'chrome-extension': {
    lower: ['name'],
    namespace: 'prohibited',
    namePattern: /^[a-p]{32}$/,
    versionPattern: /^\d+(?:\.\d+){0,3}$/,
  },
  cocoapods: { namespace: 'prohibited', namePattern: /^[^\s+.][^\s+]*$/ },
  composer: { lower: caseless, namespace: 'required' },
  conda: { namespace: 'prohibited', version: 'required' },
  cpan: {
    namePattern: /^(?!.*::)/,
    adjust: (parts) => {
      parts.namespace = parts.namespace?.toUpperCase()
    },
  },
  cran: { namespace: 'prohibited' },
  deb: { lower: caseless, namespace: 'required' },
  gem: { namespace: 'prohibited' },
  git: { namespace: 'required', hostThenPath: true, adjust: lowerOnHostsWithoutCase },
  github: { lower: caseless, namespace: 'required' },
  gitlab: { lower: caseless, namespace: 'required' },
  golang: { namespace: 'required' },
  hackage: { namespace: 'prohibited' },
  hex: { lower: caseless },
  huggingface: { lower: ['version'] },
  julia: { namespace: 'prohibited', qualifiers: ['uuid'] },
  luarocks: { lower: caseless },
  maven: { namespace: 'required' },
  mlflow: { namespace: 'prohibited', adjust: lowerOnDatabricks },
  nuget: { namespace: 'prohibited' },
  oci: { lower: ['name', 'version'], namespace: 'prohibited' },
  opam: { namespace: 'prohibited' },
  otp: { lower: ['name'], namespace: 'prohibited' },
  pub: {
    lower: ['name'],
    namespace: 'prohibited',
    adjust: (parts) => {
      parts.name = parts.name.replace(/[^a-z0-9_]/g, '_')
    },
  },
  pypi: {
    lower: ['name', 'version'],
    namespace: 'prohibited',
    adjust: (parts) => {
      parts.name = parts.name.replace(/[-_.]+/g, '-')
    },
  },
  qpkg: { lower: ['namespace'], namespace: 'required' },
  rpm: { lower: ['namespace'], namespace: 'required' },
  swid: { qualifiers: ['tag_id'] },
  swift: { namespace: 'required' },
  vcpkg: { lower: ['name'], namespace: 'prohibited' },
  'vscode-extension': { lower: ['namespace', 'name', 'version'], namespace: 'required' },
  yocto: { lower: ['namespace'] },
}
