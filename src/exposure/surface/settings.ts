import { type Problem, problem } from '#core/kernel'
import type { NamedAsset } from '#core/vocabulary'

/** How discovery behaves in a workspace. */
export interface DiscoverySettings {
  /** The kill switch: who stopped all probes, and when. */
  stopped?: { by: string; at: string }
  /** Connections and datagrams a second. */
  perHost: number
  perNetwork: number
  quietHours?: { from: string; to: string; days: number[]; timeZone: string }
  /** Address and port; empty: those of the machine. */
  resolvers: string[]
  /** Certificate transparency in crt.sh's form, with `%s` for the name. */
  certificateSearch?: string
  rdap?: string
  /** Whom those may write to who see our probes. */
  contact?: string
  /** An administrator's word that this host looks from outside the organisation. */
  outside?: { by: string; at: string }
}

export const defaultSettings: DiscoverySettings = { perHost: 100, perNetwork: 4_000, resolvers: [] }

/** Why nobody may begin to look now. Problems: `stopped` (the kill switch), `quiet-hours`, `no-seeds`. */
export function whyNotNow(
  settings: DiscoverySettings,
  { isQuiet, seeds }: { isQuiet: boolean; seeds: readonly NamedAsset[] },
): Problem | undefined {
  const { stopped } = settings
  if (stopped) return problem('stopped', `all probes were stopped by ${stopped.by}: an administrator can release them`)
  if (isQuiet)
    return problem('quiet-hours', `${quietWords(settings)}: begin after that, or change the quiet hours of the scope`)
  if (seeds.length === 0)
    return problem('no-seeds', 'there is nothing to start from: add a domain or a range to the scope')
  return undefined
}

/** What the quiet hours say, in a sentence. */
export function quietWords({ quietHours }: Pick<DiscoverySettings, 'quietHours'>): string {
  const when = quietHours ? ` from ${quietHours.from} to ${quietHours.to} (${quietHours.timeZone})` : ' now'
  return `nothing is probed${when}`
}

/** From where the built-in discovery looks. Only an administrator's word makes it an outside one. */
export function vantageOf({ outside }: Pick<DiscoverySettings, 'outside'>): string {
  return outside ? `outside, this host (stated by ${outside.by})` : 'inside, this host'
}
