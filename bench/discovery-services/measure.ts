import type { ProbePort } from '#core/kernel'
import type { SeenService } from '#core/vocabulary'
import type { Fingerprints } from '#intake/discovery/fingerprints'
import { findOpenPorts, Pace, type PortScanSummary, portsOf } from '#intake/discovery/ports'
import { inspectService } from '#intake/discovery/services'

export interface ServicesRun {
  seen: SeenService[]
  scanMs: number
  allMs: number
  summary: PortScanSummary
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

/** Scans addresses, and inspects what is open while others are still scanned. */
export async function measureServices({
  addresses,
  namesOf,
  port,
  fingerprints,
  signal,
}: ServicesPlan): Promise<ServicesRun> {
  const started = performance.now()
  const total: PortScanSummary = {
    asked: 0,
    open: 0,
    closed: 0,
    silent: 0,
    unasked: 0,
    answersEverything: false,
    leftQuiet: false,
  }
  const tools = { port, signal, now: Date.now, fingerprints }
  const pace = new Pace()
  const inspections = new Pace({ start: SERVICES_AT_ONCE, most: SERVICES_AT_ONCE })
  const seen: Promise<SeenService | undefined>[] = []
  const first = portsOf('top-100')
  await inTurns([...addresses], ADDRESSES_AT_ONCE, async (address) => {
    const whereQuiet = namesOf(address).length > 0 ? 'all' : 'leave'
    const onSummary = (summary: PortScanSummary) => {
      for (const key of ['asked', 'open', 'closed', 'silent', 'unasked'] as const) total[key] += summary[key]
    }
    for await (const target of findOpenPorts(address, { port, signal }, { pace, first, whereQuiet, onSummary }))
      seen.push(
        inspections.run(
          () => inspectService(target, namesOf(address), tools),
          () => 'answered',
        ),
      )
  })
  const scanMs = performance.now() - started
  const services = (await Promise.all(seen)).filter((service) => service !== undefined)
  return { seen: services, scanMs, allMs: performance.now() - started, summary: total }
}

async function inTurns<T>(items: readonly T[], atOnce: number, act: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items]
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await act(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
