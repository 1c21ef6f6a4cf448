/** What a distribution's advisories name and list; decides which names are looked up and what silence means. */
interface DistributionFacts {
  /** `source`: advisories name source packages only. `any`: binary packages, source packages, or both. */
  names: 'source' | 'any'
  /** True where only fixes are listed, so that silence about a vulnerability says nothing and a CPE may still speak. */
  cpeFillsSilence?: true
  /** The distribution this one is rebuilt from: its statements speak where the rebuild's own are silent. */
  rebuildOf?: string
  /** No releases: one stream of packages. */
  rolling?: true
}

const facts: Readonly<Record<string, DistributionFacts>> = {
  Debian: { names: 'source' },
  Ubuntu: { names: 'source' },
  Alpine: { names: 'any', cpeFillsSilence: true },
  Alpaquita: { names: 'any', cpeFillsSilence: true },
  Wolfi: { names: 'any', cpeFillsSilence: true, rolling: true },
  Chainguard: { names: 'any', cpeFillsSilence: true, rolling: true },
  MinimOS: { names: 'any', cpeFillsSilence: true, rolling: true },
  Arch: { names: 'any', rolling: true },
  AlmaLinux: { names: 'any', rebuildOf: 'Red Hat' },
  'Rocky Linux': { names: 'any', rebuildOf: 'Red Hat' },
  'Oracle Linux': { names: 'any', rebuildOf: 'Red Hat' },
}

const other: DistributionFacts = { names: 'any' }

/** Facts of a distribution's base ecosystem; a distribution not in the table names any package and lists everything. */
export function distributionFacts(base: string): DistributionFacts {
  return facts[base] ?? other
}
