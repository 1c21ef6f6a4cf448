import type { SeenSoftware } from '#core/vocabulary'

/** Sets that tell the same product: the one with the surest rules speaks first. */
const rank = ['lunette', 'recog', 'retire', 'wappalyzer']

/**
 * One line a product: the surest set names it, and any set may add the version that another did not see. Different
 * versions seen by the same set stay, for a page may hold two copies of a library.
 */
export function mergeSoftware(seen: readonly SeenSoftware[]): SeenSoftware[] {
  const groups = new Map<string, SeenSoftware[]>()
  for (const software of [...seen].sort((a, b) => rankOf(a) - rankOf(b) || b.confidence - a.confidence)) {
    const key = keyOf(software, groups)
    groups.set(key, [...(groups.get(key) ?? []), software])
  }
  return withoutOtherNames([...groups.values()].flatMap(mergeGroup))
}

/** Two products of one version at one place are one under two names; the surer name stays. */
function withoutOtherNames(merged: readonly SeenSoftware[]): SeenSoftware[] {
  return merged.filter(
    (software) => !merged.some((other) => other !== software && isSame(other, software) && isSurer(other, software)),
  )
}

function isSame(one: SeenSoftware, other: SeenSoftware): boolean {
  return (
    one.version !== undefined &&
    other.version !== undefined &&
    one.where === other.where &&
    digitsOf(one.version) === digitsOf(other.version)
  )
}

function isSurer(one: SeenSoftware, other: SeenSoftware): boolean {
  return rankOf(one) < rankOf(other) || (rankOf(one) === rankOf(other) && one.confidence > other.confidence)
}

/** `R6_2_1` and `6.2.1` alike. */
function digitsOf(version: string): string {
  return (version.match(/\d+/g) ?? []).join('.')
}

function mergeGroup(group: readonly SeenSoftware[]): SeenSoftware[] {
  const versioned = group.filter(({ version }) => version !== undefined)
  const [first] = group
  if (versioned.length === 0) return first ? [first] : []
  const surest = versioned.filter((software) => rankOf(software) === rankOf(versioned[0] as SeenSoftware))
  const kept: SeenSoftware[] = []
  for (const software of surest.sort((a, b) => (b.version?.length ?? 0) - (a.version?.length ?? 0)))
    if (!kept.some(({ version }) => version?.startsWith(software.version ?? ''))) kept.push(software)
  return kept.map((software) => fillFrom({ ...software, product: first?.product ?? software.product }, group))
}

/** What one rule left open another may have said, of the same product. */
function fillFrom(software: SeenSoftware, group: readonly SeenSoftware[]): SeenSoftware {
  const distribution = software.distribution ?? group.find((other) => other.distribution)?.distribution
  const named = group.find(({ vendor }) => vendor !== undefined)
  return {
    ...software,
    ...(software.vendor === undefined && named?.vendor !== undefined ? { vendor: named.vendor } : {}),
    ...(distribution === undefined ? {} : { distribution }),
  }
}

function rankOf({ by }: SeenSoftware): number {
  const place = rank.indexOf(by.split('/', 1)[0] ?? '')
  return place < 0 ? rank.length : place
}

/** Vendor and product of the CPE tell products apart; without one their name does. */
function keyOf({ cpe, product }: SeenSoftware, groups: ReadonlyMap<string, SeenSoftware[]>): string {
  // `joomla\!` and `joomla` are one.
  if (cpe !== undefined) return cpe.split(':').slice(3, 5).map(plainName).join(':')
  const name = plainName(product)
  for (const [key, group] of groups) if (group.some((other) => plainName(other.product) === name)) return key
  return name
}

function plainName(product: string): string {
  return product.toLowerCase().replace(/[^a-z0-9]/g, '')
}
