import { type Component, type ReportedPlace, serviceAt } from '#core/vocabulary'
import type { InventoryCollector } from '../inventory/collector.ts'
import { bareFinding } from './finding.ts'

/** What listens at a port of a host is a service of its first address. */
export function relatePort(collector: InventoryCollector, place: ReportedPlace, addresses: readonly string[]): void {
  const [name] = addresses
  const { host, port, protocol } = place
  if (name === undefined || host === undefined || port === undefined) return
  const from = { kind: 'ip-address', name } as const
  collector.relate({ kind: 'port', from, to: serviceAt(name, port, protocol), host, confidence: 100 })
}

/** An open port is a finding that informs: nobody says yet that it should be closed. */
export function reportOpenPort(
  collector: InventoryCollector,
  place: ReportedPlace,
  told: { description?: string; component?: Component } = {},
): void {
  const { host, port, protocol = 'tcp' } = place
  collector.report({
    ...bareFinding(`${host} ${port}/${protocol}`, 'open-port', 'info'),
    kind: 'exposure',
    title: `Open port: ${port}/${protocol}`,
    ...told,
    place,
  })
}
