import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CaseSighting, caseHistory } from './history.ts'

const seen = (
  day: number,
  result: CaseSighting['result'],
  version: string | null,
  more: Partial<CaseSighting> = {},
) => ({
  ...{ run: `run-${day}`, runName: 'nightly', tool: 'promptfoo', at: `2026-08-0${day}T06:00:00.000Z` },
  ...{ target: 'helpdesk', targetVersion: version, control: 'input-filter', cluster: null, stratum: null, note: null },
  ...{ result, attempts: 1, passed: result === 'pass' ? 1 : 0, open: result === 'insufficient' ? 1 : 0 },
  ...more,
})

describe('the history of a case', () => {
  it('says which run broke it and which mended it', () => {
    const { sightings, flakiness } = caseHistory([
      seen(1, 'pass', '6'),
      seen(2, 'fail', '7'),
      seen(3, 'insufficient', '8'),
      seen(4, 'pass', '8'),
    ])
    expect(sightings.map(({ turn }) => turn)).toEqual(['mended', undefined, 'broke', undefined])
    expect(flakiness).toBeUndefined()
  })

  it('calls it flipped where the version is the same, and measures how far it contradicts itself', () => {
    const { sightings, versions, flakiness } = caseHistory([
      seen(1, 'pass', '7'),
      seen(2, 'fail', '7'),
      seen(3, 'fail', '7', { attempts: 3, passed: 2 }),
    ])
    expect(sightings[1]!.turn).toBe('flipped')
    expect(versions).toMatchObject([{ targetVersion: '7', runs: 3, judged: 5, passed: 3, isFlaky: true }])
    // 6 of the 10 pairs of 3 that passed and 2 that failed are one of each.
    expect(flakiness).toEqual({ attempts: 5, passed: 3, within: 'run', disagreement: 0.6 })
  })

  it('holds nothing against runs that do not say their version, and nothing against another target', () => {
    const unsaid = caseHistory([seen(1, 'pass', null), seen(2, 'fail', null)])
    expect(unsaid.flakiness).toBeUndefined()
    expect(unsaid.versions).toHaveLength(2)
    const elsewhere = caseHistory([seen(1, 'pass', '7'), seen(2, 'fail', '7', { target: 'other' })])
    expect(elsewhere).toMatchObject({ flakiness: undefined, sightings: [{ turn: undefined }, { turn: undefined }] })
  })

  it('takes a change of the control for one, though the version stays, and a change of another for none', () => {
    const runs = [seen(1, 'fail', '7'), seen(3, 'pass', '7')]
    const changed = caseHistory(runs, [{ control: 'input-filter', at: '2026-08-02T00:00:00.000Z' }])
    expect(changed).toMatchObject({ flakiness: undefined, sightings: [{ turn: 'mended' }, { turn: undefined }] })
    expect(changed.versions.map(({ changedAt }) => changedAt)).toEqual(['2026-08-02T00:00:00.000Z', undefined])
    const elsewhere = [
      { control: 'tool-gate', at: '2026-08-02T00:00:00.000Z' },
      { control: 'input-filter', at: runs[1]!.at },
    ]
    expect(caseHistory(runs, elsewhere)).toMatchObject({ flakiness: { attempts: 2, passed: 1 } })
  })

  it('does not count tries without a verdict', () => {
    const { versions, flakiness } = caseHistory([seen(1, 'fail', '7', { attempts: 4, passed: 1, open: 2 })])
    expect(versions[0]).toMatchObject({ judged: 2, passed: 1 })
    expect(flakiness).toMatchObject({ attempts: 2, passed: 1, disagreement: 1 })
  })

  it('is the same whatever the order of the runs; what is measured stays a probability', () => {
    const sighting = fc
      .record({
        ...{ day: fc.integer({ min: 1, max: 9 }), version: fc.constantFrom('6', '7', null) },
        ...{ passed: fc.nat(4), failed: fc.nat(4), open: fc.nat(2) },
      })
      .map(({ day, version, passed, failed, open }) =>
        seen(day, failed > 0 ? 'fail' : passed > 0 && open === 0 ? 'pass' : 'insufficient', version, {
          ...{ passed, open, attempts: passed + failed + open },
        }),
      )
    fc.assert(
      fc.property(fc.uniqueArray(sighting, { selector: ({ run }) => run, minLength: 1, maxLength: 9 }), (all) => {
        const told = caseHistory(all)
        expect(caseHistory(all.toReversed())).toEqual(told)
        const measure = told.flakiness?.disagreement ?? 0
        expect(measure).toBeGreaterThanOrEqual(0)
        expect(measure).toBeLessThanOrEqual(1)
        expect(told.versions.reduce((sum, { runs }) => sum + runs, 0)).toBe(all.length)
      }),
    )
  })
})
