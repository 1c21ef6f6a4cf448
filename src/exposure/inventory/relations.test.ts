import { describe, expect, it } from 'vitest'
import type { ReportedFinding, ReportedRelation } from '#core/vocabulary'
import { assetIdOf, naturalKeyOf, statedRelations } from './index.ts'

const host = {
  id: assetIdOf('host', 'shop.example'),
  kind: 'host',
  name: 'shop.example',
  naturalKey: 'shop.example',
} as const

function at(place: ReportedFinding['place']): ReportedFinding {
  const bare = { vulnerabilityIds: [], cwes: [], fixedVersions: [], references: [], state: 'open' } as const
  return { ...bare, ref: 'r', kind: 'exposure', ruleId: 'r', title: 't', place } as unknown as ReportedFinding
}

/** Edges as `kind to`, where `to` is a mentioned asset's kind and name. */
function edges(said: Parameters<typeof statedRelations>[0], own: Parameters<typeof statedRelations>[1] = host) {
  const { assets, relations } = statedRelations(said, own)
  const names = new Map([...assets, own].map(({ id, kind, name }) => [id, `${kind} ${name}`]))
  return relations.map(({ kind, from, to }) => `${names.get(from)} ${kind} ${names.get(to)}`).sort()
}

describe('what a document says of how assets hang together', () => {
  it('where findings are shows the names a host answers to and what listens there, each once', () => {
    const place = { host: 'shop.example', port: 443, protocol: 'https' }
    expect(edges({ findings: [at(place), at(place), at({ host: '192.0.2.7', port: 53, protocol: 'udp' })] })).toEqual([
      'host shop.example hostname hostname shop.example',
      'host shop.example ip_address ip-address 192.0.2.7',
      'hostname shop.example port service shop.example:443/tcp',
      'ip-address 192.0.2.7 port service 192.0.2.7:53/udp',
    ])
  })

  it('a host on which nothing was found has its name still', () =>
    expect(edges({ findings: [], hosts: ['shop.example', 'other.example'] })).toEqual([
      'host shop.example hostname hostname shop.example',
    ]))

  it('a document that says it itself is taken at its word, and no rule is stretched', () => {
    const relations: ReportedRelation[] = [
      { kind: 'contains', to: { kind: 'container-image', name: 'registry.example/web:1' }, confidence: 100 },
      { kind: 'contains', to: { kind: 'certificate', name: 'aa' }, confidence: 100 },
      { kind: 'contains', confidence: 100 },
    ]
    const own = { id: assetIdOf('application', 'shop'), kind: 'application', name: 'shop', naturalKey: 'shop' } as const
    expect(edges({ relations }, own)).toEqual(['application shop contains container-image registry.example/web:1'])
  })

  it('what a report saw is observed, what a document says is stated, what is not sure is inferred', () => {
    const to = { kind: 'ip-address', name: '192.0.2.7' } as const
    const basis = (confidence: number, findings?: ReportedFinding[]) =>
      statedRelations({ relations: [{ kind: 'ip_address', to, confidence }], ...(findings && { findings }) }, host)
        .relations[0]?.basis
    expect([basis(100, []), basis(100), basis(50, [])]).toEqual(['observed', 'stated', 'inferred'])
  })

  it.each([
    [{ kind: 'ip-address', name: '2001:DB8:0:0::1' } as const, '2001:db8::1'],
    [{ kind: 'hostname', name: 'Shop.Example.' } as const, 'shop.example'],
    [{ kind: 'service', name: 'Shop.example:443/tcp' } as const, 'shop.example:443/tcp'],
  ])('%j is known as %s', (subject, key) => expect(naturalKeyOf(subject)).toBe(key))
})
