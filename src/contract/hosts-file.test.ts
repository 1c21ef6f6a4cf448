import { expect, test } from 'vitest'
import { hostsSelection, isHostName, isOnlyNamed } from './hosts-file.ts'

test('a list of hosts has what is ours, unless somebody asks for another standing', () => {
  expect(hostsSelection('shop', false)).toEqual({
    filter: 'standing:owned shop',
    leftOut: '-standing:owned kind:domain,hostname,ip-address shop',
  })
  expect(hostsSelection('shop', true).filter).toBe('standing:owned,monitor-only shop')
  expect(hostsSelection('standing:owned,monitor-only', false)).toEqual({ filter: 'standing:owned,monitor-only' })
  expect(hostsSelection('-standing:rejected', false).filter).toBe('-standing:rejected standing:owned')
})

test.each([
  ['www.example.com', true],
  ['_dmarc.example.com', false],
  ['_imaps._tcp.example.com', false],
  ['mail._domainkey.example.com', false],
  ['*.example.com', false],
])('whether %s is a host: %s', (name, isHost) => expect(isHostName(name)).toBe(isHost))

test('what was only named is told from what was proven, approved or ruled', () => {
  expect(isOnlyNamed('Lies in example.com, which is named as a seed, not proven yet')).toBe(true)
  expect(isOnlyNamed('Lies in example.com, which is proven to be ours')).toBe(false)
})
