import type { ProbePort } from '#core/kernel'
import type { SeenService } from '#core/vocabulary'
import type { DiscoveryScope, DiscoverySources } from '#intake/discovery'
import type { Fingerprints } from '#intake/discovery/fingerprints'
import { Pace } from '#intake/discovery/ports'
import { serviceTools } from '#intake/discovery/services'

export interface ServicesRun {
  seen: SeenService[]
  scanMs: number
  allMs: number
  /** Addresses of which some ports could not be judged, and why. */
  incomplete: string[]
}

export interface ServicesPlan {
  addresses: readonly string[]
  /** Names that lead to an address. */
  namesOf(address: string): readonly string[]
  port: ProbePort
  fingerprints: Fingerprints
  signal: AbortSignal
}

const ADDRESSES_AT_ONCE = 24
const SERVICES_AT_ONCE = 16

/** The bench's own port reaches loopback addresses only; nothing here asks a resolver. */
const noSources = {} as DiscoverySources
const everything: DiscoveryScope = { seeds: [], approves: () => true, ruling: () => undefined }

/** Scans addresses, and inspects what is open while others are still scanned. */
export async function measureServices({
  addresses,
  namesOf,
  port,
  fingerprints,
  signal,
}: ServicesPlan): Promise<ServicesRun> {
  const started = performance.now()
  const tools = { port, signal, now: Date.now, sources: noSources, scope: everything }
  const services = serviceTools({ fingerprints })
  const inspections = new Pace({ start: SERVICES_AT_ONCE, most: SERVICES_AT_ONCE })
  const seen: Promise<SeenService | undefined>[] = []
  const incomplete: string[] = []
  await inTurns([...addresses], ADDRESSES_AT_ONCE, async (address) => {
    const terms = {
      named: namesOf(address).length > 0,
      onIncomplete: (detail: string) => incomplete.push(`${address}: ${detail}`),
    }
    for await (const target of services.findOpenPorts(address, tools, terms)) {
      const inspect = () => services.inspectService({ ...target, transport: 'tcp' }, [...namesOf(address)], tools)
      seen.push(inspections.run(inspect, () => 'answered'))
    }
  })
  const scanMs = performance.now() - started
  const found = (await Promise.all(seen)).filter((service) => service !== undefined)
  return { seen: found, scanMs, allMs: performance.now() - started, incomplete }
}

async function inTurns<T>(items: readonly T[], atOnce: number, act: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items]
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await act(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
