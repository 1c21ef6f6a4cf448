import { isIP } from 'node:net'
import { type Instant, parseInstant } from '#core/kernel'
import type { ImportInput, ImportResult } from '../../contract.ts'
import { InventoryCollector } from '../inventory/collector.ts'
import { subjectNameOf } from '../inventory/subject-name.ts'
import { hostOf, portOf } from './address.ts'
import { relatePort, reportOpenPort } from './open-port.ts'

/** A port that a scanner of ports found open, as it wrote it. */
export interface ScannedPort {
  /** The name that was asked for; left out, or the address again: none. */
  name?: string | undefined
  address: string | undefined
  port: unknown
  protocol?: string | undefined
  /** What the scanner takes it for. */
  service?: string | undefined
  at?: string | undefined
}

/** Gathers open ports, each once however often the scanner says it: once for the port, once for a banner. */
export class PortScanReader {
  readonly collector: InventoryCollector
  readonly #input: ImportInput
  readonly #seen = new Set<string>()
  readonly #hosts: string[] = []
  #latest: Instant | undefined

  constructor(input: ImportInput) {
    this.#input = input
    this.collector = new InventoryCollector(input.limits)
    this.collector.findings = []
  }

  /** @param ref where it stands, told of what is dropped */
  take({ name, address: told, protocol = 'tcp', service, at, ...rest }: ScannedPort, ref: string): void {
    const address = hostOf(told ?? '')
    const { port } = portOf(rest.port)
    const isPort = port !== undefined && /^(?:tcp|udp|sctp)$/.test(protocol)
    if (address === undefined || isIP(address) === 0 || !isPort) {
      this.collector.drop(isPort ? 'no-host' : 'no-port', ref)
      return
    }
    const host = this.#hostOf(name, address)
    const key = `${host} ${address} ${port} ${protocol}`
    this.#note(at)
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    this.#hosts.push(host)
    const place = { host, port, protocol }
    relatePort(this.collector, place, [address])
    const words = service && /^[\w .-]{1,40}$/.test(service) && service !== 'unknown' ? service : undefined
    reportOpenPort(this.collector, place, words ? { description: words } : {})
  }

  finish(facts: { importer: string; format: string; tool: string }): ImportResult {
    const hosts = [...new Set(this.#hosts)]
    const name = hosts.length === 1 ? hosts[0]! : subjectNameOf(this.#input.name)
    // Neither the ports that were asked nor the hosts that were quiet are in the file.
    const subject = { name, kind: 'host' } as const
    return this.collector.finish({ ...facts, subject, statedAt: this.#latest, hosts, complete: false })
  }

  /** A name leads to the address that was asked in its stead. */
  #hostOf(name: string | undefined, address: string): string {
    const to = { kind: 'ip-address', name: address } as const
    const asked = name === undefined ? undefined : hostOf(name)
    const host = asked === undefined || isIP(asked) !== 0 ? address : asked
    this.collector.relate({ kind: 'ip_address', to, host, confidence: 100 })
    if (host === address || !host.includes('.')) return host
    const from = { kind: 'hostname', name: host } as const
    this.collector.relate({ kind: 'hostname', to: from, host, confidence: 100 })
    this.collector.relate({ kind: 'dns_record', from, to, host, confidence: 100 })
    return host
  }

  #note(text: string | undefined): void {
    const seconds = Number(text)
    const isEpoch = seconds > 0 && seconds < 32_503_680_000
    const at = parseInstant(isEpoch ? new Date(seconds * 1000).toISOString() : text)
    if (at && (this.#latest === undefined || at > this.#latest)) this.#latest = at
  }
}
