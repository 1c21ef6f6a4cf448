import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  answerOf,
  appetiteWords,
  assumedParts,
  byConcern,
  causeName,
  creditWords,
  figureWords,
  layersWords,
  movedWords,
  reachWords,
  residualWords,
  toldDrivers,
} from './assurance-words.ts'
import type { ControlRow } from './controls.ts'
import type { ScenarioRow } from './scenario-rows.ts'

const control = (state: ControlRow['state'], failure = 1) => ({ state, failure }) as ControlRow
const scenario = (frequency: number, appetite: number | null, over: object = {}) =>
  ({
    ...{ appetite, barriers: [], enabling: [], attempts: { basis: 'observed' }, consequence: { basis: 'stated' } },
    residual: {
      frequency,
      groups: [],
      perAttempt: { left: 0.5 },
      withinAppetite: appetite === null ? null : frequency <= appetite,
    },
    ...over,
  }) as unknown as ScenarioRow

describe('the answer', () => {
  it.each([
    [[], [], 'No control is registered.'],
    [[control('measured', 0.1)], [scenario(1, 2)], 'The one control is measured; the one risk is within appetite.'],
    [
      [control('dead'), control('unknown'), control('measured', 0.1)],
      [scenario(3, 2), scenario(1, null), scenario(1, 2)],
      '1 of 3 controls is dead, 1 unknown; 1 of 3 risks is above appetite, 1 without an appetite.',
    ],
    [
      [control('unknown'), control('unknown'), control('measured', 0.1)],
      [scenario(1, 2), scenario(1, null)],
      '2 of 3 controls are unknown; 1 of 2 risks are within appetite, 1 without an appetite.',
    ],
    [
      [control('weak', 0.6), control('measured', 0.1)],
      [scenario(1, 2)],
      '1 of 2 controls is weak; the one risk is within appetite.',
    ],
    [
      [control('measured', 0.1)],
      [scenario(1, 2), scenario(1, 2, { attempts: { basis: 'assumed' } })],
      'The one control is measured; 2 of 2 risks are within appetite, 1 of them on assumptions.',
    ],
    [
      [control('failing'), control('weak', 0.6), control('measured', 0.1)],
      [scenario(1, 2)],
      '1 of 3 controls is failing, 1 weak; the one risk is within appetite.',
    ],
    [
      [control('unknown'), control('unknown')],
      [scenario(1, null)],
      'All 2 controls are unknown; nobody said how much risk is acceptable.',
    ],
  ])('%#', (controls, scenarios, words) => expect(answerOf(controls, scenarios)).toBe(words))
})

it('says of how many AI systems nothing is known', () => {
  const guarding = (id: string, system: string) => ({ ...control('measured'), id, system }) as ControlRow
  const standing = scenario(1, 2, { barriers: [{ control: 'gate' }] })
  const systems = ['desk', 'helper', 'coder'].map((slug) => ({ slug }))
  expect(answerOf([guarding('gate', 'desk')], [standing], systems)).toMatch(/; 2 of 3 AI systems have no safeguard\.$/)
  expect(answerOf([guarding('gate', 'desk'), guarding('filter', 'helper')], [standing], systems)).toMatch(
    /; 1 of 3 AI systems has no safeguard; of 1 of 3 AI systems no risk is assessed\.$/,
  )
  expect(answerOf([guarding('gate', 'desk')], [standing], systems.slice(0, 1))).toMatch(/appetite\.$/)
})

it('the bound that holds whatever layers share is no second "at most"', () => {
  const residual = {
    groups: [],
    perAttempt: { left: 0.1, bounds: { low: 0, high: 0.4 } },
    bounds: { low: 0, high: 13 },
  }
  expect(reachWords(scenario(1, 2, { residual }))).toBe('never more than 13 a year, whatever the layers share')
})

