import type { Interval, SchemeId } from '#core/versions'
import type { AffectedPackage, Statement } from '#core/vocabulary'
import { type Json, list, text } from './json.ts'
import { blankStatement } from './statement.ts'

const schemes: Readonly<Record<string, SchemeId>> = { dpkg: 'deb', rpm: 'rpm', apk: 'apk' }

const bases: Readonly<Record<string, string>> = {
  rhel: 'Red Hat',
  debian: 'Debian',
  ubuntu: 'Ubuntu',
  alpine: 'Alpine',
  sles: 'SUSE',
  ol: 'Oracle Linux',
  amzn: 'Amazon Linux',
  wolfi: 'Wolfi',
  chainguard: 'Chainguard',
  minimos: 'MinimOS',
  mariner: 'Azure Linux',
  azurelinux: 'Azure Linux',
  photon: 'Photon OS',
  fedora: 'Fedora',
  arch: 'Arch',
}

/** `rhel:9.4+eus` → `Red Hat:9.4+eus`; `undefined` for namespaces of no distribution. */
export function ecosystemOfNamespace(namespace: string): string | undefined {
  const [id = '', release = ''] = namespace.split(':')
  const base = bases[id]
  if (base === undefined) return undefined
  if (release === '' || release === 'rolling') return base
  return base === 'Alpine' ? `${base}:v${release}` : `${base}:${release}`
}

/** One record of the distribution schema: a vulnerability with the packages that fix it in one namespace. */
export function readOsRecord(item: Json): Statement[] {
  const record = item.Vulnerability as Json | undefined
  const namespace = text(record?.NamespaceName) ?? ''
  const ecosystem = ecosystemOfNamespace(namespace)
  const name = text(record?.Name)
  if (record === undefined || ecosystem === undefined || name === undefined) return []
  const advisories = list((record.Metadata as Json | undefined)?.CVE).flatMap((cve) => text(cve.Name) ?? [])
  const recordId = name.startsWith('CVE-') ? `${ecosystem} ${name}` : name
  const covered = name.startsWith('CVE-') ? [name] : advisories
  const affected = list(record.FixedIn).flatMap((fix) => affectedOf(fix, ecosystem))
  return [{ ...blankStatement, source: `vunnel:${namespace}`, recordId, related: covered, affected }]
}

function affectedOf(fix: Json, ecosystem: string): AffectedPackage[] {
  const name = text(fix.Name)
  const scheme = schemes[text(fix.VersionFormat) ?? '']
  if (name === undefined || scheme === undefined) return []
  const version = text(fix.Version) ?? 'None'
  const module = text(fix.Module)
  const platform = text(fix.Arch)
  const shared = {
    kind: 'package' as const,
    ecosystem,
    name,
    scheme,
    ...(module ? { module } : {}),
    ...(platform ? { platforms: [platform] } : {}),
  }
  if (version === '0') return [{ ...shared, status: 'unaffected', intervals: [{}] }]
  if (version === 'None' || version === '') {
    const declined = (fix.VendorAdvisory as Json | undefined)?.NoAdvisory === true
    return [{ ...shared, status: 'affected', intervals: [{}], fixState: declined ? 'wont-fix' : 'not-fixed' }]
  }
  const stated = text(fix.VulnerableRange)
  return [{ ...shared, status: 'affected', intervals: stated ? intervalsOf(stated) : [{ max: version }] }]
}

/** `>= 1.2, < 1.9 || = 2.0` as intervals. */
export function intervalsOf(range: string): Interval[] {
  return range.split('||').map((part) => {
    const interval: Interval = {}
    for (const [, operator = '', version = ''] of part.matchAll(/(<=|>=|<|>|=)\s*([^\s,|]+)/g)) {
      if (operator.startsWith('>'))
        Object.assign(interval, { min: version }, operator === '>' && { minExclusive: true })
      else if (operator.startsWith('<'))
        Object.assign(interval, { max: version }, operator === '<=' && { maxInclusive: true })
      else Object.assign(interval, { min: version, max: version, maxInclusive: true })
    }
    return interval
  })
}
