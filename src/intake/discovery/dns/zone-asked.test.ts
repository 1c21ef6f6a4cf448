import { expect, test } from 'vitest'
import { parseDnsName } from './name.ts'
import { zoneAsked } from './zone-asked.ts'

test.each([
  ['www.shop.example.co.uk', 'example.co.uk'],
  ['example.co.uk', 'example.co.uk'],
  ['other.co.uk', 'other.co.uk'],
  ['co.uk', 'co.uk'],
  ['_dmarc.example.com', 'example.com'],
  ['7.2.0.192.in-addr.arpa', '2.0.192.in-addr.arpa'],
  ['8.2.0.192.in-addr.arpa', '2.0.192.in-addr.arpa'],
])('a question about %s counts for %s, however often it is asked', (name, zone) => {
  const asked = parseDnsName(name)!
  expect([zoneAsked(asked), zoneAsked(asked)]).toEqual([zone, zone])
})
