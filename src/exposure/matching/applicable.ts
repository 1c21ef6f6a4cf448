import type { AffectedPackage } from '#core/vocabulary'
import type { Identity } from './identity.ts'

const systems = new Set([
  'linux',
  'windows',
  'darwin',
  'macos',
  'freebsd',
  'openbsd',
  'netbsd',
  'solaris',
  'illumos',
  'aix',
  'android',
  'ios',
  'plan9',
  'js',
  'wasip1',
])
const machines: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  x86_64: 'x86_64',
  arm64: 'aarch64',
  aarch64: 'aarch64',
  ppc64le: 'ppc64le',
  s390x: 's390x',
  i386: 'i686',
  i686: 'i686',
}

/** Does the entry concern the operating system and machine the component runs on? What is not known is no objection. */
export function platformFits(entry: Pick<AffectedPackage, 'platforms'>, identity: Identity): boolean {
  const platforms = entry.platforms
  if (platforms === undefined || platforms.length === 0) return true
  const words = platforms.map((platform) => platform.toLowerCase().split('/'))
  const stated = words.flat().filter((word) => systems.has(word))
  if (identity.system !== undefined && stated.length > 0 && !stated.includes(identity.system)) return false
  const machine = machineOf(identity.component.purl)
  const statedMachines = words.flat().flatMap((word) => machines[word] ?? [])
  return machine === undefined || statedMachines.length === 0 || statedMachines.includes(machine)
}

function machineOf(purl: string | undefined): string | undefined {
  const arch = purl === undefined ? undefined : /[?&]arch=([^&#]+)/.exec(purl)?.[1]
  return arch === undefined ? undefined : machines[arch]
}

/** `same`: concerns this build. `other`: another module's build. `unsure`: one side does not say which module. */
export type ModuleFit = 'same' | 'other' | 'unsure'

const modularBuild = /[.+]module[+_]/

/**
 * rpm modularity: a build inside a module stream is judged by that stream's advisories only. A modular build shows
 * `.module+el8` in its release; the label (`httpd:2.4`) tells which stream.
 */
export function moduleFits(entry: AffectedPackage, identity: Identity): ModuleFit {
  if (identity.scheme !== 'rpm') return 'same'
  const ours = streamOf(identity.component.module)
  const modular = ours !== undefined || modularBuild.test(identity.version ?? '')
  const theirs = streamOf(entry.module)
  const theirsModular =
    theirs !== undefined || entry.intervals.some(({ max }) => max !== undefined && modularBuild.test(max))
  if (entry.module === '' || !theirsModular)
    return modular && (entry.module === '' || namesFix(entry)) ? 'other' : 'same'
  if (!modular) return 'other'
  if (ours === undefined || theirs === undefined) return 'unsure'
  return ours === theirs ? 'same' : 'other'
}

function namesFix(entry: AffectedPackage): boolean {
  return entry.intervals.some(({ max }) => max !== undefined && max !== '0')
}

/** `httpd:2.4:8030020210:abc` → `httpd:2.4`. */
function streamOf(label: string | undefined): string | undefined {
  return label ? label.split(':').slice(0, 2).join(':') : undefined
}
