/** How a component was seen. The list is closed so that every kind has a sentence on screen. */
export type EvidenceKind =
  | 'sbom'
  | 'lockfile'
  | 'manifest'
  | 'package-database'
  | 'file'
  | 'banner'
  | 'report'
  | 'stated'

export interface ComponentEvidence {
  kind: EvidenceKind
  /** Which importer saw it: `cyclonedx`, `npm-lockfile`, `dpkg`. */
  by: string
  /** Path of the file as given or found, relative to the scanned root. */
  path?: string
  /** Where inside the file: a JSON pointer, bom-ref, line. */
  pointer?: string
}

/** A distribution release as /etc/os-release names it: `{ id: 'debian', versionId: '12' }`. */
export interface Distribution {
  id: string
  versionId?: string
  /** `ID_LIKE` words, nearest first. */
  like?: string[]
  name?: string
}

/** The source package a distribution's binary package was built from. */
export interface UpstreamPackage {
  name: string
  version?: string
}

/** Software on an asset, as an importer found it. */
export interface Component {
  /** Stable within one import: the bom-ref or a made-up key. */
  ref: string
  /** Canonical purl where one is known. */
  purl?: string
  /** CPE 2.3 formatted strings the importer or SBOM states. */
  cpes: string[]
  name: string
  /** purl namespace: npm scope, Maven group, distribution vendor. */
  namespace?: string
  version?: string
  /** purl type: `npm`, `deb`, `maven` …; absent when unknown. */
  type?: string
  distribution?: Distribution
  upstream: UpstreamPackage[]
  /** rpm modularity label where the package carries one. */
  module?: string
  licences: string[]
  /** Directory or layer that tells two equal components of one asset apart. Empty for most. */
  location: string
  scope?: 'runtime' | 'development' | 'optional'
  /** refs of components this one depends on. */
  dependsOn: string[]
  evidence: ComponentEvidence[]
}

/** VEX words shared by OpenVEX, CycloneDX and CSAF. */
export type VexStatus = 'affected' | 'not-affected' | 'fixed' | 'under-investigation'

/** A supplier's VEX statement: knowledge that acts in matching. */
export interface VexStatement {
  vulnerability: string
  aliases: string[]
  /** purls (version optional) or CPEs the statement is about; empty: the whole subject. */
  products: string[]
  /** purls of subcomponents inside the products. */
  subcomponents: string[]
  status: VexStatus
  justification?: string
  statement?: string
  author?: string
  at?: string
  source: string
}

/** Whose inventory an import is. */
export interface Subject {
  name: string
  version?: string
  purl?: string
  kind: 'application' | 'container-image' | 'host' | 'repository'
  distribution?: Distribution
}
