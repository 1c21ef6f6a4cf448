import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { intervalWords, wilsonInterval } from '#core/statistics'
import type { TracedSpan } from '#core/vocabulary'
import { countEnded, type EndedTraces } from './counts.ts'
import { measureGap } from './gap.ts'
import { judgeLife, readGatewayAnswer } from './liveness.ts'
import { isMarker, makeMarker } from './marker.ts'
import { advanceRate, type DriftMonitor, type RateMonitor, readDrift, readRate } from './monitors.ts'
import { pseudonym, redact } from './redact.ts'
import { Attribution } from './rules.ts'
import { isSampled } from './settings.ts'
import { tallySpans } from './tally.ts'

describe('redacting', () => {
  it.each([
    ['chat with ada@example.com', 'chat with [e-mail]'],
    ['token sk-proj-abcdefghijklmnopqrstuvwx', 'token [key]'],
    ['AKIAIOSFODNN7EXAMPLE', '[key]'],
    ['Bearer abcdefgh.ijkl', '[key]'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdef', '[token]'],
    ['call +49 170 1234567 now', 'call [number] now'],
    ['card 4111 1111 1111 1111', 'card [number]'],
    ['DE89 3704 0044 0532 0130 00', '[iban]'],
    ['chat gpt-4.1-mini-2025-04-14', 'chat gpt-4.1-mini-2025-04-14'],
    ['POST /orders/12345', 'POST /orders/12345'],
  ])('%s', (text, clean) => expect(redact(text)).toBe(clean))

  it('takes any text in time', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'sk-@. 4+eyJ_A'), maxLength: 2_000 }),
        (text) => void redact(text),
      ),
    )
  })

  it('tells who is the same, by a key and a kind', () => {
    const [one, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
    expect(pseudonym(one, 'actor', 'ada')).toBe(pseudonym(one, 'actor', 'ada'))
    expect(
      new Set([pseudonym(one, 'actor', 'ada'), pseudonym(other, 'actor', 'ada'), pseudonym(one, 'conversation', 'ada')])
        .size,
    ).toBe(3)
  })
})

describe('sampling', () => {
  it('takes the same share of traces whatever their order, and more of them at a larger share', () => {
    const ids = Array.from({ length: 20_000 }, () => randomBytes(16).toString('hex'))
    const share = ids.filter((id) => isSampled(id, 0.25)).length / ids.length
    expect(share).toBeGreaterThan(0.2)
    expect(share).toBeLessThan(0.3)
    expect(ids.every((id) => !isSampled(id, 0.25) || isSampled(id, 0.5))).toBe(true)
  })
})

const spanOf = (over: Partial<TracedSpan>): TracedSpan => ({
  ...{ trace: '1'.repeat(32), name: 'x', service: 'api', startMs: 1, endMs: 2, isError: false, operation: 'chat' },
  ...{ model: undefined, inputTokens: 1, outputTokens: 1, isRefused: false, decision: undefined, controls: [] },
  ...{ system: undefined, conversation: undefined, actor: undefined, label: undefined, attributes: new Map() },
  ...{ contentLength: 0, contentDigest: undefined, askedShingles: [], markers: [], ...over },
})
const rules = new Attribution(
  [{ system: 'desk', services: ['api'], attributes: {}, stratum: ['channel'] }],
  [{ control: 'filter', system: 'desk', spans: ['guard *'], attributes: { 'app.guard': 'on' }, operations: [] }],
)
const key = Buffer.alloc(32)

