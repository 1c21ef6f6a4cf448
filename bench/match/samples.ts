import { z } from 'zod'

/** Beside each set of advisories: the feed whose reader takes it, with the shape it is brought into first where it has one of its own. */
export interface Sample {
  feed: string
  toOsv?: (record: unknown) => unknown[]
}

/**
 * The advisory sets beside the mirror that say which versions of packages are affected: those in OSV's shape and those
 * of RubySec, RustSec and FriendsOfPHP as they are, Debian's and Alpine's lists as OSV records of their releases. Copies of what the mirror holds newer are read too:
 * of records that occur several times the newest stands.
 */
export const samples: Readonly<Record<string, Sample>> = {
  almalinux: { feed: 'osv' },
  bitnami: { feed: 'osv' },
  drupal: { feed: 'osv' },
  psf: { feed: 'osv' },
  'go-vulndb-osv': { feed: 'osv' },
  'pypa-osv': { feed: 'osv' },
  'debian-dsa': { feed: 'osv', toOsv: debianToOsv },
  'debian-dla': { feed: 'osv', toOsv: debianToOsv },
  'alpine-secdb-2020': { feed: 'osv', toOsv: alpineToOsv },
  'ruby-advisory-db': { feed: 'rubysec' },
  rustsec: { feed: 'rustsec' },
  friendsofphp: { feed: 'friends-of-php' },
}

const debianRecord = z.object({
  id: z.string(),
  date: z.string(),
  title: z.string(),
  cves: z.array(z.string()),
  fixes: z.array(z.object({ release: z.string(), package: z.string(), version: z.string() })),
})

const debianReleases: Readonly<Record<string, string>> = {
  jessie: '8',
  stretch: '9',
  buster: '10',
  bullseye: '11',
  bookworm: '12',
}

/** The security tracker's list of DSAs and DLAs: a fixed version per release. */
function debianToOsv(record: unknown): unknown[] {
  const read = debianRecord.safeParse(record)
  if (!read.success) return []
  const { id, date, title, cves, fixes } = read.data
  const affected = fixes.flatMap(({ release, package: name, version }) => {
    const number = debianReleases[release]
    if (number === undefined || version.startsWith('<')) return []
    return [{ package: { ecosystem: `Debian:${number}`, name }, ranges: [fixedIn(version)] }]
  })
  if (affected.length === 0) return []
  const at = new Date(`${date} UTC`).toISOString()
  return [{ id, summary: title, modified: at, published: at, upstream: cves, affected }]
}

const alpineRecord = z.object({
  distroversion: z.string(),
  reponame: z.string(),
  packages: z.array(
    z.object({ pkg: z.object({ name: z.string(), secfixes: z.record(z.string(), z.array(z.string()).nullable()) }) }),
  ),
})

/** One repository of one release: per package and fixed version the CVEs. */
function alpineToOsv(record: unknown): unknown[] {
  const read = alpineRecord.safeParse(record)
  if (!read.success) return []
  const { distroversion, reponame, packages } = read.data
  return packages.flatMap(({ pkg: { name, secfixes } }) =>
    Object.entries(secfixes).flatMap(([version, ids]) => {
      const cves = (ids ?? []).flatMap((text) => /CVE-\d+-\d+/.exec(text)?.[0] ?? [])
      if (cves.length === 0 || version === '0') return []
      const affected = [{ package: { ecosystem: `Alpine:${distroversion}`, name }, ranges: [fixedIn(version)] }]
      const id = `ALPINE-${distroversion}-${reponame}-${name}-${version}`
      return [{ id, modified: '2020-12-01T00:00:00Z', upstream: cves, affected }]
    }),
  )
}

function fixedIn(version: string) {
  return { type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: version }] }
}
