/** What a distribution's advisories name and list; decides which names are looked up and what silence means. */
interface DistributionFacts {
  /** `source`: advisories name source packages only. `any`: binary packages, source packages, or both. */
  names: 'source' | 'any'
  /**
   * `all`: unfixed vulnerabilities too, as Debian's and Ubuntu's trackers do. `fixes`: what was fixed only, so that
   * silence about a vulnerability says nothing, and a CNA's own record may still speak.
   */
  lists: 'all' | 'fixes'
  /** Packages follow upstream's versions, so that a CPE's range says something of them where the lists are silent. */
  followsUpstream?: true
  /** The distribution this one is rebuilt from: its statements speak where the rebuild's own are silent. */
  rebuildOf?: string
  /** No releases: one stream of packages. */
  rolling?: true
}

const facts: Readonly<Record<string, DistributionFacts>> = {
  Debian: { names: 'source', lists: 'all' },
  Ubuntu: { names: 'source', lists: 'all' },
  Alpine: { names: 'any', lists: 'fixes', followsUpstream: true },
  Alpaquita: { names: 'any', lists: 'fixes', followsUpstream: true },
  Wolfi: { names: 'any', lists: 'fixes', followsUpstream: true, rolling: true },
  Chainguard: { names: 'any', lists: 'fixes', followsUpstream: true, rolling: true },
  MinimOS: { names: 'any', lists: 'fixes', followsUpstream: true, rolling: true },
  Arch: { names: 'any', lists: 'all', rolling: true },
  AlmaLinux: { names: 'any', lists: 'fixes', rebuildOf: 'Red Hat' },
  'Rocky Linux': { names: 'any', lists: 'fixes', rebuildOf: 'Red Hat' },
  'Oracle Linux': { names: 'any', lists: 'fixes', rebuildOf: 'Red Hat' },
}

/** Errata of Red Hat, SUSE, Fedora, Amazon, Mageia and the like say what was fixed; few say more. */
const other: DistributionFacts = { names: 'any', lists: 'fixes' }

/** Facts of a distribution's base ecosystem; one that is not in the table names any package and lists fixes only. */
export function distributionFacts(base: string): DistributionFacts {
  return facts[base] ?? other
}