it('what two digits do not show is said to be a little more or less', () => {
  const one = scenario(1, 2)
  expect([
    movedWords(one, 1.69, 1.7),
    movedWords(one, 1.7, 1.69),
    movedWords(one, 1.7, 1.7),
    movedWords(one, 1, 2),
  ]).toEqual([
    'a little more: at most 1.7 a year',
    'a little less: at most 1.7 a year',
    'still at most 1.7 a year',
    'at most 1 a year → at most 2 a year',
  ])
})

it('time that wears down several layers is one line', () => {
  const age = (name: string, to = 0.2) => ({
    ...{ cause: 'age' as const, name, because: `seen of ${name} counts less`, failure: { from: 0.2, to } },
  })
  const probe = { cause: 'evidence' as const, name: 'Gate', because: 'a probe found Gate dead', failure: null }
  expect(toldDrivers([probe, age('Filter'), age('Judge', 0.25), age('Gate')]).map(({ because }) => because)).toEqual([
    'a probe found Gate dead',
    'time passed: 3 barriers aged, none by more than Judge: it lets through 20 in 100 → 25 in 100',
  ])
  expect(toldDrivers([age('Filter')])).toEqual([age('Filter')])
})

it('a shared cause is said by what it is', () => {
  expect(['gateway:ai-gateway', 'model:vendor:small', 'people:desk', 'network'].map(causeName)).toEqual([
    'the gateway ai-gateway',
    'the model vendor:small',
    'the people desk',
    'network',
  ])
})

it('the risk furthest above its appetite comes first, then what nobody judged', () => {
  const rows = [scenario(1, 2), scenario(5, null), scenario(30, 20), scenario(4, 1)]
  expect(byConcern(rows).map(({ residual }) => residual.frequency)).toEqual([4, 30, 5, 1])
})

it('what is left over is never said to be less than it is', () => {
  expect([301, 0.057, 0].map(residualWords)).toEqual(['at most 310 a year', 'at most 1 in 17 years', 'none a year'])
  expect(appetiteWords(scenario(3, 2))).toBe('above the appetite of 2 a year')
  expect(appetiteWords(scenario(3, null))).toBe('nobody said how much is acceptable')
})

it('a shared cause is an assumption only where it changes the number: two of its barriers stand', () => {
  const shared = (failures: number[]) =>
    scenario(1, 2, {
      barriers: failures.map((failure) => ({ failure })),
      residual: { frequency: 1, withinAppetite: true, groups: [{ causes: ['m'], members: [0, 1], beta: 0.1 }] },
    })
  expect(assumedParts(shared([0.1, 0.2]))).toEqual(['shared causes'])
  expect(assumedParts(shared([0.1, 1]))).toEqual([])
  expect(figureWords(shared([0.1, 0.2]))).toBe('at most 1 a year (on assumed shared causes)')
  expect(figureWords(shared([0.1, 1]))).toBe('at most 1 a year')
  const measured = shared([0.1, 0.2])
  measured.residual.groups[0]!.measured = {} as never
  expect(assumedParts(measured)).toEqual([])
})

it('layers that are dead or unknown are named as the reason', () => {
  const barriers = ['dead', 'unknown', 'unknown', 'measured'].map((state) => ({ state }))
  expect(layersWords({ barriers } as unknown as ScenarioRow)).toBe('1 dead, 2 unknown of 4 layers')
  expect(layersWords({ barriers: [] })).toBe('no layer stands against it')
})

it('the factors of a credit are shown in so many digits that their product comes out', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      fc.double({ min: 0.01, max: 0.999, noNaN: true }),
      (sees, holds) => {
        const words = creditWords({
          coverage: { share: sees, demands: 1, since: '2026-08-01' },
          efficacy: { lower: holds } as ControlRow['efficacy'],
          failure: 1 - sees * holds,
        })!
        const [one, other, product] = [...words.matchAll(/([\d.]+) in 100/g)].map((found) => Number(found[1]) / 100)
        expect(Math.abs((one! * other!) / product! - 1)).toBeLessThan(0.002)
      },
    ),
  )
})
