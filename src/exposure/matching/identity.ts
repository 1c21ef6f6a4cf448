import type { SchemeId } from '#core/versions'
import {
  type Component,
  type Distribution,
  ecosystemOfPurlType,
  ecosystems,
  type KnowledgeKey,
  normalisePackageName,
  packageKey,
  schemeOfEcosystem,
} from '#core/vocabulary'
import { type BannerPackage, bannerPackage } from './banner-package.ts'
import { StatedCpes } from './cpe/stated-cpes.ts'
import { distributionFacts } from './distributions.ts'
import { languagePackage } from './language-name.ts'
import { ecosystemOfRelease, type Release, releaseOfDistribution } from './release.ts'
import { distributionOfVersion } from './release-of-version.ts'
import { rootEcosystem, rootedName } from './root-builds.ts'

/** A name under which advisories may speak of a component, with the version to compare. */
export interface PackageName {
  ecosystem: string
  name: string
  version: string | undefined
  role: 'binary' | 'source'
  /** Under which knowledge of it is looked up; worked out when it first is. */
  key?: KnowledgeKey
  /** The version shows no epoch though the package may have one: bounds are compared without theirs. */
  epochless?: true
}

/** The key of a package under one of its names. */
export function keyOfName(name: PackageName): KnowledgeKey {
  name.key ??= packageKey(name.ecosystem, name.name)
  return name.key
}

/** What a component is, as far as matching needs it. */
export interface Identity {
  component: Component
  /** `distribution`: installed by one. `language`: from an ecosystem with advisories of its own. `other`: neither. */
  kind: 'distribution' | 'language' | 'other'
  /** The row it is counted in: `Debian:12`, `npm`, `(no ecosystem)`. */
  ecosystem: string
  scheme: SchemeId
  version: string | undefined
  release?: Release
  /** True when the release was read from the package's version, because nothing else states it. */
  releaseInferred?: true
  names: PackageName[]
  cpes: StatedCpes
  /** Seen only as a service's own words: the version may hide backports. */
  banner: boolean
  /** Operating system family where known. */
  system?: 'linux'
}

const distributionTypes: Readonly<Record<string, SchemeId>> = { deb: 'deb', rpm: 'rpm', apk: 'apk', alpm: 'alpm' }

const noEcosystem = '(no ecosystem)'

/** Reads a component's identity. `around`: the distribution of the subject it was found in. */
export function identify(component: Component, around?: Distribution): Identity {
  const type = component.type ?? ''
  const scheme = distributionTypes[type]
  if (scheme) return identifyDistributionPackage(component, type, scheme, around)
  const ecosystem = ecosystemOfPurlType(type)
  if (ecosystem) return identifyLanguagePackage(component, ecosystem, around)
  if (!productTypes.has(type)) return identifyForeignPackage(component, type, around)
  const shown = isBanner(component) ? bannerPackage(component) : undefined
  if (shown) return identifyBannerPackage(component, shown)
  return {
    ...common(component, around),
    kind: 'other',
    ecosystem: type === '' ? noEcosystem : type,
    scheme: 'generic',
    names: [],
  }
}

/** purl types that name products rather than packages of a package manager: a CPE beside them is a name, not a guess. */
const productTypes = new Set([
  '',
  'generic',
  'github',
  'gitlab',
  'bitbucket',
  'docker',
  'oci',
  'swid',
  'yocto',
  'qpkg',
  'mlflow',
  'huggingface',
])

/** A package of a package manager that nobody writes advisories for (`cpan`, `conda`): named, and unknown. */
function identifyForeignPackage(component: Component, type: string, around: Distribution | undefined): Identity {
  const { name, version } = component
  const names: PackageName[] = [{ ecosystem: type, name, version, role: 'binary' }]
  return { ...common(component, around), kind: 'language', ecosystem: type, scheme: 'generic', names }
}

function common(component: Component, around: Distribution | undefined) {
  return {
    component,
    version: component.version === '' ? undefined : component.version,
    cpes: new StatedCpes(component),
    banner: isBanner(component),
    ...(component.distribution || around ? { system: 'linux' as const } : {}),
  }
}

function isBanner({ evidence }: Component): boolean {
  return evidence.length > 0 && evidence.every(({ kind }) => kind === 'banner')
}

/** A service whose banner shows a distribution's revision is looked up in that distribution under its product's names. */
function identifyBannerPackage(component: Component, { distribution, version }: BannerPackage): Identity {
  const shared = { ...common(component, distribution), system: 'linux' as const }
  const release = releaseOfDistribution(distribution)
  const base = release?.base ?? 'Debian'
  const names = new Set([component.name.toLowerCase(), ...shared.cpes.names().map(({ product }) => product)])
  return {
    ...shared,
    kind: 'distribution',
    ecosystem: release ? ecosystemOfRelease(release) : base,
    scheme: 'deb',
    ...(release ? { release } : {}),
    names: [...names].map((name) => ({
      ecosystem: base,
      name,
      version,
      role: 'source' as const,
      epochless: true as const,
    })),
  }
}

