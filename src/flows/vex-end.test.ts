import { expect, test } from 'vitest'
import { newVexBook, readVexBook, writeVexBook } from '#action/reports/vex'
import type { VexFormat } from '#core/vocabulary/vex'
import type { ruledFindings } from '#exposure/findings/store'
import { rulingOf } from './vex-matching.ts'
import { sayingsOf } from './vex-sayings.ts'

type Ruled = Awaited<ReturnType<typeof ruledFindings>>[number]

const ruled = (status: Ruled['status'], endsAt = '2027-01-31T00:00:00.000Z') =>
  ({
    ...{ id: 'r', status, scope: 'component', vulnerabilityId: 'CVE-2026-1', reason: 'a demo', endsAt },
    ...{ justification: status === 'not-affected' ? 'component_not_present' : null, statement: null },
    ...{ madeAt: '2026-08-01T00:00:00.000Z', subject: { name: 'shop' } },
    component: { purl: 'pkg:npm/left-pad@1.3.0', cpes: [], name: 'left-pad', version: '1.3.0' },
  }) as unknown as Ruled

/** Given out and taken in again by somebody who chooses an end. */
function back(of: Ruled, format: VexFormat, chosenEnd = '2028-01-01T00:00:00.000Z') {
  const head = { id: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79', author: 'us', at: of.madeAt }
  const written = writeVexBook(newVexBook(sayingsOf([of], format), format, head, { name: 'lunette', version: '0' }))
  const book = readVexBook(written)
  return rulingOf((book.ok ? book.value.claims[0] : undefined)!, chosenEnd)
}

test.each(['openvex', 'cyclonedx'] as const)('%s gives a ruling back with its end and its own words', (format) => {
  for (const status of ['accepted', 'false-positive', 'not-affected'] as const)
    expect(back(ruled(status), format)).toMatchObject({ status, reason: 'a demo', endsAt: '2027-01-31T00:00:00.000Z' })
  const late = back(ruled('accepted', '2027-03-01T10:30:00.000Z'), format)
  expect(late).toMatchObject({ endsAt: '2027-03-01T10:30:00.000Z', reason: 'a demo' })
})

test('CSAF keeps the end of what is accepted', () => {
  expect(back(ruled('accepted'), 'csaf')).toMatchObject({ reason: 'a demo', endsAt: '2027-01-31T00:00:00.000Z' })
  expect(back(ruled('not-affected'), 'csaf')).toMatchObject({ endsAt: '2028-01-01T00:00:00.000Z' })
})

test('whoever takes it in chooses the latest end', () => {
  const chosen = '2026-12-24T00:00:00.000Z'
  expect(back(ruled('not-affected'), 'openvex', chosen)).toMatchObject({ endsAt: chosen })
})
