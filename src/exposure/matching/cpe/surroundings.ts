import type { Component, CpeMatch, Distribution, Ternary } from '#core/vocabulary'
import { releaseOfDistribution } from '../release.ts'
import { attributesFit, type Wearer } from './attributes-fit.ts'
import { type CriteriaContext, meetCriteria } from './configuration.ts'
import { type CpeName, cpeName, withVersion, wordsOfCpe } from './names.ts'
import { stockCpes, stockProducts } from './stock.ts'

/**
 * All that is on an asset, for configurations that ask for a companion product or a platform to run on. Built when the
 * first of them asks, which on most assets none does.
 */
export class Surroundings implements CriteriaContext {
  readonly #components: readonly Component[]
  readonly #around: Distribution | undefined
  #byProduct: ReadonlyMap<string, Component[]> | undefined
  /** What was answered before, for components on a system that is known and on one that is not. */
  readonly #answers = { linux: new WeakMap<CpeMatch, Ternary>(), unknown: new WeakMap<CpeMatch, Ternary>() }
  #systems: Systems | undefined

  constructor(components: readonly Component[], around: Distribution | undefined) {
    this.#components = components
    this.#around = around ?? components.find(({ distribution }) => distribution?.versionId)?.distribution
  }

  /** A companion that is not listed may still be there; a platform may not be where another is known to be. */
  meets(criteria: CpeMatch, system: Wearer['system']): Ternary {
    const answers = this.#answers[system ?? 'unknown']
    const known = answers.get(criteria)
    if (known !== undefined) return known
    const answer = this.#ask(criteria, system)
    answers.set(criteria, answer)
    return answer
  }

  #ask(criteria: CpeMatch, system: Wearer['system']): Ternary {
    const wanted = cpeName(criteria.cpe)
    if (!wanted) return 'unknown'
    const seen = this.#meetsNamed(wanted, criteria, system)
    if (seen !== 'unseen') return seen
    if (wanted.part === 'o') return this.#systemHolds(wanted, system)
    return wanted.part === 'h' && this.#named().h.size > 0 ? 'no' : 'unknown'
  }

  #meetsNamed(wanted: CpeName, criteria: CpeMatch, system: Wearer['system']): Ternary | 'unseen' {
    let best: Ternary | 'unseen' = 'unseen'
    for (const key of new Set([keyOf(wanted.vendor, wanted.product), ANYTHING])) {
      for (const component of this.#under(key)) {
        const holds = wornHolds(component, key, wanted, criteria, system)
        if (holds === 'yes') return 'yes'
        if (holds === 'unknown' || best === 'unseen') best = holds ?? best
      }
    }
    return best
  }

  #systemHolds(wanted: CpeName, system: Wearer['system']): Ternary {
    const linux = system === 'linux' || this.#around !== undefined
    if (linux && wanted.product === 'linux_kernel' && wanted.version.length <= 1) return 'yes'
    const release = this.#releaseHolds(wanted)
    if (release !== undefined) return release
    const others = [...this.#named().o]
    const elsewhere = others.length > 0 && !others.includes(wanted.product)
    if (otherSystems.test(wanted.product)) return linux || elsewhere ? 'no' : 'unknown'
    // One Linux may be a rebuild of another; of what is named, only systems that are none speak against it.
    const isLinux = /linux|ubuntu|fedora|centos/.test(wanted.product)
    return isLinux && elsewhere && others.every((product) => otherSystems.test(product)) ? 'no' : 'unknown'
  }

  /** The distribution that the components were found in, under its name in NVD. */
  #releaseHolds(wanted: CpeName): Ternary | undefined {
    const release = this.#around && releaseOfDistribution(this.#around)
    if (!release || systemNames[release.base] !== keyOf(wanted.vendor, wanted.product)) return undefined
    const [theirs, ours] = [wanted.version, release.version]
    if (theirs.length <= 1 && /[*-]/.test(theirs)) return 'yes'
    if (ours === '' || theirs === '') return 'unknown'
    if (theirs === ours) return 'yes'
    return `${theirs}.`.startsWith(`${ours}.`) || `${ours}.`.startsWith(`${theirs}.`) ? 'unknown' : 'no'
  }

  /** The components under a product's key. All are sorted when the first is asked for: at least two keys always are. */
  #under(key: string): readonly Component[] {
    this.#byProduct ??= byProduct(this.#components)
    return this.#byProduct.get(key) ?? nobody
  }

  #named(): Systems {
    this.#systems ??= systemsOf(this.#components)
    return this.#systems
  }
}

