import type { DiscoveryLook, NamedAsset, SurfaceStep } from '#core/vocabulary'
import type { KnownService, Probe, ServiceTools } from '../contract.ts'

/** A cheaper look than a whole one: it begins with what is known, and asks only a part of it. */
export interface PartialLook {
  kind: Exclude<DiscoveryLook, 'deep'>
  steps: readonly SurfaceStep[]
  present: readonly NamedAsset[]
  /** Names with name servers of their own. */
  zones: readonly string[]
  services: readonly KnownService[]
}

/** Names are asked for what resolvers say; of certificates the logs are asked. */
export function probesFor(kind: PartialLook['kind'], probes: readonly Probe[]): Probe[] {
  const isOfLogs = ({ id }: Probe) => id === 'certificate-transparency'
  const chosen: Record<PartialLook['kind'], (probe: Probe) => boolean> = {
    names: (probe) => !isOfLogs(probe),
    certificates: isOfLogs,
    ports: () => false,
    services: () => false,
  }
  return probes.filter(chosen[kind])
}

/** The same tools, held to what the look is about. New places are looked at whole, whatever found them. */
export function servicesFor({ kind, services }: PartialLook, tools: ServiceTools): ServiceTools | undefined {
  if (kind === 'names') return undefined
  // What others say is there is looked at whole, as what is new.
  const known = new Map(services.filter(({ told }) => !told).map((service) => [placeOf(service), service]))
  const { datagramPorts: _none, ...held } = tools
  const scan: ServiceTools['findOpenPorts'] = kind === 'ports' ? tools.findOpenPorts : noPorts
  return {
    ...held,
    findOpenPorts: scan,
    async inspectService(target, names, probeTools, speakers) {
      const before = known.get(placeOf(target))
      if (before && kind === 'ports') return undefined
      if (before && kind === 'certificates' && (await isAsBefore(before, tools, probeTools))) return undefined
      return tools.inspectService(target, names, probeTools, speakers)
    },
  }
}

/** Presents the certificates that it did, or none as before. Where TLS begins later, only a whole look tells. */
async function isAsBefore(
  service: KnownService,
  { presents }: ServiceTools,
  probeTools: Parameters<ServiceTools['inspectService']>[2],
): Promise<boolean> {
  if (service.leaves.length === 0) return true
  if (!presents || !service.protocol.endsWith('s')) return false
  const now = await presents(service, probeTools)
  return now !== undefined && now.length > 0 && now.every((leaf) => service.leaves.includes(leaf))
}

function placeOf({ address, port, transport }: Pick<KnownService, 'address' | 'port' | 'transport'>): string {
  return `${address} ${port} ${transport}`
}

async function* noPorts(): AsyncGenerator<never> {}
