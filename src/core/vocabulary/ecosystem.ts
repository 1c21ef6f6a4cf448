import type { SchemeId } from '#core/versions'
import type { Distribution } from './component.ts'

interface EcosystemFacts {
  /** purl type whose packages live here. */
  purlType: string
  scheme: SchemeId
  /** purl namespace of a distribution's packages, where it differs from the lower-cased name. */
  distribution?: string
}

/**
 * OSV ecosystems (without release) → purl type and version scheme.
 * Source: the OSV schema's list of ecosystems and the purl type definitions.
 */
export const ecosystems: Readonly<Record<string, EcosystemFacts>> = withoutPrototype<EcosystemFacts>({
  npm: { purlType: 'npm', scheme: 'npm' },
  PyPI: { purlType: 'pypi', scheme: 'pypi' },
  Maven: { purlType: 'maven', scheme: 'maven' },
  RubyGems: { purlType: 'gem', scheme: 'gem' },
  Go: { purlType: 'golang', scheme: 'golang' },
  NuGet: { purlType: 'nuget', scheme: 'nuget' },
  Packagist: { purlType: 'composer', scheme: 'composer' },
  'crates.io': { purlType: 'cargo', scheme: 'cargo' },
  Hex: { purlType: 'hex', scheme: 'hex' },
  Pub: { purlType: 'pub', scheme: 'pub' },
  CRAN: { purlType: 'cran', scheme: 'cran' },
  Hackage: { purlType: 'hackage', scheme: 'hackage' },
  ConanCenter: { purlType: 'conan', scheme: 'conan' },
  SwiftURL: { purlType: 'swift', scheme: 'semver' },
  'GitHub Actions': { purlType: 'githubactions', scheme: 'semver' },
  Bitnami: { purlType: 'bitnami', scheme: 'semver' },
  VSCode: { purlType: 'vscode-extension', scheme: 'semver' },
  Julia: { purlType: 'julia', scheme: 'semver' },
  Debian: { purlType: 'deb', scheme: 'deb', distribution: 'debian' },
  Ubuntu: { purlType: 'deb', scheme: 'deb', distribution: 'ubuntu' },
  Echo: { purlType: 'deb', scheme: 'deb', distribution: 'echo' },
  Alpine: { purlType: 'apk', scheme: 'apk', distribution: 'alpine' },
  Alpaquita: { purlType: 'apk', scheme: 'apk', distribution: 'alpaquita' },
  Chainguard: { purlType: 'apk', scheme: 'apk', distribution: 'chainguard' },
  Wolfi: { purlType: 'apk', scheme: 'apk', distribution: 'wolfi' },
  MinimOS: { purlType: 'apk', scheme: 'apk', distribution: 'minimos' },
  'Red Hat': { purlType: 'rpm', scheme: 'rpm', distribution: 'redhat' },
  AlmaLinux: { purlType: 'rpm', scheme: 'rpm', distribution: 'almalinux' },
  'Rocky Linux': { purlType: 'rpm', scheme: 'rpm', distribution: 'rocky' },
  SUSE: { purlType: 'rpm', scheme: 'rpm', distribution: 'suse' },
  openSUSE: { purlType: 'rpm', scheme: 'rpm', distribution: 'opensuse' },
  'Azure Linux': { purlType: 'rpm', scheme: 'rpm', distribution: 'azurelinux' },
  Mageia: { purlType: 'rpm', scheme: 'rpm', distribution: 'mageia' },
  openEuler: { purlType: 'rpm', scheme: 'rpm', distribution: 'openeuler' },
  'Photon OS': { purlType: 'rpm', scheme: 'rpm', distribution: 'photon' },
  'Oracle Linux': { purlType: 'rpm', scheme: 'rpm', distribution: 'oraclelinux' },
  'Amazon Linux': { purlType: 'rpm', scheme: 'rpm', distribution: 'amzn' },
  Fedora: { purlType: 'rpm', scheme: 'rpm', distribution: 'fedora' },
  Hummingbird: { purlType: 'rpm', scheme: 'rpm', distribution: 'hummingbird' },
  Arch: { purlType: 'alpm', scheme: 'alpm', distribution: 'arch' },
})

const languageByPurlType = new Map(
  Object.entries(ecosystems)
    .filter(([, facts]) => !facts.distribution)
    .map(([name, facts]) => [facts.purlType, name]),
)

/** The ecosystem without its release: `Debian:12` → `Debian`. */
export function baseEcosystem(ecosystem: string): string {
  const colon = ecosystem.indexOf(':')
  return colon < 0 ? ecosystem : ecosystem.slice(0, colon)
}

/** The release part of an ecosystem, `''` when it has none: `Alpine:v3.18` → `v3.18`. */
export function ecosystemRelease(ecosystem: string): string {
  const colon = ecosystem.indexOf(':')
  return colon < 0 ? '' : ecosystem.slice(colon + 1)
}

