import { describe, expect, it } from 'vitest'
import { networkName, relationKinds, relationRule, relationRules, serviceAt } from './relation.ts'

describe('relations', () => {
  it('every kind has a rule, and no rule is written twice', () => {
    expect(relationKinds.filter((kind) => !relationRules.some((rule) => rule.kind === kind))).toEqual([])
    const edges = relationRules.flatMap(({ kind, from, to }) => from.flatMap((a) => to.map((b) => `${kind} ${a} ${b}`)))
    expect(edges.filter((edge, index) => edges.indexOf(edge) !== index)).toEqual([])
  })

  it('a rule holds in its direction only, and names where it comes from', () => {
    expect(relationRule('dns_record', 'hostname', 'ip-address')?.source).toBe('Open Asset Model')
    expect(relationRule('dns_record', 'ip-address', 'hostname')).toBeUndefined()
    expect(relationRule('certificate', 'service', 'certificate')?.source).toBe('Open Asset Model')
    expect(relationRule('runs_on', 'container-image', 'host')?.source).toBe('Lunette')
    expect(relationRule('runs_on', 'host', 'container-image')).toBeUndefined()
  })

  it.each([
    ['192.0.2.7', 'ip-address'],
    ['2001:db8::7', 'ip-address'],
    ['shop.example', 'hostname'],
    ['localhost', undefined],
  ])('%s is %s', (host, kind) => expect(networkName(host)?.kind).toBe(kind))

  it.each([
    [serviceAt('shop.example', 443, 'https'), 'shop.example:443/tcp'],
    [serviceAt('192.0.2.7', 53, 'udp'), '192.0.2.7:53/udp'],
    [serviceAt('2001:db8::7', 22), '[2001:db8::7]:22/tcp'],
  ])('%j is called %s', (service, name) => expect(service).toEqual({ kind: 'service', name }))
})
