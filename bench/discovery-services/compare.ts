import type { SeenService, SeenSoftware } from '#core/vocabulary'
import type { TrueService, TrueSoftware } from './truth.ts'

/** A share with what was missed. */
export interface Tally {
  of: number
  right: number
  missed: string[]
}

export function newTally(): Tally {
  return { of: 0, right: 0, missed: [] }
}

export interface Comparison {
  open: Tally
  product: Tally
  version: Tally
  cpe: Tally
  cpeVersion: Tally
  weaknesses: Tally
  /** Versions that were printed though truth says they are not visible, or are others. */
  unseen: string[]
  /** Every product of a service, not its main one only. */
  allProducts: Tally
}

/** What belongs to a service and can be told by looking at it; zone transfers need the names of zones. */
const notOfServices = new Set(['axfr-open'])

/** Compares what was seen with the truth of the services in scope that speak TCP. */
export function compare(truth: readonly TrueService[], seen: readonly SeenService[]): Comparison {
  const result: Comparison = {
    open: newTally(),
    product: newTally(),
    version: newTally(),
    cpe: newTally(),
    cpeVersion: newTally(),
    weaknesses: newTally(),
    unseen: [],
    allProducts: newTally(),
  }
  for (const service of truth) {
    const found = seen.find(
      ({ address, port, transport }) =>
        address === service.address && port === service.port && transport === service.transport,
    )
    const place = `${service.id} ${service.address}:${service.port}`
    count(result.open, found !== undefined, place)
    compareSoftware(result, service, found, place)
    for (const weakness of service.weaknesses)
      if (!notOfServices.has(weakness))
        count(
          result.weaknesses,
          found?.weaknesses.some(({ ruleId }) => ruleId === weakness) === true,
          `${place}: ${weakness}`,
        )
  }
  return result
}

function compareSoftware(
  result: Comparison,
  service: TrueService,
  found: SeenService | undefined,
  place: string,
): void {
  for (const [index, software] of service.software.entries()) {
    const match = closest(found?.software ?? [], software)
    const told = `${software.product} ${software.version ?? ''} (${software.where})`
    const saw = found?.software.map(({ product, version = '', by }) => `${product} ${version} [${by}]`).join(', ')
    if (software.product_visible) {
      count(result.allProducts, match !== undefined, `${place}: ${told}; saw ${saw}`)
      if (index === 0) count(result.product, match !== undefined, `${place}: ${told}; saw ${saw}`)
      if (index === 0 && software.version_visible)
        count(
          result.version,
          match?.version === software.version,
          `${place}: ${told}; saw ${match?.product} ${match?.version}`,
        )
      if (software.cpe !== null) {
        count(result.cpe, isSameProduct(match?.cpe, software), `${place}: ${software.cpe}; saw ${match?.cpe}`)
        if (software.version_visible)
          count(
            result.cpeVersion,
            isSameProduct(match?.cpe, software) && isSameVersion(match?.cpe, software.cpe),
            `${place}: ${software.cpe}; saw ${match?.cpe}`,
          )
      }
    }
    if (match?.version !== undefined && (!software.version_visible || match.version !== software.version))
      result.unseen.push(
        `${place}: printed ${match.product} ${match.version} (${match.where}, ${match.by}); truth ${software.version ?? 'none'}, ${software.version_visible ? 'visible' : 'not visible'}`,
      )
  }
}

function count(tally: Tally, right: boolean, what: string): void {
  tally.of++
  if (right) tally.right++
  else tally.missed.push(what)
}

/** By CPE, then by name, then by the beginning of the name. */
function closest(seen: readonly SeenSoftware[], truth: TrueSoftware): SeenSoftware | undefined {
  return (
    seen.find(({ cpe }) => isSameProduct(cpe, truth)) ??
    seen.find(({ product }) => plain(product) === plain(truth.product)) ??
    seen.find(({ product }) => plain(product).startsWith(plain(truth.product)))
  )
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

function isSameProduct(cpe: string | undefined, { cpe: wanted, cpe_aliases: aliases }: TrueSoftware): boolean {
  if (cpe === undefined || wanted === null) return false
  const name = cpe.split(':').slice(3, 5).join(':')
  return name === wanted.split(':').slice(3, 5).join(':') || aliases.includes(name)
}

/** Version and update. */
function isSameVersion(cpe: string | undefined, wanted: string): boolean {
  return cpe?.split(':').slice(5, 7).join(':') === wanted.split(':').slice(5, 7).join(':')
}
