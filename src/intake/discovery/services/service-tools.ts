import type { ServiceTools } from '../contract.ts'
import type { Fingerprints } from '../fingerprints/index.ts'
import { findOpenPorts, Pace, type PortScanSummary, portsOf } from '../ports/index.ts'
import { leavesOf } from '../tls/index.ts'
import { type InspectionMemory, inspectService } from './inspect.ts'
import { inspectDatagrams } from './inspect-datagrams.ts'
import { openPlain } from './lines.ts'

export interface ServiceToolsOptions {
  fingerprints: Fingerprints
  /** Ports asked of addresses that have a name or an open port; the thousand commonest by default. */
  ports?: readonly number[]
  /** Ports asked first, of every address; the hundred commonest by default. Only they are where none is open. */
  firstPorts?: readonly number[]
  /** Ports asked over UDP. */
  datagramPorts?: readonly number[]
  /** Who asks, told to web servers. */
  agent?: string
}

/** How discovery finds services and looks at them in one run; what it learnt of a place is kept until the run ends. */
export function serviceTools({
  fingerprints,
  ports,
  firstPorts,
  datagramPorts,
  agent,
}: ServiceToolsOptions): ServiceTools {
  const pace = new Pace()
  const memory: InspectionMemory = new Map()
  const inspection = { fingerprints, ...(agent === undefined ? {} : { agent }) }
  return {
    ...(datagramPorts === undefined ? {} : { datagramPorts }),
    findOpenPorts: (address, tools, { named, also = [], onIncomplete }) =>
      findOpenPorts(address, tools, {
        pace,
        ports: [...new Set([...also, ...(ports ?? portsOf('top-1000'))])],
        first: [...also, ...(firstPorts ?? portsOf('top-100'))],
        whereQuiet: named ? 'all' : 'leave',
        onSummary: (summary) => tellIncomplete(summary, onIncomplete),
      }),
    presents: ({ address, port, names }, tools) => {
      const terms = { target: { address, port }, port: tools.port, signal: tools.signal, names }
      return leavesOf(
        () => openPlain(terms),
        names.filter((name) => !name.startsWith('*')),
      )
    },
    inspectService: ({ address, port, transport }, names, tools, speakers) => {
      const look = {
        ...inspection,
        port: tools.port,
        signal: tools.signal,
        now: tools.now,
        ...(speakers && { speakers }),
      }
      const target = { address, port }
      return transport === 'udp' ? inspectDatagrams(target, names, look) : inspectService(target, names, look, memory)
    },
  }
}

function tellIncomplete(summary: PortScanSummary, tell: (detail: string) => void): void {
  if (summary.answersEverything)
    tell(
      `${summary.open} of ${summary.asked} ports that were asked took the connection: a decoy or a proxy, not so many services; the rest was left`,
    )
  else if (summary.unasked > 0) tell(`${summary.unasked} of ${summary.asked} ports could not be asked`)
}
