import { expect, test } from 'vitest'
import type { AffectedPackage } from '#core/vocabulary'
import { normaliseOsv } from './normalise.ts'

function packagesOf(affected: object, over: object = {}): AffectedPackage[] {
  const read = normaliseOsv({
    id: 'PYSEC-2026-1',
    modified: '2026-08-01T00:00:00Z',
    affected: [{ package: { ecosystem: 'PyPI', name: 'Some_Package' }, ...affected }],
    ...over,
  })
  if (!('statements' in read)) throw new Error(JSON.stringify(read))
  return read.statements[0]!.affected as AffectedPackage[]
}
const range = (...events: object[]) => ({ ranges: [{ type: 'ECOSYSTEM', events }] })

test('names are normalised as the ecosystem compares them (PEP 503)', () => {
  expect(packagesOf(range({ introduced: '0' }))[0]?.name).toBe('some-package')
})

test('events become intervals; the fix is outside, the last affected version inside', () => {
  expect(packagesOf(range({ introduced: '0' }, { fixed: '1.2' }))[0]?.intervals).toEqual([{ max: '1.2' }])
  expect(packagesOf(range({ introduced: '1.0' }, { last_affected: '1.2' }))[0]?.intervals).toEqual([
    { min: '1.0', max: '1.2', maxInclusive: true },
  ])
})

test('a listed version that no range holds stays affected: either suffices', () => {
  const [entry] = packagesOf({ ...range({ introduced: '0' }, { fixed: '1.2' }), versions: ['1.0', '1.1', '1.3'] })
  expect(entry?.versions).toEqual(['1.3'])
})

test('ranges of commits alone say nothing of versions', () => {
  expect(
    packagesOf({ ranges: [{ type: 'GIT', repo: 'https://example.test/r', events: [{ introduced: '0' }] }] }),
  ).toEqual([])
})

test('an entry without ranges and versions means every version', () => {
  expect(packagesOf({})[0]?.intervals).toEqual([{}])
})

test('a withdrawn record affects nothing and keeps when it was withdrawn', () => {
  const read = normaliseOsv({
    id: 'GHSA-1',
    modified: '2026-08-01T00:00:00Z',
    withdrawn: '2026-08-02T00:00:00Z',
    affected: [{ package: { ecosystem: 'npm', name: 'a' } }],
  })
  expect(read).toMatchObject({
    statements: [{ state: 'withdrawn', affected: [], withdrawn: '2026-08-02T00:00:00.000Z', source: 'osv:GHSA' }],
  })
})

test("Go's year 0001 is no time", () => {
  expect(normaliseOsv({ id: 'GO-1', modified: '0001-01-01T00:00:00Z', affected: [] })).not.toHaveProperty(
    'statements.0.modified',
  )
})

test('a record without an id is dropped with a reason', () => {
  expect(normaliseOsv({ summary: 'x' })).toMatchObject({ dropped: 'no-id' })
  expect(normaliseOsv(null)).toMatchObject({ dropped: 'no-id' })
})