function identifyLanguagePackage(component: Component, ecosystem: string, around: Distribution | undefined): Identity {
  const shared = common(component, around)
  const named = languagePackage(component, ecosystem)
  return {
    ...shared,
    kind: 'language',
    ecosystem,
    scheme: schemeOfEcosystem(ecosystem),
    version: named?.version,
    names: named
      ? withRooted([
          { ecosystem, name: normalisePackageName(ecosystem, named.name), version: named.version, role: 'binary' },
        ])
      : [],
  }
}

function identifyDistributionPackage(
  component: Component,
  type: string,
  scheme: SchemeId,
  around: Distribution | undefined,
): Identity {
  const shared = { ...common(component, around), system: 'linux' as const }
  const { distribution, inferred } = distributionOf(component, type, around)
  const release = distribution && releaseOfDistribution(distribution)
  if (!release || ecosystems[release.base]?.purlType !== type) {
    const ecosystem = distribution ? [distribution.id, distribution.versionId].filter(Boolean).join(':') : type
    return { ...shared, kind: 'distribution', ecosystem, scheme, names: [] }
  }
  return {
    ...shared,
    kind: 'distribution',
    ecosystem: ecosystemOfRelease(release),
    scheme,
    release,
    ...(inferred ? { releaseInferred: true as const } : {}),
    names: withRooted(packageNames(component, release.base)),
  }
}

interface FoundDistribution {
  distribution?: Distribution
  inferred?: boolean
}

/** The component's own distribution, else its purl's namespace, else what its version says, else the subject's. */
function distributionOf(component: Component, type: string, around: Distribution | undefined): FoundDistribution {
  const stated = component.distribution
  if (stated?.versionId) return { distribution: stated }
  const marked = component.version === undefined ? undefined : distributionOfVersion(type, component.version)
  const id = stated?.id ?? component.namespace?.toLowerCase()
  if (id === undefined) {
    const distribution = around ?? marked
    return distribution ? { distribution, inferred: around === undefined } : {}
  }
  if (around && sameBase(around, { id })) return { distribution: around }
  const versionId = marked && related(marked, { id }) ? marked.versionId : undefined
  return { distribution: { id, ...(versionId === undefined ? {} : { versionId }) }, inferred: versionId !== undefined }
}

function sameBase(a: Distribution, b: Distribution): boolean {
  const base = releaseOfDistribution(a)?.base
  return base !== undefined && base === releaseOfDistribution(b)?.base
}

function related(marked: Distribution, named: Distribution): boolean {
  const [markedBase, namedBase] = [releaseOfDistribution(marked)?.base, releaseOfDistribution(named)?.base]
  if (markedBase === undefined || namedBase === undefined) return false
  return markedBase === namedBase || distributionFacts(namedBase).rebuildOf === markedBase
}

/** Adds the names under which a vendor that rebuilds packages with fixes speaks of them. */
function withRooted(names: PackageName[]): PackageName[] {
  let all = names
  for (const known of names) {
    const name = rootedName(known.ecosystem, known.name, known.version)
    if (name !== undefined) all = all.concat({ ...known, ecosystem: rootEcosystem, name, key: undefined })
  }
  return all
}

/** Debug symbols and kernel headers carry no running code: no source package's advisory judges them. */
const withoutRunningCode =
  /-(debuginfo|debugsource|dbgsym|dbg)$|^(kernel-headers|linux-libc-dev|linux-(.+-)?headers(-.+)?)$/

function packageNames(component: Component, base: string): PackageName[] {
  const binary: PackageName = { ecosystem: base, name: component.name, version: component.version, role: 'binary' }
  if (withoutRunningCode.test(component.name)) return [binary]
  const sources: PackageName[] = []
  for (const { name, version: stated } of component.upstream) {
    const source = sourceName(name)
    const version = stated === undefined ? undefined : withEpochOf(component.version, stated)
    const known = source === component.name && (version ?? component.version) === component.version
    if (!known) sources.push({ ecosystem: base, name: source, version: version ?? component.version, role: 'source' })
  }
  if (component.upstream.length > 0 && distributionFacts(base).names === 'source')
    return sources.length > 0 ? sources : [binary]
  return [binary, ...sources]
}

/** A source package's file name carries no epoch; it is the one its binary packages show. */
function withEpochOf(binary: string | undefined, source: string): string {
  const epoch = source.includes(':') ? undefined : /^\d+:/.exec(binary ?? '')?.[0]
  return epoch === undefined ? source : `${epoch}${source}`
}

/** Signed kernels and boot loaders are built by wrapper sources (`linux-signed-amd64`); advisories name the wrapped one. */
function sourceName(name: string): string {
  const wrapped = /^(linux|grub2|shim)-signed(?:-(?:amd64|arm64|i386))?$/.exec(name)?.[1]
  if (wrapped !== undefined) return wrapped
  return name.startsWith('linux-signed-') ? name.replace('linux-signed-', 'linux-') : name
}