/** The language ecosystem of a purl type; `undefined` for distributions and types without advisories. */
export function ecosystemOfPurlType(type: string): string | undefined {
  return languageByPurlType.get(type)
}

/** The version scheme of an ecosystem, of `Root:npm` that of `npm`; `generic` where nothing is known of it. */
export function schemeOfEcosystem(ecosystem: string): SchemeId {
  return ecosystems[baseEcosystem(ecosystem.replace(/^Root:/, ''))]?.scheme ?? 'generic'
}

/**
 * A package's name as its ecosystem compares it: PyPI by PEP 503, NuGet, Packagist, Hex, Pub and GitHub Actions
 * without case, the others as written. Maven is `group:artifact`, Go the module path, npm with its scope.
 */
export function normalisePackageName(ecosystem: string, name: string): string {
  switch (baseEcosystem(ecosystem)) {
    case 'PyPI':
      return name.toLowerCase().replace(/[-_.]+/g, '-')
    case 'NuGet':
    case 'Packagist':
    case 'Hex':
    case 'Pub':
    case 'GitHub Actions':
    case 'Bitnami':
    case 'VSCode':
      return name.toLowerCase()
    default:
      return name
  }
}

/** The knowledge key of a package: `debian/openssl`, `npm/@babel/core`. */
export function packageKey(ecosystem: string, name: string): string {
  return `${baseEcosystem(ecosystem).toLowerCase()}/${normalisePackageName(ecosystem, name)}`
}

/** The knowledge key of a CPE's vendor and product (both unescaped, lower case). */
export function cpeKey(vendor: string, product: string): string {
  return `cpe/${vendor}/${product}`
}

/** The knowledge key of a CNA's vendor and product: words and CPE names (unescaped) that mean the same have the same. */
export function productKey(vendor: string, product: string): string {
  return `product/${dictionaryWord(vendor)}/${dictionaryWord(product)}`
}

/** Words as the CPE dictionary writes them: lower case, blanks as `_` (NISTIR 7697, appendix A). */
export function dictionaryWord(words: string): string {
  return words.trim().toLowerCase().replace(/\s+/g, '_')
}

const ecosystemByDistributionId: Readonly<Record<string, string>> = withoutPrototype({
  debian: 'Debian',
  ubuntu: 'Ubuntu',
  echo: 'Echo',
  alpine: 'Alpine',
  alpaquita: 'Alpaquita',
  chainguard: 'Chainguard',
  wolfi: 'Wolfi',
  minimos: 'MinimOS',
  rhel: 'Red Hat',
  redhat: 'Red Hat',
  centos: 'Red Hat',
  almalinux: 'AlmaLinux',
  alma: 'AlmaLinux',
  rocky: 'Rocky Linux',
  rockylinux: 'Rocky Linux',
  sles: 'SUSE',
  suse: 'SUSE',
  sled: 'SUSE',
  opensuse: 'openSUSE',
  'opensuse-leap': 'openSUSE',
  'opensuse-tumbleweed': 'openSUSE',
  azurelinux: 'Azure Linux',
  mariner: 'Azure Linux',
  mageia: 'Mageia',
  openeuler: 'openEuler',
  photon: 'Photon OS',
  ol: 'Oracle Linux',
  oraclelinux: 'Oracle Linux',
  amzn: 'Amazon Linux',
  amazonlinux: 'Amazon Linux',
  fedora: 'Fedora',
  hummingbird: 'Hummingbird',
  arch: 'Arch',
})

/**
 * The OSV ecosystem of a distribution release: `{debian, 12.5}` → `Debian:12`, `{alpine, 3.18.4}` → `Alpine:v3.18`,
 * `{ubuntu, 22.04}` → `Ubuntu:22.04`, `{rhel, 9.2}` → `Red Hat:9`. Rolling ones have no release.
 */
export function ecosystemOfDistribution(distribution: Distribution): string | undefined {
  const base = ecosystemByDistributionId[distribution.id.toLowerCase()]
  if (!base) return undefined
  const version = distribution.versionId?.replace(/^v/, '') ?? ''
  if (version === '') return base
  const [major = '', minor] = version.split('.')
  switch (base) {
    case 'Alpine':
    case 'Alpaquita':
      return minor === undefined ? base : `${base}:v${major}.${minor}`
    case 'Ubuntu':
    case 'openSUSE':
    case 'SUSE':
    case 'openEuler':
      return `${base}:${version}`
    case 'Wolfi':
    case 'Chainguard':
    case 'MinimOS':
    case 'Arch':
      return base
    default:
      return `${base}:${major}`
  }
}

/** Documents choose the words these tables are asked for: `constructor` must not find what every object has. */
function withoutPrototype<Value>(table: Record<string, Value>): Record<string, Value> {
  return Object.assign(Object.create(null) as Record<string, Value>, table)
}
