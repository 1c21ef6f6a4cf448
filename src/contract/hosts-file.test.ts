import { expect, test } from 'vitest'
import { hostsSelection } from './hosts-file.ts'

test('a list of hosts leaves out what is only watched, unless somebody asks for it', () => {
  expect(hostsSelection('shop', false)).toEqual({
    filter: '-standing:monitor-only shop',
    leftOut: 'standing:monitor-only kind:domain,hostname,ip-address shop',
  })
  expect(hostsSelection('shop', true)).toEqual({ filter: 'shop' })
  expect(hostsSelection('standing:owned,monitor-only', false)).toEqual({ filter: 'standing:owned,monitor-only' })
})
