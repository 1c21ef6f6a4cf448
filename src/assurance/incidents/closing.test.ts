import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CaseKind } from '#core/vocabulary'
import type { CaseChange } from './case.ts'
import type { ClosingProof, NewestProbe } from './change-proof.ts'
import { endedExceptions, missingForClosing, refutedProofs, shownProofs, unprovenChanges } from './closing.ts'
import type { RegressionResult } from './failed-before.ts'
import { unheldProofs } from './unheld-proof.ts'

const NOW = '2026-08-20T12:00:00.000Z'
const at = (day: number, hour = 12) =>
  `2026-08-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`

const result = (over: Partial<RegressionResult>): RegressionResult => ({
  ...{ run: 'r', runName: 'run', version: null, key: 'k', at: at(1), result: 'pass', attempts: 1, passed: 1, open: 0 },
  recordedAt: over.at ?? at(1),
  ...over,
})
const anyResult: fc.Arbitrary<RegressionResult> = fc
  .record({
    key: fc.constantFrom('k', 'l'),
    at: fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 11 })).map(([day, hour]) => at(day, hour)),
    attempts: fc.integer({ min: 1, max: 6 }),
    failed: fc.nat({ max: 6 }),
    open: fc.nat({ max: 2 }),
  })
  .map(({ attempts, failed, open, ...rest }) => {
    const lost = Math.min(attempts, failed)
    const undecided = Math.min(attempts - lost, open)
    const word = lost > 0 ? 'fail' : undecided > 0 ? 'insufficient' : 'pass'
    return {
      ...rest,
      recordedAt: rest.at,
      run: 'r',
      runName: 'run',
      version: null,
      attempts,
      open: undecided,
      passed: attempts - lost - undecided,
      result: word,
    }
  })
const anyChange: fc.Arbitrary<CaseChange> = fc.record({
  id: fc.uuid(),
  controlId: fc.constantFrom('a', 'b'),
  kind: fc.constantFrom('control' as const, 'playbook' as const, 'exception' as const),
  what: fc.constant('changed'),
  madeAt: fc.integer({ min: 1, max: 20 }).map((day) => at(day)),
  madeBy: fc.constant('ada'),
  regressionKey: fc.constantFrom('k', 'l', null),
  owner: fc.constantFrom('ada', null),
  nextReview: fc.constantFrom('2026-12-01', '2026-08-01', null),
  until: fc.constantFrom('2026-08-19', '2026-08-20', '2026-09-01'),
  playbook: fc.constant(null),
  withdrawn: fc.constantFrom(null, { at: NOW, by: 'ada', why: 'x' }),
})
const changes = fc.array(
  anyChange.map((change) => ({ ...change, until: change.kind === 'exception' ? change.until : null })),
  { maxLength: 6 },
)
const barriers = fc.array(
  fc.record({
    controlId: fc.constantFrom('a', 'b'),
    outcome: fc.constantFrom('held' as const, 'failed' as const, 'missing' as const),
    note: fc.constant(null),
  }),
  { maxLength: 3 },
)
const proof: fc.Arbitrary<ClosingProof> = fc.record({
  results: fc.array(anyResult, { maxLength: 12 }),
  probes: fc
    .dictionary(
      fc.constantFrom('a', 'b'),
      fc.record({
        state: fc.constantFrom('live' as const, 'dead' as const, 'unknown' as const),
        at: fc.integer({ min: 1, max: 20 }).map((day) => at(day)),
      }),
    )
    .map((seen) => new Map(Object.entries(seen))),
  recurredAt: fc.constantFrom(null, at(12)),
  hasControls: fc.constant(true),
  names: fc.constant(new Map()),
  unjudged: fc.constant([]),
  now: fc.constant(NOW),
})

