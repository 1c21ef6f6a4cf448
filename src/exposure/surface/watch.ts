import { type DiscoveryLook, discoveryLooks } from '#core/vocabulary'

/** How often what is looked at; what is absent is looked at when somebody asks. */
export interface Watch {
  look: DiscoveryLook
  /** Name of the agent that looks; null: this host. */
  agent: string | null
  everyMinutes: number
  nextAt: string
}

const HOUR = 60
const DAY = 24 * HOUR

/** What we propose: cheap looks often, whole ones seldom. */
export const proposedWatch: Readonly<Record<DiscoveryLook, number>> = {
  names: 6 * HOUR,
  certificates: 12 * HOUR,
  ports: DAY,
  services: 2 * DAY,
  deep: 7 * DAY,
}

export const LEAST_MINUTES = 15
export const MOST_MINUTES = 366 * DAY

/** Each time is moved by up to a tenth, so that many installations do not ask the same sources at once. */
const JITTER = 0.1

/** Minutes until the next one. @param chance from 0 to 1 */
export function minutesToNext(everyMinutes: number, chance: number): number {
  return everyMinutes * (1 - JITTER + 2 * JITTER * chance)
}

/** Of several that are due the most thorough is made; those that it includes are done with it. */
export function dueLook(due: readonly DiscoveryLook[]): { look: DiscoveryLook; includes: DiscoveryLook[] } | undefined {
  const look = discoveryLooks.findLast((one) => due.includes(one))
  return look && { look, includes: look === 'deep' ? [...discoveryLooks] : [look] }
}

const units: Readonly<Record<string, number>> = { m: 1, h: HOUR, d: DAY, w: 7 * DAY }

/** `6h`, `90m`, `2d`, `1w` in minutes; `off` is null; anything else undefined. */
export function parseEvery(text: string): number | null | undefined {
  if (text === 'off') return null
  const [, count, unit] = /^(\d{1,4})([mhdw])$/.exec(text) ?? []
  const minutes = Number(count) * (units[unit ?? ''] ?? Number.NaN)
  return minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES ? minutes : undefined
}

/** The same, back in words. */
export function everyText(minutes: number): string {
  const [unit, size] = Object.entries(units).findLast(([, each]) => minutes % each === 0)!
  return `${minutes / size}${unit}`
}
