import { baseEcosystem, type Distribution, ecosystemOfDistribution, ecosystemRelease } from '#core/vocabulary'
import { distributionFacts } from './distributions.ts'
import { rootEcosystem } from './root-builds.ts'

/** The release of a distribution: `version` is `12`, `22.04`, `3.18`, `15.4`, `8`; `''` when unstated or rolling. */
export interface Release {
  base: string
  version: string
  /** Minor release, where extended streams exist per minor (RHEL 9.`4` EUS). */
  minor?: string
  /** Product line with packages of its own: SUSE's `micro`, openSUSE's `tumbleweed`. */
  flavour?: string
}

/** `base`: everybody's updates. `extended`: paid or longer support (EUS, ESM, LTSS). `layered`: a product on top. */
export type Stream = 'base' | 'extended' | 'layered'

interface StatedRelease extends Release {
  stream: Stream
}

type ReleaseReader = (text: string) => Omit<StatedRelease, 'base'>

const plain: ReleaseReader = (text) => ({ version: text.replace(/^v/, ''), stream: 'base' })

/** `Root:Alpine:3.18` → 3.18: fixes of a vendor on top of the release, an extended stream of it. */
const rebuilt: ReleaseReader = (text) => ({
  version: text.includes(':') ? (text.split(':')[1] ?? '').replace(/^v/, '') : '',
  stream: 'extended',
})

const readers: Readonly<Record<string, ReleaseReader>> = {
  [rootEcosystem]: rebuilt,
  Ubuntu: (text) => ({
    version: /\d+\.\d+/.exec(text)?.[0] ?? '',
    stream: /pro|esm|fips|realtime/i.test(text) ? 'extended' : 'base',
  }),
  'Red Hat': readRedHat,
  SUSE: readSuse,
  openSUSE: readSuse,
}

/** Product names as in Red Hat's CPEs: `enterprise_linux:8::appstream`, `rhel_eus:8.4::baseos`, `openshift:4.12::el8`. */
function readRedHat(text: string): Omit<StatedRelease, 'base'> {
  const [product = '', number = ''] = /^\d/.test(text) ? ['enterprise_linux', text] : text.split(':')
  const [major = '', minor] = number.replace(/\+.*$/, '').split('.')
  if (product === 'enterprise_linux' || product.startsWith('enterprise_linux_')) {
    return minor === undefined || !number.includes('+')
      ? { version: major, stream: 'base' }
      : { version: major, minor, stream: 'extended' }
  }
  if (/^rhel_(eus|aus|tus|e4s|els|eus_long_life)/.test(product)) {
    return { version: major, ...(minor === undefined ? {} : { minor }), stream: 'extended' }
  }
  return { version: /::el(\d+)/.exec(text)?.[1] ?? '', stream: 'layered' }
}

function readSuse(text: string): Omit<StatedRelease, 'base'> {
  if (/tumbleweed/i.test(text)) return { version: '', flavour: 'tumbleweed', stream: 'base' }
  const [, major = '', service, point] = /(\d+)(?:[ -]SP(\d+)|\.(\d+))?/.exec(text) ?? []
  const minor = service ?? point
  const micro = /micro/i.test(text)
  return {
    version: minor === undefined || minor === '0' ? major : `${major}.${minor}`,
    ...(micro ? { flavour: 'micro' } : {}),
    stream: /LTSS|ESPOS/.test(text) ? 'extended' : 'base',
  }
}

const stated = new Map<string, StatedRelease>()

/** Reads an ecosystem as advisories write it (`Red Hat:rhel_eus:8.4::baseos`). Answers are kept: there are few. */
function releaseOfEcosystem(ecosystem: string): StatedRelease {
  const known = stated.get(ecosystem)
  if (known) return known
  const base = baseEcosystem(ecosystem)
  const read = { base, ...(readers[base] ?? plain)(ecosystemRelease(ecosystem)) }
  stated.set(ecosystem, read)
  return read
}

const twoPart = new Set(['Ubuntu', 'Alpine', 'Alpaquita', 'Photon OS', 'openEuler'])

const read = new WeakMap<Distribution, { release: Release | undefined }>()

/**
 * The release of a component's distribution; `undefined` when nobody writes advisories for it. Read once: packages that
 * state the same distribution share it.
 */
export function releaseOfDistribution(distribution: Distribution): Release | undefined {
  const known = read.get(distribution)
  if (known) return known.release
  const release = readRelease(distribution)
  read.set(distribution, { release })
  return release
}

function readRelease(distribution: Distribution): Release | undefined {
  const ecosystem = ecosystemOfDistribution(distribution) ?? ecosystemOfRelative(distribution)
  if (ecosystem === undefined) return undefined
  const base = baseEcosystem(ecosystem)
  const text = (distribution.versionId ?? '').replace(/^v/, '')
  if (distributionFacts(base).rolling) return { base, version: '' }
  if (base === 'SUSE' || base === 'openSUSE') return releaseOfSuse(base, distribution.id, text)
  if (base === 'Amazon Linux' && /^201\d\./.test(text)) return { base, version: '1' }
  const [major = '', minor] = text.split('.')
  if (twoPart.has(base) && minor !== undefined) return { base, version: `${major}.${minor}` }
  return { base, version: major, ...(minor === undefined ? {} : { minor }) }
}

function ecosystemOfRelative({ id, versionId }: Distribution): string | undefined {
  if (/^sle?-?micro|^sle/.test(id)) return `SUSE:${versionId ?? ''}`
  return undefined
}

function releaseOfSuse(base: string, id: string, text: string): Release {
  const { version, flavour } = readSuse(`${id} ${text}`)
  return { base, version, ...(flavour === undefined ? {} : { flavour }) }
}

/** The ecosystem label of a release: `Debian:12`, `Alpine:v3.18`, `Wolfi`. */
export function ecosystemOfRelease({ base, version }: Release): string {
  if (version === '') return base
  return base === 'Alpine' || base === 'Alpaquita' ? `${base}:v${version}` : `${base}:${version}`
}

/** The stream through which a statement about `ecosystem` concerns `release`; `undefined` when it does not. */
export function streamFor(ecosystem: string, release: Release): Stream | undefined {
  const statement = releaseOfEcosystem(ecosystem)
  if ((statement.flavour ?? '') !== (release.flavour ?? '')) return undefined
  if (release.version !== '' && statement.version !== '' && statement.version !== release.version) return undefined
  if (statement.minor !== undefined && statement.minor !== release.minor) return undefined
  return statement.stream
}