/** Law 4 in other words than the rule’s: what has to be there for one barrier. */
function isMended(
  controlId: string,
  all: readonly CaseChange[],
  { results, probes, recurredAt }: ClosingProof,
): boolean {
  return all.some((change) => {
    if (change.controlId !== controlId || change.withdrawn !== null) return false
    if (change.kind === 'exception') return change.until! >= NOW.slice(0, 10)
    const own = results.filter(({ key }) => key === change.regressionKey)
    const from = [change.madeAt, recurredAt ?? ''].sort().at(-1)!
    const since = own.filter((one) => one.at > from)
    const newest = since
      .map((one) => one.at)
      .sort()
      .at(-1)
    const before = own.filter((one) => one.at <= change.madeAt && one.result !== 'insufficient')
    const last = before
      .map((one) => one.at)
      .sort()
      .at(-1)
    return (
      before.some((one) => one.at === last && one.result === 'fail') &&
      since.some((one) => one.at === newest && one.result === 'pass') &&
      probes.get(controlId)?.state === 'live' &&
      probes.get(controlId)!.at > from &&
      change.owner !== null &&
      (change.nextReview ?? '') > NOW.slice(0, 10)
    )
  })
}

const mended: CaseChange = {
  ...{ id: 'c', controlId: 'a', kind: 'control', what: 'x', madeAt: at(10), madeBy: 'ada', regressionKey: 'k' },
  ...{ owner: 'ada', nextReview: '2026-12-01', until: null, playbook: null, withdrawn: null },
}
const failedOnce = {
  ...{ kind: 'incident' as const, kinds: [], changes: [mended] },
  barriers: [{ controlId: 'a', outcome: 'failed' as const, note: null }],
}
const shown: ClosingProof = {
  results: [result({ result: 'fail', passed: 0 }), result({ at: at(12) })],
  ...{ probes: new Map(), recurredAt: null, hasControls: true, names: new Map(), unjudged: [], now: NOW },
}

