import { describe, expect, it } from 'vitest'
import { assessControl, type Footing, type Ground, groundsOf } from './index.ts'

const parts: Ground[] = [
  { system: 'desk', kind: 'gateway', name: 'AI gateway' },
  { system: 'desk', kind: 'model', name: 'small-9b' },
  { system: 'desk', kind: 'guardrail', name: 'Input filter' },
  { system: 'code', kind: 'gateway', name: 'other' },
]
const footing: Footing = { id: 'c', name: 'C', system: 'desk', restsOn: [], causes: [], gateway: null }
const on = (over: Partial<Footing>) =>
  groundsOf({ ...footing, ...over }, parts).map(({ ground, basis }) => `${basis} ${ground.kind} ${ground.name}`)

describe('what a control rests on', () => {
  it.each<[string, Partial<Footing>, string[]]>([
    ['a cause that its barriers share', { causes: ['gateway:ai-gateway'] }, ['stated gateway AI gateway']],
    ['a cause of the model', { causes: ['model:small-9b'] }, ['stated model small-9b']],
    ['the part that it names', { restsOn: ['small-9b'] }, ['stated model small-9b']],
    ['the gateway that its probe goes through', { gateway: 'ai-gateway' }, ['stated gateway AI gateway']],
    ['the part that bears its name', { name: 'input filter' }, ['stated guardrail Input filter']],
    ['the gateways of its system, where nothing is said', {}, ['assumed gateway AI gateway']],
    ['nothing of it, where something else is said', { causes: ['people:desk'] }, []],
    ['no part of another system', { causes: ['gateway:other'] }, []],
    [
      'parts of any system, where it guards no one',
      { system: null, causes: ['gateway:other'] },
      ['stated gateway other'],
    ],
    ['nothing, where it guards none and says nothing', { system: null }, []],
  ])('is %s', (_name, over, expected) => expect(on(over)).toEqual(expected))
})

describe('a limit', () => {
  const control = { version: null, halfLifeDays: 90, probeIntervalSeconds: 3_600, cleared: [] }
  const day = {
    kind: 'telemetry',
    result: 'pass',
    day: '2026-08-10',
    subjectVersion: null,
    demands: 100,
    weighted: 100,
  }
  const days = [
    { ...day, aspect: 'coverage' },
    { ...day, aspect: 'efficacy' },
  ] as Parameters<typeof assessControl>[1]
  const now = '2026-08-10T12:00:00.000Z'
  const alive = { result: 'pass', at: now } as const
  const limit = { kind: 'bypassed', reason: 'the model can be asked past it', findingId: null, since: null } as const

  it('takes coverage to nothing whatever traces show, and says why first', () => {
    expect(assessControl(control, days, alive, now).failure).toBeLessThan(0.1)
    const limited = assessControl(control, days, alive, now, [limit])
    expect(limited).toMatchObject({ failure: 1, coverage: { share: 0, demands: 100 } })
    expect(limited.reasons[0]).toBe(limit.reason)
  })

  it('told as evidence of exposure counts no demand', () => {
    const exposure = { ...days[0]!, kind: 'exposure' as const, result: 'fail' as const, demands: 1, weighted: 1 }
    expect(assessControl(control, [...days, exposure], alive, now)).toEqual(assessControl(control, days, alive, now))
    const alone = assessControl(control, [exposure], alive, now)
    expect(alone.coverage).toBeUndefined()
  })
})
