import { expect, test } from 'vitest'
import type { ObservationValue } from './observation.ts'
import { digestOfReading, readingOf } from './reading.ts'

const asset = { kind: 'ip-address', name: '192.0.2.7' } as const
const software = ['nginx', 'PHP', 'jQuery'].map((product) => ({
  ...{ product, version: '1.2.3', where: 'page /', by: 'lunette/x', confidence: 90 },
}))
const service = (order: typeof software): ObservationValue => ({
  kind: 'service',
  value: { address: asset.name, port: 80, transport: 'tcp', protocol: 'http', names: [], software: order },
})

test('an asset that says the same in another order says nothing new', () => {
  const digestOf = (order: typeof software) => digestOfReading(readingOf(asset, [service(order)]))
  expect(digestOf(software.toReversed())).toBe(digestOf(software))
  expect(digestOf(software.slice(1))).not.toBe(digestOf(software))
})
