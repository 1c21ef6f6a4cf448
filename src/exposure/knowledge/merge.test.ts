import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCve, type MergeRecord, mergeByAlias, vulnerabilitiesOf } from './merge.ts'

const record = (recordId: string, aliases: string[], over: Partial<MergeRecord> = {}): MergeRecord => ({
  recordId,
  aliases,
  covers: [],
  live: true,
  ...over,
})

const id = fc.constantFrom('CVE-1', 'CVE-2', 'CVE-3', 'GHSA-a', 'GHSA-b', 'GHSA-c', 'PYSEC-1', 'GO-1', 'DSA-1')
const records = fc.array(
  fc.record({
    recordId: id,
    aliases: fc.array(id, { maxLength: 3 }),
    covers: fc.array(fc.constantFrom('CVE-1', 'CVE-2', 'CVE-3'), { maxLength: 2 }),
    live: fc.boolean(),
  }),
  { maxLength: 12 },
)

describe('merging by alias', () => {
  it('CVE, GHSA and PYSEC records that name each other are one vulnerability under the CVE', () => {
    const merge = mergeByAlias([record('PYSEC-1', ['GHSA-a']), record('GHSA-a', ['CVE-1']), record('CVE-1', [])])
    for (const name of ['PYSEC-1', 'GHSA-a', 'CVE-1']) expect(vulnerabilitiesOf(merge, name)).toEqual(['CVE-1'])
    expect(merge.aliases.get('CVE-1')).toEqual(['GHSA-a', 'PYSEC-1'])
  })

  it('without a CVE the smallest id stands for the merge', () => {
    const merge = mergeByAlias([record('PYSEC-1', ['GHSA-a'])])
    expect(vulnerabilitiesOf(merge, 'PYSEC-1')).toEqual(['GHSA-a'])
  })

  it('a record that names two CVEs points at both and joins neither', () => {
    const merge = mergeByAlias([record('GHSA-a', ['CVE-1', 'CVE-2']), record('GHSA-b', ['CVE-2'])])
    expect(vulnerabilitiesOf(merge, 'GHSA-a')).toEqual(['CVE-1', 'CVE-2'])
    expect(vulnerabilitiesOf(merge, 'GHSA-b')).toEqual(['CVE-2'])
    expect(vulnerabilitiesOf(merge, 'CVE-1')).toEqual(['CVE-1'])
  })

  it('a withdrawn record follows its aliases but welds nothing', () => {
    const merge = mergeByAlias([
      record('GHSA-a', ['GHSA-b', 'GHSA-c'], { live: false }),
      record('GHSA-b', ['CVE-1']),
      record('GHSA-c', ['CVE-2']),
    ])
    expect(vulnerabilitiesOf(merge, 'GHSA-a')).toEqual(['CVE-1', 'CVE-2'])
    expect(vulnerabilitiesOf(merge, 'GHSA-b')).toEqual(['CVE-1'])
  })

  it('a covering advisory is no alias', () => {
    const merge = mergeByAlias([record('DSA-1', [], { covers: ['CVE-1'] })])
    expect(vulnerabilitiesOf(merge, 'DSA-1')).toEqual(['CVE-1'])
    expect(merge.aliases.get('CVE-1')).toBeUndefined()
  })

  it('does not depend on the order of records (law 1)', () => {
    fc.assert(
      fc.property(records, fc.infiniteStream(fc.nat()), (list, noise) => {
        const shuffled = list.map((entry) => [noise.next().value as number, entry] as const).sort((a, b) => a[0] - b[0])
        const plain = (merge: ReturnType<typeof mergeByAlias>) => [[...merge.targets].sort(), [...merge.aliases].sort()]
        expect(plain(mergeByAlias(shuffled.map(([, entry]) => entry)))).toEqual(plain(mergeByAlias(list)))
      }),
    )
  })

  it('never makes one CVE stand for another, and every record speaks about something', () => {
    fc.assert(
      fc.property(records, (list) => {
        const merge = mergeByAlias(list)
        for (const { recordId } of list) {
          const ids = vulnerabilitiesOf(merge, recordId)
          expect(ids.length).toBeGreaterThan(0)
          if (isCve(recordId)) expect(ids).toEqual([recordId])
        }
        for (const [vulnerability, aliases] of merge.aliases) {
          expect([vulnerability, ...aliases].filter(isCve).length).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})