describe('summing spans', () => {
  it('does not depend on their order, nor on how they are spread', () => {
    const span = fc
      .record({
        trace: fc.constantFrom('1'.repeat(32), '2'.repeat(32)),
        name: fc.constantFrom('chat', 'guard one'),
        isError: fc.boolean(),
        isRefused: fc.boolean(),
        decision: fc.constantFrom('allow', 'deny', undefined),
        service: fc.constantFrom('api', 'other'),
      })
      .map((over) => spanOf(over as Partial<TracedSpan>))
    const plain = (spans: TracedSpan[]) =>
      tallySpans(spans, rules, key)
        .traces.map((one) => ({ ...one, controls: one.controls.toSorted(), acted: one.acted.toSorted() }))
        .sort((a, b) => (a.trace < b.trace ? -1 : 1))
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), (spans) => {
        expect(plain(spans.toReversed())).toEqual(plain(spans))
      }),
    )
  })

  it('knows a probe by its marker, whichever trace it is in', () => {
    const tally = (markers: string[]) => tallySpans([spanOf({ markers })], rules, key).traces[0]!.isProbe
    expect([tally([makeMarker(key)]), tally(['0123456789ABCDEF']), tally([])]).toEqual([true, false, false])
  })

  it('takes an attribute for a control as well as a span’s name, and a span of nobody for nobody’s', () => {
    const spans = [
      spanOf({
        attributes: new Map([
          ['app.guard', 'on'],
          ['channel', 'mail'],
        ]),
      }),
      spanOf({ trace: '2'.repeat(32), name: 'guard it', service: 'gateway', operation: undefined }),
      spanOf({ trace: '3'.repeat(32), service: 'unknown' }),
    ]
    const { traces, sources } = tallySpans(spans, rules, key)
    expect(traces).toMatchObject([
      { controls: ['filter'], stratum: 'mail', isDemand: true },
      { controls: ['filter'], isDemand: true },
    ])
    expect(sources.find(({ service }) => service === 'unknown')).toEqual({ service: 'unknown', system: null, spans: 1 })
  })
})

describe('counting', () => {
  const ended = (over: Partial<EndedTraces>): EndedTraces => ({
    ...{ system: 'desk', stratum: 's', hour: 'h', isDemand: true, isRefused: false, isError: false, label: null },
    ...{ isStoppedDownstream: false, controls: [], acted: [], broken: [], operations: ['chat'], conversation: null },
    ...{ actor: null, isProbe: false, traces: 1, spans: 1, inputTokens: 1, outputTokens: 1, lastAt: 't', ...over },
  })

  it('takes no probe for a demand, and what is no demand neither', () => {
    const { hours, controls } = countEnded([ended({ isProbe: true }), ended({ isDemand: false })], rules, new Map())
    expect(hours).toMatchObject([{ traces: 1, demands: 0 }])
    expect(controls).toEqual([])
  })

  it('tells a bounded number of strata apart', () => {
    const groups = Array.from({ length: 500 }, (_, index) => ended({ stratum: `s${index}` }))
    const { hours } = countEnded(groups, rules, new Map())
    expect(hours).toHaveLength(201)
    expect(hours.reduce((sum, { demands }) => sum + demands, 0)).toBe(500)
  })
})

describe('a rate', () => {
  const monitor: RateMonitor = {
    id: 'r',
    system: 'desk',
    kind: 'rate',
    measure: 'refused',
    usual: 0.02,
    bad: 0.08,
    'false-alarm-every': 1_000,
  }
  const quiet = { demands: 0, failures: 0 }

  it('alarms once about so many demands while all is usual, and soon when it is not', () => {
    let state = advanceRate(monitor, undefined, quiet)
    let waited = 0
    for (; state.sum < state.threshold; waited++) state = advanceRate(monitor, state, { demands: 50, failures: 4 })
    expect(waited).toBeLessThan(5)
    state = advanceRate(monitor, undefined, { demands: 5_000, failures: 100 })
    expect(state.sum).toBeLessThan(state.threshold)
  })

  it('stands until it is usual again, and says so with its interval', () => {
    const high = advanceRate(monitor, undefined, { demands: 200, failures: 60 })
    const { low, high: most } = wilsonInterval(60, 200)
    const said = readRate(monitor, high, { demands: 200, failures: 60 }, false)
    expect(said.isAlarm).toBe(true)
    expect(said.sentence).toContain(
      `60 of 200 requests within a day were refused (${intervalWords({ low, high: most })})`,
    )
    const falling = { ...high, sum: high.threshold / 2 }
    expect(readRate(monitor, falling, quiet, true).isAlarm).toBe(true)
    expect(readRate(monitor, { ...falling, sum: 0 }, quiet, true).isAlarm).toBe(false)
    expect(advanceRate(monitor, high, { demands: 2_000, failures: 0 }).sum).toBe(0)
  })

  it('never falls by one more failure (law 3)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 300 }), (demands, some) => {
        const failures = Math.min(demands - 1, some)
        const sum = (failed: number) => advanceRate(monitor, undefined, { demands, failures: failed }).sum
        // The order within a look is spread evenly; the last step alone may differ by it.
        expect(sum(failures + 1)).toBeGreaterThanOrEqual(sum(failures) - 1.5)
      }),
      { numRuns: 50 },
    )
  })
})

