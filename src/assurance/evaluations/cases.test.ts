import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Attempt, CaseCollector } from './cases.ts'
import { MAX_CASES } from './contract.ts'
import { instantOf, parseJson } from './json.ts'

function collect(attempts: readonly Attempt[]) {
  const collector = new CaseCollector()
  for (const [at, attempt] of attempts.entries()) collector.add(attempt, `line ${at + 1}`)
  return collector.end({ tool: 't', name: 'n' })
}

const words = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined })
const attempt: fc.Arbitrary<Attempt> = fc.record({
  key: fc.constantFrom('k1', 'k2', '__proto__', 'constructor'),
  result: fc.constantFrom('pass', 'fail', 'insufficient'),
  cluster: words,
  stratum: words,
  control: words,
  note: words,
})

describe('cases', () => {
  it('do not depend on the order of attempts, nor on how they are parted', () =>
    fc.assert(
      fc.property(fc.array(attempt), fc.integer(), (attempts, seed) => {
        const order = attempts.map((one, at) => ({ one, at: Math.sin(seed + at) })).sort((a, b) => a.at - b.at)
        expect(collect(order.map(({ one }) => one)).run).toEqual(collect(attempts).run)
      }),
    ))

  it('pass when every attempt did, and fail when one did', () =>
    fc.assert(
      fc.property(fc.array(attempt, { minLength: 1 }), (attempts) => {
        for (const one of collect(attempts).run.cases) {
          const own = attempts.filter(({ key }) => key === one.key).map(({ result }) => result)
          expect([one.attempts, one.passed]).toEqual([own.length, own.filter((result) => result === 'pass').length])
          expect(one.result === 'fail').toBe(own.includes('fail'))
          expect(one.result === 'pass').toBe(own.every((result) => result === 'pass'))
        }
      }),
    ))

  it('of more than a run may have are dropped and counted; attempts at known ones are not', () => {
    const collector = new CaseCollector()
    for (let at = 0; at < MAX_CASES + 5; at++) collector.add({ key: `k${at}`, result: 'pass' }, `line ${at}`)
    collector.add({ key: 'k0', result: 'fail' }, 'line x')
    const { run, outcome } = collector.end({ tool: 't', name: 'n' })
    expect(run.cases.length).toBe(MAX_CASES)
    expect(outcome).toMatchObject({ status: 'partial', dropped: [{ code: 'too-many-cases', count: 5 }] })
    expect(run.cases.find(({ key }) => key === 'k0')).toMatchObject({ result: 'fail', attempts: 2 })
  })

  it('with long keys that begin alike are told apart, within bounds', () => {
    const { run } = collect(['a', 'b'].map((end) => ({ key: 'x'.repeat(5_000) + end, result: 'pass' as const })))
    expect(run.cases.map(({ key }) => key.length <= 300)).toEqual([true, true])
  })

  it.each([
    ['https://me:word@host.test:8080/v1?key=abc#frag', 'https://host.test:8080/v1'],
    ['a, https://host.test/?key=abc, b', 'a, https://host.test/, b'],
    ['openai:gpt-x', 'openai:gpt-x'],
    ['file://provider.cjs', 'file://provider.cjs'],
  ])('of a target %s keep no secret', (target, kept) => {
    expect(new CaseCollector().end({ tool: 't', name: 'n', target }).run.target).toBe(kept)
  })

  it('missing records count as read and dropped', () => {
    const collector = new CaseCollector()
    collector.miss('gone', 3, 'three')
    collector.miss('gone', 0, 'none')
    expect(collector.end({ tool: 't', name: 'n' }).outcome).toEqual({
      status: 'failed',
      read: 3,
      kept: 0,
      dropped: [{ code: 'gone', example: 'three', count: 3 }],
    })
  })
})

describe('JSON of tools', () => {
  it.each([
    ['{"a":NaN,"b":[-Infinity,Infinity]}', { a: null, b: [null, null] }],
    ['{"NaN \\" NaN":"NaN\\\\","x":NaN}', { 'NaN " NaN': 'NaN\\', x: null }],
  ])('%s is read as Python means it', (text, value) => {
    expect(parseJson(text, 'x')).toEqual({ ok: true, value })
  })

  it.each(['{"a":', '{"a":NaN', '{"secret words"}', 'NaN NaN', '"', '{"a":"\\', '['.repeat(300)])(
    '%s is a problem that repeats nothing of it',
    (text) => {
      const parsed = parseJson(text, 'x')
      expect(parsed).toMatchObject({ ok: false, error: { code: 'x' } })
      expect(JSON.stringify(parsed)).not.toContain('secret')
    },
  )

  it.each([
    ['2026-01-02T03:04:05', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05.123456+02:00', '2026-01-02T01:04:05.123Z'],
    [1_767_323_045, '2026-01-02T03:04:05.000Z'],
    [1_767_323_045_000, '2026-01-02T03:04:05.000Z'],
    [-1, undefined],
    [8.64e15, undefined],
    ['yesterday', undefined],
    [{ toString: 1 }, undefined],
  ])('the time %s', (written, instant) => expect(instantOf(written)).toBe(instant))
})
