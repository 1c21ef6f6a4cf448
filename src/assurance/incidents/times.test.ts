import { expect, test } from 'vitest'
import type { CaseMoment } from './case.ts'
import { caseTimes } from './index.ts'

const now = '2026-08-10T00:00:00.000Z'
const at = (step: CaseMoment['step'], earliest: string | null, latest = earliest): CaseMoment => ({
  ...{ id: String(step), step, what: '', estimated: false, saidBy: 'ada' },
  ...{ earliest: earliest && `2026-08-${earliest}:00:00.000Z`, latest: latest && `2026-08-${latest}:00:00.000Z` },
})
const one = (
  moments: CaseMoment[],
  state: 'open' | 'closed' = 'closed',
  kind: 'incident' | 'exercise' = 'incident',
) => ({ kind, state, moments })
const detected = (cases: Parameters<typeof caseTimes>[0]) => caseTimes(cases, now)[0]

test('the median of exact times, open cases waiting (M6)', () => {
  const cases = [2, 4, 6].map((hours) => one([at('occurred', '01T00'), at('detected', `01T0${hours}`)]))
  expect(detected(cases)).toMatchObject({ median: 4, total: 3, reached: 3, unknown: 0, by: 'kaplan-meier' })
  expect(
    detected([...cases, one([at('occurred', '01T00')], 'open'), one([at('occurred', '01T00')], 'open')]),
  ).toMatchObject({
    ...{ median: 6, total: 5, reached: 3 },
  })
})

test('ranges are kept as ranges', () => {
  const found = detected([one([at('occurred', '01T00', '01T02'), at('detected', '01T06')])])
  expect(found).toMatchObject({ by: 'turnbull', low: 4, high: 6, median: 5 })
})

test('what was noticed before it began counts as unknown', () => {
  expect(detected([one([at('occurred', '02T00'), at('detected', '01T00')])])).toMatchObject({ total: 0, unknown: 1 })
})

test('what nobody knows is counted, not guessed; a rehearsal is not counted', () => {
  const cases = [
    one([]),
    one([at('occurred', null), at('detected', '01T04')]),
    one([at('occurred', '01T00')]),
    one([at('occurred', '01T00')], 'open', 'exercise'),
  ]
  expect(detected(cases)).toMatchObject({ total: 0, unknown: 3, median: null })
})