describe('drift', () => {
  const monitor: DriftMonitor = { id: 'd', system: 'desk', kind: 'drift', days: 7, most: 0.2 }
  const of = (chat: number, mail: number) =>
    new Map([
      ['chat', chat],
      ['mail', mail],
    ])

  it('alarms where a large share moved and chance would not have done it', () => {
    expect(readDrift(monitor, of(800, 200), of(500, 500))).toMatchObject({
      isAlarm: true,
      sentence: expect.stringContaining('30 in 100'),
    })
    expect(readDrift(monitor, of(800, 200), of(790, 210)).isAlarm).toBe(false)
    expect(readDrift(monitor, of(80, 20), of(5, 5))).toMatchObject({
      isAlarm: false,
      sentence: expect.stringContaining('too few'),
    })
  })
})

describe('life', () => {
  const markers = { marked: 'AB12', harmless: 'CD34' }
  const answered = (text: string, isRefused = false) => ({
    kind: 'answered' as const,
    text,
    isRefused,
    claims: ['guard'],
  })

  it('is not shown by what the gateway says of itself', () => {
    const judged = judgeLife({ marked: answered('… ab-12 …'), harmless: answered('cd34'), markers })
    expect(judged).toEqual({ verdict: 'dead', note: 'the marker came back; the gateway says that it ran guard' })
  })

  it('is unknown where a model repeats nothing, and seen where an answer in its place lacks the marker alone', () => {
    const canned = answered('I may not talk about that.')
    expect(judgeLife({ marked: canned, harmless: answered('Hello.'), markers }).verdict).toBe('unknown')
    expect(judgeLife({ marked: canned, harmless: answered('You said CD34'), markers }).verdict).toBe('live')
  })

  it.each([
    [400, '{"error":"blocked by guardrail"}', 'refused'],
    [400, '{"error":"model not found"}', 'none'],
    [403, 'forbidden', 'none'],
    [446, '', 'refused'],
    [500, 'guardrail', 'none'],
    [200, '{"choices":[{"finish_reason":"content_filter","message":{"content":""}}]}', 'answered'],
    [200, '[]', 'none'],
    [200, '{"choices":{}}', 'none'],
  ])('reads status %i with %s as %s', (status, body, kind) =>
    expect(readGatewayAnswer(status, {}, body).kind).toBe(kind),
  )

  it('takes a word for a marker only where it was made with the same key', () => {
    const other = Buffer.alloc(32, 1)
    for (let each = 0; each < 200; each++) {
      const marker = makeMarker(key)
      expect(marker).toMatch(/^[0-9A-F]{16}$/)
      expect([isMarker(key, marker), isMarker(other, marker)]).toEqual([true, false])
    }
    fc.assert(fc.property(fc.string(), (word) => void expect(isMarker(key, word)).toBe(false)))
    expect(isMarker(key, '00000000000000')).toBe(false)
  })

  it('hears what Portkey says of the guardrails that ran', () => {
    const hook_results = {
      before_request_hooks: [{ id: 'filter', verdict: true }, 1],
      after_request_hooks: { id: 'x' },
    }
    const body = JSON.stringify({ choices: [{ message: { content: 'ab12' } }], hook_results })
    expect(readGatewayAnswer(200, { 'x-guardrails': 'a' }, body)).toMatchObject({ claims: ['a', 'filter'] })
  })

  it('reads an answer whose reason to end is no word', () => {
    const body = JSON.stringify({ choices: [{ finish_reason: { toString: 1 }, message: { content: 'a' } }] })
    expect(readGatewayAnswer(200, {}, body)).toMatchObject({ kind: 'answered', isRefused: false })
  })

  it('reads any answer', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 599 }),
        fc.oneof(fc.string(), fc.json()),
        (status, body) => void readGatewayAnswer(status, { 'x-guardrail': 'a' }, body),
      ),
    )
  })
})

