import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AssetKind, NamedAsset } from '#core/vocabulary'
import { groupWaiting, type Waiting } from './index.ts'

const waiting = (kind: AssetKind, name: string, from: NamedAsset | null = null): Waiting => ({
  ...{ id: `${kind} ${name}`, kind, name, from },
})
const groupsOf = (...rows: Waiting[]) =>
  groupWaiting(rows).map(({ head, itself, rows: below }) => [
    head.name,
    itself !== undefined,
    ...below.map(({ name }) => name),
  ])

test('names wait with their domain, wherever they stand', () =>
  expect(
    groupsOf(
      waiting('hostname', 'a.b.sister.example'),
      waiting('domain', 'other.example'),
      waiting('domain', 'sister.example'),
      waiting('hostname', 'b.sister.example'),
    ),
  ).toEqual([
    ['sister.example', true, 'a.b.sister.example', 'b.sister.example'],
    ['other.example', true],
  ]))

test('addresses wait with the widest network that waits, services and what was found on them with the address', () => {
  const service = waiting('service', '198.51.100.9:443/tcp')
  expect(
    groupsOf(
      waiting('netblock', '198.51.100.0/28'),
      waiting('netblock', '198.51.100.0/24'),
      waiting('ip-address', '198.51.100.9'),
      service,
      waiting('certificate', 'ab12', service),
    ),
  ).toEqual([
    ['198.51.100.0/28', true],
    ['198.51.100.0/24', true, '198.51.100.9', '198.51.100.9:443/tcp', 'ab12'],
  ])
})

test('addresses without a network are joined by the usual one, a single one is left alone', () =>
  expect(
    groupsOf(
      waiting('ip-address', '203.0.113.7'),
      waiting('ip-address', '203.0.113.9'),
      waiting('service', '203.0.113.9:22/tcp'),
      waiting('ip-address', '192.0.2.1'),
      waiting('service', '192.0.2.1:22/tcp'),
      waiting('ip-address', '2001:db8::1'),
      waiting('ip-address', '2001:db8::2'),
    ),
  ).toEqual([
    ['203.0.113.0/24', false, '203.0.113.7', '203.0.113.9', '203.0.113.9:22/tcp'],
    ['192.0.2.1', true, '192.0.2.1:22/tcp'],
    ['2001:db8::/64', false, '2001:db8::1', '2001:db8::2'],
  ]))

test('everything that waits is in one group, also where things lead to each other', () => {
  const name = fc.constantFrom('a.example', 'b.a.example', 'c.b.a.example', '192.0.2.1', '192.0.2.0/24', 'x')
  const kind = fc.constantFrom<AssetKind>(
    'domain',
    'hostname',
    'ip-address',
    'netblock',
    'service',
    'url',
    'certificate',
  )
  const row = fc
    .record({ kind, name, from: fc.option(fc.record({ kind, name })) })
    .map(({ kind, name, from }) => waiting(kind, name, from))
  fc.assert(
    fc.property(fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 20 }), (rows) => {
      const all = groupWaiting(rows).flatMap(({ itself, rows: below }) => [...(itself ? [itself] : []), ...below])
      expect(all.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort())
    }),
  )
})