describe('the closing rule, on any history', () => {
  it('lets no case be closed of which a barrier failed and is neither mended nor excepted (law 4)', () => {
    fc.assert(
      fc.property(barriers, changes, proof, (met, made, there) => {
        const missing = missingForClosing({ kind: 'incident', kinds: [], barriers: met, changes: made }, there)
        const failed = met.filter(({ outcome }) => outcome === 'failed')
        if (met.length === 0) expect(missing).toMatchObject([{ what: 'barriers', controlId: null }])
        else if (missing.length === 0)
          for (const { controlId } of failed) expect(isMended(controlId, made, there)).toBe(true)
        if (met.length > 0 && failed.length === 0) expect(missing).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })

  it('asks no less after one more failing run, a withdrawn change or a control that is found dead', () => {
    const count = (missing: readonly unknown[]) => missing.length
    fc.assert(
      fc.property(barriers, changes, proof, (met, made, there) => {
        const one = { kind: 'near-miss' as const, kinds: [], barriers: met, changes: made }
        const isClosable = count(missingForClosing(one, there)) === 0
        const failedNow = made.map(({ regressionKey }) =>
          result({ key: regressionKey ?? '', at: NOW, result: 'fail', passed: 0 }),
        )
        const worse = [
          missingForClosing(one, { ...there, results: [...there.results, ...failedNow] }),
          missingForClosing(one, { ...there, probes: new Map() }),
          missingForClosing({ ...one, changes: made.slice(1) }, there),
        ]
        if (!isClosable) for (const missing of worse) expect(count(missing)).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })

  it('does not depend on the order in which things came', () => {
    fc.assert(
      fc.property(barriers, changes, proof, (met, made, there) => {
        const one = { kind: 'incident' as const, kinds: [], barriers: met, changes: made }
        const distinct = new Map(there.results.map((each) => [`${each.key} ${each.at}`, each]))
        const results = [...distinct.values()]
        const forwards = missingForClosing(one, { ...there, results })
        const turned = missingForClosing(
          { ...one, changes: made.toReversed() },
          { ...there, results: results.toReversed() },
        )
        expect(turned.length).toBe(forwards.length)
      }),
    )
  })

  it.each<[NewestProbe | undefined, RegExp]>([
    [undefined, /never probed$/],
    [
      { state: 'live', at: '2026-08-10T12:00:20.000Z' },
      /of 2026-08-10 12:00:20 UTC, is not after .* 12:00:40 UTC: probe it again$/,
    ],
    [{ state: 'dead', at: at(13) }, /found it dead: mend it/],
    [{ state: 'unknown', at: at(13) }, /older than two intervals/],
  ])('says why a probe proves nothing, to the second, and what to do', (probe, sentence) => {
    const change = { ...mended, madeAt: '2026-08-10T12:00:40.000Z' }
    const probes = new Map(probe ? [['a', probe]] : [])
    expect(missingForClosing({ ...failedOnce, changes: [change] }, { ...shown, probes })).toMatchObject([
      { what: 'live-probe', sentence: expect.stringMatching(sentence) },
    ])
    const since = new Map([['a', { state: 'live' as const, at: '2026-08-10T12:00:41.000Z' }]])
    expect(missingForClosing({ ...failedOnce, changes: [change] }, { ...shown, probes: since })).toEqual([])
  })

  it('says of runs on the wrong side of a change which those are', () => {
    const change = { ...mended, madeAt: '2026-08-10T12:00:40.000Z' }
    const probes = new Map([['a', { state: 'live' as const, at: at(13) }]])
    const says = (results: RegressionResult[]) =>
      missingForClosing({ ...failedOnce, changes: [change] }, { ...shown, probes, results }).map(
        ({ sentence }) => sentence,
      )
    expect(says([result({ at: '2026-08-10T12:00:50.000Z', result: 'fail' }), result({ at: at(12) })])).toEqual([
      expect.stringMatching(/failed on 2026-08-10 12:00:50 UTC, which is not before the change of .*withdraw it/),
    ])
    expect(says([result({ at: '2026-08-10T12:00:10.000Z', result: 'fail' })])).toEqual([
      expect.stringMatching(
        /was run last on 2026-08-10 12:00:10 UTC, which is not after the change of .*: run it again/,
      ),
    ])
  })

  it('takes no failure that was dated back once the case passed; one recorded before that counts, and is marked', () => {
    const probes = new Map([['a', { state: 'live' as const, at: at(13) }]])
    const failedAt = (recordedAt: string) => ({
      ...{ ...shown, probes },
      results: [
        result({ at: at(9), recordedAt, version: '1', result: 'fail', passed: 0 }),
        result({ at: at(12), version: '2' }),
      ],
    })
    expect(missingForClosing(failedOnce, failedAt(at(13)))).toMatchObject([
      { what: 'failed-before', lacks: expect.stringMatching(/recorded on 2026-08-13 .* once it passed already/) },
    ])
    const late = (recordedAt: string) =>
      shownProofs({ ...failedOnce, closedAt: null }, failedAt(recordedAt))[0]?.failedBefore?.isLate
    expect(missingForClosing(failedOnce, failedAt(at(11)))).toEqual([])
    expect([late(at(9)), late(at(11)), late(at(13))]).toEqual([false, true, undefined])
  })

  it.each([
    [null, '2', /recorded after the change, on .* and names no version of what it tested/],
    ['1', null, /the run that passes since names no version/],
    ['1', '1', /the run that passes since tested the same version/],
    ['1', '2', undefined],
  ])('takes a failure that came late only with the versions before and after: %s, %s', (before, after, sentence) => {
    const probes = new Map([['a', { state: 'live' as const, at: at(13) }]])
    const results = [
      result({ at: at(9), recordedAt: at(11), version: before, result: 'fail', passed: 0 }),
      result({ at: at(12), version: after }),
    ]
    const missing = missingForClosing(failedOnce, { ...shown, probes, results })
    expect(missing).toMatchObject(sentence ? [{ what: 'failed-before', lacks: expect.stringMatching(sentence) }] : [])
  })

  it.each([
    [
      '7',
      '7',
      1,
      [{ what: 'passes-after', lacks: expect.stringMatching(/takes 5 passes in a row to tell; there are 1/) }],
    ],
    ['7', '7', 5, []],
    ['7', '8', 5, [{ what: 'failed-before', lacks: expect.stringMatching(/passed on 2026-08-09 .* already, before/) }]],
    [null, null, 5, [{ what: 'failed-before', lacks: expect.stringMatching(/what mended it is not this change/) }]],
  ])(
    'takes no case for failing that passed already before the change; one flaky at one version passes so often in a row',
    (failed, passed, after, lacks) => {
      const probes = new Map([['a', { state: 'live' as const, at: at(13) }]])
      const results = [
        result({ at: at(5), version: failed, result: 'fail', passed: 0 }),
        // Dated before the change, taken in after it.
        result({ at: at(9), recordedAt: at(14), version: passed }),
        result({ at: at(12), version: '7', attempts: after, passed: after }),
      ]
      const there = { ...shown, probes, results }
      expect(missingForClosing(failedOnce, there)).toMatchObject(lacks)
      const isShown = shownProofs({ ...failedOnce, closedAt: null }, there)[0]?.failedBefore !== null
      expect(isShown).toBe(passed === failed && failed !== null)
    },
  )

  it('asks for proof anew once it happened again: what was proven before did not hold', () => {
    const probes = (day: number) => new Map([['a', { state: 'live' as const, at: at(day) }]])
    const there = { ...shown, probes: probes(13) }
    expect(missingForClosing(failedOnce, there)).toEqual([])
    expect(missingForClosing(failedOnce, { ...there, recurredAt: at(14) })).toMatchObject([
      {
        ...{ what: 'change', changeId: null },
        sentence: expect.stringMatching(/^a: the change of 2026-.* did not hold: .*; add what is changed now/),
      },
    ])
    expect(unprovenChanges({ ...failedOnce, closedAt: null }, { ...there, recurredAt: at(14) })).toEqual([
      { id: 'c', lacks: [expect.stringMatching(/the case did not catch that, and the change was in effect/)] },
    ])
    // A later change of the same control says what it lacks itself, though the old one is nearer to its proof.
    const later = { ...mended, id: 'd', madeAt: at(15), regressionKey: 'l', owner: null }
    expect(
      missingForClosing({ ...failedOnce, changes: [mended, later] }, { ...there, recurredAt: at(14) })[0],
    ).toMatchObject({ what: 'failed-before', changeId: 'd' })
    const results = [...shown.results, result({ at: at(15) })]
    // It passes as it did before: that mends nothing. A change of now is proven where the case failed again before it.
    expect(missingForClosing(failedOnce, { ...there, results, probes: probes(15), recurredAt: at(14) })).toMatchObject([
      { what: 'change' },
    ])
  })

  it('takes no regression case for what happened again that passed just before', () => {
    const probes = new Map([['a', { state: 'live' as const, at: at(18) }]])
    const again = { ...mended, id: 'd', madeAt: at(16) }
    const says = (...runs: RegressionResult[]) =>
      missingForClosing(
        { ...failedOnce, changes: [again] },
        {
          ...shown,
          probes,
          recurredAt: at(14),
          results: [...shown.results, ...runs],
          names: new Map([['a', 'The gate']]),
        },
      ).map(({ sentence }) => sentence)
    expect(says(result({ at: at(17) }))).toEqual([
      expect.stringMatching(/^The gate: regression case "k" passed on 2026-08-12 .* does not show what happened/),
    ])
    expect(says(result({ at: at(15), result: 'fail', passed: 0 }), result({ at: at(17) }))).toEqual([])
  })

  it('takes more passes in a row the more seldom the case failed, and one where it always did', () => {
    const closes = (attempts: number, passed: number, after: number) =>
      missingForClosing(failedOnce, {
        results: [result({ result: 'fail', attempts, passed }), result({ at: at(12), attempts: after, passed: after })],
        ...{
          probes: new Map([['a', { state: 'live' as const, at: at(13) }]]),
          recurredAt: null,
          hasControls: true,
          names: new Map(),
          unjudged: [],
          now: NOW,
        },
      }).length === 0
    const needed = (attempts: number, passed: number) =>
      Array.from({ length: 400 }, (_, index) => index + 1).find((after) => closes(attempts, passed, after))
    expect([needed(1, 0), needed(4, 0), needed(2, 1), needed(10, 9), needed(100, 99)]).toEqual([1, 1, 5, 29, 299])
  })
})

it('an exception that has not ended, or was no ground of the closing, opens nothing', () => {
  const change = (until: string): CaseChange => ({
    ...{ id: 'c', controlId: 'a', kind: 'exception', what: 'x', madeAt: at(1), madeBy: 'ada', regressionKey: null },
    ...{ owner: null, nextReview: null, until, playbook: null, withdrawn: null },
  })
  const there: ClosingProof = {
    results: [],
    probes: new Map(),
    recurredAt: null,
    hasControls: true,
    names: new Map(),
    unjudged: [],
    now: NOW,
  }
  const ended = (until: string, closedAt: string | null) =>
    endedExceptions(
      { barriers: [{ controlId: 'a', outcome: 'failed', note: null }], changes: [change(until)], closedAt },
      there,
    )
  expect(ended('2026-08-19', at(5))).toEqual([{ controlId: 'a', until: '2026-08-19' }])
  expect(ended('2026-08-20', at(5))).toEqual([])
  expect(ended('2026-08-04', at(5))).toEqual([])
  expect(ended('2026-08-19', null)).toEqual([])
})

it('an incident is closed once somebody judged each duty to report; of what harmed nobody they may be left unjudged', () => {
  const there: ClosingProof = {
    ...{ results: [], probes: new Map(), recurredAt: null, hasControls: true, names: new Map(), now: NOW },
    unjudged: ['GDPR: personal data breach'],
  }
  const held = [{ controlId: 'a', outcome: 'held' as const, note: null }]
  const missing = (kind: CaseKind, was: CaseKind[] = [], barriers = held) => {
    const kinds = was.map((one) => ({ was: one, at: at(2), by: 'ada', why: 'nobody was harmed' }))
    return missingForClosing({ kind, kinds, barriers, changes: [] }, there)
  }
  expect(missing('near-miss')).toEqual([])
  expect(missing('incident')).toMatchObject([{ what: 'duties', sentence: expect.stringContaining('GDPR') }])
  // A new name closes nothing: the gravest that it ever was counts.
  expect(missing('hazard', ['incident', 'near-miss'], [])).toMatchObject([
    { what: 'barriers', sentence: expect.stringMatching(/it was an incident once/) },
    { what: 'duties' },
  ])
  expect(missing('exercise', ['near-miss'], [])).toMatchObject([{ what: 'barriers' }])
  expect(missing('near-miss', ['exercise'])).toEqual([])
})

it('what closed a case is shown by the runs from before it was closed', () => {
  const change: CaseChange = {
    ...{ id: 'c', controlId: 'a', kind: 'control', what: 'x', madeAt: at(10), madeBy: 'ada', regressionKey: 'k' },
    ...{ owner: 'ada', nextReview: '2026-12-01', until: null, playbook: null, withdrawn: null },
  }
  const results = [
    result({ run: 'early', at: at(2), result: 'fail' }),
    result({ run: 'before', at: at(9), result: 'fail' }),
    result({ run: 'after', at: at(12) }),
    result({ run: 'later', at: at(15), result: 'fail' }),
  ]
  const there: ClosingProof = {
    results,
    probes: new Map(),
    recurredAt: null,
    hasControls: true,
    names: new Map(),
    unjudged: [],
    now: NOW,
  }
  const barriers = [{ controlId: 'a', outcome: 'failed' as const, note: null }]
  const shown = (closedAt: string | null) => shownProofs({ barriers, changes: [change], closedAt }, there)[0]
  expect(shown(at(13))).toMatchObject({ failedBefore: { run: 'before' }, passedAfter: { run: 'after' } })
  expect(shown(null)).toMatchObject({ failedBefore: { run: 'before' }, passedAfter: null })
})

it('a closed case is refuted by the newest run of its regression case alone, and not where an exception holds', () => {
  const change: CaseChange = {
    ...{ id: 'c', controlId: 'a', kind: 'control', what: 'x', madeAt: at(10), madeBy: 'ada', regressionKey: 'k' },
    ...{ owner: 'ada', nextReview: '2026-08-15', until: null, playbook: null, withdrawn: null },
  }
  const excepted: CaseChange = { ...change, kind: 'exception', regressionKey: null, until: '2026-12-01' }
  const barriers = [{ controlId: 'a', outcome: 'failed' as const, note: null }]
  const failing = result({ at: at(15), result: 'fail', runName: 'nightly' })
  const refuted = (results: RegressionResult[], changes = [change], closedAt: string | null = at(13)) =>
    refutedProofs(
      { barriers, changes, closedAt },
      {
        results: [result({ at: at(9), result: 'fail' }), result({ at: at(12) }), ...results],
        ...{ probes: new Map(), recurredAt: null, hasControls: true, names: new Map(), unjudged: [], now: NOW },
      },
    )
  expect(refuted([failing])).toEqual([{ controlId: 'a', key: 'k', runName: 'nightly', at: at(15) }])
  expect(refuted([])).toEqual([])
  expect(refuted([failing, result({ at: at(16) })])).toEqual([])
  expect(refuted([{ ...failing, at: at(11) }])).toEqual([])
  expect(refuted([failing], [change, excepted])).toEqual([])
  expect(refuted([failing], [change], null)).toEqual([])
})

describe('the proof of a closed case', () => {
  const close = { ...failedOnce, closedAt: at(13), recurredAt: null }
  const before = result({ at: at(9), result: 'fail', passed: 0 })

  it('holds where the rule of today lets the case be closed, on any history', () => {
    fc.assert(
      fc.property(barriers, changes, proof, (met, made, there) => {
        const one = { kind: 'near-miss' as const, kinds: [], barriers: met, changes: made }
        if (missingForClosing(one, there).length > 0) return
        expect(unheldProofs({ ...one, closedAt: NOW, recurredAt: there.recurredAt }, there)).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })

  it('that an earlier rule took is said, with what it lacks: its regression case had passed before the change', () => {
    const results = [result({ result: 'fail', passed: 0 }), result({ at: at(9) }), result({ at: at(12) })]
    expect(unheldProofs(close, { ...shown, results })).toMatchObject([
      {
        controlId: 'a',
        what: 'failed-before',
        isEarlierRule: true,
        lacks: expect.stringMatching(/passed on .* already/),
      },
    ])
    expect(unheldProofs({ ...close, closedAt: null }, { ...shown, results })).toEqual([])
    const excepted: CaseChange = { ...mended, kind: 'exception', regressionKey: null, until: '2026-08-14' }
    expect(unheldProofs({ ...close, changes: [mended, excepted] }, { ...shown, results })).toEqual([])
  })

  it('that a run took away which came in later is no matter of the rule; one from after the closing takes nothing', () => {
    const late = result({ at: at(9, 14), recordedAt: at(18) })
    const unheld = (...more: RegressionResult[]) =>
      unheldProofs(close, { ...shown, results: [before, result({ at: at(12) }), ...more] })
    expect(unheld(late)).toMatchObject([{ what: 'failed-before', isEarlierRule: false }])
    expect(unheld(result({ at: at(15), result: 'fail', passed: 0 }))).toEqual([])
  })
})

it('what took effect before it happened was not changed because of it, and proves nothing', () => {
  const results = [result({ at: at(9), result: 'fail', passed: 0 }), result({ at: at(12) })]
  const there = { ...shown, results, probes: new Map([['a', { state: 'live' as const, at: at(13) }]]) }
  expect(missingForClosing(failedOnce, { ...there, happenedAt: at(5) })).toEqual([])
  expect(missingForClosing(failedOnce, { ...there, happenedAt: at(11) })).toMatchObject([
    { controlId: 'a', what: 'change', lacks: expect.stringMatching(/took effect on .* before it happened/) },
  ])
  const closed = { ...failedOnce, closedAt: at(13), recurredAt: null }
  expect(unheldProofs(closed, { ...there, happenedAt: at(11) })).toMatchObject([
    { what: 'change', isEarlierRule: true },
  ])
})
