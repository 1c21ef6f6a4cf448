import type { Component, Distribution } from '#core/vocabulary'
import { combine } from './combine.ts'
import { type Identity, identify } from './identity.ts'
import { isPositive, type Opinion } from './opinion.ts'
import type { OpinionsByVulnerability } from './opinions.ts'
import { upstreamVersion } from './upstream-version.ts'

interface LanguagePlaces {
  /** Folders into which only the distribution's package manager installs, by convention. */
  folder: RegExp
  /** What distributions put before a package's own name. */
  prefix: RegExp
}

/** Sources: Debian Python Policy 2.6, Debian Ruby and JavaScript team policies, Fedora packaging guidelines. */
const places: Readonly<Record<string, LanguagePlaces>> = {
  pypi: {
    folder: /^\/?usr\/lib(?:64)?\/python\d*(?:\.\d+)?\/(?:dist|site)-packages\//,
    prefix: /^(?:python(?:\d+(?:\.\d+)?)?|py3)-/,
  },
  gem: {
    folder: /^\/?usr\/(?:share\/(?:rubygems-integration|gems)|lib(?:64)?\/ruby)\//,
    prefix: /^(?:ruby(?:\d[\d.]*)?|rubygem)-/,
  },
  npm: { folder: /^\/?usr\/(?:share\/nodejs|lib\/node_modules)\//, prefix: /^node(?:js)?-/ },
}

const distributionTypes = new Set(['deb', 'rpm', 'apk', 'alpm'])

/**
 * Scanners of images list a language package twice: as itself, and as the distribution's package that installed it.
 * The distributor knows its own backports, so what its advisories say of the owner stands for both.
 */
export class DistributionOwners {
  readonly #packages: readonly Component[]
  readonly #around: Distribution | undefined
  readonly #byName = new Map<string, Map<string, Component[]>>()
  readonly #identities = new Map<Component, Identity>()

  constructor(components: readonly Component[], around: Distribution | undefined) {
    this.#packages = components.filter(({ type }) => distributionTypes.has(type ?? ''))
    this.#around = around
  }

  /** The distribution's package that installed this language package: found in its folder, with its name and version. */
  of({ type, name, version, evidence }: Component): Identity | undefined {
    const language = this.#packages.length === 0 || type === undefined ? undefined : places[type]
    if (!language || !version || !evidence.some(({ path }) => path !== undefined && language.folder.test(path)))
      return undefined
    const named = this.#named(type as string, language).get(bare(name)) ?? []
    const owner = named.find((candidate) => isSameUpstream(candidate, version))
    return owner && this.#identityOf(owner)
  }

  #named(type: string, { prefix }: LanguagePlaces): ReadonlyMap<string, Component[]> {
    const known = this.#byName.get(type)
    if (known) return known
    const byName = new Map<string, Component[]>()
    for (const component of this.#packages) {
      const name = bare(component.name.replace(prefix, ''))
      byName.set(name, [...(byName.get(name) ?? []), component])
    }
    this.#byName.set(type, byName)
    return byName
  }

  #identityOf(owner: Component): Identity {
    const identity = this.#identities.get(owner) ?? identify(owner, this.#around)
    this.#identities.set(owner, identity)
    return identity
  }
}

/** PEP 503 folds these; distributions fold them their own way. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

function isSameUpstream({ type, version }: Component, own: string): boolean {
  if (version === undefined) return false
  const upstream = upstreamVersion(type as 'deb' | 'rpm' | 'apk' | 'alpm', version)
  return upstream === own || (upstream.startsWith(own) && /^[+~.-]/.test(upstream.slice(own.length)))
}

/**
 * Lets the distributor's word about the owner decide about the language package: what it calls affected is told once,
 * at the owner; what it calls not affected is overruled; where it is silent the build may still carry a fix.
 */
export function heedOwner(opinions: OpinionsByVulnerability, owner: Identity, ofOwner?: OpinionsByVulnerability): void {
  for (const [id, own] of opinions) {
    const theirs = ofOwner?.get(id)?.filter(({ method }) => method === 'distribution') ?? []
    if (theirs.length === 0)
      opinions.set(
        id,
        own.map((opinion) => softened(opinion, owner)),
      )
    else {
      const { deciding } = combine(owner, theirs)
      if (isPositive(deciding.verdict)) opinions.delete(id)
      else own.push({ ...deciding, reasons: () => [ownerReason(owner), ...deciding.reasons()] })
    }
  }
}

function softened(opinion: Opinion, owner: Identity): Opinion {
  if (opinion.verdict !== 'affected') return opinion
  return {
    ...opinion,
    verdict: 'likely-affected',
    reasons: () => [...opinion.reasons(), ownerReason(owner, ', which may carry fixes that its version does not show')],
  }
}

function ownerReason({ component, ecosystem }: Identity, rest = '') {
  const { name, version } = component
  return { code: 'installed-by', text: `${ecosystem}’s package ${name} ${version ?? ''} installed it${rest}.` }
}