/** Products of the operating systems and the hardware that components name. */
interface Systems {
  o: Set<string>
  h: Set<string>
}

function systemsOf(components: readonly Component[]): Systems {
  const systems: Systems = { o: new Set(), h: new Set() }
  for (let at = 0; at < components.length; at++) {
    const { cpes } = components[at]!
    for (let place = 0; place < cpes.length; place++) {
      const text = cpes[place]!
      const part = text[8]
      if ((part !== 'o' && part !== 'h') || !text.startsWith('cpe:2.3:')) continue
      const key = keyOfText(text)
      if (key !== undefined) systems[part].add(key.slice(key.indexOf(':') + 1))
    }
  }
  return systems
}

const nobody: readonly Component[] = []

function byProduct(components: readonly Component[]): Map<string, Component[]> {
  const index = new Map<string, Component[]>()
  for (let at = 0; at < components.length; at++) {
    const component = components[at]!
    const { cpes } = component
    for (let place = 0; place < cpes.length; place++) {
      const key = keyOfText(cpes[place]!)
      if (key !== undefined) add(index, key, component)
    }
    for (const [vendor, product] of stockProducts(component)) add(index, keyOf(vendor, product), component)
  }
  return index
}

/** Under each key a component once, though it may have several names of one product. */
function add(index: Map<string, Component[]>, key: string, component: Component): void {
  const known = index.get(key)
  if (known === undefined) index.set(key, [component])
  else if (known.at(-1) !== component) known.push(component)
}

const ANYTHING = 'anything'

/** Names that leave vendor or product open may be any product. */
function keyOf(vendor: string, product: string): string {
  return vendor === '*' || product === '*' ? ANYTHING : `${vendor}:${product}`
}

const PREFIX = 'cpe:2.3:'
const VENDOR_AT = 'cpe:2.3:a:'.length

/** Most names quote nothing and leave neither vendor nor product open: their key stands in their text. */
function keyOfText(text: string): string | undefined {
  const end = text.indexOf(':', text.indexOf(':', VENDOR_AT) + 1)
  const shown = text.slice(VENDOR_AT, end)
  if (text.startsWith(PREFIX) && text[VENDOR_AT - 1] === ':' && plainKey.test(shown)) return shown
  const words = wordsOfCpe(text)
  return words && keyOf(words.vendor, words.product)
}

const plainKey = /^[a-z\d_.-]+:[a-z\d_.-]+$/

/** Of a component's names only those under the key are looked at. */
function wornHolds(
  component: Component,
  key: string,
  wanted: CpeName,
  criteria: CpeMatch,
  system: Wearer['system'],
): Ternary | undefined {
  const stated = component.cpes.filter((text) => keyOfText(text) === key).flatMap((text) => cpeName(text) ?? [])
  const stock = stockCpes(component).filter(({ vendor, product }) => keyOf(vendor, product) === key)
  const names = stated.map((name) => withVersion(name, component.version)).concat(stock)
  let best: Ternary | undefined
  for (const name of names) {
    const wearer = { component, kind: 'other' as const, scheme: 'generic' as const, ...(system && { system }) }
    // NVD writes `-` for a platform whose version does not matter.
    const met =
      wanted.version === '-'
        ? { containment: 'inside' as const, fit: attributesFit(wearer, name, wanted) }
        : meetCriteria(wearer, name, criteria)
    if (!met || met.fit === 'no') continue
    if (met.containment === 'inside' && met.fit === 'yes') return 'yes'
    if (met.containment !== 'outside') best = 'unknown'
    else best ??= 'no'
  }
  return best
}

/** Operating systems that are no Linux. */
const otherSystems =
  /^(windows|mac_os|macos|iphone_os|ipados|watchos|tvos|android|ios_xe|ios$|junos|solaris|sunos|aix|hp-ux|freebsd|openbsd|netbsd|vxworks|z\/os|i$|os_400)/

/** Distributions under their vendor and product in NVD's CPE dictionary. */
const systemNames: Readonly<Record<string, string>> = {
  Debian: 'debian:debian_linux',
  Ubuntu: 'canonical:ubuntu_linux',
  'Red Hat': 'redhat:enterprise_linux',
  Fedora: 'fedoraproject:fedora',
  Alpine: 'alpinelinux:alpine_linux',
  'Oracle Linux': 'oracle:linux',
  AlmaLinux: 'almalinux:almalinux',
  SUSE: 'suse:linux_enterprise_server',
  openSUSE: 'opensuse:leap',
}
