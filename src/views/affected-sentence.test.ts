import { expect, it } from 'vitest'
import type { Affected } from '#core/vocabulary'
import { affectedSentence } from './affected-sentence.ts'

const cases: readonly [string, Affected][] = [
  [
    'npm lodash < 4.17.21',
    {
      kind: 'package',
      ecosystem: 'npm',
      name: 'lodash',
      scheme: 'npm',
      intervals: [{ min: '0', max: '4.17.21' }],
      status: 'affected',
    },
  ],
  [
    'Debian:12 openssl ≥ 3.0.0, ≤ 3.0.9 or = 3.1.0',
    {
      kind: 'package',
      ecosystem: 'Debian:12',
      name: 'openssl',
      scheme: 'deb',
      intervals: [{ min: '3.0.0', max: '3.0.9', maxInclusive: true }],
      versions: ['3.1.0'],
      status: 'affected',
    },
  ],
  [
    'acme router every version (unknown)',
    { kind: 'product', vendor: 'acme', product: 'router', scheme: 'generic', intervals: [{}], status: 'unknown' },
  ],
  [
    'acme firmware < 2.0 running on acme router every version',
    {
      kind: 'cpe',
      operator: 'AND',
      nodes: [
        { operator: 'OR', matches: [{ cpe: 'cpe:2.3:o:acme:firmware:*:*:*:*:*:*:*:*', vulnerable: true, max: '2.0' }] },
        { operator: 'OR', matches: [{ cpe: 'cpe:2.3:h:acme:router:-:*:*:*:*:*:*:*', vulnerable: false }] },
      ],
    },
  ],
]

it.each(cases)('an affected entry reads: %s', (sentence, entry) => {
  expect(affectedSentence(entry)).toBe(sentence)
})
