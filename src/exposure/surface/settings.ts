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

/** From where the built-in discovery looks. Only an administrator's word makes it an outside one. */
export function vantageOf({ outside }: Pick<DiscoverySettings, 'outside'>): string {
  return outside ? `outside, this host (stated by ${outside.by})` : 'inside, this host'
}
