import { expect, test } from 'vitest'
import { countAddresses } from './address-count.ts'

test('addresses count once, without what is excluded; of an IPv6 range nobody asks all', () => {
  const count = (ranges: string[], addresses: string[] = [], exclusions: string[] = []) =>
    countAddresses({ ranges, addresses, exclusions })
  expect(count(['9.9.9.0/24', '9.9.9.0/25', '9.9.10.1'])).toBe(257)
  expect(count(['9.9.9.0/24'], ['9.9.9.7', '9.9.8.1', '10.0.0.1'])).toBe(257)
  expect(count(['9.9.9.0/24'], ['9.9.8.1'], ['9.9.9.0/30', '9.9.9.2', '9.9.8.0/24'])).toBe(252)
  expect(count(['2001:db8::/64', '2001:db8::1'])).toBe(1)
  expect(count(['9.9.9.0/24'], [], ['no range'])).toBe(0)
})
