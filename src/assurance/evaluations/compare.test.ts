import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EvaluationCase } from '#core/vocabulary'
import { type ComparedRun, compareRuns } from './compare.ts'
import { flakyCases } from './flaky.ts'
import { failureRate, failureRates, repeatedPass } from './rates.ts'

type Letter = 'p' | 'f' | 'o'
const results = { p: 'pass', f: 'fail', o: 'insufficient' } as const

function caseOf(key: string, letter: Letter, more: Partial<EvaluationCase> = {}): EvaluationCase {
  return { key, result: results[letter], attempts: 1, passed: Number(letter === 'p'), ...more }
}

/** One case a letter: passed, failed, open; a space is no case. */
function runOf(letters: string, more: (at: number) => Partial<EvaluationCase> = () => ({})): ComparedRun {
  const cases = [...letters].flatMap((letter, at) =>
    letter === ' ' ? [] : [caseOf(`k${String(at).padStart(4, '0')}`, letter as Letter, more(at))],
  )
  return { cases }
}

const near = (value: number | undefined, golden: number) => expect(value).toBeCloseTo(golden, 6)

describe('two runs on the same cases', () => {
  const before = runOf(`${'p'.repeat(12)}fff${'p'.repeat(185)}`)
  const after = runOf(`${'f'.repeat(12)}ppp${'p'.repeat(185)}`)

  it('12 worse and 3 better of 200: McNemar 0.035156, difference 0.045 ± 1.96 × 0.019102', () => {
    const { discordant, p, gate, worse, better } = compareRuns(before, after, { margin: 0.02 })
    expect(discordant).toEqual({ worse: 12, better: 3, n: 200 })
    expect([worse.length, better.length, worse[0], better[0]]).toEqual([12, 3, 'k0000', 'k0012'])
    expect(p).toBeCloseTo(0.035156, 5)
    near(gate.difference, 0.045)
    expect((gate.bounds.high - 0.045) / 1.959964).toBeCloseTo(0.019102, 5)
  })

  it.each([
    [0.1, 'pass'],
    [0.05, 'undecided'],
    [0.005, 'fail'],
  ])('with a margin of %d the gate says %s', (margin, verdict) => {
    expect(compareRuns(before, after, { margin }).gate.verdict).toBe(verdict)
  })

  it('names what is new, what is gone and what lost its verdict; none of them counts as shared', () => {
    const found = compareRuns(runOf('ppf op'), runOf('po fpp'), { margin: 0.1 })
    expect(found).toMatchObject({
      discordant: { worse: 0, better: 0, n: 2 },
      lost: ['k0001', 'k0002'],
      appeared: ['k0003'],
      vanished: ['k0002'],
    })
  })

  it('a run that lost its hard cases does not pass by that', () => {
    const before = runOf('p'.repeat(400))
    expect(compareRuns(before, runOf('p'.repeat(400)), { margin: 0.03 }).gate.verdict).toBe('pass')
    expect(compareRuns(before, runOf('p'.repeat(380)), { margin: 0.03 }).gate.verdict).toBe('undecided')
    expect(compareRuns(before, runOf(`${'p'.repeat(380)}${'o'.repeat(20)}`), { margin: 0.03 }).gate.verdict).toBe(
      'undecided',
    )
    expect(compareRuns(before, runOf('p'.repeat(398)), { margin: 0.03 }).gate.verdict).toBe('pass')
  })

  it('cases of one cluster count together: what would pass alone is undecided', () => {
    const letters = ['p'.repeat(400), `${'f'.repeat(8)}${'p'.repeat(392)}`] as const
    const clustered = letters.map((text) => runOf(text, (at) => ({ cluster: `c${Math.floor(at / 40)}` })))
    const alone = letters.map((text) => runOf(text))
    expect(compareRuns(alone[0]!, alone[1]!, { margin: 0.04 }).gate.verdict).toBe('pass')
    const { gate } = compareRuns(clustered[0]!, clustered[1]!, { margin: 0.04 })
    expect(gate.verdict).toBe('undecided')
    near(gate.difference, 0.02)
    const one = letters.map((text) => runOf(text, () => ({ cluster: 'all' })))
    expect(compareRuns(one[0]!, one[1]!, { margin: 0.5 }).gate).toMatchObject({
      verdict: 'undecided',
      bounds: { low: -1, high: 1 },
    })
  })

  it('without a shared case nothing is decided', () => {
    expect(compareRuns(runOf('pp'), runOf('  pp'), { margin: 0.5 }).gate.verdict).toBe('undecided')
    expect(compareRuns(runOf(''), runOf(''), { margin: 0.5 })).toMatchObject({
      p: 1,
      gate: { verdict: 'undecided' },
      strata: [],
    })
  })

  const letters = fc.string({ unit: fc.constantFrom('p', 'f', 'o', ' '), maxLength: 60 })

  it('swapped, worse and better change places; alike, nothing differs', () =>
    fc.assert(
      fc.property(letters, letters, (a, b) => {
        const [there, back] = [
          compareRuns(runOf(a), runOf(b), { margin: 0.1 }),
          compareRuns(runOf(b), runOf(a), { margin: 0.1 }),
        ]
        expect([back.worse, back.better, back.appeared, back.vanished]).toEqual([
          there.better,
          there.worse,
          there.vanished,
          there.appeared,
        ])
        expect(back.p).toBe(there.p)
        expect(compareRuns(runOf(a), runOf(a), { margin: 0.1 }).discordant).toMatchObject({ worse: 0, better: 0 })
      }),
    ))

  it('a case that fails instead of passing, errs or vanishes never makes the verdict better', () => {
    const order = ['fail', 'undecided', 'pass']
    const few = fc.string({ unit: fc.constantFrom('p', 'p', 'p', 'f'), minLength: 20, maxLength: 80 })
    fc.assert(
      fc.property(
        few,
        fc.nat(),
        fc.constantFrom('f', 'o', ' '),
        fc.constantFrom(0.05, 0.1, 0.2, 0.4),
        (after, at, letter, margin) => {
          const [place, before] = [at % after.length, runOf('p'.repeat(after.length))]
          const worse = after.slice(0, place) + letter + after.slice(place + 1)
          if (after[place] !== 'p') return
          const [was, is] = [after, worse].map((text) => compareRuns(before, runOf(text), { margin }).gate.verdict)
          // What is not seen does not make a failure certain either: it may turn a fail into undecided.
          if (letter === 'f' || was === 'pass') expect(order.indexOf(is!)).toBeLessThanOrEqual(order.indexOf(was!))
          else expect(is).not.toBe('pass')
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('failure rates', () => {
  it('3 of 30: Wilson 0.034600 to 0.256211; what is open is apart', () => {
    const rate = failureRate(runOf(`fff${'p'.repeat(27)}oo`).cases)
    expect(rate).toMatchObject({ failed: 3, cases: 30, open: 2, rate: 0.1, clustered: undefined })
    near(rate.wilson.low, 0.0346)
    near(rate.wilson.high, 0.256211)
  })

  it('clusters 1111 0000 1100 1000 1110: mean 0.5 ± t × 0.176777', () => {
    const letters = '1111 0000 1100 1000 1110'.replaceAll(' ', '').replaceAll('1', 'f').replaceAll('0', 'p')
    const { rate, clustered } = failureRate(runOf(letters, (at) => ({ cluster: `c${Math.floor(at / 4)}` })).cases)
    near(rate, 0.5)
    expect(((clustered?.high ?? 0) - 0.5) / 2.776445).toBeCloseTo(0.176777, 5)
    near((clustered?.low ?? 0) + (clustered?.high ?? 0), 1)
  })

  it('clusters that are all alike say nothing of their spread', () => {
    const { cases } = runOf('pppppppp', (at) => ({ cluster: `c${at % 2}` }))
    expect(failureRate(cases).clustered).toBeUndefined()
  })

  it('without a case nothing is known', () => {
    expect(failureRate(runOf('oo').cases)).toMatchObject({
      rate: undefined,
      cases: 0,
      open: 2,
      wilson: { low: 0, high: 1 },
    })
  })

  it('by stratum, what has none last; strata of either run are told', () => {
    const stratum = (at: number) => (at < 2 ? { stratum: at === 0 ? 'b' : 'a' } : {})
    expect(failureRates(runOf('pfp', stratum).cases).map((one) => [one.stratum, one.rate])).toEqual([
      ['a', 1],
      ['b', 0],
      [undefined, 0],
    ])
    const { strata } = compareRuns(runOf('p p', stratum), runOf(' fp', stratum), { margin: 0.1 })
    expect(strata.map((one) => [one.stratum, one.before?.rate, one.after?.rate])).toEqual([
      ['a', undefined, 1],
      ['b', 0, undefined],
      [undefined, 0, 0],
    ])
  })
})

describe('repeats', () => {
  const tried = (passed: number, attempts: number, key = 'k') =>
    caseOf(key, passed === attempts ? 'p' : 'f', { passed, attempts })

  it('9 of 10 passed: three in a row with 0.7', () => {
    near(repeatedPass([tried(9, 10)], 3)?.share, 0.7)
  })

  it('averages over cases that were tried often enough', () => {
    const cases = [tried(9, 10, 'a'), tried(10, 10, 'b'), tried(2, 2, 'c'), caseOf('d', 'o', { attempts: 10 })]
    expect(repeatedPass(cases, 3)).toMatchObject({ k: 3, cases: 2, share: expect.closeTo(0.85, 6) })
    expect(repeatedPass(cases, 11)).toBeUndefined()
    // Three attempts erred: seven are left, and six of them passed.
    near(repeatedPass([caseOf('e', 'f', { attempts: 10, passed: 6, open: 3 })], 2)?.share, (6 / 7) * (5 / 6))
    expect(repeatedPass([caseOf('e', 'f', { attempts: 10, passed: 6, open: 3 })], 8)).toBeUndefined()
    expect([0, -1, 1.5].map((k) => repeatedPass(cases, k))).toEqual([undefined, undefined, undefined])
  })
})

describe('flaky cases', () => {
  const mixed = caseOf('mixed', 'f', { attempts: 5, passed: 3 })
  const erring = caseOf('erring', 'o', { attempts: 2, passed: 1 })

  it('pass and fail among the attempts of one run; an error is neither', () => {
    expect(flakyCases([{ cases: [mixed, erring, caseOf('bad', 'f', { attempts: 2 })] }])).toEqual([
      { key: 'mixed', attempts: 5, passed: 3, within: 'run' },
    ])
  })

  it('pass in one run and fail in another of the same target and version', () => {
    const run = (letter: Letter, more: Partial<ComparedRun>) => ({ cases: [caseOf('k', letter)], target: 't', ...more })
    const [one, two] = [run('p', { targetVersion: '1' }), run('f', { targetVersion: '1' })]
    expect(flakyCases([one, two])).toEqual([{ key: 'k', attempts: 2, passed: 1, within: 'version' }])
    expect(compareRuns(one, two, { margin: 0.1 }).flaky.length).toBe(1)
    expect(flakyCases([one, run('f', { targetVersion: '2' })])).toEqual([])
    expect(flakyCases([one, run('f', { targetVersion: '1', target: 'other' })])).toEqual([])
    expect(flakyCases([run('p', {}), run('f', {})])).toEqual([])
  })
})