describe('the evaluation gap', () => {
  const production = (shares: readonly number[], labelled = 0, failures = 0) =>
    shares.map((share, index) => ({
      stratum: `S${index}`,
      demands: share * 1_000,
      labelled: index === 0 ? labelled : 0,
      labelFailures: index === 0 ? failures : 0,
    }))
  const tested = (cases: readonly (readonly [number, number])[]) =>
    cases.map(([count, failures], index) => ({ stratum: `s${index} `, cases: count, failures }))

  it('has the golden numbers of METHODS.md', () => {
    const gap = measureGap(
      production([0.8, 0.15, 0.05]),
      tested([
        [300, 3],
        [300, 30],
        [400, 16],
      ]),
    )!
    expect(gap.naive).toBeCloseTo(0.049, 6)
    expect(gap.reweighted).toBeCloseTo(0.025, 6)
    expect(gap.effectiveShare).toBeCloseTo(0.451552, 6)
    expect(gap.next).toContain('labelled, drawn at random')
  })

  it('reports what it is blind to apart, and says what to add', () => {
    const gap = measureGap(
      production([0.6, 0.4]),
      tested([
        [100, 1],
        [3, 0],
      ]),
    )!
    expect(gap.blindShare).toBeCloseTo(0.4, 6)
    expect(gap.reweighted).toBeCloseTo(0.01, 6)
    expect(gap.next).toBe('Add at least 7 cases of “S1”, which is 40 in 100 of production: nothing is known of it.')
    expect(measureGap(production([1]), tested([]))).toBeUndefined()
    expect(measureGap(production([1]), [{ stratum: 'other', cases: 50, failures: 0 }])!.next).toContain(
      'No stratum of production',
    )
  })

  it('that is positive asks for traces of production as cases', () => {
    expect(measureGap(production([1], 2_000, 300), tested([[1_000, 20]]))!.next).toContain(
      'replay traces of production',
    )
  })

  it('that is known is recovered in at least 93 % of 200 worlds at 95 %', () => {
    let state = 42
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
      return (state >>> 0) / 2 ** 32
    }
    const draw = (count: number, rate: number) =>
      Array.from({ length: count }, random).filter((value) => value < rate).length
    const [shares, rates, worse] = [[0.7, 0.2, 0.1], [0.03, 0.1, 0.2], 0.04]
    let held = 0
    for (let world = 0; world < 200; world++) {
      const failures = shares.reduce((sum, share, at) => sum + draw(share * 1_000, rates[at]! + worse), 0)
      const cases = [200, 400, 400].map((count, at) => [count, draw(count, rates[at]!)] as const)
      const { gap } = measureGap(production(shares, 1_000, failures), tested(cases))!
      if (gap!.bounds.low <= worse && worse <= gap!.bounds.high) held++
    }
    expect(held).toBeGreaterThanOrEqual(186)
  })
})
